"""How much is missing, to the last unit; what it costs; and the cheapest way to pass."""

import dataclasses
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.gaps.ways import FEWEST_TEACHERS, LEAST_MONEY, Lack, Money, ways
from monitoring.standards import Verdict
from tests.support import second_judge as second_judge
from tests.support.engine import BOTH, indicators, judged, requirement, row, standard_of

FLOOR = Decimal(85)
SHARES = {"primary": Fraction(100, 210), "junior": Fraction(110, 210)}
"""Of a nine-year school with as many primary as junior pupils."""
SPORTS = {"indoor_sports_m2": 0}
A_ROOM_A_CLASS = requirement("ordinary_rooms", per="classes", every=1, each=Decimal(1))


def gap_of(asked, **school):
    """Return the one gap of one school."""
    gaps = judged(row(**school), standard=standard_of(asked)).gaps
    assert [asked.key] == gaps["requirement"].tolist()
    return gaps.iloc[0]


@pytest.mark.parametrize(
    ("asked", "school", "missing", "unit"),
    [
        (requirement("sports_area_m2_per_pupil", value="4.5"), SPORTS | {"sports_ground_m2": 448.995}, 1.01, "㎡"),
        (requirement("equipment_yuan_per_pupil", value="2000"), {"equipment_wan_yuan": 19.99995}, 1, "元"),
        (requirement("multimedia_rooms_per_100", value="2.3"), {"multimedia_rooms": 2}, 1, "间"),
        (requirement("books_per_pupil", value="25"), {"books": 2400}, 100, "册"),
        (requirement("backbone_teachers_per_100", value="1"), {"backbone_teachers": 0}, 1, "人"),
        (requirement("pupils_per_computer", "<=", "12"), {"teaching_computers": 8}, 1, "台"),
        (requirement("pupils_per_computer", "<=", "12"), {"teaching_computers": 0}, 9, "台"),
        (requirement("pupils_per_class", "<=", "45"), {"classes": 2}, 1, "班"),
        (requirement("classes_from_66", "==", "0"), {"classes_size_from_66": 2}, 2, "班"),
        (A_ROOM_A_CLASS, {"classes": 6, "ordinary_rooms": 4}, 2, "间"),
    ],
)
def test_a_gap_is_counted_in_the_things_own_unit(asked, school, missing, unit):
    """Of 100 pupils; persons and things whole, areas in 0.01 ㎡, money in 元: always rounded up."""
    gap = gap_of(asked, pupils=100, **school)

    assert (missing, unit) == (gap["missing"], gap["unit"])


def test_a_share_lacks_units_of_its_numerator():
    """7 of 10 teachers have a degree: three more of them."""
    school = {"teachers": 10, "teachers_bachelor": 7, "teachers_master": 0, "teachers_doctor": 0}

    assert 3 == gap_of(requirement("bachelor_teachers_pct", value="100"), pupils=1, **school)["missing"]


def test_a_yes_or_no_lacks_one_item(monkeypatch):
    """Whatever the numbers are."""
    boarding = dataclasses.replace(indicators()["music_rooms"], key="music_rooms", yes_no=True, gap_unit="项")
    monkeypatch.setitem(indicators(), "music_rooms", boarding)

    assert (1, "项") == tuple(
        gap_of(requirement("music_rooms", "==", "1"), pupils=1, music_rooms=0)[["missing", "unit"]]
    )


def test_of_a_shared_resource_the_whole_school_lacks_more():
    """Of 210 books 100 are the primary stage's; it lacks 10, of which 100 in 210 arrive: the school must buy 21."""
    rows = [row(stage=stage, kind="312", pupils=100, books=210) for stage in BOTH]
    asked = requirement("books_per_pupil", value="1.1", stage="primary")
    gap = judged(*rows, standard=standard_of(asked)).gaps.iloc[0]

    assert [10, 21] == gap[["missing", "missing_whole"]].tolist()


