"""
What every chart shares: type, hidden and fixed axes, text at the mark instead of a legend, lines between rows.

A chart is a table of rows: the top row is y = 0 and rows count downwards. Names at the left and figures at the right
are anchored to the paper (0 to 1); bars and dots have an x axis whose domain lies between them.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from components.drawing import theme

CONFIG = {"displayModeBar": False, "responsive": True}
TEXT_SIZE = 12.5
NAME_SIZE = 13
HEAD_SIZE = 11.5
ROW_MARGIN = 0.5  # of a row: above the first and below the last
EDGE = 2  # px plotly keeps free at the paper's edge
TEMPLATE = {"data": {"scatter": [{"type": "scatter", "marker": {"line": {"width": 0}}}]}}
"""What a chart does not say itself; without it the framework's own is sent along, longer than most charts."""


class Chart:
    """
    A plotly figure on its way: traces, shapes and annotations as plain data, given to plotly once, when it is drawn.

    Adding them to a go.Figure one by one checks all that came before each time: a page of small panels took 0.2 s.
    """

    def __init__(self, **layout: Any) -> None:
        self.data: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {"template": TEMPLATE, **layout, "shapes": [], "annotations": []}

    def add_scatter(self, **trace: Any) -> None:
        """Add a trace of marks, lines or both."""
        self.data.append({"type": "scatter", **trace})

    def add_shape(self, **shape: Any) -> None:
        """Add a line, rectangle or path."""
        self.layout["shapes"].append(shape)

    def add_annotation(self, **annotation: Any) -> None:
        """Add words at a place."""
        self.layout["annotations"].append(annotation)

    def update_layout(self, **layout: Any) -> None:
        """Change parts of the layout; of an axis what is given alone."""
        for name, part in layout.items():
            self.layout[name] = {**self.layout.get(name, {}), **part} if isinstance(part, dict) else part

    def update_xaxes(self, **look: Any) -> None:
        """Change every x axis alike."""
        self.update_layout(**{name: look for name in self.layout if name.startswith("xaxis")})

    def update_yaxes(self, **look: Any) -> None:
        """Change every y axis alike."""
        self.update_layout(**{name: look for name in self.layout if name.startswith("yaxis")})

    def figure(self, *, is_checked: bool = False) -> go.Figure:
        """
        Return it as plotly draws it.

        Args:
            is_checked: refuse what plotly does not know. Tests ask for it of every chart; a page does not: checking
                takes longer than all else that a chart needs, at each run anew.
        """
        layout = {name: part for name, part in self.layout.items() if part != []}
        return go.Figure(data=self.data, layout=layout, _validate=is_checked)


def figure(rows: int, *, heads: float = 0.9, **domains: tuple[float, float]) -> Chart:
    """
    Return an empty chart of `rows` rows.

    Args:
        rows: rows of marks; their middles are y = 0, 1, … from the top.
        heads: room for the columns' heads above the first row, in rows.
        domains: x axis ("xaxis", "xaxis2", …) → its part of the width.
    """
    return Chart(
        margin={"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": theme.FONT, "size": TEXT_SIZE, "color": theme.INK},
        hoverlabel={"bgcolor": theme.PAPER, "bordercolor": theme.LINE, "font": {"family": theme.FONT}},
        showlegend=False,
        dragmode=False,
        barmode="overlay",
        **{
            axis: {"domain": part, "anchor": "y", **_plain_axis()}
            for axis, part in (domains or {"xaxis": (0, 1)}).items()
        },
        yaxis={"range": [rows - 1 + ROW_MARGIN, -ROW_MARGIN - heads], **_plain_axis()},
    )


def _plain_axis() -> dict[str, Any]:
    return {"visible": False, "fixedrange": True}


