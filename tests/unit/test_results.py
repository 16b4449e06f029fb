"""The frames of one judgement: townships, class sizes, whole schools, peers; and both periods of the clean county."""

import dataclasses
import json
from functools import cache
from math import isnan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.results import judge_outline, peers, strips
from monitoring.schools import prepare
from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.engine import frame, indicators, judged, requirement, row, standard_of, standards
from tests.support.rules import RULEBOOK, judged_rows

CLEAN = DATA / "A_clean"
MONTHS = {"P1": "2026年3月", "P2": "2026年9月"}
STAGES = {"小学": "primary", "初中": "junior"}
VERDICTS = {"meets": "met", "fails": "not_met", "undetermined": "undetermined", "not_judged": "not_judged"}
BOOKS = standard_of(requirement("books_per_pupil", value="10"))
FRAMES = ("parts", "schools", "assessment", "verdicts", "gaps", "paths", "balance", "townships", "class_sizes")


def school(code, books, stage="primary", **changes):
    """A school of 10 pupils: 100 books meet, fewer do not."""
    return row(code, stage, **{"pupils": 10, "books": books} | changes)


def shares(results, stage):
    """Return township → schools, met, undetermined, share."""
    rows = results.townships[results.townships["stage"] == stage].set_index("township_code")
    return {code: tuple(found) for code, found in rows[["schools", "met", "undetermined", "share"]].iterrows()}


# —— townships


def test_undetermined_schools_are_in_the_denominator():
    """One meets, one does not, one did not report its books: 1 of 3."""
    results = judged(school("2199000001", 100), school("2199000002", 99), school("2199000003", None), standard=BOOKS)

    assert {"990122001": (3, 1, 1, 1 / 3)} == shares(results, "primary") == shares(results, "all")


def test_the_townships_alone_are_those_of_the_whole_judgement():
    """What a line over the report dates shows is what each date shows."""
    rows = frame(school("2199000001", 100), school("2199000002", 99), school("2199000003", None, "junior"))
    results = judged_rows(rows, BOOKS)

    outline = judge_outline(prepare(rows, RULEBOOK.splitting), BOOKS, indicators())
    assert results.townships.equals(outline.townships)
    assert results.balance.equals(outline.balance)


def test_with_all_stages_schools_are_counted_and_meet_when_each_stage_meets():
    """A nine-year school meets as a primary and fails as a junior school: one school, not met."""
    stages = [
        school("3199000001", 220, kind="312", teachers=1),
        school("3199000001", 220, "junior", kind="312", teachers=0),
    ]
    asked = standard_of(requirement("teachers_per_pupil", value="0.1"))
    results = judged(*stages, school("2199000001", 0, teachers=9), standard=asked)

    assert (2, 2, 0, 1) == shares(results, "primary")["990122001"]
    assert (1, 0, 0, 0) == shares(results, "junior")["990122001"]
    assert (2, 1, 0, 1 / 2) == shares(results, "all")["990122001"]
    assert ["met", "not_met"] == results.schools["verdict"].tolist()


def test_who_is_out_of_scope_or_of_unknown_scope_is_in_no_share():
    """Special school; teaching point below 50, or of unknown size; no pupils. The township stays, without a share."""
    results = judged(
        row("5199000001", kind="514", pupils=9),
        row("2199000001", kind="218", pupils=49),
        row("2199000002", kind="218", pupils=None),
        row("2199000003", pupils=0),
    )
    (schools, met, undetermined, share) = shares(results, "all")["990122001"]

    assert (0, 0, 0) == (schools, met, undetermined)
    assert isnan(share)
    assert ["undetermined", "not_judged", "not_judged", "not_judged"] == sorted(
        results.schools["verdict"], reverse=True
    )


def test_a_standard_that_judges_no_school_has_no_shares():
    """Schools in scope are counted; met and share stay empty."""
    found = judged(row(pupils=10), standard="moe-2012-3").townships

    assert [1, 0, 1] == found["schools"].tolist()
    assert found[["met", "undetermined", "share"]].isna().all(axis=None)