def test_teachers_are_not_shared():
    """Each stage has its own: part and whole are one number."""
    rows = [row(stage=stage, kind="312", pupils=100, backbone_teachers=0) for stage in BOTH]
    gaps = judged(*rows, standard=standard_of(requirement("backbone_teachers_per_100", value="1"))).gaps

    assert [[1, 1], [1, 1]] == gaps[["missing", "missing_whole"]].to_numpy().tolist()


def test_the_floor_has_its_own_gap_and_none_without_a_floor():
    """85 % of 1,000 books: 850; in a document without a floor there is nothing to say."""
    asked = requirement("books_per_pupil", value="10")
    with_floor = standard_of(asked, verdict=Verdict("at_least", of=1, at_least=1, floor_pct=FLOOR))

    assert [300, 150] == judged(row(pupils=100, books=700), standard=with_floor).gaps[
        ["missing", "missing_to_floor"]
    ].iloc[0].tolist()  # fmt: skip
    assert [0] == judged(row(pupils=100, books=850), standard=with_floor).gaps["missing_to_floor"].tolist()
    assert np.isnan(gap_of(asked, pupils=100, books=700)["missing_to_floor"])


def test_cost_is_what_the_whole_school_lacks_times_the_unit_cost():
    """25 yuan a book in config.toml; teachers have no unit cost and so no cost."""
    books = requirement("books_per_pupil", value="10")
    teachers = requirement("backbone_teachers_per_100", value="1", key="T")
    gaps = judged(row(pupils=100, books=900, backbone_teachers=0), standard=standard_of(books, teachers)).gaps

    assert [2500, True] == [gaps["cost_yuan"].iloc[0], np.isnan(gaps["cost_yuan"].iloc[1])]


# —— the property: with the gap it passes, with one step less it does not


JUDGED = [key for key, indicator in indicators().items() if indicator.in_tables and not indicator.yes_no]
FIELDS = sorted({field for key in JUDGED for field in indicators()[key].fields} - {"pupils"})
IN_HUNDREDTHS = {field for field in FIELDS if field.endswith(("_m2", "_wan_yuan"))}


def schools():
    """Nine-year schools with as many pupils in both stages, so that the shares are known."""

    def figure(field):
        if field in IN_HUNDREDTHS:
            return st.integers(0, 10**6).map(lambda n: Fraction(n, 100))
        return st.integers(0, 500).map(Fraction)

    return st.fixed_dictionaries({field: figure(field) for field in FIELDS} | {"pupils": st.integers(1, 3000)})


def asked_of(key, hundredths):
    """Return a requirement of an indicator: at least, or at most where fewer is better."""
    operator = "<=" if indicators()[key].gap_in == "denominator" else ">="
    return requirement(key, operator, str(Decimal(hundredths) / 100))


def passes_with(asked, stage, school, added, floor, arrives):
    """Judge in plain fractions with something added: to the stage's part, or to the whole of which a share arrives."""
    indicator = indicators()[asked.indicator]
    above, below = second_judge.parts(indicator, stage, school, SHARES[stage])
    more = added / Fraction(indicator.gap_times) * arrives
    if indicator.gap_in == "denominator":
        below += more
    else:
        above += more
    required = Fraction(asked.cases[0].value)
    return second_judge.passes(asked.operator, indicator, above, below, required, floor)


