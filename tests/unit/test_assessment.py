"""met, gap, no_data or not_applicable; met, not_met, undetermined or not_judged; never failed or passed for a blank."""

import dataclasses
from decimal import Decimal
from fractions import Fraction

import pytest

from monitoring.shortages import shortages
from monitoring.standards import Case, Condition, Scope
from tests.support import second_judge as second_judge
from tests.support.assessment import GOOD, status_of, verdict_of
from tests.support.engine import BOTH, indicators, judged, requirement, row, standard_of


def test_exactly_the_standard_meets_it():
    """0.9 of 100 pupils by floats is 0.8999…; the engine counts in whole numbers."""
    results = judged(row(**GOOD | {"pupils": 1000, "teachers_pe": 9}))

    assert "met" == results.assessment.set_index("requirement").loc["L3", "status"]


@pytest.mark.parametrize(("rooms", "status"), [(1, "met"), (0, "gap"), (None, "no_data")])
def test_a_room_that_a_school_must_have_is_the_whole_schools(rooms, status):
    """Item 11 of the 20: one room in a nine-year school serves both stages; where there is none, one is lacking."""
    pupils = {"primary": 120, "junior": 127}
    results = judged(
        *(
            row("3129000001", stage, kind="312", pupils=number, multimedia_rooms=rooms)
            for stage, number in pupils.items()
        ),
        standard="moe-2014-baseline",
    )
    asked = next(one for one in results.standard.requirements if one.key == "D11")
    school = {} if rooms is None else {"multimedia_rooms": rooms}
    share = Fraction(1200, 1200 + 11 * 127)
    again = [
        second_judge.judged(asked, stage, school, part) for stage, part in zip(BOTH, (share, 1 - share), strict=True)
    ]
    lacks = shortages(results, indicators()).lacks

    assert [status] * 2 == results.assessment.query("requirement == 'D11'")["status"].tolist()
    assert [status] * 2 == [one["status"] for one in again]
    assert [1] * (rooms == 0) == lacks.loc[lacks["requirement"] == "D11", "missing"].tolist()
    assert [1] * 2 * (rooms == 0) == results.gaps.query("requirement == 'D11'")["missing_whole"].tolist()


def test_rooms_by_the_number_of_classes_are_still_shared():
    """A room for every class: a stage may not count the rooms in which the other sits."""
    asked = requirement("multimedia_rooms", per="classes", every=1, each=Decimal(1))
    rows = [row("3129000001", stage, kind="312", pupils=100, classes=3, multimedia_rooms=3) for stage in BOTH]

    assert ["gap", "gap"] == judged(*rows, standard=standard_of(asked)).assessment["status"].tolist()


@pytest.mark.parametrize("key", ["P2", "P3", "P4a", "P4b"])
def test_guangdongs_rooms_are_the_whole_schools(key):
    """科学室 ≥ 1, 计算机室 ≥ 1, 音乐、美术各 1: a nine-year school with one of each has them."""
    rooms = dict.fromkeys(("science_rooms", "computer_rooms", "music_rooms", "fine_art_rooms"), 1)
    rows = [row("3129000001", stage, kind="312", pupils=100, **rooms) for stage in BOTH]
    found = judged(*rows, standard="gd-2unmet").assessment.query("stage == 'primary'").set_index("requirement")

    assert "met" == found.loc[key, "status"]


def test_one_hundredth_of_a_square_metre_decides():
    """449.99 ㎡ for 100 pupils is 4.4999 a pupil: rounded it would pass."""
    assert "met" == status_of(requirement("teaching_area_m2_per_pupil", value="4.5"), **GOOD)
    assert "gap" == status_of(
        requirement("teaching_area_m2_per_pupil", value="4.5"), **GOOD | {"teaching_area_m2": 449.99}
    )


def test_figures_beyond_64_bits_are_judged_all_the_same():
    """A mistyped 10¹⁰ 万元 and a twelve-year school's shares: unlimited whole numbers take over."""
    asked = standard_of(requirement("equipment_yuan_per_pupil", value="2000"))
    rows = [
        row("3499000001", stage, kind="345", pupils=pupils, equipment_wan_yuan=10.0**10 + 0.01)
        for stage, pupils in (("primary", 99991), ("junior", 99989), ("senior", 99971))
    ]

    assert ["met", "met"] == judged(*rows, standard=asked).assessment["status"].tolist()


