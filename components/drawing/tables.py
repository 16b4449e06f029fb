"""
Tables in HTML: a cell carries a shape, a bar or a link, a row opens what it names, a long list is sorted by its heads.

Cells are text and escaped, unless a cell is Markup (messages.state, bar, …).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup, escape

from monitoring.figures import MISSING, count
from monitoring.reports.columns import Column as Declared

MOST_ROWS = 2000  # a page of more is slow to draw: a township has the rest

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """
    One column.

    Attributes:
        head: its name, with the unit.
        cell: a row's content: text, or Markup.
        is_number: right-aligned, in tabular figures.
        style: class names of the style sheet: "strong", "quiet", "nowrap".
        width: CSS width; "" as it comes.
        hint: what the head means, shown when it is pointed at.
    """

    head: str | Markup
    cell: Callable[[Row], Any]
    is_number: bool = False
    style: str = ""
    width: str = ""
    hint: str = ""

    @property
    def classes(self) -> str:
        """The class names of its cells."""
        return " ".join(name for name in ("number" if self.is_number else "", self.style) if name)


def shown(
    column: Declared, *, cell: Callable[[Row], Any] | None = None, look: Callable[[str], Any] | None = None, **own: Any
) -> Column:
    """
    Return a column that is declared for every medium (monitoring.reports.columns) as a page shows it.

    Args:
        cell: what a cell of the page holds instead of the column's text: a mark, a bar, a link.
        look: what is made of the column's text: `dash`, a tone.
        own: head, style, width, hint.

    >>> shown(Declared("paid", "支付", write="{:.0f}".format, is_number=True)).cell({"paid": 3.2})
    '3'
    """
    own.setdefault("head", column.head)
    written = (lambda row: look(column.text(row))) if look else column.text
    return Column(cell=cell or written, is_number=column.is_number, **own)


def table(
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    label: str,
    address: Callable[[Row], str] | None = None,
    is_chosen: Callable[[Row], bool] | None = None,
    style: str = "",
    sorts: bool = False,
) -> Markup:
    """
    Return a table as HTML.

    Args:
        rows: mappings; use `records(frame)` for a frame.
        label: what the table holds, for screen readers.
        address: a row's link (filters.address), in the first cell; the whole row opens it.
        is_chosen: which row is marked as chosen.
        style: class names: "compact" for rows of 25 px.
        sorts: a click on a head sorts the rows by it (static/lists.js).

    >>> str(table([Column("学校", lambda row: row["name"])], [{"name": "<甲>"}], label="学校"))[-55:]
    '><td class="">&lt;甲&gt;</td></tr></tbody></table></div>'
    """
    heads = Markup("").join(_head(column, sorts) for column in columns)
    body = Markup("").join(_row(columns, row, address, is_chosen) for row in rows)
    return Markup(
        '<div class="table-window"><table class="table {}" aria-label="{}">'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(style, label, heads, body)


def _head(column: Column, sorts: bool) -> Markup:
    width = Markup(' style="width:{}"').format(column.width) if column.width else ""
    hint = Markup(' title="{}"').format(column.hint) if column.hint else ""
    content = Markup('<button type="button">{}</button>').format(column.head) if sorts and column.head else column.head
    return Markup('<th scope="col" class="{}"{}{}>{}</th>').format(column.classes, width, hint, content)


def _row(
    columns: Sequence[Column],
    row: Row,
    address: Callable[[Row], str] | None,
    is_chosen: Callable[[Row], bool] | None,
) -> Markup:
    link = address(row) if address else ""
    chosen = Markup(' class="chosen" aria-current="true"') if is_chosen and is_chosen(row) else ""
    cells = Markup("").join(
        Markup('<td class="{}">{}</td>').format(column.classes, _linked(column.cell(row), link if not place else ""))
        for place, column in enumerate(columns)
    )
    return Markup("<tr{}>{}</tr>").format(chosen, cells)


def _linked(content: Any, link: str) -> Markup:
    """The first cell holds the link, which the style sheet spreads over the row: a real one, by mouse and key."""
    return Markup('<a class="row-link" href="{}">{}</a>').format(link, content) if link else escape(content)


def draw(columns: Sequence[Column], rows: Iterable[Row], **options: Any) -> None:
    """Draw a table; options as for `table`."""
    st.html(table(columns, rows, **options))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as mappings."""
    return frame.to_dict("records")


def bar(percent: float, *, state: str = "met", ticks: Mapping[str, float] | None = None) -> Markup:
    """
    Return a small bar as HTML, from 0 to its percentage of the cell's width.

    Args:
        percent: 0–100; more is drawn as a full bar with a broken end.
        state: "met", "fail" or "accent": its colour.
        ticks: class ("limit", "floor", "before") → percent: lines across the bar.

    >>> str(bar(43.14, ticks={"limit": 60}))
    '<div class="bar"><i class="met" style="width:43.1%"></i><i class="tick limit" style="left:60.0%"></i></div>'
    """
    lines = Markup("").join(
        Markup('<i class="tick {}" style="left:{}%"></i>').format(kind, f"{place:.1f}")
        for kind, place in (ticks or {}).items()
    )
    over = " over" if percent > 100 else ""
    filled = Markup('<i class="{}{}" style="width:{}%"></i>').format(state, over, f"{min(percent, 100):.1f}")
    return Markup('<div class="bar">{}{}</div>').format(filled, lines)


def dash(content: Any) -> Any:
    """
    Return a cell's content, or a quiet dash where there is none.

    >>> str(dash("")), dash("3 项")
    ('<span class="quiet">—</span>', '3 项')
    """
    return content if content else Markup('<span class="quiet">{}</span>').format(MISSING)


def toned(text: str, tone: str) -> Markup:
    """
    Return text in a tone: "met", "fail", "strong", "quiet".

    >>> str(toned("+4", "met"))
    '<span class="met">+4</span>'
    """
    return Markup('<span class="{}">{}</span>').format(tone, text) if tone else escape(text)


def difference(text: str) -> Markup:
    """
    Return a signed difference in its tone: more is better, none is quiet.

    >>> str(difference("+4")), str(difference("−1")), str(difference("·"))
    ('<span class="met">+4</span>', '<span class="fail">−1</span>', '<span class="quiet">·</span>')
    """
    return toned(text, {"+": "met", "−": "fail"}.get(text[:1], "quiet"))


def draw_list(columns: Sequence[Column], rows: Sequence[Row], *, label: str, **options: Any) -> None:
    """
    Draw a long list: it scrolls in a window under its heads, a click on a head sorts it, rows are selected and copied.

    Args:
        rows: of more than MOST_ROWS the first are drawn, and that is said.
        options: as for `table`.
    """
    body = table(columns, rows[:MOST_ROWS], label=label, sorts=True, style="compact", **options)
    rest = len(rows) - MOST_ROWS
    note = f"只列前 {MOST_ROWS} 行，共 {count(len(rows))} 行：选一个乡镇看其余的。" if rest > 0 else ""
    under = Markup('<p class="note">{}</p>').format(note) if note else ""
    st.html(Markup('<div class="list-window" tabindex="0">{}</div>{}').format(body, under))
