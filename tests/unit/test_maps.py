"""The map: what its layers hold, what its routes answer, and that it asks nobody outside."""

import json

import folium
import numpy as np
import pandas as pd
import pytest

from components.frame.offline import FOLDER, SCRIPTS, assert_offline
from components.map import data as map_data
from components.map import frame as maps
from monitoring.layers import grounds
from monitoring.layers import lists as map_lists
from monitoring.layers import points as layer_points
from monitoring.standing import Count
from tests.support.routes import ask
from tests.support.rules import RULEBOOK

SQUARE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": "990101100", "name": "旧名镇", "longitude": 117.5, "latitude": 34.5},
            "geometry": {"type": "Polygon", "coordinates": [[[117, 34], [118, 34], [118, 35], [117, 35], [117, 34]]]},
        }
    ],
}


def schools(*rows):
    """Points of the map: code, township, pupils, state; all in one place."""
    columns = ["code", "township", "pupils", "state"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(name=table["code"] + "小学", longitude=117.5, latitude=34.5)


# —— points


def test_a_school_has_the_worst_state_of_its_stages():
    """A school that meets in 小学 and not in 初中 does not meet; its pupils add up."""
    rows = pd.DataFrame(
        {"school_code": ["1", "1", "2"], "status": ["met", "gap", "met"], "pupils": [100.0, 50.0, 30.0]}
    )

    worst = layer_points.worst_states(rows).set_index("school_code")

    assert ["gap", "met"] == worst["status"].loc[["1", "2"]].tolist()
    assert [150, 30] == worst["pupils"].loc[["1", "2"]].tolist()


def test_pupils_that_one_stage_did_not_report_are_not_reported():
    """Missing is not zero: 小学 100 and 初中 blank is not 100."""
    rows = pd.DataFrame({"school_code": ["1", "1"], "status": ["met", "met"], "pupils": [100.0, np.nan]})

    assert layer_points.worst_states(rows)["pupils"].isna().tolist() == [True]


def test_a_school_without_a_place_stays_in_the_list_and_off_the_map():
    """Every school is a point; only those with coordinates are placed."""
    points = schools(("1", "990101100", 100, 0), ("2", "990101100", 50, 1)).assign(latitude=[34.5, np.nan])

    assert 2 == len(points)
    assert ["1"] == map_data.placed(points)["code"].tolist()


def test_points_travel_as_compact_columns():
    """Places are whole hundred-thousandths of a degree, townships positions in a list, a blank is null."""
    sent = map_data.columns(schools(("1", "990101100", np.nan, 2)))

    assert [3450000] == sent["latitude"]
    assert [None] == sent["pupils"]
    assert (["990101100"], [0]) == (sent["townships"], sent["township"])


def many(number):
    """Schools strewn evenly over one square degree, every other one meeting."""
    spot = np.random.default_rng(7).random((number, 2))
    numbers = pd.Series(range(number)).astype(str)
    return pd.DataFrame(
        {
            "code": numbers.str.zfill(10),
            "name": "虚构第" + numbers + "小学",
            "township": "9901011" + (pd.Series(range(number)) % 30).astype(str).str.zfill(2),
            "longitude": 117 + spot[:, 0],
            "latitude": 34 + spot[:, 1],
            "pupils": 100.0,
            "state": np.arange(number) % 2,
        }
    )


COLOURS = ("a", "b", "c", "d", "e", "none")


def test_a_county_is_sent_whole():
    """A few hundred schools come at once, whatever the window."""
    sent = map_data.window(many(300), (117, 34, 117.1, 34.1), 10, COLOURS, RULEBOOK.map)

    assert not sent["partial"]
    assert 300 == len(sent["code"])


def test_too_many_schools_become_cells_that_count_them_all():
    """Cells lose no school, and their share is that of their schools."""
    sent = map_data.window(many(20_000), None, 9, COLOURS, RULEBOOK.map)

    assert sent["partial"]
    assert 20_000 == sum(cell["schools"] for cell in sent["cells"])
    assert 10_000 == sum(cell["met"] for cell in sent["cells"])


def test_a_window_with_few_schools_shows_them_one_by_one():
    """Zoomed in, a large set is schools again, and is asked for anew when the window moves."""
    sent = map_data.window(many(20_000), (117, 34, 117.1, 34.1), 13, COLOURS, RULEBOOK.map)

    assert sent["partial"]
    assert 100 < len(sent["code"]) < 300


@pytest.mark.parametrize("zoom", [1, 5, 9, 13, 18])
def test_no_view_costs_more_than_300_kb(zoom):
    """Uncompressed, at any zoom, 20,000 schools stay below the limit that holds for compressed data."""
    box = (117.4, 34.4, 117.4 + 720 / 2**zoom, 34.4 + 360 / 2**zoom)

    sent = map_data.window(many(20_000), box, zoom, COLOURS, RULEBOOK.map)

    assert 300_000 > len(json.dumps(sent, ensure_ascii=False).encode())


def test_a_cell_where_nothing_is_judged_has_no_share():
    """Teaching points alone give a cell the colour of no value, not of 0 %."""
    points = many(5000).assign(state=layer_points.OUTSIDE)

    assert {"none"} == {cell["colour"] for cell in map_data.cells(points, 9, COLOURS, RULEBOOK.map)["cells"]}


# —— townships


def test_a_township_is_coloured_by_its_class_and_named_as_in_the_tables():
    """2 of 5 is 40 %, the third class; the tables' name wins over the boundary file's."""
    frame = pd.DataFrame({"township_code": ["990101100"], "stage": ["all"], "schools": [5], "met": [2]})
    values = grounds.verdict_shares(frame, "all")

    drawn = map_data.features(SQUARE, values, {"990101100": "新名镇"}, RULEBOOK.map.classes["share"], COLOURS)

    properties = drawn["features"][0]["properties"]
    assert ("新名镇", "2/5 达标", "c") == (properties["name"], properties["text"], properties["colour"])


def test_a_township_without_a_judged_school_has_no_class():
    """0 of 0 is no share."""
    frame = pd.DataFrame({"township_code": ["990101100"], "stage": ["all"], "schools": [0], "met": [0]})
    values = grounds.verdict_shares(frame, "all")

    drawn = map_data.features(SQUARE, values, {}, RULEBOOK.map.classes["share"], COLOURS)

    assert ("不评定", "none") == tuple(drawn["features"][0]["properties"][key] for key in ("text", "colour"))


def test_a_requirements_share_counts_schools_without_the_figure():
    """One met, one not reported, one not asked: 1 of 2."""
    points = schools(
        ("1", "T", 1, layer_points.MET), ("2", "T", 1, layer_points.UNKNOWN), ("3", "T", 1, layer_points.OUTSIDE)
    )

    assert ["1/2 达标"] == grounds.requirement_shares(points)["text"].tolist()


def money(*rows, staff_only=()):
    """The frame Shortages.townships: township_code, schools that lack anything, cost in yuan, cells not reported."""
    table = pd.DataFrame([(*row, 0)[:4] for row in rows], columns=["township_code", "schools", "cost_yuan", "unknown"])
    return grounds.money(table, staff_only).set_index("code")


def test_money_is_rounded_up_to_whole_wan_yuan():
    """61,000 yuan are 7 万元."""
    assert "7 万元" == money(("T", 2, 61_000.0))["text"]["T"]


def test_nothing_lacking_costs_nothing_and_what_has_no_price_has_no_figure():
    """No gap: 0. Gaps without a unit cost: said so, in the class of no value, never 0."""
    shown = money(("T", 0, np.nan), ("U", 1, np.nan))

    assert ["0 万元", "没有单价"] == shown["text"].tolist()
    assert [False, True] == shown["value"].isna().tolist()


def test_where_something_is_not_reported_nothing_is_not_free():
    """No gap known and blanks left: no figure, never 0; a known gap has its cost all the same."""
    shown = money(("T", 0, np.nan, 3), ("U", 1, 61_000.0, 3))

    assert ["没有填报全", "7 万元"] == shown["text"].tolist()
    assert "—" == shown["figure"]["T"]
    assert [True, False] == shown["value"].isna().tolist()


def test_a_township_that_lacks_teachers_alone_is_not_called_free():
    """Posts are not bought: it is said so, in the class of no value."""
    shown = money(("T", 1, np.nan), staff_only=["T"])

    assert ("只缺教师", "只缺教师") == (shown["text"]["T"], shown["figure"]["T"])


def test_a_requirements_counts_take_the_states_of_its_points():
    """One met, one not reported, one not asked: 2 asked, 1 met, 1 not known."""
    points = schools(
        ("1", "T", 1, layer_points.MET), ("2", "T", 1, layer_points.UNKNOWN), ("3", "T", 1, layer_points.OUTSIDE)
    )

    assert {"T": Count("甲镇", 2, 1, 1)} == layer_points.counts(points, {"T": "甲镇"})


def test_without_shapes_the_county_is_where_its_schools_are():
    """No boundary: the view opens on the points; neither: there is nothing to open on."""
    points = schools(("1", "T", 1, 1))
    nothing = {"features": []}

    assert [[34.5, 117.5], [34.5, 117.5]] == map_data.bounds(nothing, points)
    assert [[34, 117], [35, 118]] == map_data.bounds(SQUARE, points)
    assert map_data.bounds(nothing, points[:0]) is None


def test_classes_have_a_label_each():
    """The legend's labels are as many as the classes, and their limits ascend."""
    for classes in RULEBOOK.map.classes.values():
        assert len(classes.limits) == len(classes.labels) == len(COLOURS) - 1
        assert list(classes.limits) == sorted(classes.limits)


# —— the map


def scene(**changes):
    """A scene of nothing."""
    legend = {"marks": "", "states": ["达标"], "ground": "", "classes": []}
    values = {"place": "990101", "home": None, "townships": "t", "points": "p", "township": "", "school": ""}
    return maps.Scene(**(values | {"legend": legend, "notes": []} | changes))


def test_the_map_asks_nobody_outside():
    """Every script and sheet of the map is ours; folium's own map would not pass."""
    fig = maps.county_map()
    maps.changing(scene()).add_to(fig)

    assert_offline(fig)
    with pytest.raises(AssertionError, match="outside"):
        assert_offline(folium.Map(tiles=None))


def test_every_file_the_map_loads_is_there():
    """No link leads to a file that components/static does not hold, Leaflet's licence included."""
    links = [link for cls in (maps.OfflineMap, maps.Attach) for _, link in cls.default_css]
    names = [link.removeprefix("../../app/static/").partition("?")[0] for link in links]

    assert [name for name in (*names, *SCRIPTS) if not (FOLDER / name).is_file()] == []
    assert {path.name for path in (FOLDER / "map").glob("*.js")} == {name.partition("/")[2] for name in SCRIPTS[1:]}
    assert (FOLDER / "leaflet" / "LICENSE").is_file()


def test_the_maps_scripts_come_in_one_in_their_order():
    """Leaflet first; the address names the version, and whoever asks gets every script whole."""
    answer = ask("/api/map.js", {"v": "0"})

    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.body == b"\n".join((FOLDER / name).read_bytes() for name in SCRIPTS)


def script(element):
    """The script an element adds to its map."""
    return element.get_root().script.render()


def test_a_choice_does_not_change_the_map_itself():
    """The map's own script is the same for every choice, so its window stays and the view does not jump."""
    first, second = (
        "".join(child._template.module.script(child, {}) for child in maps.county_map()._children.values())
        for _ in range(2)
    )

    assert first.replace(" ", "")[:18] == second.replace(" ", "")[:18] == "CountyMap.attach(m"


def test_a_name_that_holds_html_stays_text():
    """What goes into the map's script cannot end it."""
    shown = maps.Show({"notes": ["</script><script>alert(1)</script>"]})

    assert "</script>" not in shown._template.module.script(shown, {})


def test_the_foot_says_what_the_map_is():
    """示意 unless the bureau's file has an approval number; what has no place is counted, what has no shape named."""
    assert ["审图号：鲁S(2026)001号 · 3 所学校缺坐标"] == maps.notes(
        derived=False, approval="鲁S(2026)001号", unplaced=3, shapeless=[]
    )
    assert (
        "东湖农场没有边界，学校也没有坐标"
        in maps.notes(derived=False, approval="", unplaced=0, shapeless=["东湖农场"])[-1]
    )


# —— lists beside it


NOW = {"1": Count("甲镇", 5, 1, 0), "2": Count("乙镇", 6, 0, 0), "3": Count("农场", 0, 0, 0)}
COSTS = pd.DataFrame({"code": ["1", "2"], "value": [81.2, 5.0], "figure": ["82", "5"]})


def test_townships_are_listed_lowest_share_first_and_unjudged_last():
    """0 of 6 before 1 of 5 before none judged; the change is against the period before, unknown for a new one."""
    rows = map_lists.township_rows(NOW, {"1": Count("甲镇", 5, 2, 0)}, COSTS)

    assert ["乙镇", "甲镇", "农场"] == rows["name"].tolist()
    assert [True, False, True] == rows["change"].isna().tolist()
    assert -1 == rows["change"][1]
    assert ["5", "82", "—"] == rows["cost"].tolist()


def test_townships_can_be_listed_dearest_first():
    """82, 5, then where nobody is judged: no figure, not 0."""
    rows = map_lists.township_rows(NOW, None, COSTS, dearest_first=True)

    assert ["甲镇", "乙镇", "农场"] == rows["name"].tolist()


def test_schools_are_listed_failing_first_with_what_they_lack():
    """A nine-year school that lacks in both stages says so by stage; one that lacks data says how many figures."""
    points = pd.DataFrame({"code": ["1", "2", "3"], "name": ["甲", "乙", "丙"], "pupils": [100, 572, 50], "state": 0})
    verdicts = pd.DataFrame(
        [
            ("1", "primary", "met", 0, 0),
            ("2", "primary", "not_met", 3, 0),
            ("2", "junior", "not_met", 4, 0),
            ("3", "primary", "undetermined", 0, 7),
        ],
        columns=["school_code", "stage", "status", "unmet", "unknown"],
    )

    rows = map_lists.school_rows(points, verdicts, {"primary": "小学", "junior": "初中"})

    assert ["乙", "丙", "甲"] == rows["name"].tolist()
    assert ["小学 3、初中 4 项", "缺 7 项数据", ""] == rows["lacking"].tolist()


def test_schools_are_listed_by_one_requirement_where_it_is_looked_at_alone():
    """The state is the requirement's: a school that meets the standard and lacks this one stands first."""
    points = pd.DataFrame({"code": ["1", "2"], "name": ["甲", "乙"], "pupils": [100, 50], "state": [0, 1]})
    verdicts = pd.DataFrame(
        [("1", "primary", "not_met", 3, 0), ("2", "primary", "met", 1, 0)],
        columns=["school_code", "stage", "status", "unmet", "unknown"],
    )

    rows = map_lists.school_rows(points, verdicts, {"primary": "小学"}, "L4")

    assert [("乙", "gap"), ("甲", "met")] == list(zip(rows["name"], rows["status"], strict=True))
