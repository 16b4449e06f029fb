"""工程项目, right: the money by source, and how many milestones were due, done and are overdue; HTML."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from components.drawing import messages, tables
from components.projects.view import View
from monitoring import figures
from monitoring.findings.projects import page as findings
from monitoring.findings.projects import told_money as findings_money
from monitoring.projects.funds import funds_table
from monitoring.projects.milestones import milestone_counts
from monitoring.projects.told import source_told, unassigned
from monitoring.reports.columns import by_key
from monitoring.reports.list_sheets import FUNDS
from monitoring.words import DUE_UNREPORTED, MILESTONE_WORDS

OF = by_key(FUNDS)

KEY = Markup(
    '<span class="legend"><span><i class="swatch planned"></i>计划</span>'
    '<span><i class="swatch arrived"></i>到位</span><span><i class="swatch paid"></i>支付</span></span>'
)
BECAME = {"on-time": "done_on_time", "done-late": "done_late", "open-late": "overdue", "awaited": "due_unreported"}
"""Class of a part of the bar → the state whose column is as long."""


def draw_funds(view: View) -> None:
    """Draw planned, arrived and paid money of every source on one scale, in 万元."""
    if view.funds is None or view.funds.empty:
        with messages.block("funds", "资金按来源"):
            messages.nothing("没有这些项目的“资金”表；导入的工程项目进度里有这张表时，这里按来源列出计划、到位和支付。")
        return
    sums = funds_table(view.funds, view.rules)
    most = sums["planned"].max()
    columns = [
        tables.shown(OF["source"], style="nowrap"),
        tables.Column("", lambda row: _bar(row, most), width="36%"),
        tables.shown(OF["planned"]),
        tables.shown(OF["arrived"]),
        tables.shown(OF["paid"]),
        tables.Column("支付占计划", _share, is_number=True),
    ]
    with messages.block("funds", findings.funds_title(sums), "万元", aside=KEY):
        tables.draw(columns, tables.records(sums), label="各来源资金", style="compact")
        rest = unassigned(view.works.lists["projects"], view.funds, view.works.totals, view.projects)
        told = source_told(view.works.entries, view.works.dates["funds"], view.on) & view.projects
        for said in (findings.unreported(sums), *findings_money.apart(rest, len(told))):
            if said:
                messages.note(said)


def _bar(row: tables.Row, most: float) -> Markup:
    """A track as long as what is planned, in it what has arrived, in that what is paid."""
    parts = [
        Markup('<i class="{}" style="width:{}%"></i>').format(name, f"{min(100 * row[name] / most, 100):.1f}")
        for name in ("planned", "arrived", "paid")
        if most > 0 and not figures.is_missing(row[name])
    ]
    return Markup('<div class="money">{}</div>').format(Markup("").join(parts))


def _share(row: tables.Row) -> str:
    known = not (figures.is_missing(row["planned"]) or figures.is_missing(row["paid"]))
    return figures.share(row["paid"], row["planned"]) if known else figures.MISSING


def draw_counts(view: View, title: str = "") -> None:
    """
    Draw how many milestones were due by the report date, and what became of them.

    Args:
        title: of the block; "" what is found of the milestones.
    """
    counts = milestone_counts(view.milestones, view.on, view.rules)
    most = max(int(counts["planned"].max()), 1)
    columns = [
        tables.Column("节点", lambda row: row["milestone"], style="nowrap"),
        tables.Column("", lambda row: _became(row, most), width="30%"),
        tables.Column("计划到期", lambda row: figures.count(row["planned"]), is_number=True),
        tables.Column(MILESTONE_WORDS["done_on_time"], lambda row: figures.count(row["done_on_time"]), is_number=True),
        tables.Column(MILESTONE_WORDS["done_late"], lambda row: figures.count(row["done_late"]), is_number=True),
        tables.Column(MILESTONE_WORDS["overdue"], _open_late, is_number=True),
    ]
    parts = {name: MILESTONE_WORDS[state] for name, state in BECAME.items() if state != "due_unreported"}
    if counts["due_unreported"].sum():
        columns.append(tables.Column(DUE_UNREPORTED, lambda row: _quiet(row["due_unreported"]), is_number=True))
        parts["awaited"] = DUE_UNREPORTED
    day = f"{view.on.month}月{view.on.day}日"
    # Beside the words of the legend there is room for no more; the title counts 节点.
    until = f"{day}前到期" if "awaited" in parts else f"个；计划日期在 {day}之前"
    said = title or findings.counts_title(counts, is_dated=view.is_dated)
    with messages.block("counts", said, until, aside=_key(parts)):
        style = "compact became" if "awaited" in parts else "compact"
        tables.draw(columns, tables.records(counts), label="节点", style=style)


def _key(parts: Mapping[str, str]) -> Markup:
    """
    Return the legend of the bars.

    >>> str(_key({"on-time": "按时"}))
    '<span class="legend"><span><i class="swatch on-time"></i>按时</span></span>'
    """
    marks = (Markup('<span><i class="swatch {}"></i>{}</span>').format(name, word) for name, word in parts.items())
    return Markup('<span class="legend">{}</span>').format(Markup("").join(marks))


def _became(row: tables.Row, most: int) -> Markup:
    """What became of the milestones that were due, as parts of one bar; the longest fills its cell."""
    parts = [
        Markup('<i class="{}" style="width:{}%"></i>').format(name, f"{100 * row[state] / most:.1f}")
        for name, state in BECAME.items()
        if row[state] > 0
    ]
    return Markup('<div class="stack">{}</div>').format(Markup("").join(parts))


def _open_late(row: tables.Row) -> Markup | str:
    return tables.toned(figures.count(row["overdue"]), "fail strong") if row["overdue"] > 0 else _quiet(row["overdue"])


def _quiet(number: float) -> Markup | str:
    if figures.is_missing(number):
        return tables.dash("")
    return figures.count(number) if number else tables.toned("0", "quiet")
