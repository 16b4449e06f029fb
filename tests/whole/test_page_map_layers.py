"""Layers of informatization on 学校地图 and its routes, on the sample county; every figure counted a second time."""

import math
from collections import Counter

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from monitoring.layers import network, rooms, values
from monitoring.layers import points as map_data
from monitoring.network import assess
from monitoring.schools import merged_into
from tests.support.layers import Found, all_of
from tests.support.map_layers import NETWORK, ROOMS, VALUES, names_the_sample, reads_the_sample
from tests.support.pages import bodies, forget_other_databases, headline, listed, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.network

AWAITED = "2137992055"  # 柳堰镇中心小学: four rooms were to be accepted again after the last ledger


on_sample = pytest.fixture(names_the_sample)
sample = pytest.fixture(reads_the_sample, scope="module")


def states(points):
    """The state of each school."""
    return dict(zip(points["code"], points["state"], strict=True))


def offered(visit):
    """What may be chosen to colour the map, in its order."""
    return next(box for box in visit.selectbox if box.label == "底色").options


# —— the page


@pytest.mark.usefixtures("on_sample")
def test_layers_are_offered_after_the_standards_measures():
    """The ledger's steps, lateness, the network's measures in force, then those without a threshold by their value."""
    names = offered(open_page("map.py"))

    first = names.index("班班通：设备到位")
    assert all(name.startswith("底色：") for name in names[:first])
    assert [
        "班班通：设备到位", "班班通：联网", "班班通：百兆到班（台账）", "班班通：验收",
        "班班通：验收后常态使用", "班班通：逾期",
        "网络：千兆进校", "网络：百兆进班（综合报表）", "网络：无线全覆盖",
        "网络：多媒体教室占比", "网络：生机比", "网络：师机比",
    ] == names[first:]  # fmt: skip


def test_without_a_ledger_no_layer_of_classrooms_is_offered(schools_alone):  # noqa: ARG001 (the settings name its database)
    """An address that asks for one is shown the default, as for any measure that is not there."""
    visit = open_page("map.py", measure="rooms.in_use")

    looks_whole(visit)
    assert not [name for name in offered(visit) if name.startswith("班班通")]
    assert headline(visit) == headline(open_page("map.py"))


@pytest.mark.usefixtures("on_sample")
def test_the_list_beside_the_pupils_is_of_pupils():
    """What the ground and the headline show stands in the list too, the most first."""
    visit = open_page("map.py", measure="pupils")

    assert "17 个乡镇，在校生多的在前" in titles(visit)
    assert headline(visit).split("，")[1].removesuffix("最多") in words(visit).split("在校生多的在前")[1]


@pytest.mark.usefixtures("on_sample")
def test_that_nothing_changed_is_said_without_a_nought():
    """Under a standard of single requirements, on 总览 and on 设施短板."""
    assert "与 3 月相比，各项要求的达标所次没有变化" in titles(open_page("overview.py", standard="moe-2014-baseline"))
    assert "117 所学校都没有发现不足" in words(open_page("gaps.py", standard="moe-2014-baseline"))


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize("measure", ["rooms.nothing", "network.ladder", "network.nothing", "rooms.", "network"])
def test_a_layer_that_is_not_there_falls_back_to_the_default(measure):
    assert headline(open_page("map.py", measure=measure)) == headline(open_page("map.py"))


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize("stage", ["", "primary", "junior"])
@pytest.mark.parametrize("measure", [*ROOMS, *NETWORK, *VALUES])
def test_every_layer_has_its_sentences(measure, stage, sample):
    """County, township and school, whatever the stage."""
    school = sample[1].schools.iloc[0]
    place = {"township": school["township_code"]}

    for asked in ({}, place, place | {"school": school["school_code"]}):
        looks_whole(open_page("map.py", measure=measure, stage=stage, **asked))


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize("standard", ["moe-2012-3", "moe-2014-baseline"])
@pytest.mark.parametrize("measure", ["rooms.in_use", "network.uplink", "network.pupils_per_computer"])
def test_a_layer_needs_no_verdicts(measure, standard, sample):
    """It is the same under a standard that judges no school."""
    school = sample[1].schools.iloc[0]
    asked = {"measure": measure, "township": school["township_code"], "school": school["school_code"]}

    visit = open_page("map.py", standard=standard, **asked)

    looks_whole(visit)
    assert headline(visit) == headline(open_page("map.py", **asked))


