"""Colours: written once, the same for the framework, and readable."""

import re
import tomllib

import pytest

from components.drawing import theme
from components.drawing.messages import mark, state
from monitoring.assessment import VERDICTS
from monitoring.settings import ROOT

READABLE = 4.5  # WCAG 2.1, 1.4.3: contrast of text
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
STYLE = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "components" / "static").glob("*.css")}


def test_the_sheets_of_the_map_lie_beside_the_script_that_is_served():
    """The framework serves static/ from the folder of that script, and from no other."""
    served = re.search(r'ROOT / "([\w/]+)" / "(\w+\.py)"', (ROOT / "dashboard.py").read_text(encoding="utf-8"))

    assert (ROOT / served[1] / served[2]).is_file()
    assert (ROOT / served[1] / "static" / "leaflet" / "leaflet.css").is_file()


@pytest.mark.parametrize(
    ("key", "colour"),
    [
        ("primaryColor", theme.ACCENT),
        ("textColor", theme.INK),
        ("borderColor", theme.LINE),
        ("secondaryBackgroundColor", theme.PANEL),
        ("greenColor", theme.MET),
        ("redColor", theme.FAIL),
        ("redTextColor", theme.FAIL_TEXT),
        ("font", theme.FONT),
    ],
)
def test_the_framework_has_the_same_colours(key, colour):
    assert colour == CONFIG[key]


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_paper_of_a_school_has_the_same_colours():
    """The typesetter reads no Python: its sheet repeats the colours that it needs."""
    sheet = (ROOT / "monitoring" / "reports" / "school.typ").read_text(encoding="utf-8")
    written = dict(re.findall(r'#let (\w+) = rgb\("(#[0-9a-f]{6})"\)', sheet))

    assert {"met": theme.MET, "fail": theme.FAIL} == {name: written[name] for name in ("met", "fail")}


@pytest.mark.parametrize("name", theme.STATES)
def test_the_word_of_every_state_is_readable_on_white(name):
    assert READABLE <= contrast(theme.STATES[name].text, theme.PAPER)


@pytest.mark.parametrize("colour", [theme.INK, theme.TEXT, theme.MUTED, theme.FAIL_TEXT, theme.ACCENT, theme.MET])
def test_text_is_readable_on_white(colour):
    assert READABLE <= contrast(colour, theme.PAPER)


@pytest.mark.parametrize("ground", [*theme.RAMP, *theme.NEUTRAL_RAMP, theme.EMPTY])
def test_names_are_readable_on_every_ground_of_the_map(ground):
    assert READABLE <= contrast(theme.INK, ground)


@pytest.mark.parametrize("ground", [theme.RAMP[0], theme.NEUTRAL_RAMP[0], theme.EMPTY])
def test_the_palest_class_of_a_map_is_not_the_pages_white(ground):
    """On a projector that washes out, too: at least as far from white as the panels' grey."""
    assert contrast(theme.PAPER, ground) > contrast(theme.PAPER, theme.PANEL)


def test_a_state_is_told_by_shape_and_word_not_by_colour_alone():
    """Four shapes for four states, whichever of its two words a state has."""
    assert 4 == len({theme.STATES[name].shape for name in VERDICTS})
    assert 4 == len({theme.STATES[name].word for name in VERDICTS})
    assert mark("not_met") == mark("gap")
    assert "未填报" in state("no_data")


def test_a_style_sheet_uses_only_colours_that_theme_has():
    """Every var(--…) is one that theme.variables gives, or one that the sheet's own element sets."""
    known = set(re.findall(r"--([\w-]+):", theme.variables())) | {"slots"}

    used = {(name, variable) for name, sheet in STYLE.items() for variable in re.findall(r"var\(--([\w-]+)\)", sheet)}

    assert [] == [each for each in sorted(used) if each[1] not in known]
