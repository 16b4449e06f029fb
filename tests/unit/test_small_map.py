"""The small map of townships: what is written on it does not lie over one another."""

import re

from components.drawing.charts.small_map import FRAME, LINE, small_map

SQUARE = {"type": "Polygon", "coordinates": [[(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]]}


def drawn(places, figure="12,345"):
    """The labels of townships at some places: left and top in percent, and the lines that are written."""
    features = [
        {
            "geometry": SQUARE,
            "properties": {
                "code": f"{number}", "name": f"第{number}镇", "figure": figure, "colour": "#ffffff",
                "longitude": x, "latitude": y,
            },
        }
        for number, (x, y) in enumerate(places)
    ]  # fmt: skip
    made = small_map({"features": features}, address=str, classes=[], chosen="", label="图")
    found = re.findall(r'title="([^"]*)"[^>]*style="left:([\d.]+)%;top:([\d.]+)%">(.*?)</a>', made)
    return [(said, float(left), float(top), 1 + ("<b>" in text)) for said, left, top, text in found]


def test_names_that_have_room_stand_with_their_figures():
    """Far from one another, none moves."""
    found = drawn([(0.2, 0.5), (0.8, 0.5)])

    assert [2, 2] == [lines for *_, lines in found]
    assert {50.0} == {top for _, _, top, _ in found}


def test_names_at_one_place_give_way_and_none_is_lost():
    """Two at one spot: moved apart, or without the figure, which is said where the mouse is."""
    found = drawn([(0.5, 0.5), (0.5, 0.5)])
    (_, _, first, lines), (_, _, second, others) = found

    assert abs(first - second) / 100 * FRAME >= (lines + others) * LINE / 2
    assert ["第0镇 12,345", "第1镇 12,345"] == [said for said, *_ in found]
