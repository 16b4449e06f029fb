"""Beside the map, of schools by what they meet: the townships, a township's schools, what they lack together."""

from __future__ import annotations

from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters
from components.frame.choice import stage_label
from components.map.page import MapPage
from components.map.ways import draw_school_list
from monitoring import figures, standing
from monitoring.findings.map import page as findings
from monitoring.layers import grounds, lists
from monitoring.layers.points import UNKNOWN

ROUNDED = "各项取整，相加可能与合计略有出入"


# —— townships


def draw_townships(page: MapPage, *, has_verdicts: bool, dearest_first: bool = False) -> None:
    """
    Draw the townships, the lowest share first; those of pupils where nobody is judged.

    Args:
        has_verdicts: whether those are counted that the standard judges, and not those that are looked at.
        dearest_first: those first where closing the gaps costs most.
    """
    layer, subject = page.layer, page.layer.look.subject
    if not layer.places:
        draw_pupils(page)
        return
    before = (page.before.places if page.before else {}) if page.since else None
    rows = lists.township_rows(layer.places, before, grounds.costs(page.shortages), dearest_first=dearest_first)
    title = f"{len(rows)} 个乡镇，{'费用多的' if dearest_first else '达标率低的'}在前"
    head, line = findings.heads(page.county, has_verdicts=has_verdicts)
    how = f"按{page.unit}计，点一行进入{line}；{ROUNDED}"
    with messages.block("townships", f"{subject}：{title}" if subject else title, how):
        tables.draw(
            _township_columns(page, head), tables.records(rows), label=title, style="compact",
            address=lambda row: page.here(township=row["code"]),
        )  # fmt: skip


def _township_columns(page: MapPage, head: str) -> list[tables.Column]:
    ticks = {"floor": 100 * page.county.share} if page.county.judged else {}
    columns = [
        tables.Column("乡镇", lambda row: row["name"], style="strong nowrap"),
        tables.Column(head, lambda row: f"{row['met']}/{row['judged']}", is_number=True),
        tables.Column(
            "达标率", lambda row: figures.share(row["met"], row["judged"], 0), is_number=True, style="strong"
        ),
        tables.Column(
            f"全县 {figures.share(page.county.met, page.county.judged, 0)}",
            lambda row: tables.bar(100 * row["met"] / row["judged"], ticks=ticks) if row["judged"] else "",
            width="20%",
        ),
    ]
    if page.since:
        columns.append(tables.Column(f"比{page.since}", _difference, is_number=True))
    columns.append(
        tables.Column(page.layer.look.states[UNKNOWN], lambda row: _dot(row["undetermined"]), is_number=True)
    )
    if not page.layer.look.subject:
        columns.append(tables.Column("补齐 万元", lambda row: row["cost"], is_number=True))
    return columns


def _difference(row: tables.Row) -> Markup:
    return tables.difference(figures.change(row["change"]))


def _amount(row: tables.Row) -> str:
    return figures.quantity(row["missing"], row["unit"])


def _dot(number: int) -> Markup | str:
    return figures.count(number) if number else tables.toned(figures.NO_CHANGE, "quiet")


def draw_pupils(page: MapPage) -> None:
    """Draw the townships by their pupils: where the ground shows them, or nobody is judged."""
    table = grounds.rolls(page.layer.points, cached.places(page.choice.snapshot).townships)
    most = table["pupils"].max()
    columns = [
        tables.Column("乡镇", lambda row: row["name"], style="strong nowrap"),
        tables.Column("学校", lambda row: f"{row['schools']} 所", is_number=True),
        tables.Column("在校生 人", lambda row: figures.count(row["pupils"]), is_number=True),
        tables.Column("", lambda row: tables.bar(100 * row["pupils"] / most, state="accent"), width="40%"),
    ]
    title = f"{len(table)} 个乡镇，在校生多的在前"
    with messages.block("townships", title, "点一行进入"):
        tables.draw(
            columns, tables.records(table), label=title, style="compact",
            address=lambda row: page.here(township=row["township"]),
        )  # fmt: skip


# —— one township


def draw_schools(page: MapPage, *extra: tables.Column) -> None:
    """
    Draw the schools of the township, those first that fail.

    Args:
        extra: columns before the last.
    """
    points, subject = page.layer.points, page.layer.look.subject
    points = points[points["township"] == page.choice.township]
    stages = {stage: stage_label(stage) for stage in standing.COMPULSORY}
    verdicts = page.judged.verdicts
    if page.stage:
        verdicts = verdicts[verdicts["stage"] == page.choice.stage]
    rows = lists.school_rows(points, verdicts, stages, subject)
    columns = [
        tables.Column("学校", lambda row: row["name"]),
        tables.Column("在校生", lambda row: figures.count(row["pupils"]), is_number=True),
        tables.Column(subject or "结论", lambda row: messages.state(row["status"]), style="verdict"),
    ]
    columns[-1:-1] = extra
    if page.judges and not subject:
        columns.append(tables.Column("还差", lambda row: tables.dash(row["lacking"]), is_number=True))
    draw_school_list(page, columns, tables.records(rows), f"{page.township}：{len(rows)} 所学校")


def draw_sums(page: MapPage) -> None:
    """Draw what the schools of the county, or of the township, lack together."""
    lacking = page.shortages.requirements
    lacking = lacking[lacking["gaps"] > 0]
    if lacking.empty:
        return
    columns = [
        tables.Column("要求", lambda row: row["short"]),
        tables.Column("不足", lambda row: f"{figures.count(row['gaps'])} 所次", is_number=True),
        tables.Column("还差", _amount, is_number=True, style="strong"),
        tables.Column("估算 万元", lambda row: figures.cost(row["cost_yuan"], row["unit"]), is_number=True),
    ]
    title = f"{page.township or page.choice.county_name}{page.stage}还差什么"
    with messages.block("sums", title, f"合计；一校几个学段共用的只计一次；{ROUNDED}"):
        tables.draw(
            columns, tables.records(lacking), label=title, style="compact",
            address=lambda row: filters.address("gaps", page.choice, requirement=row["requirement"]),
        )  # fmt: skip