def test_a_blank_is_neither_met_nor_a_gap():
    assert "no_data" == status_of(requirement("books_per_pupil", value="25"), pupils=100)


def test_one_absurd_figure_does_not_blur_the_others():
    """10¹⁶ ㎡ in another row: 449.99 ㎡ for 100 pupils stays a gap of 0.01 ㎡."""
    asked = standard_of(requirement("land_m2_per_pupil", value="4.5"))
    results = judged(row(pupils=100, land_m2=449.99), row("2199000002", pupils=100, land_m2=10.0**16), standard=asked)

    assert ["gap", "met"] == results.assessment["status"].tolist()
    assert [0.01] == results.gaps["missing"].tolist()


@pytest.mark.parametrize(
    ("operator", "value", "status"),
    [(">=", "8", "met"), (">=", "8.01", "gap"), ("<=", "8", "met"), ("<=", "7.99", "gap")],
)
def test_both_signs_include_the_number(operator, value, status):
    """不低于 and 不超过 include it."""
    assert status == status_of(requirement("books_per_pupil", operator, value), pupils=100, books=800)


@pytest.mark.parametrize(("count", "status"), [(0, "met"), (2, "gap"), (None, "no_data")])
def test_a_count_that_must_be_zero(count, status):
    assert status == status_of(requirement("classes_from_66", "==", "0"), classes_size_from_66=count)


@pytest.mark.parametrize(
    ("classes", "status", "required"),
    [(10, "met", 18), (18, "met", 18), (19, "gap", 24), (36, "gap", 36), (37, "not_applicable", None)],
)
def test_between_two_bands_the_next_larger_holds(classes, status, required):
    """Below the smallest the smallest; above the largest the table says nothing."""
    results = judged(
        row(stage="junior", kind="311", pupils=900, classes=classes, ordinary_rooms=18), standard="sd-rooms-junior"
    )
    found = results.assessment.set_index("requirement").loc["R2"]

    assert status == found["status"]
    assert (required is None and found["required"] != found["required"]) or required == found["required"]


def test_a_size_that_is_not_reported_leaves_the_requirement_open():
    assert "no_data" == status_of(
        requirement("ordinary_rooms", bands=((Decimal(18), Decimal(18)),), by="classes"), ordinary_rooms=20
    )


@pytest.mark.parametrize(("classes", "required"), [(1, 1), (12, 1), (13, 2), (24, 2)])
def test_one_for_every_twelve_classes_is_rounded_up(classes, required):
    asked = requirement("music_rooms", per="classes", every=12, each=Decimal(1))
    found = judged(row(pupils=1, classes=classes, music_rooms=0), standard=standard_of(asked)).assessment

    assert [required] == found["required"].tolist()


@pytest.mark.parametrize(
    ("condition", "school", "status"),
    [
        (Condition(urban=("111",)), {"urban": "111"}, "gap"),
        (Condition(urban=("111",)), {"urban": "210"}, "not_applicable"),
        (Condition(urban=("111",)), {"urban": ""}, "no_data"),
        (Condition(kinds=("218",)), {"kind": "211"}, "not_applicable"),
        (Condition(boarding=True), {"is_boarding": 1}, "gap"),
        (Condition(boarding=True), {"is_boarding": 0}, "not_applicable"),
        (Condition(boarding=True), {}, "no_data"),
        (Condition(centre=False), {"is_centre": 0}, "gap"),
        (Condition(built_before=2017), {"year_built": 2016}, "gap"),
        (Condition(built_before=2017), {"year_built": 2017}, "not_applicable"),
        (Condition(built_from=2017), {"year_built": 2017}, "gap"),
        (Condition(pupils_below=100), {"pupils": 99}, "gap"),
        (Condition(pupils_below=100), {"pupils": 100}, "not_applicable"),
        (Condition(pupils_from=50, classes_to=6), {"pupils": 50, "classes": 6}, "gap"),
        (Condition(pupils_from=50, classes_to=6), {"pupils": 50, "classes": 7}, "not_applicable"),
        (Condition(pupils_from=50, classes_to=6), {"pupils": 50}, "no_data"),
        (Condition(pupils_from=50, classes_to=6), {"pupils": 49}, "not_applicable"),
    ],
)
def test_a_condition_on_a_missing_fact_leaves_the_requirement_open(condition, school, status):
    """But for a condition of two parts, one of which surely does not hold."""
    asked = requirement("music_rooms", value="1", when=condition)

    assert status == status_of(asked, **{"pupils": 200, "music_rooms": 0} | school)


