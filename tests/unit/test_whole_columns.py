"""Frames made by whole columns are, to the byte, those of plain loops over counties, schools and rows."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from monitoring.assessment import IN_SCOPE
from monitoring.assessment.statuses import OF_THE_STANDARD, VERDICTS_WORST_FIRST
from monitoring.balance import status
from monitoring.balance.coefficients import COLUMNS, spread
from monitoring.indicators import values
from monitoring.results import judge
from monitoring.results.class_sizes import COLUMNS as SIZES
from monitoring.schools import prepare
from monitoring.schools.columns import COMPULSORY
from tests.support.engine import evaluated, frame, row, standards
from tests.support.rules import RULEBOOK

DOCUMENTS = ("moe-2012-3", "moe-2017-6")
COUNTIES = ("990122", "990121", "990123")
KINDS = {"211": ("primary",), "311": ("junior",), "312": COMPULSORY, "218": ("primary",)}
BUCKETS = list(RULEBOOK.results.class_sizes.buckets)
FIELDS = ("pupils", "books", "teaching_area_m2", "sports_ground_m2", "teachers_bachelor", "multimedia_rooms", *BUCKETS)


@pytest.fixture(scope="module")
def rows():
    """Rows of three counties: schools of one stage and of two, campuses, blanks, in no order."""
    chance = np.random.default_rng(5)
    made = []
    for place in range(240):
        kind = str(chance.choice(list(KINDS)))
        county = COUNTIES[place % 3]
        facts = {"kind": kind, "county_code": county, "township_code": f"{county}{place % 5:03d}"}
        if place % 17 == 1:
            facts |= {"is_counted": 0, "main_school_code": f"21990{place - 1:05d}"}
        for stage in KINDS[kind]:
            figures = chance.integers(0, 900, len(FIELDS)) / chance.choice([1, 100])
            blank = chance.random(len(FIELDS)) < 0.04
            reported = {
                name: None if gone else number for name, number, gone in zip(FIELDS, figures, blank, strict=True)
            }
            pupils = None if blank[0] else float(chance.integers(0, 900))
            sizes = {name: None if reported[name] is None else float(int(reported[name])) for name in BUCKETS}
            made.append(row(f"21990{place:05d}", stage, **facts | reported | sizes | {"pupils": pupils}))
    return frame(*[made[place] for place in chance.permutation(len(made))])


@pytest.fixture(scope="module", params=DOCUMENTS)
def judged(rows, request):
    asked = standards()[request.param]
    return judge(prepare(rows, RULEBOOK.splitting), asked, RULEBOOK.indicators, RULEBOOK.results, RULEBOOK.unit_costs)


def same(expected, found):
    """Types, order, and every bit of every number."""
    pd.testing.assert_frame_equal(expected, found, check_exact=True)
    for name in expected.select_dtypes("number"):
        assert expected[name].to_numpy().tobytes() == found[name].to_numpy().tobytes(), name


def test_coefficients_are_those_of_a_loop_over_counties(judged):
    """Each county, stage and requirement by itself, by the plain formula."""
    parts, evaluation = judged.parts, evaluated(judged.parts, judged.standard)
    pupils, limits, made = parts["pupils"].to_numpy(float), judged.standard.balance, []
    for county in sorted(set(parts["county_code"])):
        for stage in COMPULSORY:
            here = (parts["county_code"] == county) & (parts["stage"] == stage) & (evaluation.scope == IN_SCOPE)
            coefficients = []
            for one in evaluation.judged:
                figures = values(one.ratio)
                counted = here.to_numpy() & ~np.isnan(figures) & (pupils > 0)
                weight, sd, mean = spread(figures[counted], pupils[counted])
                coefficients.append(sd / mean if mean else np.nan)
                key, most = one.asked.requirement.key, float(limits.cv_limit.get(stage, np.nan))
                numbers = (float(counted.sum()), weight, mean, sd, coefficients[-1], most)
                made.append((county, stage, key, *numbers, status(coefficients[-1], most)))
            if limits.composite_limit:
                cv, most = float(np.mean(coefficients)), float(limits.composite_limit.get(stage, np.nan))
                made.append((county, stage, "composite", *[np.nan] * 4, cv, most, status(cv, most)))

    same(pd.DataFrame(made, columns=COLUMNS), judged.balance)


def test_a_school_is_as_bad_as_its_worst_stage(judged):
    of_school = judged.verdicts.groupby("school_code")["status"].agg(set)
    worst = [next(w for w in VERDICTS_WORST_FIRST if w in of_school[code]) for code in judged.schools["school_code"]]

    assert worst == judged.schools["verdict"].tolist()
    assert {"not_met", "undetermined", "not_judged"} <= set(worst) or judged.standard.verdict.rule == "none"


def test_townships_are_those_of_a_loop_over_schools(judged):
    parts = judged.parts.assign(status=judged.verdicts["status"], why=judged.verdicts["why"])
    counted = parts[parts["why"].isin(OF_THE_STANDARD)]
    schools = judged.schools[judged.schools["school_code"].isin(set(counted["school_code"]))]
    expected = []
    for code, stage in zip(judged.townships["township_code"], judged.townships["stage"], strict=True):
        if stage == "all":
            here = schools.loc[schools["township_code"] == code, "verdict"]
        else:
            here = counted.loc[(counted["township_code"] == code) & (counted["stage"] == stage), "status"]
        expected.append((len(here), (here == "met").sum(), (here == "undetermined").sum()))
    columns = ["schools", "met", "undetermined"] if judged.standard.verdict.rule != "none" else ["schools"]

    found = judged.townships[columns].astype(int)
    assert [each[: len(columns)] for each in expected] == list(found.itertuples(index=False, name=None))
    assert 45 == len(found)


def test_class_sizes_are_those_of_a_loop_over_rows(rows, judged):
    rules, made = RULEBOOK.results.class_sizes, []
    for county in sorted(COUNTIES):
        for stage in COMPULSORY:
            of = rows[(rows["county_code"] == county) & (rows["stage"] == stage)]

            def at_least(size, of=of):
                fields = [field for field, smallest in rules.buckets.items() if smallest >= size]
                return float(np.nansum(of[fields].to_numpy()))

            most = rules.standard[stage]
            over = [at_least(size) for size in (most + 1, rules.large, rules.oversized)]
            made.append((county, stage, at_least(0), most, *over, int(of[BUCKETS].isna().any(axis=1).sum())))

    same(pd.DataFrame(made, columns=SIZES), judged.class_sizes)


def test_schools_are_those_of_a_loop_over_their_parts(judged):
    """In the order of the parts, with the stages and the pupils of both."""
    by_school = {}
    for part in judged.parts.to_dict("records"):
        by_school.setdefault(part["school_code"], []).append(part)
    expected = {
        code: ("|".join(p["stage"] for p in of), sum(p["pupils"] for p in of)) for code, of in by_school.items()
    }
    found = judged.schools.set_index("school_code")

    assert list(expected) == found.index.tolist()
    assert [stages for stages, _ in expected.values()] == found["stages"].tolist()
    np.testing.assert_array_equal([pupils for _, pupils in expected.values()], found["pupils"].to_numpy())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_row_gives_empty_frames(rows, document):
    prepared = prepare(rows.iloc[:0], RULEBOOK.splitting)
    found = judge(prepared, standards()[document], RULEBOOK.indicators, RULEBOOK.results, RULEBOOK.unit_costs)

    frames = {field.name: getattr(found, field.name) for field in dataclasses.fields(found) if field.name != "standard"}
    assert {0} == {len(each) for each in frames.values()}
    assert SIZES == list(found.class_sizes) and COLUMNS == list(found.balance)