@pytest.mark.parametrize("key", JUDGED)
@given(st.lists(schools(), min_size=1, max_size=12), st.integers(1, 10**6))
@settings(max_examples=8, deadline=None)
def test_with_the_gap_it_passes_with_one_step_less_it_does_not(key, every_school, hundredths):
    """To the requirement and to its floor, in the stage's part and in the whole school's figure."""
    asked, indicator = asked_of(key, hundredths), indicators()[key]
    standard = standard_of(asked, verdict=Verdict("at_least", of=1, at_least=1, floor_pct=FLOOR))
    codes = {f"31990{place:05d}": school for place, school in enumerate(every_school)}
    rows = [row(code, stage, kind="312", **school) for code, school in codes.items() for stage in BOTH]
    step, floor = Fraction(indicator.gap_step), Fraction(FLOOR) / 100
    is_shared = not (indicator.fixed or indicator.whole)

    for gap in judged(*rows, standard=standard).gaps.to_dict("records"):
        for name, part in (("missing", Fraction(1)), ("missing_to_floor", floor)):
            for where, arrives in (("", Fraction(1)), ("_whole", SHARES[gap["stage"]] if is_shared else Fraction(1))):
                amount = Fraction(str(gap[name + where]))
                ask = (asked, gap["stage"], codes[gap["school_code"]])
                assert passes_with(*ask, amount, part, arrives), name + where
                assert amount == 0 or not passes_with(*ask, amount - step, part, arrives), name + where


# —— the cheapest way


def lack(place, *, teachers=0, yuan=0.0, floor_teachers=0, floor_yuan=0.0, unpriced=0, floor_unpriced=0):
    money, floor = Money(unpriced, yuan), Money(floor_unpriced, floor_yuan)
    is_below = bool(floor_teachers or floor_yuan or floor_unpriced)
    return Lack(place, f"A{place}", teachers, floor_teachers, money, floor, is_below, 90.0)


def test_fewest_teachers_come_before_money():
    """Leaving the two teachers at the floor takes nobody, and all the money; leaving the room saves it."""
    fewest, least = ways([lack(1, teachers=2), lack(2, yuan=900.0)], allowed=1)

    assert [FEWEST_TEACHERS, "A1", "A2", 0, 900] == [
        fewest[name] for name in ("way", "kept", "close", "teachers", "cost_yuan")
    ]
    assert [LEAST_MONEY, "A2", "A1", 2, 0] == [
        least[name] for name in ("way", "kept", "close", "teachers", "cost_yuan")
    ]


def test_one_way_is_enough_where_no_other_costs_less():
    """The lowest number is left where nothing else decides."""
    assert ["A1"] == [way["kept"] for way in ways([lack(1, yuan=5.0), lack(2, yuan=5.0)], allowed=1)]


def test_teachers_of_different_requirements_are_not_added():
    """One person can close several: three for the first, two for the second are three."""
    (way,) = ways([lack(1, teachers=3), lack(2, teachers=2)], allowed=0)

    assert 3 == way["teachers"]


def test_what_is_left_is_lifted_to_the_floor_where_it_has_to_be():
    """Its share of the money counts."""
    (way,) = ways([lack(1, yuan=100.0, floor_yuan=40.0)], allowed=1)

    assert ["A1", "A1", "", 40, 100] == [
        way[name] for name in ("kept", "to_floor", "close", "cost_yuan", "all_cost_yuan")
    ]


def test_what_has_no_unit_cost_makes_the_sum_unknown():
    """Four classes have no price: leaving them, the sum is known; closing everything is not."""
    (way,) = ways([lack(1, unpriced=1), lack(2, yuan=7.0)], allowed=1)

    assert ["A1", 7] == [way[name] for name in ("kept", "cost_yuan")]
    assert np.isnan(way["all_cost_yuan"])


def whole_numbers(most):
    return st.integers(0, most)


@st.composite
def lacking(draw):
    """Up to six unmet requirements: some of persons, some of money, some without a price."""
    found = []
    for place in range(draw(whole_numbers(6)) + 1):
        kind, full = draw(st.sampled_from(["teachers", "yuan", "unpriced"])), draw(whole_numbers(3)) + 1
        floor = draw(whole_numbers(full)) if kind != "unpriced" else draw(whole_numbers(1))
        full = 1 if kind == "unpriced" else full
        found.append(lack(place, **{kind: full, f"floor_{kind}": floor}))
    return found