def test_a_county_of_its_own_for_every_code():
    """Rows of two counties go in at once; townships stay with theirs."""
    other = {"county_code": "990123", "township_code": "990123001"}
    results = judged(school("2199000001", 100), school("2299000001", 0, **other), standard=BOOKS)

    assert {"990122001": (1, 1, 0, 1), "990123001": (1, 0, 0, 0)} == shares(results, "all")
    assert ["990122", "990123"] == results.class_sizes["county_code"].tolist()


# —— class sizes


def test_classes_are_counted_from_their_buckets():
    """Primary above 45, junior above 50; 56 and more contain 66 and more."""
    sizes = {"classes_size_to_25": 0, "classes_size_to_30": 1, "classes_size_to_35": 0, "classes_size_to_40": 0}
    sizes |= {"classes_size_to_45": 2, "classes_size_to_50": 4, "classes_size_to_55": 8}
    sizes |= {"classes_size_to_60": 16, "classes_size_to_65": 32, "classes_size_from_66": 64}
    found = judged(row(pupils=1, **sizes), row("3199000001", "junior", kind="311", **sizes)).class_sizes

    assert [["primary", 127, 45, 124, 112, 64], ["junior", 127, 50, 120, 112, 64]] == found[
        ["stage", "classes", "standard", "over_standard", "ge56", "ge66"]
    ].values.tolist()  # fmt: skip


def test_class_sizes_take_every_row_but_special_schools():
    """Campuses and small teaching points count; a blank bucket counts nothing and is told."""
    one = {"classes_size_from_66": 1}
    found = judged(
        row(pupils=9, **one),
        row("2199000002", pupils=9, is_counted=0, main_school_code="2199000001", **one),
        row("2199000003", kind="218", pupils=9, **one),
        row("5199000001", kind="514", pupils=9, **one),
        row("2199000004", pupils=9),
    ).class_sizes

    assert [[3, 3, 4]] == found[["classes", "ge66", "not_reported"]].values.tolist()


# —— peers


def test_peers_are_of_one_stage_one_kind_and_about_one_size():
    """Of 100 pupils: 70 and 130 are peers, 69 and 131 are not; nor another kind, nor itself."""
    pupils = {"2199000001": 100, "2199000002": 70, "2199000003": 130, "2199000004": 69, "2199000005": 131}
    results = judged(
        *[row(code, pupils=count) for code, count in pupils.items()],
        row("2199000006", kind="218", pupils=100),
        row("3199000001", "junior", kind="311", pupils=100),
        row("2199000007", pupils=None),
    )

    assert ["2199000002", "2199000003"] == peers(results, "2199000001", "primary", RULEBOOK.results)[
        "school_code"
    ].tolist()
    assert peers(results, "2199000007", "primary", RULEBOOK.results).empty
    with pytest.raises(KeyError):
        peers(results, "2199000001", "junior", RULEBOOK.results)


def test_a_strip_ranks_the_school_among_its_peers():
    """Best first; equal values share the better rank; fewer pupils a computer are better; blanks are not ranked."""
    asked = standard_of(
        requirement("books_per_pupil", value="10"), requirement("pupils_per_computer", "<=", "10", key="B")
    )
    computers = {"2199000001": 5, "2199000002": 10, "2199000003": None}
    rows = [school(code, 90, teaching_computers=count) for code, count in computers.items()]
    found = strips(judged(*rows, standard=asked), "2199000001", "primary", RULEBOOK.results)

    assert [("A", 1), ("A", 1), ("A", 1), ("B", 1), ("B", 2)] == list(
        zip(found["requirement"], found["rank"], strict=True)
    )
    assert ["2199000002", "2199000001"] == found.query("requirement == 'B'")["school_code"].tolist()
    assert [False, True] == found.query("requirement == 'B'")["is_self"].tolist()


# —— all frames


@given(st.permutations(range(5)))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_changes_no_frame(order):
    rows = [
        school("2199000001", 99),
        school("2199000002", 12.3),
        school("3199000001", 300, kind="312"),
        school("3199000001", 300, "junior", kind="312"),
        school("2199000003", 1, is_counted=0, main_school_code="2199000001"),
    ]
    expected, found = judged(*rows), judged(*[rows[place] for place in order])

    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(expected, name), getattr(found, name))