@pytest.mark.usefixtures("on_sample")
def test_a_schools_sentence_counts_its_rooms_and_leads_to_them(sample):
    """The figures of the panel are those of the ledger's own rows."""
    rooms, on = sample[0].lists["rooms"], sample[0].dates["rooms"]
    code = rooms["school_code"].iloc[0]
    town = rooms["township_code"].iloc[0]
    reached = [step for _, school, step, _ in by_hand(rooms, on) if school == code]

    visit = open_page("map.py", measure="rooms.accepted", township=town, school=code)

    steps = "，".join(
        f"{word} {sum(step >= place for step in reached)}"
        for place, word in enumerate(("设备到位", "联网", "百兆到班（台账）", "验收", "验收后常态使用"), start=1)
    )
    assert f"{len(reached)} 间教室：{steps}；" in words(visit)
    assert f"{len(reached)} 间中 {sum(step >= 4 for step in reached)} 间。" in headline(visit)
    assert any("./progress?" in body and f"room_school={code}" in body for body in bodies(visit))


@pytest.mark.usefixtures("on_sample")
def test_a_townships_panel_leads_to_its_own_progress(sample):
    town = sample[1].schools.iloc[0]["township_code"]

    for measure in ("rooms.overdue", "network.uplink", "network.multimedia"):
        visit = open_page("map.py", measure=measure, township=town)
        assert any("./progress?" in body and f"township={town}" in body for body in bodies(visit))


@pytest.mark.usefixtures("on_sample")
def test_a_schools_network_stands_against_what_is_asked(sample):
    """Value and threshold of every measure in force; a verdict of the standard says that it is one."""
    school = sample[1].schools.iloc[0]
    place = {"township": school["township_code"], "school": school["school_code"]}

    visit = open_page("map.py", measure="network.uplink", **place)

    assert all(word in words(visit) for word in ("≥ 1,000 Mbps", "≥ 100%", "千兆进校", "百兆进班", "无线全覆盖"))
    assert any(title.startswith("优质均衡七项：") for title in titles(visit))


@pytest.mark.usefixtures("on_sample")
@pytest.mark.parametrize(("measure", "shown"), [("pupils_per_computer", ":1"), ("multimedia", "%")])
def test_a_value_is_shown_without_a_verdict(measure, shown, sample):
    """County, township and school have their figures; the lists begin with the worst, and nothing is 达标."""
    held, _ = sample
    name = RULES.measures[measure].name
    town = held.rows["township_code"].iloc[0]

    county, inside = (open_page("map.py", measure=f"network.{measure}", **asked) for asked in ({}, {"township": town}))

    assert headline(county).startswith(f"{name}：") and shown in headline(county)
    assert any(f"{name}{'低' if shown == '%' else '高'}的在前" in title for title in titles(county))
    assert "达标" not in words(county).partition(headline(county))[2]
    assert any(title.endswith("：网络") for title in titles(inside))
    assert "不判断" in words(inside)


@pytest.mark.usefixtures("on_sample")
def test_a_schools_panel_has_what_nobody_judges_beside_what_is_asked(sample):
    school = sample[1].schools.iloc[0]
    place = {"township": school["township_code"], "school": school["school_code"]}

    visit = open_page("map.py", measure="network.pupils_per_computer", **place)

    assert all(word in words(visit) for word in ("≥ 1,000 Mbps", "多媒体教室占比", "师机比", "不判断"))
    assert any(title.startswith("优质均衡七项：") for title in titles(visit))


@pytest.mark.usefixtures("on_sample")
def test_the_measures_of_progress_lead_to_their_layers():
    """Each that colours the map is a link; the ladder, which is in force for no one, is none."""
    visit = open_page("progress.py", stage="primary", ladder="guiyang")

    table = next(body for body in bodies(visit) if 'aria-label="网络各项"' in body)
    assert all(f"measure={key}" in table for key in (*NETWORK, *VALUES))
    assert "stage=primary" in table
    assert "出口带宽分档" in table and "network.ladder" not in table


