"""A township without a boundary: a circle where its schools are, and what is said of it."""

import pandas as pd

from components.drawing.charts.small_map import not_drawn, small_map
from components.map.data import features
from components.map.marks import marked, with_marks
from tests.support.rules import RULEBOOK

BOX = [[113.0, 30.0], [114.0, 30.0], [114.0, 31.0], [113.0, 31.0], [113.0, 30.0]]
TOWN = {"code": "1", "name": "甲镇", "longitude": 113.5, "latitude": 30.5}
SHAPES = {
    "type": "FeatureCollection",
    "features": [{"type": "Feature", "properties": TOWN, "geometry": {"type": "Polygon", "coordinates": [BOX]}}],
}
NAMES = {"1": "甲镇", "2": "芦荡农场", "3": "丙镇"}


def schools(*places):
    """Schools as (township code, longitude, latitude)."""
    table = pd.DataFrame(places, columns=["township_code", "longitude", "latitude"])
    return table.assign(township=table["township_code"].map(NAMES))


def test_a_circle_stands_where_the_schools_are():
    """In the middle of the two; a township with a shape gets none, nor one whose schools have no place."""
    found = with_marks(SHAPES, schools(("1", 113.1, 30.1), ("2", 113.2, 30.2), ("2", 113.4, 30.4), ("3", None, None)))
    circle = found["features"][-1]

    assert ["1", "2"] == [each["properties"]["code"] for each in found["features"]]
    assert ["2"] == marked(found)
    assert (113.3, 30.3) == (round(circle["properties"]["longitude"], 6), round(circle["properties"]["latitude"], 6))
    assert all(abs(x - 113.3) < 0.1 and abs(y - 30.3) < 0.1 for x, y in circle["geometry"]["coordinates"][0])


def test_without_a_map_there_is_no_mark():
    empty = {"type": "FeatureCollection", "features": []}

    assert [] == with_marks(empty, schools(("2", 113.2, 30.2)))["features"]


def test_what_is_said_of_a_township_without_a_shape():
    """It is drawn as a circle, or it is not there: never only in a list while its schools stand on the map."""
    shown = with_marks(SHAPES, schools(("2", 113.2, 30.2)))

    assert "芦荡农场没有边界，圆圈画在学校所在处；丙镇没有边界，学校也没有坐标，不在图上" == not_drawn(shown, NAMES)
    assert "" == not_drawn(SHAPES, {"1": "甲镇"})


def test_the_small_map_draws_names_and_links_the_circle():
    values = pd.DataFrame({"code": ["2"], "value": [50.0], "text": ["1/2 达标"], "figure": ["50%"]})
    layer = features(
        with_marks(SHAPES, schools(("2", 113.2, 30.2))), values, NAMES, RULEBOOK.map.classes["share"], ["#fff"] * 6
    )

    page = small_map(layer, address=lambda code: f"?township={code}", classes=[], chosen="", label="")

    assert 'href="?township=2"' in page
    assert "<b>50%</b>" in page
    assert "stroke-dasharray" in page
    assert "stroke-dasharray" not in small_map(
        layer | {"features": layer["features"][:1]}, address=str, classes=[], chosen="", label=""
    )
