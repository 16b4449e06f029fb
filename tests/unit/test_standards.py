"""Standards are data: what the shipped files say, what a bureau may add, and which sentence answers a wrong file."""

# ruff: noqa: SIM300  the expected value stands on the left

import re
from datetime import date
from decimal import Decimal

import pytest

from monitoring.errors import SettingsError
from monitoring.settings import DATA as SHIPPED
from monitoring.settings import load_settings
from monitoring.standards import (
    Case,
    Condition,
    Term,
    check_file,
    cited,
    in_force,
    load_indicators,
    load_standards,
    states,
)
from tests.support.standards import settings_with, writes_own

ROOMS = "sd-rooms-junior"
ALL_IDS = [
    "moe-2017-6", "moe-2012-3", "moe-2014-baseline", "sd-rooms-junior", "js-2015", "gs-2012", "hb-2011", "gd-2unmet",
    "xx-8of10",
]  # fmt: skip


@pytest.fixture(scope="module")
def standards():
    return load_standards(load_settings())


own_file = pytest.fixture(writes_own)


def thresholds(standard, stage):
    """Return the plain thresholds of one stage by requirement."""
    return {
        requirement.key: case.value
        for requirement in standard.requirements
        for case in requirement.cases
        if case.stage in (None, stage)
    }


def test_every_shipped_standard_loads(standards):
    """The nine documents are read, in the order in which the settings show them."""
    assert ALL_IDS == list(standards)


def test_the_seven_of_2017_have_the_figures_of_the_document(standards):
    """Thresholds are exact decimals, primary and junior."""
    keys = [f"L{n}" for n in range(1, 8)]
    primary = dict(zip(keys, map(Decimal, ["4.2", "1", "0.9", "4.5", "7.5", "2000", "2.3"]), strict=True))
    junior = dict(zip(keys, map(Decimal, ["5.3", "1", "0.9", "5.8", "10.2", "2500", "2.4"]), strict=True))

    assert primary == thresholds(standards["moe-2017-6"], "primary")
    assert junior == thresholds(standards["moe-2017-6"], "junior")


def test_2017_passes_a_school_with_six_of_seven_and_a_floor_nobody_verified(standards):
    """Six of seven, the other at 85 %, and the floor is marked as not seen in the document."""
    verdict = standards["moe-2017-6"].verdict

    assert ("at_least", 6, 7, Decimal(85), False) == (
        verdict.rule, verdict.at_least, verdict.of, verdict.floor_pct, verdict.floor_verified,
    )  # fmt: skip
    assert "7 项中至少 6 项达标，其余每项不低于标准的 85%（下限未核实）" == verdict.describe()


def test_2017_limits_every_coefficient_and_no_composite(standards):
    """0.50 for primary, 0.45 for junior schools."""
    balance = standards["moe-2017-6"].balance

    assert {"primary": Decimal("0.50"), "junior": Decimal("0.45")} == balance.cv_limit
    assert {} == balance.composite_limit


def test_2012_limits_the_composite_and_judges_no_school(standards):
    """Eight indicators without a threshold; 0.65 and 0.55 for their mean coefficient."""
    standard = standards["moe-2012-3"]

    assert {"primary": Decimal("0.65"), "junior": Decimal("0.55")} == standard.balance.composite_limit
    assert {} == standard.balance.cv_limit
    assert "none" == standard.verdict.rule
    assert [f"B{n}" for n in range(1, 9)] == [requirement.key for requirement in standard.requirements]
    assert {()} == {requirement.cases for requirement in standard.requirements}


def test_2012_and_2017_leave_out_the_same_schools(standards):
    """Special and vocational schools, and teaching points below fifty pupils."""
    scope = standards["moe-2017-6"].scope

    assert standards["moe-2012-3"].scope == scope
    assert 50 == scope.teaching_point_min_pupils
    assert {"514", "519", "321"} <= set(scope.exclude_kinds)
    assert not {"211", "218", "312", "371"} & set(scope.exclude_kinds)


