"""Money of projects: sums and comparisons of exact decimals; a cell that is not reported is never a zero."""

from datetime import date

import pandas as pd
import pytest

from monitoring.projects.funds import fell, funds_table, planned_money
from monitoring.projects.lights import money_ahead
from monitoring.projects.listing import projects_table
from tests.support.projects import milestones, project, projects, reports, sources
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.projects

ON = date(2026, 3, 31)
NAN = float("nan")


@pytest.mark.parametrize(
    ("planned", "paid", "progress", "flag"),
    [(100, 60, 40, 0), (100, 60.01, 40, 1), (0.3, 0.15, 30, 0), (100, 10, 40, 0)],
)
def test_money_is_ahead_by_more_than_twenty_points(planned, paid, progress, flag):
    found = money_ahead(*(pd.Series([float(figure)]) for figure in (planned, paid, progress)), RULES)

    assert [flag] == found.tolist()


@pytest.mark.parametrize("figures", [(NAN, 60, 40), (100, NAN, 40), (100, 60, NAN), (0, 60, 40)])
def test_money_ahead_is_unknown_where_a_figure_is(figures):
    assert money_ahead(*(pd.Series([float(figure)]) for figure in figures), RULES).isna().all()


def test_planned_money_is_the_sum_of_the_sources_and_unknown_where_one_is():
    listed = projects(project("A"), project("B"), project("C"))
    given = pd.concat([sources("A", 中央=0.1, 省=0.2, 县级及学校自筹=0.3), sources("B", 中央=5.0, 省=NAN)])

    assert [0.6] == planned_money(listed, given).tolist()[:1]
    assert planned_money(listed, given)[1:].isna().all()


SOURCES = {"中央": 21.04, "省": 14.44, "市": 3.42, "县": 18.31, "自筹": 3.5}  # 60.71; as floats 60.709999999999994


@pytest.mark.parametrize(("paid", "flag"), [(60.71, 0), (60.72, 1)])
def test_exactly_twenty_points_of_summed_sources_are_not_more_than_twenty(paid, flag):
    listed = projects(project("A", paid_wan_yuan=paid, progress_pct=80.0))

    found = projects_table(listed, milestones(), sources(**SOURCES), reports(), ON, RULES)

    assert [60.71] == found["planned"].tolist()
    assert [flag] == found["money_ahead"].tolist()


def test_no_sum_of_money_and_no_cell_of_a_formula_has_a_floats_tail():
    """A formula's cell may hold 0.30000000000000004, which nobody typed."""
    amounts = list(SOURCES.values())
    given = pd.DataFrame(
        [("中央", amount, amount, 0.1 + 0.2) for amount in amounts],
        columns=["source", "planned_wan_yuan", "arrived_wan_yuan", "paid_wan_yuan"],
    )
    listed = projects(project("A", arrived_wan_yuan=0.1 + 0.2, paid_wan_yuan=1.1 + 2.2))
    found = projects_table(listed, milestones(), sources(), reports(), ON, RULES)

    assert [60.71, 60.71, 1.5] == funds_table(given, RULES)[["planned", "arrived", "paid"]].iloc[0].tolist()
    assert [0.3, 3.3] == found[["arrived", "paid"]].iloc[0].tolist()


def test_amounts_finer_than_a_hundredth_stay_as_typed():
    assert [1.0005] == planned_money(projects(project()), sources(中央=1.0, 省=0.0005)).tolist()


def test_a_cell_of_money_that_is_not_reported_is_counted_and_not_summed_as_zero():
    given = pd.DataFrame(
        [("自筹", 1.0, 1.0, NAN), ("社会捐资", 2.0, NAN, NAN), ("自筹", 1.0, NAN, NAN), ("中央", 3.0, 3.0, 0.0)],
        columns=["source", "planned_wan_yuan", "arrived_wan_yuan", "paid_wan_yuan"],
    )
    found = funds_table(given, RULES)

    assert ["中央", "自筹", "社会捐资"] == found["source"].tolist()
    assert [3, 1] == found["arrived"].tolist()[:2]
    assert pd.isna(found["arrived"][2])
    assert [0, 1, 1] == found["arrived_missing"].tolist()
    assert [0, 2, 1] == found["paid_missing"].tolist()


def test_a_figure_that_differs_by_a_floats_own_error_has_not_fallen():
    before = projects(project("A", paid_wan_yuan=0.1 + 0.2))

    assert fell(before, projects(project("A", paid_wan_yuan=0.3))).empty
    assert 1 == len(fell(before, projects(project("A", paid_wan_yuan=0.299))))
