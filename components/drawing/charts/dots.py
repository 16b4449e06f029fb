"""Coefficients against their limit: a stem and a dot a row, one column a stage, the limit as a dashed line; HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from monitoring import figures

ROOM = 1.06  # of the largest figure: what the scale is longer than it


@dataclass(frozen=True)
class DotColumn:
    """One stage: its name, its limit (NaN: none) and the coefficient of every row (NaN: cannot be computed)."""

    name: str
    limit: float
    values: Sequence[float]


def dots(names: Sequence[str], columns: Sequence[DotColumn], *, label: str) -> Markup:
    """
    Return the chart as HTML; all columns share one scale from 0.

    Args:
        names: of the rows.
        label: what the chart shows, for screen readers.
    """
    known = [value for column in columns for value in (*column.values, column.limit) if not figures.is_missing(value)]
    scale = ROOM * max(known, default=1)
    head = Markup("").join(_head(column, scale) for column in columns)
    rows = Markup("").join(
        Markup('<tr><td class="nowrap">{}</td>{}</tr>').format(
            name, Markup("").join(_cells(column.values[place], column.limit, scale) for column in columns)
        )
        for place, name in enumerate(names)
    )
    return Markup(
        '<table class="table dots" aria-label="{}"><thead><tr><th scope="col"></th>{}</tr></thead>'
        "<tbody>{}</tbody></table>"
    ).format(label, head, rows)


def _head(column: DotColumn, scale: float) -> Markup:
    limit = Markup("")
    if not figures.is_missing(column.limit):
        place, words = _percent(column.limit, scale), f"限值 {figures.limit(column.limit)}"
        limit = Markup('<span class="limit-name" style="left:{}">{}</span>').format(place, words)
    return Markup('<th scope="col" class="track"><b>{}</b>{}</th><th></th>').format(column.name, limit)


def _cells(value: float, limit: float, scale: float) -> Markup:
    line = Markup("")
    if not figures.is_missing(limit):
        line = Markup('<i class="limit" style="left:{}"></i>').format(_percent(limit, scale))
    if figures.is_missing(value):
        return Markup('<td class="track"><div>{}</div></td><td class="number quiet">{}</td>').format(
            line, figures.MISSING
        )
    words = figures.coefficient_against(value, limit)
    exceeds = not figures.is_missing(limit) and value > limit
    kept = "plain" if figures.is_missing(limit) else "met"  # without a limit it neither meets nor fails
    tone, shape, place = "fail" if exceeds else kept, "diamond" if exceeds else "disc", _percent(value, scale)
    return Markup(
        '<td class="track"><div>{}<i class="stem {}" style="width:{}"></i>'
        '<i class="mark {} {}" style="left:{}"></i></div></td><td class="number{}">{}</td>'
    ).format(line, tone, place, shape, tone, place, " fail strong" if exceeds else "", words)


def _percent(value: float, scale: float) -> str:
    return f"{100 * value / scale:.1f}%"