def test_2017_lists_its_other_clauses_without_judging_them(standards):
    """Fifteen items of the government, nine of quality; what was not seen in a copy is marked."""
    clauses = standards["moe-2017-6"].clauses
    groups = [clause.group for clause in clauses]

    assert (15, 9) == (groups.count("政府保障程度"), groups.count("教育质量"))
    assert "不低于 95%" == next(c.figure for c in clauses if c.text == "初中三年巩固率")
    assert {"10"} == {c.number for c in clauses if c.group == "政府保障程度" and c.state == "absent"}


def test_what_has_no_source_is_absent(standards):
    """The score of 85 is quoted somewhere, its four headings nowhere; nor is the year of the room table."""
    unseen = {name: [c.text for c in standards[name].clauses if c.state == "absent"] for name in ("moe-2012-3", ROOMS)}

    assert ["推进工作的四个方面：入学机会、保障机制、教师队伍、质量与管理"] == unseen["moe-2012-3"]
    assert ["标准 2008 年起施行"] == unseen[ROOMS]
    assert (None, "不详") == (standards[ROOMS].in_force, standards[ROOMS].in_force_as_written)


def test_no_shipped_line_counts_as_compared_with_the_document_that_was_not(standards):
    """The seven are known from code, reports and a summary; the room table and most of the twenty from a copy."""
    found = {name: [asked.state for asked in standard.requirements] for name, standard in standards.items()}

    assert {"unverified"} == set(found["moe-2017-6"])
    assert {"copy"} == set(found[ROOMS])
    assert ["D17", "D20"] == [r.key for r in standards["moe-2014-baseline"].requirements if r.state != "copy"]
    assert set() == {state for states_ in found.values() for state in states_} - {"copy", "unverified"}
    assert standards["moe-2017-6"].verdict.is_unsure
    assert not standards["moe-2014-baseline"].verdict.is_unsure


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ('verified = true\nsource = "虚构"', 'source = "S34"', "copy"),
        ('verified = true\nsource = "虚构"', 'source = "S9 S34"', "copy"),
        ('verified = true\nsource = "虚构"', 'doubtful = true\nsource = "S34"', "unverified"),
        ('verified = true\nsource = "虚构"', 'verified = false\nsource = "S34"', "unverified"),
        ('verified = true\nsource = "虚构"', 'source = "S9 S20"', "unverified"),
        ("verified = true", "", "unverified"),  # the bureau's own words, which nobody compared yet
        ("verified = true", 'checked = { by = "张三", on = 2026-12-01 }', "own"),
        ("checked_on", 'checked = { by = "张三", on = 2026-12-01 }\nchecked_on', "own"),
    ],
)
def test_the_state_of_a_line_is_that_of_its_surest_source(own_file, old, new, state):
    assert state == check_file(own_file(old, new)).requirements[0].state


def test_a_line_of_the_issuers_own_text_is_the_surest(monkeypatch):
    """None of the shipped sources is one; a bureau that adds one has the state at once."""
    own = {"S900": states.Source("发文机关网页", "发文机关原文", "original")}
    monkeypatch.setattr(states, "sources", lambda: own)

    assert "original" == states.state("S900")
    assert "unverified" == states.state("S901")


