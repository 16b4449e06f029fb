"""Campuses are merged into their main school first; then shared resources are split by weighted pupils."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.schools import prepare
from monitoring.schools.columns import columns
from monitoring.schools.names import LONGEST, short_names
from tests.support.engine import frame, parts_of, row
from tests.support.rules import RULEBOOK

MAIN, CAMPUS = "2199000001", "2199000002"


def allotted(parts, field):
    """Return the stages' parts of a shared figure, as exact fractions."""
    shares = zip(parts["stage"], parts[field], parts["share_num"], parts["share_den"], strict=True)
    return {stage: Fraction(figure) * Fraction(num, den) for stage, figure, num, den in shares}


def test_a_campus_is_added_to_its_main_school():
    """Pupils and rooms add up, name, township and bandwidth are the main school's, the campus is no school."""
    main = row(MAIN, school_name="主校", pupils=300, books=1000, bandwidth_mbps=500)
    campus = row(
        CAMPUS, school_name="分校", pupils=50, books=200, bandwidth_mbps=100, is_counted=0, main_school_code=MAIN
    )
    parts = parts_of(campus, main)

    assert [MAIN] == parts["school_code"].tolist()
    assert [350, 1200, 500] == parts[["pupils", "books", "bandwidth_mbps"]].iloc[0].tolist()
    assert ["主校", CAMPUS] == parts[["school_name", "campuses"]].iloc[0].tolist()


def test_a_part_that_is_missing_makes_the_sum_missing():
    """A campus that left its books blank: nobody knows the books of the school. Its pupils are known."""
    campus = row(CAMPUS, pupils=50, books=None, is_counted=0, main_school_code=MAIN)
    parts = parts_of(row(MAIN, pupils=300, books=1000), campus)

    assert [350] == parts["pupils"].tolist()
    assert parts["books"].isna().all()


def test_a_campus_of_a_nine_year_school_counts_in_the_whole_before_the_split():
    """Its books are the school's books, to be split among all pupils, though it teaches one stage only."""
    parts = parts_of(
        row(MAIN, "primary", kind="312", pupils=100, books=1000),
        row(MAIN, "junior", kind="312", pupils=100, books=1000),
        row(CAMPUS, "primary", pupils=10, books=320, is_counted=0, main_school_code=MAIN),
    )

    assert [110, 100] == parts["pupils"].tolist()
    assert {"primary": 660, "junior": 660} == allotted(parts, "books")


def test_a_stage_that_only_a_campus_teaches_is_a_stage_of_the_school():
    """A junior school with a primary campus has two stages; of the first all pupils are the campus's."""
    parts = parts_of(
        row(MAIN, "junior", kind="311", pupils=100, teachers=10, books=900),
        row(CAMPUS, "primary", pupils=110, teachers=8, books=100, is_counted=0, main_school_code=MAIN),
    )

    assert [(MAIN, "primary", 110, 8), (MAIN, "junior", 100, 10)] == list(
        parts[["school_code", "stage", "pupils", "teachers"]].itertuples(index=False, name=None)
    )
    assert {"primary": 500, "junior": 500} == allotted(parts, "books")


def test_a_campus_whose_main_school_is_nowhere_stays_by_itself():
    """It is a row of its own, marked, so that nobody judges it and nothing is lost."""
    parts = parts_of(row(CAMPUS, pupils=50, is_counted=0, main_school_code="2199009999"))

    assert [(CAMPUS, True)] == list(zip(parts["school_code"], parts["main_missing"], strict=True))


def test_a_nine_year_school_is_split_one_to_one_point_one():
    """Golden case 8.8: 23,226 books, 166 and 210 pupils."""
    rows = [row(stage=stage, kind="312", pupils=p, books=23226) for stage, p in (("primary", 166), ("junior", 210))]
    parts = allotted(parts_of(*rows), "books")

    assert {"primary": "9711.6", "junior": "13514.4"} == {
        stage: f"{float(books):.1f}" for stage, books in parts.items()
    }
    assert 23226 == sum(parts.values())


@pytest.mark.parametrize(
    ("kind", "pupils", "expected"),
    [
        ("341", {"junior": 120, "senior": 100}, {"junior": 500}),
        (
            "345",
            {"primary": 132, "junior": 120, "senior": 100},
            {"primary": Fraction(1000, 3), "junior": Fraction(1000, 3)},
        ),
    ],
)
def test_senior_pupils_weigh_more(kind, pupils, expected):
    """1 : 1.2 in a complete secondary school, 1 : 1.1 : 1.32 in a twelve-year one; seniors take their part along."""
    rows = [row("3499000001", stage, kind=kind, pupils=count, books=1000) for stage, count in pupils.items()]

    assert expected == allotted(parts_of(*rows), "books")


@pytest.mark.parametrize("senior", [[], [row("3499000001", "senior", kind="341", pupils=0)]])
def test_without_the_senior_table_nothing_can_be_split(senior):
    """No senior row, or one without pupils: shared figures are not reported, teachers stand as they are."""
    junior = row("3499000001", "junior", kind="341", pupils=500, teachers=40, books=9000)
    parts = parts_of(junior, *senior)

    assert [True] == parts["split_unknown"].tolist()
    assert parts["books"].isna().all()
    assert [40] == parts["teachers"].tolist()


def test_blank_pupils_of_one_stage_hide_the_split_of_both():
    """Nobody can say which books belong to the primary stage."""
    parts = parts_of(row(kind="312", pupils=100, books=900), row(stage="junior", kind="312", pupils=None, books=900))

    assert parts["books"].isna().all()


