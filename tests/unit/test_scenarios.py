"""A school like this must show these results: every scenario judged by the engine, and again in plain fractions."""

import tomllib
from decimal import Decimal

import pytest

from monitoring.standards.vocabulary import vocabulary
from tests.support import DATA
from tests.support import second_judge as second_judge
from tests.support.engine import judged, row, standards

FILES = sorted((DATA.parent / "scenarios").glob("*.toml"))
SCENARIOS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal) for path in FILES}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_school_like_this_shows_these_results(name):
    """Status, value, threshold and gap, and the verdict, as the scenario says."""
    scenario = SCENARIOS[name]
    standard = standards()[scenario["standard"]]
    results = {r.key: second_judge.judged(r, scenario["stage"], scenario["school"]) for r in standard.requirements}

    for key, expected in scenario["expected"].items():
        assert expected == {part: results[key].get(part) for part in expected}, key
    assert scenario["verdict"] == second_judge.verdict(standard, results)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_engine_shows_these_results(name):
    """The same by the engine, from a row of an import."""
    scenario = SCENARIOS[name]
    results = judged(row(stage=scenario["stage"], **scenario["school"]), standard=scenario["standard"])
    lacking = results.gaps.drop(columns="unit")
    found = results.assessment.merge(lacking, on=["school_code", "stage", "requirement"], how="left").set_index(
        "requirement"
    )

    for key, expected in scenario["expected"].items():
        as_floats = {part: figure if isinstance(figure, str) else float(figure) for part, figure in expected.items()}
        assert as_floats == {part: found.loc[key, part] for part in expected}, key
    assert scenario["verdict"] == results.verdicts["status"].item()


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_uses_the_fields_of_the_tables(name):
    """A misspelt field would be a blank and pass unseen."""
    assert set() == set(SCENARIOS[name]["school"]) - set(vocabulary().fields)
