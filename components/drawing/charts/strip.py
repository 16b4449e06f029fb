"""
Where one school stands among all of its stage: one row a requirement, a dot a school, stacked where they meet.

The school itself is its state's mark, a ring is where it stood in the period before, at the right is its rank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from components.drawing import theme
from components.drawing.charts import base

LOW, HIGH = 30, 220  # percent: what lies beyond is drawn at the edge
EDGE = 2  # percent left free beyond them
DOT, BIN = 5, 2.2  # px, and the percent that a dot is wide: dots nearer than this are stacked
STEP, MOST = 0.105, 0.42  # of a row: from dot to dot of a stack, and from the middle to its end
MARK = 14  # px
NAMES, RANKS = 0.15, 0.92  # where the strip begins and ends, of the width
TICKS = (50, 150)
COMPARED = ("met", "gap")


@dataclass(frozen=True)
class Strip:
    """
    One row.

    Attributes:
        name: of the requirement.
        others: name and place (percent) of every other school.
        own, before: the school's place now and in the period before; None where there is none.
        status: of the requirement ("met", "gap"): colour and shape of the school's mark.
        rank: as it is written at the right.
    """

    name: str
    others: Sequence[tuple[str, float]]
    own: float | None
    before: float | None
    status: str
    rank: str


def strip(rows: Sequence[Strip], *, school: str, month: str, full: str, floor: float | None) -> base.Chart:
    """
    Return the chart.

    Args:
        school: its name, for the hover text.
        month: the period before, as it is named.
        full: what the line at 100 percent is: "标准 100%".
        floor: percent of a second line; None without one.
    """
    chart = base.figure(len(rows), heads=0.8, xaxis=(NAMES, RANKS))
    chart.update_xaxes(range=[LOW - EDGE, HIGH + EDGE])
    base.row_lines(chart, len(rows))
    _lines(chart, len(rows), full, floor)
    for row, each in enumerate(rows):
        base.row_text(chart, row, each.name, {})
        tone = theme.FAIL_TEXT if each.status == "gap" else theme.INK
        base.text(chart, 1, row, each.rank, anchor="right", colour=tone)
        _others(chart, row, each.others)
        if each.own is not None:
            _own(chart, row, each, school, month)
    return chart


def _lines(chart: base.Chart, rows: int, full: str, floor: float | None) -> None:
    line = {"color": theme.INK, "width": 1.4}
    top, bottom = -base.ROW_MARGIN - 0.05, rows - base.ROW_MARGIN
    chart.add_shape(type="line", x0=100, x1=100, y0=top, y1=bottom, line=line)
    heads = [(f"{tick}%", tick, "center", theme.MUTED) for tick in TICKS]
    heads += [(f"{HIGH}% 以上", HIGH, "right", theme.MUTED), (full, 100, "left", theme.INK)]
    if floor is not None:
        chart.add_shape(type="line", x0=floor, x1=floor, y0=top, y1=bottom, line=line | {"dash": "3px,3px"})
        heads.append((f"{floor:g}%", floor, "right", theme.INK))
    for words, place, anchor, colour in heads:
        look = {"anchor": anchor, "level": "bottom", "size": base.HEAD_SIZE, "colour": colour, "xref": "x"}
        base.text(chart, place, top - 0.05, words, **look)
    look = {"anchor": "right", "level": "bottom", "size": base.HEAD_SIZE, "colour": theme.MUTED}
    base.text(chart, 1, top - 0.05, "名次", **look)


def _others(chart: base.Chart, row: int, others: Sequence[tuple[str, float]]) -> None:
    places = [_within(place) for _, place in others]
    chart.add_scatter(
        x=places,
        y=[row + shift for shift in stacked(places)],
        mode="markers",
        marker={"size": DOT, "color": theme.DOT},
        text=[f"{escape(name)} {place:.1f}%" for name, place in others],
        hovertemplate="%{text}<extra></extra>",
    )


def _own(chart: base.Chart, row: int, each: Strip, school: str, month: str) -> None:
    look = theme.STATES[each.status]
    own = _within(each.own)
    if each.before is not None:
        ring = _within(each.before)
        chart.add_scatter(
            x=[ring, own], y=[row, row], mode="lines", line={"color": look.colour, "width": 2.5}, hoverinfo="skip"
        )
        chart.add_scatter(
            x=[ring],
            y=[row],
            mode="markers",
            marker={"symbol": "circle", "size": 9, "color": theme.PAPER, "line": {"color": look.colour, "width": 2}},
            text=[f"{month} {each.before:.1f}%"],
            hovertemplate="%{text}<extra></extra>",
        )
    # A value that nothing is asked of has no state: it is a plain disc, a ring would be the period before.
    symbol, colour = (look.symbol, look.colour) if each.status in COMPARED else ("circle", theme.ACCENT)
    edge = {"color": theme.PAPER, "width": 2}
    chart.add_scatter(
        x=[own],
        y=[row],
        mode="markers",
        marker={"symbol": symbol, "size": MARK, "color": colour, "line": edge},
        text=[f"{escape(school)} {each.own:.1f}%"],
        hovertemplate="%{text}<extra></extra>",
    )


def stacked(places: Sequence[float]) -> list[float]:
    """
    Return how far each dot is moved from the middle of its row, in rows: dots of one place are stacked, not jittered.

    >>> stacked([101, 101.5, 150])
    [-0.0525, 0.0525, 0.0]
    """
    bins = [round(place / BIN) for place in places]
    sizes, seen = Counter(bins), Counter()
    shifts = []
    for each in bins:
        size = sizes[each]
        step = min(STEP, 2 * MOST / max(1, size - 1))
        shifts.append(round((seen[each] - (size - 1) / 2) * step, 4))
        seen[each] += 1
    return shifts


def _within(place: float) -> float:
    return min(max(place, LOW), HIGH)
