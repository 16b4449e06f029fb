"""Sums that the documents print: which add up, and both numbers of those that do not (facts 5.6)."""

import dataclasses
from decimal import Decimal

import pytest

from monitoring.projects.plans import PrintedShare, PrintedSum
from monitoring.projects.sums import adds_up, wrong_sums
from tests.support.rules import RULEBOOK

PLAN = RULEBOOK.plans["gansu-quanmiangaibo"]


def test_two_sums_do_not_add_up_and_both_numbers_are_told():
    found = wrong_sums(RULEBOOK.plans.values())

    assert [
        ("会宁县", "已投入资金", Decimal(36900), Decimal("36734.7")),
        ("临洮县", "2014—2018 年规划项目", Decimal(313), Decimal(319)),
    ] == list(found[["place", "what", "printed", "computed"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("place", "printed", "times"),
    [("会宁县", "51188", 1), ("临洮县", "33493", 2), ("临洮县", "182", 1), ("永靖县", "17646.5", 2)],
)
def test_these_sums_add_up_exactly(place, printed, times):
    rows = adds_up([PLAN])
    rows = rows[(rows["place"] == place) & (rows["printed"] == Decimal(printed))]

    assert [(Decimal(printed), True)] * times == list(zip(rows["computed"], rows["adds_up"], strict=True))


def test_a_sum_that_is_printed_rounded_adds_up():
    row = adds_up([PLAN]).set_index("printed").loc[Decimal(21896)]

    assert (Decimal("21895.87"), True) == (row["computed"], row["adds_up"])


def test_a_share_is_checked_too():
    row = adds_up([PLAN]).set_index("printed").loc[Decimal(72)]

    assert ("72.09", True) == (f"{row['computed']:.2f}", row["adds_up"])


def test_a_combined_source_stays_one():
    whole = next(each for each in PLAN.sums if each.printed == Decimal(51188))

    assert ("县级及学校自筹资金", Decimal(15418)) == whole.parts[-1]


def test_a_sum_or_share_that_is_off_by_one_step_is_told():
    off = PrintedSum("甲县", "合计", "万元", Decimal(4), Decimal(1), (("省", Decimal(1)), ("县", Decimal(2))), "")
    share = PrintedShare("甲县", "占比", Decimal(1), Decimal(3), Decimal(34), Decimal(1))
    found = wrong_sums([dataclasses.replace(PLAN, sums=(off,), shares=(share,))])

    assert [Decimal(4), Decimal(34)] == found["printed"].tolist()
    assert ["3", "33.33"] == [str(found["computed"][0]), f"{found['computed'][1]:.2f}"]


@pytest.mark.parametrize("plan", RULEBOOK.plans.values(), ids=lambda plan: plan.id)
def test_a_plan_names_its_document_and_only_categories_that_there_are(plan):
    assert plan.source
    assert plan.programmes
    assert [] == [name for each in plan.programmes for name in each.categories if name not in RULEBOOK.projects.closes]
