"""Charts: plotly, drawn by the house's rules. `base` holds what every chart shares; one module a kind of chart."""

from components.drawing.charts.base import (
    Chart,
    draw,
    figure,
    hatched,
    limit_line,
    row_heads,
    row_lines,
    row_text,
    text,
)

__all__ = ["Chart", "draw", "figure", "hatched", "limit_line", "row_heads", "row_lines", "row_text", "text"]
