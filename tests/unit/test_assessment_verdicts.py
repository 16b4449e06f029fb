"""The verdict of a school: k of n, floors, blanks; and both judges agree on invented schools."""

from decimal import Decimal
from itertools import product
from time import sleep

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.assessment import GAP, compile_standard, evaluate, evaluation
from monitoring.assessment.cores import on_all_cores
from monitoring.indicators import figures
from monitoring.standards import Condition, Verdict
from tests.support import second_judge as second_judge
from tests.support.assessment import GOOD, verdict_of
from tests.support.engine import (
    BOTH,
    SHARED,
    evaluated,
    indicators,
    judged,
    parts_of,
    requirement,
    row,
    standard_of,
    standards,
)

# —— the verdict


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "met"),
        ({"teaching_area_m2": 382.5}, "met"),
        ({"teaching_area_m2": 382.49}, "not_met"),
        ({"teaching_area_m2": 449, "equipment_wan_yuan": 19}, "not_met"),
        ({"multimedia_rooms": None}, "undetermined"),
        ({"multimedia_rooms": None, "teaching_area_m2": 449}, "undetermined"),
        ({"multimedia_rooms": None, "teaching_area_m2": 449, "equipment_wan_yuan": 19}, "not_met"),
        ({"multimedia_rooms": None, "teaching_area_m2": 100}, "not_met"),
        ({"pupils": None}, "undetermined"),
    ],
)
def test_six_of_seven_and_the_rest_at_the_floor(changes, status):
    """85 % of 4.5 ㎡ is 3.825; what the rest decides is decided, a blank decides nothing."""
    assert status == verdict_of(**GOOD | changes)


RULES = {
    "all": Verdict("all", of=3),
    "two of three": Verdict("at_least", of=3, at_least=2),
    "two of three at 60 %": Verdict("at_least", of=3, at_least=2, floor_pct=Decimal(60)),
    "one may fail": Verdict("at_most_unmet", of=3, at_most_unmet=1),
}
THREE = tuple(
    requirement(name, value="1", key=key)
    for key, name in zip("ABC", ("music_rooms", "fine_art_rooms", "science_rooms"), strict=True)
)


ROOMS = ("music_rooms", "fine_art_rooms", "science_rooms")
ANY_ROOMS = list(product((None, 0, 1), repeat=len(ROOMS)))


def verdicts_of(standard, every_school):
    """Return the verdict of each of many schools, by their rooms."""
    rows = [
        row(f"21990{place:05d}", pupils=9, **dict(zip(ROOMS, r, strict=True))) for place, r in enumerate(every_school)
    ]
    return dict(zip(every_school, judged(*rows, standard=standard).verdicts["status"], strict=True))


@pytest.mark.parametrize("rule", RULES)
def test_a_blank_alone_never_fails_or_passes_a_school(rule):
    """Undetermined exactly when filling in the blanks could go either way."""
    found = verdicts_of(standard_of(*THREE, verdict=RULES[rule]), ANY_ROOMS)

    for rooms in ANY_ROOMS:
        could_be = {found[tuple(fill if r is None else r for r in rooms)] for fill in (0, 1)}
        assert found[rooms] == (could_be.pop() if len(could_be) == 1 else "undetermined"), rooms


@pytest.mark.parametrize("rule", RULES)
def test_both_judges_give_one_verdict(rule):
    standard = standard_of(*THREE, verdict=RULES[rule])
    found = verdicts_of(standard, ANY_ROOMS)

    for rooms in ANY_ROOMS:
        reported = {field: count for field, count in zip(ROOMS, rooms, strict=True) if count is not None}
        results = {asked.key: second_judge.judged(asked, "primary", reported | {"pupils": 9}) for asked in THREE}
        assert second_judge.verdict(standard, results) == found[rooms], rooms


def test_what_does_not_apply_is_not_unmet():
    """Of three requirements one is asked of boarding schools only: a day school meets all."""
    boarding = requirement("science_rooms", value="9", key="C", when=Condition(boarding=True))
    standard = standard_of(*THREE[:2], boarding, verdict=Verdict("at_least", of=3, at_least=3))

    assert "met" == verdict_of(standard, pupils=9, is_boarding=0, music_rooms=1, fine_art_rooms=1)


