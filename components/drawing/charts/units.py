"""
Unit charts: one mark a school, in rows of at most twenty, as HTML.

HTML and not plotly: a mark is a link to its school, a name to its township, hatching is real hatching, and the page
needs no four megabytes of script before its first figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from components.drawing import messages, theme
from monitoring.assessment import VERDICTS

LEAST, MOST = 15, 20  # marks in a full row: fewer stay as far apart, more begin a second line


@dataclass(frozen=True)
class Unit:
    """One school: its code, name and verdict."""

    code: str
    name: str
    status: str


@dataclass(frozen=True)
class UnitRow:
    """One township: code, name, its schools, and the figures beside them, as text or HTML."""

    code: str
    name: str
    units: Sequence[Unit]
    figures: Sequence[str | Markup]


def units(
    rows: Sequence[UnitRow],
    heads: Sequence[str],
    *,
    label: str,
    township: Callable[[str], str],
    school: Callable[[str], str],
) -> Markup:
    """
    Return the chart as HTML.

    Args:
        rows: from top to bottom.
        heads: of the figures.
        label: what the chart shows, for screen readers.
        township, school: the address of a township's and of a school's code.

    Within a row the verdicts stand in their usual order, schools that are not judged apart at the end.
    """
    head = Markup("").join(Markup('<th scope="col" class="number">{}</th>').format(name) for name in heads)
    first = next((place for place, row in enumerate(rows) if row.units), 0)
    body = Markup("").join(_row(row, township, school, is_stop=place == first) for place, row in enumerate(rows))
    return Markup(
        '<table class="table units" style="--slots:{}" aria-label="{}"><thead><tr><th></th><th></th>{}</tr></thead>'
        "<tbody>{}</tbody></table>"
    ).format(_slots(rows), label, head, body)


def _slots(rows: Sequence[UnitRow]) -> int:
    """How many marks the width is shared among: those of the longest row, which wraps above MOST."""
    return min(MOST, max(LEAST, *(len(row.units) for row in rows))) if rows else LEAST


def _row(row: UnitRow, township: Callable[[str], str], school: Callable[[str], str], *, is_stop: bool) -> Markup:
    order = {status: place for place, status in enumerate(VERDICTS)}
    ordered = sorted(row.units, key=lambda unit: order[unit.status])
    marks = Markup("").join(_mark(unit, school, is_stop=is_stop and not place) for place, unit in enumerate(ordered))
    first, *others = row.figures
    figures = Markup('<td class="number strong">{}</td>').format(first)
    figures += Markup("").join(Markup('<td class="number">{}</td>').format(figure) for figure in others)
    return Markup(
        '<tr><td class="nowrap"><a class="plain" href="{}">{}</a></td><td><div class="marks">{}</div></td>{}</tr>'
    ).format(township(row.code), row.name, marks, figures)


def _mark(unit: Unit, school: Callable[[str], str], *, is_stop: bool) -> Markup:
    """A school; the first of all is a stop of the tab key, from there arrows go to the others (static/lists.js)."""
    word = f"{unit.name} · {theme.STATES[unit.status].word}"
    apart = " apart" if unit.status == "not_judged" else ""
    stop = Markup("") if is_stop else Markup(' tabindex="-1"')
    return Markup('<a class="unit{}" href="{}" title="{}" aria-label="{}"{}>{}</a>').format(
        apart, school(unit.code), word, word, stop, messages.mark(unit.status)
    )
