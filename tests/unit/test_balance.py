"""Coefficients of variation, weighted by pupils, judged unrounded; and who drives them."""

import dataclasses
from fractions import Fraction
from math import isnan, isqrt, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.balance import coefficient_of_variation, drivers
from monitoring.balance.drivers import without_each
from monitoring.balance.limits import keeps
from monitoring.figures import coefficient_against
from tests.support.engine import judged, row, standards

COUNTY = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 5000)), min_size=1, max_size=12)
OTHER_READING = dataclasses.replace(
    standards()["moe-2012-3"],
    scope=dataclasses.replace(standards()["moe-2012-3"].scope, public_only=True, exclude_teaching_points=True),
)
BOOKS, PUPILS = (279, 137, 935, 160, 402), (45, 37, 89, 76, 55)
"""Facts, 8.1."""


def plain(schools):
    """The formula of the document, step by step, in fractions up to the root; None where the county holds nothing."""
    everybody = sum(pupils for _, pupils in schools)
    mean = Fraction(sum(total for total, _ in schools), everybody)
    variance = sum(Fraction(p, everybody) * (Fraction(total, p) - mean) ** 2 for total, p in schools)
    return None if mean == 0 else sqrt(variance / mean**2)


def county(totals=BOOKS, pupils=PUPILS, **changes):
    return [
        row(f"21990{place:05d}", **{"pupils": p, "books": b} | changes)
        for place, (b, p) in enumerate(zip(totals, pupils, strict=True))
    ]


def of_books(*rows, standard="moe-2012-3"):
    """Return the row of B5, books per pupil, in primary schools."""
    frame = judged(*rows, standard=standard).balance.set_index(["stage", "requirement"])
    return frame.loc[("primary", "B5")]


@given(COUNTY)
@settings(max_examples=200, deadline=None)
def test_the_engine_and_the_document_agree(schools):
    """Two judges: vectors of floats, and fractions written from the annex."""
    found, expected = coefficient_of_variation(*zip(*schools, strict=True)), plain(schools)

    assert isnan(found) if expected is None else expected == pytest.approx(found, rel=1e-9, abs=1e-9)


@given(COUNTY)
@settings(max_examples=60, deadline=None)
def test_without_each_school_is_what_it_would_be_without_it(schools):
    """Against fractions, one by one."""
    totals, pupils = (np.array(column, dtype=float) for column in zip(*schools, strict=True))
    found = without_each(totals / pupils, pupils)

    for place, without in enumerate(found):
        rest = schools[:place] + schools[place + 1 :]
        expected = plain(rest) if rest else None
        assert isnan(without) if expected is None else expected == pytest.approx(without, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("total", "pupils"), [([1, np.nan], [1, 1]), ([1, 1], [1, 0]), ([1, 1], [1, np.nan])])
def test_a_school_without_pupils_or_total_is_refused(total, pupils):
    """Leaving it out is for the caller, who says so."""
    with pytest.raises(ValueError, match="every school"):
        coefficient_of_variation(total, pupils)


def test_a_county_that_holds_nothing_has_no_coefficient():
    """Not 0: nothing is not evenly spread."""
    assert isnan(coefficient_of_variation([0, 0], [10, 20]))


def test_mean_and_spread_of_the_five_schools():
    """County mean total ÷ total; five schools, 302 pupils."""
    found = of_books(*county())

    assert [5, 302, 1913 / 302] == pytest.approx(found[["n", "pupils", "mean"]].tolist())
    assert "0.515257" == f"{found['cv']:.6f}"


def test_only_schools_in_scope_with_a_value_count():
    """Not the special school, not the small teaching point, not the one that left its books blank."""
    left_out = [
        row("5199000001", kind="514", pupils=50, books=1),
        row("2199009001", kind="218", pupils=49, books=1),
        row("2199009002", pupils=500, books=None),
        row("2199009003", pupils=None, books=5),
    ]

    assert of_books(*county()).equals(of_books(*county(), *left_out))


def test_public_schools_only_is_a_reading():
    """A private school and a teaching point of 60 count in one reading and not in the other."""
    more = [row("2199009001", sponsor="999", pupils=100, books=0), row("2199009002", kind="218", pupils=60, books=0)]

    assert 7 == of_books(*county(), *more)["n"]
    assert 5 == of_books(*county(), *more, standard=OTHER_READING)["n"]


def test_each_coefficient_of_2017_has_its_limit_and_none_of_2012():
    """0.50 and 0.45; in 2012 only the composite is limited."""
    of_2017 = judged(*county(), row(stage="junior", kind="311", pupils=5)).balance
    of_2012 = judged(*county(), standard="moe-2012-3").balance.set_index(["stage", "requirement"])

    assert {("primary", 0.5), ("junior", 0.45)} == set(zip(of_2017["stage"], of_2017["limit"], strict=True))
    assert "composite" not in set(of_2017["requirement"])
    assert "" == of_2012.loc[("primary", "B5"), "status"]
    assert 0.65 == of_2012.loc[("primary", "composite"), "limit"]