def test_the_bureau_says_in_its_settings_what_it_compared(configure):
    """One line, the rule of the verdict, or the whole document, with name and day; what there is not is refused."""
    line = '# "moe-2017-6" = { by = "张三", on = 2026-12-01 }'

    def seven(*lines):
        return load_standards(configure((line, "\n".join(lines))))["moe-2017-6"]

    one = seven('"moe-2017-6.L4" = { by = "张三", on = 2026-12-01 }')
    whole = seven('"moe-2017-6" = { by = "李四", on = 2026-12-02 }')

    assert {"L4": "own"} == {r.key: r.state for r in one.requirements if r.state != "unverified"}
    assert "本县核对（张三，2026-12-01）" == states.said("own", one.requirements[3].check)
    assert one.verdict.is_unsure
    assert {"own"} == {part.state for part in (*whole.requirements, *whole.clauses, whole.verdict)}
    assert "7 项中至少 6 项达标，其余每项不低于标准的 85%" == whole.verdict.describe()
    with pytest.raises(SettingsError, match=r"写了“moe-2017-6.L9”，没有这个标准或这一项"):
        seven('"moe-2017-6.L9" = { by = "张三", on = 2026-12-01 }')
    with pytest.raises(SettingsError, match=r'要写成 \{ by = "张三", on = 2026-12-01 \} 这样'):
        seven('"moe-2017-6.L4" = { by = "张三" }')


def test_the_baseline_leaves_out_what_nobody_knows(standards):
    """Items 18 and 19 are missing, the place of 17 is unsure, so no school is judged."""
    standard = standards["moe-2014-baseline"]
    keys = [requirement.key for requirement in standard.requirements]

    assert [f"D{n}" for n in (*range(1, 18), 20)] == keys
    assert not standard.complete


def test_only_two_baseline_items_can_be_read_from_the_tables(standards):
    """Multimedia rooms and classes of 66 pupils are reported; all else stays 未填报."""
    indicators = load_indicators()
    reported = [r.key for r in standards["moe-2014-baseline"].requirements if indicators[r.indicator].in_tables]

    assert ["D11", "D20"] == reported


def test_shandongs_rooms_add_up_in_all_four_columns(standards):
    """The detail rows make the subtotal, ordinary, special and public rooms the total."""
    standard = standards["sd-rooms-junior"]
    bands = {r.key: dict(r.cases[0].bands) for r in standard.requirements}
    figures = [dict(re.findall(r"(\d+)班 (?:\d+间)?(\d+)㎡", clause.figure)) for clause in standard.clauses]
    figures = [row for row in figures if row]

    for classes in (18, 24, 30, 36):
        assert bands["R4"][classes] == sum(int(row[str(classes)]) for row in figures)
        assert bands["R1"][classes] == bands["R3"][classes] + bands["R4"][classes] + bands["R5"][classes]
        assert bands["R3"][classes] == 67 * bands["R2"][classes]


def test_shandongs_table_has_the_printed_totals(standards):
    """3110, 4328, 6083 and 6877 ㎡ for 18, 24, 30 and 36 classes."""
    bands = standards["sd-rooms-junior"].requirements[0].cases[0].bands

    assert ((18, 3110), (24, 4328), (30, 6083), (36, 6877)) == bands


@pytest.mark.parametrize("name", ["sd-rooms-junior", "js-2015", "gs-2012", "hb-2011", "gd-2unmet", "xx-8of10"])
def test_a_document_known_in_part_judges_no_school(standards, name):
    """Provincial figures are shown requirement by requirement, and the note says what is missing."""
    assert not standards[name].complete
    assert standards[name].note


def test_provincial_figures_are_those_of_the_facts(standards):
    """A few of each document, so that a slip of the keyboard is noticed."""
    said = {f"{s.id} {r.key}": r.describe() for s in standards.values() for r in s.requirements}

    assert "小学 ≤ 45 人/班；初中 ≤ 50 人/班" == said["js-2015 J1"] == said["hb-2011 H1"]
    assert "小学 ≤ 19 生/人；初中 ≤ 13.5 生/人" == said["js-2015 J3"]
    assert "小学 ≤ 12 人/台；初中 ≤ 10 人/台" == said["gs-2012 G1"]
    assert "≤ 3 人/台" == said["gs-2012 G2"]
    assert "初中 ≥ 100 %" == said["hb-2011 H3"]
    assert "小学 ≥ 5.1 ㎡/生" == said["gd-2unmet P1"]
    assert "小学 ≥ 550 元/生" == said["gd-2unmet P5"]
    assert "小学 ≥ 365 元/生；初中 ≥ 695 元/生" == said["xx-8of10 X2"]
    assert "小学 ≥ 25 册/生；初中 ≥ 40 册/生" == said["xx-8of10 X4"]


