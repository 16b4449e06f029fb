"""
Bars of nested steps, one under another, each with its figure and columns beside it, as HTML.

HTML and not plotly: the last row of 总览 would otherwise wait for four megabytes of script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components.drawing import tables
from monitoring.figures import count
from monitoring.words import NOT_REPORTED

INSIDE = 0.2  # of the whole: a bar at least so long carries its figure


@dataclass(frozen=True)
class Step:
    """
    One bar.

    Attributes:
        name: what was reached.
        value: how many reached it; None: nothing can be said, and no bar is drawn, not even an empty one.
        beside: the columns at the right.
    """

    name: str
    value: int | None
    beside: Sequence[str | Markup]


def steps(rows: Sequence[Step], heads: Sequence[str], *, label: str) -> Markup:
    """
    Return the chart as HTML; the first step is the whole.

    Args:
        heads: of the columns beside the bars.
        label: what the chart shows, for screen readers.
    """
    whole = rows[0].value or 1  # of no room at all no bar has a length
    columns = [
        tables.Column("", lambda row: row["name"], style="nowrap"),
        tables.Column("", lambda row: row["bar"], style="step"),
        *(
            tables.Column(head, lambda row, place=place: row["beside"][place], is_number=True)
            for place, head in enumerate(heads)
        ),
    ]
    cells = [
        {"name": row.name, "bar": _bar(row.value, whole, is_whole=place == 0), "beside": row.beside}
        for place, row in enumerate(rows)
    ]
    return tables.table(columns, cells, label=label, style="nested")


def _bar(value: int | None, whole: int, *, is_whole: bool) -> Markup:
    if value is None:
        return Markup('<span class="quiet">{}</span>').format(NOT_REPORTED)
    length = 100 * value / whole
    look, is_inside = "whole" if is_whole else "part", length >= 100 * INSIDE
    place = f"right:{100 - length:.2f}%" if is_inside else f"left:{length:.2f}%"
    return Markup(
        '<div class="step-bar"><i class="{}" style="width:{}%"></i><b class="{} {}" style="{}">{}</b></div>'
    ).format(look, f"{length:.2f}", look, "inside" if is_inside else "outside", place, count(value))
