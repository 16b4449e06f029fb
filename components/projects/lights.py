"""The lights of projects: colour, shape and word of each, in HTML and in plotly."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from components.drawing import theme
from monitoring.findings.projects.page import LIGHTS
from monitoring.projects.lights import AMBER, GREEN, NONE, PAUSED, RED
from monitoring.projects.milestones import UNTOLD


@dataclass(frozen=True)
class Look:
    """How a light is told: the class of its HTML mark, plotly's symbol, the colour of the mark and of the word."""

    shape: str
    symbol: str
    colour: str
    text: str


LOOKS = {
    RED: Look("diamond", "diamond", theme.FAIL, theme.FAIL_TEXT),
    AMBER: Look("triangle", "triangle-up", theme.WARN, theme.WARN_TEXT),
    GREEN: Look("disc", "circle", theme.MET, theme.MET),
    PAUSED: Look("halted", "square", theme.UNKNOWN, theme.UNKNOWN),
    UNTOLD: Look("hatched", "square-open", theme.UNKNOWN, theme.UNKNOWN),
    "": Look("hatched", "square-open", theme.UNKNOWN, theme.UNKNOWN),
    NONE: Look("ring", "circle-open", theme.OUTSIDE, theme.MUTED),
}


def light(name: str) -> Markup:
    """
    Return a light as HTML: mark and word.

    >>> str(light("amber"))
    '<span class="state triangle-word"><i class="mark triangle"></i>黄灯</span>'
    """
    shape = LOOKS[name].shape
    return Markup('<span class="state {}-word"><i class="mark {}"></i>{}</span>').format(shape, shape, LIGHTS[name])
