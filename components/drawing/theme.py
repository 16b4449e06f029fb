"""
Colours, type and shapes: the only place where a colour is written, and what a state looks like.

The style sheets use them as variables (`variables`), charts and map as the constants below. The framework's own
.streamlit/config.toml repeats a few; tests/unit/test_theme.py holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.words import STATUS_WORDS, VERDICT_WORDS

FONT = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC',sans-serif"

# —— neutrals: text from dark to light, lines, grounds
INK = "#17212b"
TEXT = "#4a5563"
MUTED = "#5f6a77"
QUIET = "#6b7683"  # values that are in order, in a matrix full of those that are not
TICK = "#7f8b98"  # the period before
DOT = "#b4bec8"  # the other schools, in a strip of all
LINE = "#d5dbe1"
LINE_SOFT = "#e8ecef"
LINE_FAINT = "#eef1f3"
TRACK = "#f0f2f4"
PANEL = "#f4f6f8"
HOVER = "#eef2f7"
PAPER = "#ffffff"

# —— one accent, its tints from strong to weak, and totals
ACCENT = "#1d3f7a"
ACCENT_TINTS = ("#4872a6", "#9cb8d6", "#cfdcea", "#e9eff6")
TOTALS = "#9fb4cc"
LINK_LINE = "#a9bdd6"

# —— states
MET = "#0e7490"
MET_TINT = "#b5d2dc"  # the stem of a dot that meets
FAIL = "#c2410c"
FAIL_TEXT = "#b93a08"
FAIL_GROUND = "#fbeee6"
WARN = "#b7791f"  # between met and fail: a yellow light
WARN_TEXT = "#8a5709"
UNKNOWN = "#6b6760"
OUTSIDE = "#8b95a1"
FADED = ("#3f8da5", "#e0936d")  # met and not met outside the chosen township: opaque, overlaps stay clear
GAP_NEAR = "#fdf3ed"  # a gap above the floor
GAP_FAR = "#f9dccb"  # a gap below the floor
GAP_TEXT = "#9a3412"

# —— ground of the map: five fixed classes, more is better in teal, plain where it is not; EMPTY has no value
RAMP = ("#e4eef2", "#d3e5eb", "#bfd9e2", "#a5ccd8", "#8abccb")
NEUTRAL_RAMP = ("#e6ebf1", "#d9e3ee", "#c6d6e7", "#b1c7df", "#9cb8d6")
EMPTY = "#f3f2ef"


@dataclass(frozen=True)
class State:
    """
    How a state is told: by colour, by shape and by word.

    Attributes:
        word: as people read it.
        colour: of the mark.
        text: of the word beside it.
        shape: of the mark: "disc", "diamond", "hatched" or "ring"; also its class in the style sheet.
        symbol: plotly's name of the shape; "" it has none and is drawn (charts.hatched).
    """

    word: str
    colour: str
    text: str
    shape: str
    symbol: str


def _states(verdict: str, requirement: str, *look: str) -> dict[str, State]:
    return {
        verdict: State(VERDICT_WORDS[verdict], *look),
        requirement: State(STATUS_WORDS[requirement], *look),
    }


STATES = {
    **_states("met", "met", MET, MET, "disc", "circle"),
    **_states("not_met", "gap", FAIL, FAIL_TEXT, "diamond", "diamond"),
    **_states("undetermined", "no_data", UNKNOWN, UNKNOWN, "hatched", ""),
    **_states("not_judged", "not_applicable", OUTSIDE, MUTED, "ring", "circle-open"),
}
"""States of verdicts (met, not_met, undetermined, not_judged) and requirements (met, gap, no_data, not_applicable)."""


def variables() -> str:
    """
    Return the colours as CSS variables for the style sheets.

    >>> variables()[:22]
    ':root{--paper:#ffffff;'
    """
    names = {
        "paper": PAPER, "ink": INK, "text": TEXT, "muted": MUTED, "quiet": QUIET, "tick": TICK, "line": LINE,
        "line-soft": LINE_SOFT, "line-faint": LINE_FAINT, "track": TRACK, "panel": PANEL, "hover": HOVER,
        "accent": ACCENT, "totals": TOTALS, "link-line": LINK_LINE, "met": MET, "met-tint": MET_TINT, "fail": FAIL,
        "fail-text": FAIL_TEXT, "warn": WARN, "warn-text": WARN_TEXT, "fail-ground": FAIL_GROUND, "unknown": UNKNOWN,
        "outside": OUTSIDE, "gap-near": GAP_NEAR, "gap-far": GAP_FAR, "gap-text": GAP_TEXT,
    }  # fmt: skip
    tints = {f"accent-{place}": colour for place, colour in enumerate(ACCENT_TINTS, start=1)}
    return f":root{{{''.join(f'--{name}:{colour};' for name, colour in (names | tints).items())}}}"