def test_assessment_is_in_the_order_of_parts_and_requirements():
    """Seven rows a part, L1 to L7; the floor is 85 % of what is required."""
    found = judged(school("2199000002", 1), school("2199000001", 1)).assessment

    assert ["2199000001"] * 7 + ["2199000002"] * 7 == found["school_code"].tolist()
    assert [f"L{number}" for number in range(1, 8)] * 2 == found["requirement"].tolist()
    assert found["required"].mul(0.85).to_numpy() == pytest.approx(found["floor"].to_numpy())


def test_nothing_at_all_gives_empty_frames():
    """A county without a single row: every frame is there, none has a row."""
    empty = frame(row()).iloc[:0]
    results = judged_rows(empty)

    assert dict.fromkeys(FRAMES, 0) == {name: len(getattr(results, name)) for name in FRAMES}


# —— the clean county, both periods: what test_expected.py does not reach by the command line


@cache
def rows_of(period):
    files = sorted((CLEAN / MONTHS[period]).glob("综合报表_*.xlsx"))
    rows = check([SourceFile(path.name, path.read_bytes()) for path in files], load_settings(), RULEBOOK.projects).rows(
        {}
    )
    return rows.copy().assign(location="")  # said by the boundary, which no figure of a school depends on


@cache
def expected_of(period):
    return json.loads((CLEAN / "expected" / "expected.json").read_text(encoding="utf-8"))["periods"][period]


def judged_clean(period, standard):
    return judged_rows(rows_of(period), standard)


@pytest.mark.parametrize("period", MONTHS)
def test_every_whole_school_has_the_expected_verdict(period):
    schools = judged_clean(period, standards()["moe-2017-6"]).schools

    assert {each["code"]: VERDICTS[each["verdict"]] for each in expected_of(period)["institutions"]} == dict(
        zip(schools["school_code"], schools["verdict"], strict=True)
    )


@pytest.mark.parametrize("period", MONTHS)
def test_every_share_of_a_split_is_the_expected_one(period):
    parts = judged_clean(period, standards()["moe-2017-6"]).parts
    found = dict(
        zip(
            zip(parts["school_code"], parts["stage"], strict=True), parts["share_num"] / parts["share_den"], strict=True
        )
    )

    for each in expected_of(period)["schools"]:
        assert each["share"] == pytest.approx(found[each["code"], STAGES[each["stage"]]], abs=1e-9), each["code"]


@pytest.mark.parametrize("period", MONTHS)
def test_the_other_reading_of_2012_gives_its_coefficients(period):
    """Public schools without teaching points: the same file with two more lines in its scope."""
    document = standards()["moe-2012-3"]
    scope = dataclasses.replace(document.scope, public_only=True, exclude_teaching_points=True)
    asked = dataclasses.replace(document, scope=scope)
    balance = judged_clean(period, asked).balance.set_index(["stage", "requirement"])

    for word, stage in STAGES.items():
        expected = expected_of(period)["county"][word]["cv2012_public_without_teaching_points"]
        assert expected["composite"] == pytest.approx(balance.loc[(stage, "composite"), "cv"], abs=1e-12)
        for number, each in enumerate(expected["indicators"], start=1):
            found = balance.loc[(stage, f"B{number}")]
            for name in ("n", "pupils", "mean", "sd", "cv"):
                assert each[name] == pytest.approx(found[name], rel=1e-12), (stage, number, name)


@pytest.mark.parametrize("period", MONTHS)
def test_the_gaps_add_up_to_the_expected_totals(period):
    """Of the stages' parts, as expected.json adds them."""
    gaps = judged_clean(period, standards()["moe-2017-6"]).gaps.groupby(["stage", "requirement"])

    for word, stage in STAGES.items():
        for number, total in expected_of(period)["county"][word]["gap_total"].items():
            found = gaps.get_group((stage, f"L{number}"))
            assert total["gap"] == pytest.approx(found["missing"].sum(), abs=0.001)
            assert total["gap85"] == pytest.approx(found["missing_to_floor"].sum(), abs=0.001)
            assert [total["gap_schools"], total["gap85_schools"]] == [len(found), (found["missing_to_floor"] > 0).sum()]