def every_way(lacks, allowed):
    """Return every choice with what it takes: kept places, teachers, money."""
    for places in combinations(range(len(lacks)), min(allowed, len(lacks))):
        kept = [each for each in lacks if each.place in places]
        closed = [each for each in lacks if each.place not in places]
        teachers = max([each.teachers for each in closed] + [each.floor_teachers for each in kept], default=0)
        money = [each.money for each in closed] + [each.floor_money for each in kept]
        yield places, teachers, (sum(m.unpriced for m in money), sum(m.yuan for m in money))


@given(lacking(), st.integers(0, 3))
@settings(max_examples=300, deadline=None)
def test_no_other_choice_is_better(lacks, allowed):
    """All choices tried: fewest teachers, then least money, then the lowest number; and the least money of all."""
    choices = list(every_way(lacks, allowed))
    best = min(choices, key=lambda choice: (choice[1], choice[2], choice[0]))
    cheapest = min(choices, key=lambda choice: (choice[2], choice[1], choice[0]))
    found = list(ways(lacks, allowed))

    assert "|".join(f"A{place}" for place in best[0]) == found[0]["kept"]
    assert best[1] == found[0]["teachers"]
    assert (2 if cheapest[2] < best[2] else 1) == len(found)
    if len(found) > 1:
        assert (cheapest[1], "|".join(f"A{place}" for place in cheapest[0])) == (found[1]["teachers"], found[1]["kept"])


def test_a_school_that_takes_its_way_passes():
    """Fill in what the way says, judge again: met."""
    school = {
        "pupils": 100, "teachers_college": 1, "teachers_bachelor": 0, "teachers_master": 0, "teachers_doctor": 0,
        "backbone_teachers": 0, "teachers_pe": 0, "teachers_arts_total": 0, "teaching_area_m2": 300,
        "indoor_sports_m2": 0, "sports_ground_m2": 700, "equipment_wan_yuan": 12, "multimedia_rooms": 1,
    }  # fmt: skip
    adds = {
        "L1": "teachers_bachelor", "L2": "backbone_teachers", "L3": "teachers_pe", "L4": "teaching_area_m2",
        "L5": "sports_ground_m2", "L6": "equipment_wan_yuan", "L7": "multimedia_rooms",
    }  # fmt: skip
    results = judged(row(**school))
    gaps = results.gaps.set_index("requirement")

    assert [FEWEST_TEACHERS, LEAST_MONEY] == results.paths["way"].tolist()
    for way in results.paths.to_dict("records"):
        after = dict(school)
        for key in filter(None, way["close"].split("|")):
            after[adds[key]] += gaps.loc[key, "missing_whole"] / (10000 if key == "L6" else 1)
        for key in filter(None, way["to_floor"].split("|")):
            after[adds[key]] += gaps.loc[key, "missing_to_floor_whole"] / (10000 if key == "L6" else 1)
        assert ["met"] == judged(row(**after)).verdicts["status"].tolist()
        reached = judged(row(**after)).assessment.set_index("requirement").loc[way["kept"]]
        assert way["kept_pct"] == pytest.approx(100 * reached["value"] / reached["required"])


@pytest.mark.parametrize("changes", [{}, {"multimedia_rooms": None}])
def test_only_a_school_that_surely_fails_and_can_pass_has_a_way(changes):
    """One that meets needs none; of one with a missing figure nobody knows."""
    asked = (requirement("books_per_pupil", value="10"), requirement("multimedia_rooms", value="1", key="B"))
    school = {"pupils": 100, "books": 1000, "multimedia_rooms": 1} | changes

    assert judged(row(**school), standard=standard_of(*asked)).paths.empty


def test_the_frames_have_their_columns_even_when_empty():
    results = judged(row(pupils=100))

    assert ["school_code", "stage", "requirement", "missing", "missing_to_floor", "missing_whole",
            "missing_to_floor_whole", "unit", "cost_yuan"] == results.gaps.columns.tolist()  # fmt: skip
    assert isinstance(results.paths, pd.DataFrame) and "kept_pct" in results.paths