# —— counted by hand


def by_hand(rooms, on):
    """Reached steps and lateness of every room, from its own figures and dates."""

    def by(day):
        return not pd.isna(day) and day.date() <= on

    found = []
    for room in rooms.to_dict("records"):
        steps = [
            by(room["equipped_on"]), by(room["connected_on"]), room["mbps"] >= 100, by(room["accepted_on"]),
            by(room["started_on"]) and room["hours"] > 0,
        ]  # fmt: skip
        reached = next((place for place, done in enumerate(steps) if not done), len(steps))
        planned = room["planned_on"]
        is_late = not pd.isna(planned) and planned.date() < on and not by(room["accepted_on"])
        found.append((room["township_code"], room["school_code"], reached, is_late))
    return found


STEPS = ROOMS[:-1]


def test_every_township_and_school_of_the_sample_agrees_with_plain_python(sample):
    held, prepared = sample
    ledger, on = held.lists["rooms"], held.dates["rooms"]
    found = all_of(rooms, Found(prepared.schools, prepared.parts, rooms=ledger, rooms_on=on))
    main = merged_into(prepared.schools)
    counted = by_hand(ledger, on)

    for step, key in enumerate(STEPS, start=1):
        places = found[key].places
        for code, place in places.items():
            own = [reached >= step for town, _, reached, _ in counted if town == code]
            assert (len(own), sum(own)) == (place.judged, place.met)
        for school, state in states(found[key].points).items():
            own = [reached >= step for _, code, reached, _ in counted if main.get(code, code) == school]
            assert (state == map_data.OUTSIDE) == (not own)
            assert (state == map_data.MET) == (bool(own) and all(own))
    for code, place in found["rooms.overdue"].places.items():
        assert sum(is_late for town, _, _, is_late in counted if town == code) == place.not_met


def test_rooms_that_fell_due_since_the_ledger_are_counted_a_second_time(sample):
    """Looked at in January: planned from the ledger's day on, before the day, and nobody says that it is accepted."""
    held, prepared = sample
    ledger, on, until = held.lists["rooms"], held.dates["rooms"], pd.Timestamp("2027-01-29")
    known = Found(prepared.schools, prepared.parts, rooms=ledger, rooms_on=on, on=until.date())
    shown, main = all_of(rooms, known)["rooms.overdue"], merged_into(prepared.schools)
    towns, schools, late = Counter(), Counter(), set()
    for room in ledger.to_dict("records"):
        code = main.get(room["school_code"], room["school_code"])
        is_done = room["accepted_on"] == room["accepted_on"] and room["accepted_on"] <= pd.Timestamp(on)
        planned = room["planned_on"]
        if planned == planned and not is_done and pd.Timestamp(on) <= planned < until:
            towns[room["township_code"]] += 1
            schools[code] += 1
        if planned == planned and not is_done and planned < pd.Timestamp(on):
            late.add(code)

    assert sum(towns.values()) > 4
    assert towns == Counter(shown.towns["awaited"][lambda column: column > 0].to_dict())
    assert schools == Counter(shown.schools["awaited"][lambda column: column > 0].to_dict())
    for school, state in states(shown.points).items():
        if state != map_data.OUTSIDE:
            expected = map_data.NOT_MET if school in late else map_data.UNKNOWN if schools[school] else map_data.MET
            assert expected == state


@pytest.mark.usefixtures("on_sample")
def test_the_map_and_the_rooms_mark_what_fell_due_since():
    """Four rooms of one school on the newest day of the sample; on the ledger's own day none."""
    visit = open_page("map.py", measure="rooms.overdue")
    looks_whole(visit)
    said = words(visit)
    rooms_of = open_page("progress.py", view="rooms", room_school=AWAITED)
    before = {"on": "2026-11-20"}
    then = words(open_page("map.py", measure="rooms.overdue", **before))

    assert "另有 4 间计划在台账日期之后到期，待报" in said
    assert "到期待报" in listed(visit, "逾期多的在前").columns
    assert "4" in listed(visit, "逾期多的在前")["到期待报"].tolist()
    assert 4 == sum(body.count(" awaited") for body in bodies(rooms_of))
    assert "虚框到期待报" in words(rooms_of)
    assert "4 间到期待报" in words(rooms_of)
    assert "待报" not in then
    assert "待报" not in words(open_page("progress.py", view="rooms", room_school=AWAITED, **before))