def test_rules_that_count_say_so(standards):
    """At most two of eleven unmet; eight of ten met and the rest at 60 %."""
    assert "11 项中未达标的不超过 2 项" == standards["gd-2unmet"].verdict.describe()
    assert "10 项中至少 8 项达标，其余每项不低于标准的 60%" == standards["xx-8of10"].verdict.describe()


def test_a_requirement_says_its_thresholds_in_chinese(standards):
    """Of one stage or of all, with condition, band and every shape."""
    said = {f"{s.id} {r.key}": r for s in standards.values() for r in s.requirements}

    assert "小学 ≥ 4.5 ㎡/生；初中 ≥ 5.8 ㎡/生" == said["moe-2017-6 L4"].describe()
    assert "初中 ≥ 5.8 ㎡/生" == said["moe-2017-6 L4"].describe("junior")
    assert "小学，城区：≥ 15 ㎡/生；小学，其他学校：≥ 20 ㎡/生" == said["xx-8of10 X1"].describe("primary")
    assert "班级数每 12 个 ≥ 1 间（不足 12 个按 12 个计）" == said["gs-2012 G3"].describe()
    assert "小学教学点：≥ 1 套；其他学校：班级数每 1 个 ≥ 1 套" == said["gs-2012 G4"].describe()
    assert "寄宿制学校：须做到" == said["moe-2014-baseline D12"].describe()
    assert "应为 0 班" == said["moe-2014-baseline D20"].describe()
    assert "本学段不适用" == said["hb-2011 H3"].describe("primary")
    assert "不设学校标准，只看校际差异" == said["moe-2012-3 B1"].describe()
    assert "班级数至 18 个 ≥ 1 间，至 24 个 ≥ 1 间，至 30 个 ≥ 2 间，至 36 个 ≥ 2 间，超过 36 个不适用" == (
        said["sd-rooms-junior R6"].describe("junior")
    )


def test_every_condition_has_its_words(own_file):
    """Urban class, kind, boarding, centre, year, pupils and classes can be asked together."""
    when = (
        'urban = ["城区", "121"], kinds = ["312"], boarding = true, centre = false, built_before = 2017, '
        "built_from = 2000, pupils_from = 50, pupils_below = 100, classes_from = 6, classes_to = 12"
    )
    path = own_file("value = 25 }", f"value = 25, when = {{ {when} }} }}")
    requirement = check_file(path).requirements[0]

    assert (
        "小学，城区、镇中心区，九年一贯制学校，寄宿制学校，非乡镇中心小学，2017 年以前建校，2000 年及以后建校，"
        "50 人及以上，不足 100 人，6 个班及以上，12 个班及以下：≥ 25 册/生"
    ) == requirement.describe()
    assert ("111", "112", "121") == requirement.cases[0].when.urban


def test_a_new_requirement_on_an_existing_indicator_needs_no_python(own_file):
    """A bureau writes one file in its own folder and has a standard."""
    own = own_file()
    standard = load_standards(settings_with(own.parent))["own"]

    assert "小学 ≥ 25 册/生" == standard.requirements[0].describe()
    assert (Case(stage="primary", value=Decimal(25), when=Condition()),) == standard.requirements[0].cases


def test_the_model_for_a_bureau_is_a_good_file():
    """What the officer copies passes the check as it is, and shows every shape."""
    said = [r.describe() for r in check_file(SHIPPED / "standards" / "own-standard.toml.example").requirements]

    assert "城区：≥ 15 ㎡/生；2017 年以前建校：≥ 18 ㎡/生；其他学校：≥ 20 ㎡/生" == said[1]
    assert "班级数至 12 个 ≥ 700 ㎡，至 18 个 ≥ 1050 ㎡，至 24 个 ≥ 1400 ㎡，超过 24 个不适用" == said[2]