@given(st.integers(1, 400), st.integers(1, 10**6), st.sampled_from([(1, 3, "primary"), (11, 29, "junior")]))
@settings(max_examples=60, deadline=None)
def test_exactly_at_its_limit_a_coefficient_meets_it(pupils, unit, shares):
    """Two schools of a size, 1 : 3 or 11 : 29: one half and nine twentieths, whatever floats make of it."""
    low, high, stage = shares
    areas = (low * unit / 100, high * unit / 100)
    schools = [
        row(f"2199000{n}", stage, pupils=pupils, sports_ground_m2=area, indoor_sports_m2=0)
        for n, area in enumerate(areas)
    ]
    found = judged(*schools).balance.set_index(["stage", "requirement"]).loc[(stage, "L5")]

    assert "met" == found["status"]
    assert found["cv"] <= found["limit"]
    assert coefficient_against(found["cv"], found["limit"]) == f"{found['limit']:.3f}"


@pytest.mark.parametrize(("more", "status"), [(-1, "met"), (0, "met"), (1, "not_met")])
def test_beside_its_limit_a_coefficient_is_judged_in_whole_numbers(more, status):
    """A hundredth of a ㎡ in 30 million ㎡: below, at and above one half, all within a float's doubt."""
    areas = (10**7, 3 * 10**7 + more / 100)
    schools = [
        row(f"2199000{n}", pupils=317, sports_ground_m2=area, indoor_sports_m2=0) for n, area in enumerate(areas)
    ]
    found = judged(*schools).balance.set_index(["stage", "requirement"]).loc[("primary", "L5")]

    assert status == found["status"]
    assert (found["cv"] > found["limit"]) == (status == "not_met")


def test_roots_that_are_no_fractions_are_compared_as_far_as_it_takes():
    """√2 + √3 beside its first 80 digits, and a digit more."""
    digits = 80
    above = isqrt(2 * 10**200) + isqrt(3 * 10**200)
    below = Fraction(above // 10 ** (100 - digits), 10**digits)

    assert not keeps([Fraction(2), Fraction(3)], below / 2)
    assert keeps([Fraction(2), Fraction(3)], (below + Fraction(1, 10**digits)) / 2)


def test_a_composite_exactly_at_its_limit_meets_it():
    """Eight coefficients of 13/20: 7 and 33 of each thing in two schools of a size."""
    kinds = ("teaching_area_m2", "sports_ground_m2", "equipment_wan_yuan", "teaching_computers", "books", "teachers")
    schools = [
        row(
            f"2199000{n}", pupils=317, indoor_sports_m2=0, **dict.fromkeys(kinds, held), teachers_college=held,
            teachers_bachelor=0, teachers_master=0, teachers_doctor=0, teachers_full_senior=0, teachers_senior=0,
            teachers_middle=held,
        )
        for n, held in enumerate((7, 33))
    ]  # fmt: skip
    found = judged(*schools, standard="moe-2012-3").balance.set_index(["stage", "requirement"])

    assert "met" == found.loc[("primary", "composite"), "status"]
    assert found.loc[("primary", "composite"), "cv"] <= 0.65


def test_a_composite_with_a_coefficient_missing_is_no_data():
    """Seven of the eight are not enough."""
    composite = (
        judged(*county(), standard="moe-2012-3")
        .balance.set_index(["stage", "requirement"])
        .loc[("primary", "composite")]
    )

    assert "no_data" == composite["status"]
    assert isnan(composite["cv"])


def test_counties_are_not_mixed():
    """Each county has its own coefficient."""
    other = [dict(r, county_code="990123", school_code="31" + r["school_code"][2:]) for r in county(pupils=[50] * 5)]
    frame = judged(*county(), *other, standard="moe-2012-3").balance
    cv = frame[(frame["requirement"] == "B5") & (frame["stage"] == "primary")].set_index("county_code")["cv"]

    assert "0.515257" == f"{cv['990122']:.6f}"
    assert plain([(books, 50) for books in BOOKS]) == pytest.approx(cv["990123"])


def test_a_document_without_coefficients_has_none():
    assert judged(*county(), standard="js-2015").balance.empty


def test_the_strongest_driver_comes_first():
    """Without school 4, the poorest, the five schools are closest to each other."""
    results = judged(*county(), row("2199009001", kind="218", pupils=20, books=9000), standard="moe-2012-3")
    found = drivers(results.parts, results.assessment, results.verdicts, "B5", "primary")

    assert ["2199000003", "2199000002"] == found["school_code"].tolist()[:2]
    assert ["0.3210", "0.4770"] == [f"{cv:.4f}" for cv in found["cv_without"][:2]]
    assert 5 == len(found)
    assert "0.515257" == f"{found['cv'].iloc[0]:.6f}"


def test_a_coefficient_of_nobody_has_no_drivers():
    results = judged(*county())

    assert drivers(results.parts, results.assessment, results.verdicts, "L1", "junior").empty