def test_a_floor_raises_what_must_not_be_exceeded():
    """At 60 % of 10 pupils a computer up to 16⅔ may pass: 6 computers for 100 pupils, not 5."""
    asked = (requirement("pupils_per_computer", "<=", "10"),)
    standard = standard_of(*asked, verdict=Verdict("at_most_unmet", of=1, at_most_unmet=1, floor_pct=Decimal(60)))

    assert "met" == verdict_of(standard, pupils=100, teaching_computers=6)
    assert "not_met" == verdict_of(standard, pupils=100, teaching_computers=5)


@pytest.mark.parametrize(("standard", "why"), [("xx-8of10", "incomplete"), ("moe-2012-3", "no_rule")])
def test_a_standard_that_cannot_judge_a_school_does_not(standard, why):
    """Not fully encoded, or without a rule: requirements are judged, the school is not."""
    verdicts = judged(row(**GOOD), standard=standard).verdicts

    assert ["not_judged"] == verdicts["status"].tolist()
    assert [why] == verdicts["why"].tolist()
    assert verdicts["met"].isna().all()


FIELDS = sorted({field for r in standards()["moe-2017-6"].requirements for field in indicators()[r.indicator].fields})
FIGURES = st.fixed_dictionaries(
    {field: st.one_of(st.none(), st.integers(0, 12), st.integers(0, 1000)) for field in FIELDS}
)


@given(st.lists(st.tuples(FIGURES, st.sampled_from(BOTH)), min_size=1, max_size=30))
@settings(max_examples=25, deadline=None)
def test_both_judges_agree_on_every_requirement_of_2017(schools):
    """Any figures, any blanks: status and verdict as by plain fractions."""
    standard = standards()["moe-2017-6"]
    rows = [row(f"21990{place:05d}", stage, **school) for place, (school, stage) in enumerate(schools)]
    results = judged(*rows)
    statuses = results.assessment.pivot(index="school_code", columns="requirement", values="status")
    verdicts = results.verdicts.set_index("school_code")["status"]

    for asked, (school, stage) in zip(rows, schools, strict=True):
        reported = {field: figure for field, figure in school.items() if figure is not None}
        found = statuses.loc[asked["school_code"]].to_dict()
        if school["pupils"] == 0:
            assert {"not_applicable"} == set(found.values())
            continue
        expected = {r.key: second_judge.judged(r, stage, reported) for r in standard.requirements}
        assert {key: each["status"] for key, each in expected.items()} == found
        assert second_judge.verdict(standard, expected) == verdicts[asked["school_code"]]


@pytest.mark.parametrize("name", list(standards()))
@given(st.lists(st.tuples(FIGURES, st.sampled_from(BOTH)), min_size=1, max_size=12), st.integers(1, 5))
@settings(max_examples=8, deadline=None)
def test_how_many_parts_are_judged_at_once_changes_nothing(name, schools, size):
    """Blocks of one, of a few, or all at once: the same scope, statuses and floors under every standard."""
    rows = [row(f"21990{place:05d}", stage, **school) for place, (school, stage) in enumerate(schools)]
    compiled = compile_standard(standards()[name], indicators())
    arrays = figures(judged(*rows).parts, compiled.fields, SHARED)
    whole = evaluate(compiled, arrays)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluation, "BLOCK", size)
        blocks = evaluate(compiled, arrays)

    assert whole.scope.tolist() == blocks.scope.tolist()
    assert whole.status.tolist() == blocks.status.tolist()
    assert whole.below_floor.tolist() == blocks.below_floor.tolist()


def test_a_floor_of_figures_that_fit_no_machine_word_is_exact():
    """10.01 a pupil and a floor of 85 %: at 10^15 pupils one book fewer than the floor is below it."""
    asked = standard_of(
        requirement("books_per_pupil", value="10.01"),
        verdict=Verdict("at_least", of=1, at_least=0, floor_pct=Decimal(85)),
    )
    books = (8508500000000000, 8508499999999999)
    rows = [row(f"219900000{place}", pupils=10**15, books=each) for place, each in enumerate(books)]
    found = evaluated(parts_of(*rows), asked)

    assert [[GAP, GAP]] == found.status.tolist()
    assert [[False, True]] == found.below_floor.tolist()


def test_pieces_on_all_cores_come_back_in_their_order():
    """The first piece takes longest; what a piece refuses is refused by all."""
    assert [3, 2, 1, 0] == on_all_cores(lambda seconds: sleep(seconds / 100) or seconds, [3, 2, 1, 0])
    with pytest.raises(ZeroDivisionError):
        on_all_cores(lambda number: 1 // number, [2, 1, 0])