def test_each_stage_uses_its_own_table():
    """A shared figure that is blank in the junior table is missing for the junior stage only."""
    parts = parts_of(row(kind="312", pupils=100, books=900), row(stage="junior", kind="312", pupils=100, books=None))

    assert [False, True] == parts["books"].isna().tolist()


def test_a_special_school_is_not_split():
    """Nothing judges it: every stage shows the whole school's figures."""
    parts = parts_of(row(kind="514", pupils=50, books=900), row(stage="junior", kind="514", pupils=10, books=900))

    assert {"primary": 900, "junior": 900} == allotted(parts, "books")


def test_name_and_kind_are_those_of_the_lowest_stage():
    """Where workbooks differ, one school has one name and one kind."""
    parts = parts_of(
        row(stage="junior", kind="311", school_name="乙", pupils=1), row(kind="312", school_name="甲", pupils=1)
    )

    assert [("甲", "312"), ("甲", "312")] == list(zip(parts["school_name"], parts["kind"], strict=True))


def test_schools_without_a_compulsory_stage_are_none_of_ours():
    """A senior school is in no table; a complete secondary school is there with its junior pupils."""
    schools = prepare(
        frame(
            row("3499000001", "senior", kind="342", pupils=800),
            row("3499000002", "senior", kind="341", pupils=800),
            row("3499000002", "junior", kind="341", pupils=500),
        ),
        RULEBOOK.splitting,
    ).schools

    assert [("3499000002", "junior", 500)] == list(
        schools[["school_code", "stages", "pupils"]].itertuples(index=False, name=None)
    )


def test_a_school_with_blank_pupils_in_one_stage_has_no_number_of_pupils():
    """Missing is not zero."""
    schools = prepare(
        frame(row(kind="312", pupils=100), row(stage="junior", kind="312", pupils=None)), RULEBOOK.splitting
    ).schools

    assert ["primary|junior"] == schools["stages"].tolist()
    assert schools["pupils"].isna().all()


def test_one_school_twice_in_one_stage_is_refused():
    """An import must settle that; adding both up would be worse."""
    with pytest.raises(ValueError, match="2199000001"):
        prepare(frame(row(pupils=1), row(pupils=2)), RULEBOOK.splitting)


STAGES = {"312": ("primary", "junior"), "341": ("junior", "senior"), "345": ("primary", "junior", "senior")}


@given(st.sampled_from(sorted(STAGES)), st.lists(st.integers(1, 3000), min_size=3, max_size=3))
@settings(max_examples=60, deadline=None)
def test_the_parts_of_a_school_add_up_to_the_whole(kind, pupils):
    """With weights 100 : 110 : 132 (341: 100 : 120), every stage's part is its weighted pupils over all of them."""
    weights = {"341": (100, 120)}.get(kind, (100, 110, 132))
    stages = STAGES[kind]
    rows = [row(stage=stage, kind=kind, pupils=count, books=1) for stage, count in zip(stages, pupils, strict=False)]
    weighted = [count * weight for count, weight, _ in zip(pupils, weights, stages, strict=False)]
    expected = {s: Fraction(w, sum(weighted)) for s, w in zip(stages, weighted, strict=True) if s != "senior"}

    assert expected == allotted(parts_of(*rows), "books")


@given(st.permutations(range(6)))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_changes_nothing(order):
    """Parts and schools come out in one order: county, township, school, stage."""
    rows = [
        row("2199000003", township_code="990122002", pupils=60, books=5),
        row(MAIN, pupils=100, books=7),
        row(CAMPUS, pupils=10, books=0.1, is_counted=0, main_school_code=MAIN),
        row("2199000004", pupils=10, books=0.2, is_counted=0, main_school_code=MAIN),
        row("3199000001", kind="312", pupils=30, books=9),
        row("3199000001", "junior", kind="312", pupils=30, books=9),
    ]
    expected, found = (prepare(frame(*each), RULEBOOK.splitting) for each in (rows, [rows[place] for place in order]))

    pd.testing.assert_frame_equal(expected.schools, found.schools)
    pd.testing.assert_frame_equal(expected.parts, found.parts)
    assert np.array_equal(["2199000001", "3199000001", "2199000003"], expected.schools["school_code"])


def test_a_field_that_several_words_find_is_one_field():
    """A second entry of the same name in data/columns/schools.toml is another way to find it."""
    for fields in (columns().of_stage, columns().shared):
        assert sorted(set(fields)) == sorted(fields)


def test_a_short_name_that_several_schools_of_a_county_share_keeps_its_township():
    schools = {"1": "甲县东镇九年一贯制学校", "2": "甲县西镇九年一贯制学校", "3": "甲县西镇卢湾小学"}

    assert {"1": "东镇九年一贯制学校", "2": "西镇九年一贯制学校", "3": "卢湾小学"} == short_names(
        schools, {"1": "东镇", "2": "西镇", "3": "西镇"}, "甲县"
    )


def test_two_long_names_that_differ_only_in_their_middle_keep_it():
    start, end = "希望工程" * 5, "小学" * 5
    schools = {"1": f"甲县{start}东{end}", "2": f"甲县{start}西{end}"}
    found = short_names(schools, {"1": "东镇", "2": "东镇"}, "甲县")

    assert LONGEST < len(found["1"])
    assert {"1": f"{start}东{end}", "2": f"{start}西{end}"} == found


def test_a_name_with_and_without_its_county_keeps_the_county():
    """Schools of one full name stay as they are: only their codes differ."""
    schools = {"1": "甲县实验小学", "2": "实验小学", "3": "第一小学", "4": "第一小学"}

    assert schools == short_names(schools, dict.fromkeys(schools, "东镇"), "甲县")