def test_the_first_case_that_fits_holds():
    """Urban schools 18, the others 23."""
    cases = (Case(value=Decimal(18), when=Condition(urban=("111",))), Case(value=Decimal(23)))
    asked = dataclasses.replace(requirement("land_m2_per_pupil", value="1"), cases=cases)

    assert "met" == status_of(asked, urban="111", pupils=10, land_m2=200)
    assert "gap" == status_of(asked, urban="220", pupils=10, land_m2=200)


def test_no_computers_are_too_few_and_of_no_teachers_no_share_is_asked():
    """Neither is a division by zero."""
    assert "gap" == status_of(requirement("pupils_per_computer", "<=", "12"), pupils=100, teaching_computers=0)
    assert "not_applicable" == status_of(
        requirement("bachelor_teachers_pct", value="100"),
        pupils=5, teachers=0, teachers_bachelor=0, teachers_master=0, teachers_doctor=0,
    )  # fmt: skip


def test_a_requirement_without_a_threshold_shows_its_value():
    """教督〔2012〕3号 sets no line for a school: not applicable, not reported where the figure is missing."""
    found = judged(row(pupils=100, books=800), standard="moe-2012-3").assessment.set_index("requirement")

    assert ["not_applicable", 8] == found.loc["B5", ["status", "value"]].tolist()
    assert "no_data" == found.loc["B4", "status"]
    assert found["required"].isna().all()


# —— the scope


@pytest.mark.parametrize(
    ("school", "status", "why"),
    [
        ({"kind": "514"}, "not_judged", "kind"),
        ({"kind": "218", "pupils": 49}, "not_judged", "teaching_point"),
        ({"kind": "218", "pupils": 100}, "met", ""),
        ({"kind": "218", "pupils": None}, "undetermined", "scope_unknown"),
        ({"pupils": 0}, "not_judged", "no_pupils"),
        ({"pupils": None}, "undetermined", ""),
        ({"is_counted": 0, "main_school_code": "2199009999"}, "not_judged", "main_missing"),
        ({"sponsor": "999"}, "met", ""),
    ],
)
def test_who_is_judged(school, status, why):
    """Blank pupils are in scope and undetermined; of a teaching point the scope itself is unknown."""
    verdicts = judged(row(**GOOD | school)).verdicts

    assert [status] == verdicts["status"].tolist()
    assert [why] == verdicts["why"].tolist()


def test_a_teaching_point_of_fifty_is_judged():
    """不足50人 excludes 50."""
    results = judged(row(**GOOD | {"kind": "218", "pupils": 50}))

    assert [""] == results.verdicts["why"].tolist()


def test_out_of_scope_values_are_kept_and_nothing_is_asked():
    results = judged(row(**GOOD | {"kind": "514", "backbone_teachers": 0}))

    assert {"not_applicable"} == set(results.assessment["status"])
    assert 4.5 == results.assessment.set_index("requirement").loc["L4", "value"]
    assert results.gaps.empty
    assert results.verdicts[["met", "unmet", "unknown"]].isna().all(axis=None)


def test_the_other_readings_of_2012_are_a_setting():
    """Public schools only, no teaching points."""
    scope = Scope(BOTH, public_only=True, exclude_teaching_points=True, teaching_points=("218",))
    asked = standard_of(requirement("books_per_pupil", value="1"), scope=scope)

    assert "not_judged" == verdict_of(asked, pupils=100, books=900, sponsor="999")
    assert "not_judged" == verdict_of(asked, pupils=100, books=900, kind="218")
    assert "met" == verdict_of(asked, pupils=100, books=900)