def test_every_source_number_can_be_looked_up(standards):
    """A figure leads to what was read for it; what was compared has a source."""
    parts = [part for s in standards.values() for part in (s, *s.requirements, *s.clauses)]
    texts = {part.source for part in [*parts, *load_indicators().values()]} - {""}

    assert set() == {text for text in texts if cited(text) == (text,)}
    assert [] == [part for part in parts if getattr(part, "state", "absent") != "absent" and not part.source]


def test_a_standard_is_in_force_from_its_day_until_the_day_of_repeal(own_file):
    """The first day counts, the day of repeal does not."""
    standard = check_file(own_file("checked_on", "repealed = 2024-01-01\nchecked_on"))
    days = [date(2020, 8, 31), date(2020, 9, 1), date(2023, 12, 31), date(2024, 1, 1)]

    assert [False, True, True, False] == [in_force(standard, day) for day in days]


@pytest.mark.parametrize(
    ("written", "first_sure_day"),
    [('"2011-06"', date(2011, 6, 30)), ('"2008"', date(2008, 12, 31)), ('"2012-02"', date(2012, 2, 29))],
)
def test_a_month_or_year_alone_is_surely_in_force_from_its_last_day(own_file, written, first_sure_day):
    """A document whose day nobody knows is not claimed for days on which it may not have held."""
    standard = check_file(own_file("2020-09-01", written))

    assert first_sure_day == standard.in_force
    assert written.strip('"') == standard.in_force_as_written


def test_a_standard_of_unknown_date_is_never_surely_in_force(own_file):
    """不详 is a valid answer, and no day is invented for it."""
    assert not in_force(check_file(own_file("2020-09-01", '"不详"')), date(2026, 1, 1))


def test_indicators_know_their_fields_by_stage():
    """College teachers are above the required degree in primary schools, not in junior ones."""
    indicator = load_indicators()["higher_degree_teachers_per_100"]
    primary = {term.field for term in indicator.alternatives("primary")[0]}

    assert {"teachers_college"} == primary - {term.field for term in indicator.alternatives("junior")[0]}
    assert () == indicator.alternatives("senior")


def test_arts_teachers_are_counted_once():
    """The arts total is taken first; only without it are music, fine art and art added."""
    first, second = load_indicators()["pe_arts_teachers_per_100"].alternatives("primary")

    assert (Term("teachers_pe", 1), Term("teachers_arts_total", 1)) == first
    assert ["teachers_pe", "teachers_music", "teachers_fine_art", "teachers_arts"] == [term.field for term in second]


def test_indoor_sports_rooms_move_from_teaching_to_sports_area():
    """They are taken off one indicator and added to the other, so they count once."""
    indicators = load_indicators()

    assert Term("indoor_sports_m2", -1) in indicators["teaching_area_m2_per_pupil"].alternatives("junior")[0]
    assert Term("indoor_sports_m2", 1) in indicators["sports_area_m2_per_pupil"].alternatives("junior")[0]


def test_equipment_is_reported_in_wan_yuan_and_missed_in_yuan():
    """The gap is counted in single yuan."""
    indicator = load_indicators()["equipment_yuan_per_pupil"]

    assert (10000, "元", 1, 10000) == (indicator.times, indicator.gap_unit, indicator.gap_step, indicator.gap_times)


def test_areas_are_missed_in_hundredths():
    """Every ㎡ is counted to 0.01, exactly."""
    steps = {i.gap_step for i in load_indicators().values() if i.gap_unit == "㎡"}

    assert {Decimal("0.01")} == steps


def test_every_unit_cost_belongs_to_an_indicator():
    """config.toml prices only what exists."""
    assert set(load_settings().unit_costs) <= set(load_indicators())