def test_every_school_of_the_sample_has_the_state_of_its_bandwidth(sample):
    """The whole school's cell against 1000, looked up by hand; campuses are no points."""
    held, prepared = sample
    found = all_of(
        network, Found(prepared.schools, prepared.parts, assessed=assess(prepared, RULES, RULEBOOK.splitting))
    )["network.uplink"]
    order = {"primary": 0, "junior": 1, "senior": 2}
    cells: dict[str, float] = {}
    for row in sorted(held.rows.to_dict("records"), key=lambda row: order[row["stage"]]):
        cells.setdefault(row["school_code"], row["bandwidth_mbps"])

    for school, state in states(found.points).items():
        mbps = cells[school]
        assert state == (map_data.UNKNOWN if math.isnan(mbps) else map_data.MET if mbps >= 1000 else map_data.NOT_MET)


@pytest.mark.parametrize("stage", ["all", "junior"])
def test_every_township_of_the_sample_has_the_sums_of_its_schools(sample, stage):
    """生机比 in plain Python: pupils of all stages ÷ the machines in the lowest stage's table, campuses merged."""
    held, prepared = sample
    main = merged_into(prepared.schools)
    order = {"primary": 0, "junior": 1, "senior": 2}
    pupils: dict[str, float] = {}
    machines: dict[str, dict[int, float]] = {}
    for row in held.rows.to_dict("records"):
        code = main.get(row["school_code"], row["school_code"])
        pupils[code] = pupils.get(code, 0) + row["pupils"]
        lowest = machines.setdefault(code, {})
        place = order[row["stage"]]
        lowest[place] = lowest.get(place, 0) + row["teaching_computers"]
    shown = set(prepared.parts.loc[prepared.parts["stage"].isin(order if stage == "all" else [stage]), "school_code"])

    found = all_of(
        values,
        Found(prepared.schools, prepared.parts, stage=stage, assessed=assess(prepared, RULES, RULEBOOK.splitting)),
    )
    texts = found["network.pupils_per_computer"].values.set_index("code")["text"]

    for town, own in prepared.schools.groupby("township_code"):
        codes = [code for code in own["school_code"] if code in shown]
        if not codes:
            assert town not in texts
            continue
        have = [machines[code][min(machines[code])] for code in codes]
        tenths = math.ceil(10 * sum(pupils[code] for code in codes) / sum(have))
        assert f"{tenths / 10:.1f}:1 · {len(codes)}/{len(codes)} 所" == texts[town]


# —— the small map of /progress


def draw_small_map():
    """A page of its own, as /progress draws it."""
    from components.frame import filters
    from components.progress import small_map as progress_map

    progress_map.draw(filters.choose())


def small_map_of(**query):
    forget_other_databases()
    visit = AppTest.from_function(draw_small_map, default_timeout=60)
    visit.query_params.update(query)
    return visit.run()


@pytest.mark.usefixtures("on_sample")
def test_the_small_map_shows_the_share_in_use_and_leads_to_the_map(sample):
    """One figure a township with a shape, those of the ledger; each opens its township."""
    rooms, on = sample[0].lists["rooms"], sample[0].dates["rooms"]
    town = rooms["township_code"].iloc[0]
    own = [reached == len(STEPS) for code, _, reached, _ in by_hand(rooms, on) if code == town]

    visit = small_map_of(stage="", township=town)

    picture = next(body for body in bodies(visit) if "small-map" in body)
    assert f"<b>{100 * sum(own) // len(own)}%</b>" in picture
    assert f"./progress?county=990122&amp;township={town}" in picture
    assert any("./map?" in body and "measure=rooms.in_use" in body for body in bodies(visit))
    assert "最低" in titles(visit)[0]


def test_without_a_ledger_there_is_no_small_map(schools_alone):  # noqa: ARG001 (the settings name its database)
    assert [] == titles(small_map_of())