def text(chart: Chart, x: float, y: float, words: str, **look: Any) -> None:
    """
    Write words.

    Args:
        x, y: in the axes `xref` ("paper" 0–1, "x", "x2") and `yref`.
        look: anchor ("left"), level ("middle"), size, colour, bold, xref ("paper"), yref ("y"), shift_x (px).
    """
    xref = look.get("xref", "paper")
    edge = {0: -EDGE, 1: EDGE}.get(x, 0) if xref == "paper" else 0  # on the edge of the page's other text
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    chart.add_annotation(
        x=x,
        y=y,
        text=f"<b>{safe}</b>" if look.get("bold") else safe,
        showarrow=False,
        xanchor=look.get("anchor", "left"),
        yanchor=look.get("level", "middle"),
        xref=xref,
        yref=look.get("yref", "y"),
        xshift=edge + look.get("shift_x", 0),
        font={"size": look.get("size", TEXT_SIZE), "color": look.get("colour", theme.INK), "family": theme.FONT},
    )


def row_text(chart: Chart, row: int, name: str, columns: dict[float, str], *, bold: bool = False) -> None:
    """Write a row's name at the left and its figures, right-aligned, at places of the paper (0–1)."""
    text(chart, 0, row, name, size=NAME_SIZE, bold=bold)
    for place, words in columns.items():
        text(chart, place, row, words, anchor="right")


def row_heads(chart: Chart, heads: dict[float, str], *, anchor: str = "right") -> None:
    """Write the columns' heads above the first row."""
    for place, words in heads.items():
        look = {"anchor": anchor, "level": "bottom", "size": HEAD_SIZE, "colour": theme.MUTED}
        text(chart, place, -ROW_MARGIN - 0.1, words, **look)


def row_lines(chart: Chart, rows: int) -> None:
    """Draw a thin line below every row."""
    for row in range(-1, rows):
        y = row + ROW_MARGIN
        chart.add_shape(
            type="line",
            xref="paper",
            x0=0,
            x1=1,
            y0=y,
            y1=y,
            layer="below",
            line={"color": theme.LINE_FAINT, "width": 1},
        )


def limit_line(chart: Chart, x: float, name: str, rows: int, *, xref: str = "x") -> None:
    """Draw a limit or target over all rows, its name at its top."""
    line = {"color": theme.INK, "width": 1.6, "dash": "4px,3px"}
    chart.add_shape(
        type="line", xref=xref, x0=x, x1=x, y0=-ROW_MARGIN - 0.05, y1=rows - ROW_MARGIN, layer="below", line=line
    )
    text(chart, x, -ROW_MARGIN - 0.1, name, anchor="center", level="bottom", size=HEAD_SIZE, xref=xref)


def hatched(chart: Chart, x: float, y: float, *, size: float = 12, xref: str = "x", yref: str = "y") -> None:
    """Draw the mark of what is not known at a point, `size` px: a hatched square, which plotly's markers are not."""
    half = size / 2
    look = {
        "xref": xref, "yref": yref, "xsizemode": "pixel", "ysizemode": "pixel", "xanchor": x, "yanchor": y,
        "line": {"color": theme.UNKNOWN, "width": 1.4},
    }  # fmt: skip
    chart.add_shape(type="rect", x0=-half, x1=half, y0=-half, y1=half, fillcolor=theme.PAPER, **look)
    for shift in (-half, 0, half):
        ends = {"x0": max(-half, shift - half), "x1": min(half, shift + half)}
        chart.add_shape(type="line", y0=ends["x0"] - shift, y1=ends["x1"] - shift, **ends, **look)


def draw(chart: Chart, key: str, alt: str, *, height: int, fills: bool = False) -> None:
    """
    Draw a chart.

    Args:
        key: unique on the page.
        alt: what it shows, in a sentence, for who cannot see it.
        height: px; with `fills` the height on a laptop, taller where the style sheet gives the key more room.
    """
    if not fills:
        chart.update_layout(height=height)
        st.plotly_chart(chart.figure(), key=key, theme=None, config=CONFIG, alt=alt)
        return
    with st.container(key=f"fill_{key}", height=height, border=False):
        st.plotly_chart(chart.figure(), key=key, theme=None, height="stretch", config=CONFIG, alt=alt)
