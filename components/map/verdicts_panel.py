"""Beside the map, of schools by what they meet: the townships, a township's schools, what they lack together."""

from __future__ import annotations

from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, corrected, filters
from components.frame.choice import stage_label
from components.map.view import View
from components.map.ways import draw_school_list
from monitoring import figures, standing
from monitoring.findings.map import page as findings
from monitoring.layers import grounds, lists
from monitoring.layers.points import UNKNOWN

ROUNDED = "各项取整，相加可能与合计略有出入"


# —— townships


def draw_townships(view: View, *, has_verdicts: bool, dearest_first: bool = False) -> None:
    """
    Draw the townships, the lowest share first; those of pupils where nobody is judged.

    Args:
        has_verdicts: whether those are counted that the standard judges, and not those that are looked at.
        dearest_first: those first where closing the gaps costs most.
    """
    layer, subject = view.layer, view.layer.look.subject
    if not layer.places:
        draw_pupils(view)
        return
    before = (view.before.places if view.before else {}) if view.since else None
    rows = lists.township_rows(layer.places, before, grounds.costs(view.shortages), dearest_first=dearest_first)
    title = f"{len(rows)} 个乡镇，{'费用多的' if dearest_first else '达标率低的'}在前"
    head, line = findings.heads(view.county, has_verdicts=has_verdicts)
    how = f"按{view.unit}计，点一行进入{line}；{ROUNDED}"
    how += f"；{said}" if (said := corrected.before(view.choice, view.since)) else ""
    with messages.block("townships", f"{subject}：{title}" if subject else title, how):
        tables.draw(
            _township_columns(view, head), tables.records(rows), label=title, style="compact",
            address=lambda row: view.here(township=row["code"]),
        )  # fmt: skip


def _township_columns(view: View, head: str) -> list[tables.Column]:
    ticks = {"floor": 100 * view.county.share} if view.county.judged else {}
    columns = [
        tables.Column("乡镇", lambda row: row["name"], style="strong nowrap"),
        tables.Column(head, lambda row: f"{row['met']}/{row['judged']}", is_number=True),
        tables.Column(
            "达标率", lambda row: figures.share(row["met"], row["judged"], 0), is_number=True, style="strong"
        ),
        tables.Column(
            f"全县 {figures.share(view.county.met, view.county.judged, 0)}",
            lambda row: tables.bar(100 * row["met"] / row["judged"], ticks=ticks) if row["judged"] else "",
            width="20%",
        ),
    ]
    if view.since:
        columns.append(tables.Column(f"比{view.since}", _difference, is_number=True))
    columns.append(
        tables.Column(view.layer.look.states[UNKNOWN], lambda row: _dot(row["undetermined"]), is_number=True)
    )
    if not view.layer.look.subject:
        columns.append(tables.Column("补齐 万元", lambda row: row["cost"], is_number=True))
    return columns


def _difference(row: tables.Row) -> Markup:
    return tables.difference(figures.change(row["change"]))


def _amount(row: tables.Row) -> str:
    return figures.quantity(row["missing"], row["unit"])


def _dot(number: int) -> Markup | str:
    return figures.count(number) if number else tables.toned(figures.NO_CHANGE, "quiet")


def draw_pupils(view: View) -> None:
    """Draw the townships by their pupils: where the ground shows them, or nobody is judged."""
    table = grounds.rolls(view.layer.points, cached.places(view.choice.snapshot).townships)
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
            address=lambda row: view.here(township=row["township"]),
        )  # fmt: skip


# —— one township


def draw_schools(view: View, *extra: tables.Column) -> None:
    """
    Draw the schools of the township, those first that fail.

    Args:
        extra: columns before the last.
    """
    points, subject = view.layer.points, view.layer.look.subject
    points = points[points["township"] == view.choice.township]
    stages = {stage: stage_label(stage) for stage in standing.COMPULSORY}
    verdicts = view.judged.verdicts
    if view.stage:
        verdicts = verdicts[verdicts["stage"] == view.choice.stage]
    rows = lists.school_rows(points, verdicts, stages, subject)
    columns = [
        tables.Column("学校", lambda row: row["name"]),
        tables.Column("在校生", lambda row: figures.count(row["pupils"]), is_number=True),
        tables.Column(subject or "结论", lambda row: messages.state(row["status"]), style="verdict"),
    ]
    columns[-1:-1] = extra
    if view.judges and not subject:
        columns.append(tables.Column("还差", lambda row: tables.dash(row["lacking"]), is_number=True))
    draw_school_list(view, columns, tables.records(rows), f"{view.township}：{len(rows)} 所学校")


def draw_sums(view: View) -> None:
    """Draw what the schools of the county, or of the township, lack together."""
    lacking = view.shortages.requirements
    lacking = lacking[lacking["gaps"] > 0]
    if lacking.empty:
        return
    columns = [
        tables.Column("要求", lambda row: row["short"]),
        tables.Column("不足", lambda row: f"{figures.count(row['gaps'])} 所次", is_number=True),
        tables.Column("还差", _amount, is_number=True, style="strong"),
        tables.Column("估算 万元", lambda row: figures.cost(row["cost_yuan"], row["unit"]), is_number=True),
    ]
    title = f"{view.township or view.choice.county_name}{view.stage}还差什么"
    with messages.block("sums", title, f"合计；一校几个学段共用的只计一次；{ROUNDED}"):
        tables.draw(
            columns, tables.records(lacking), label=title, style="compact",
            address=lambda row: filters.address("gaps", view.choice, requirement=row["requirement"]),
        )  # fmt: skip
