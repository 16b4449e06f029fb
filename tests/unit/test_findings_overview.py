"""The sentences of 总览: each under the condition that makes it true, and none that would not be."""

from types import SimpleNamespace

import pandas as pd
import pytest

from monitoring.findings.overview import page as findings
from monitoring.findings.overview.page import Seen
from monitoring.findings.sentences import plain
from monitoring.settings import load_settings
from monitoring.standards import load_standards
from monitoring.standing import Change, Count

COUNTY = Seen("", "", "所", "3月")
FIRST = Seen("", "", "所", "")
STAGES = {"primary": "小学", "junior": "初中"}
NAN = float("nan")


def test_the_headline_counts_schools_and_the_change():
    """44 of 102 is 43.1 %, cut; 40 before."""
    headline = findings.headline(COUNTY, Count("", 102, 44, 2), Count("", 102, 40, 0))

    assert "102 所参评学校中 44 所达标（43.1%），比 3 月多 4 所。" == plain(headline)
    assert "met" == headline[1][1]


@pytest.mark.parametrize(
    ("before", "end"),
    [(Count("", 9, 5, 0), "，比 3 月少 2 所。"), (Count("", 9, 3, 0), "，与 3 月持平。"), (None, "。")],
)
def test_fewer_as_many_and_nothing_to_compare(before, end):
    assert plain(findings.headline(COUNTY, Count("", 9, 3, 0), before)).endswith(f"（33.3%）{end}")


def test_without_an_earlier_period_nothing_is_compared():
    assert "9 所参评学校中 3 所达标（33.3%）。" == plain(findings.headline(FIRST, Count("", 9, 3, 0), None))


def test_a_township_and_a_stage_are_said():
    """With a stage chosen parts of schools are counted, and called so."""
    seen = Seen("毛嘴镇", "小学", "所次", "2025年9月")

    headline = findings.headline(seen, Count("", 5, 0, 1), Count("", 5, 1, 0))

    assert "毛嘴镇小学 5 所次参评，其中 0 所次达标（0%），比 2025 年 9 月少 1 所次。" == plain(headline)
    assert "fail" == headline[1][1]


def test_where_nobody_is_judged_there_is_no_share():
    assert "东湖农场没有参评学校。" == plain(
        findings.headline(Seen("东湖农场", "", "所", "3月"), Count("", 0, 0, 0), None)
    )


def test_the_line_says_what_the_rest_is():
    line = findings.line(
        COUNTY, Count("", 102, 44, 2), 38, 15, ["不足 50 人的教学点", "特殊教育学校"], {"教学点没有填在校生": 1}
    )

    assert (
        "56 所未达标，其中 38 所只差一两项 · 2 所待定（缺数据，计入总数） · "
        "1 所教学点没有填在校生，是否参评不知道，不计入总数 · 15 所不评定（不足 50 人的教学点、特殊教育学校）"
    ) == plain(line)


def test_the_line_names_nothing_that_is_not_there():
    assert "没有未达标的" == plain(findings.line(COUNTY, Count("", 3, 3, 0), 0, 0, [], {}))
    assert "1 所未达标" == plain(findings.line(COUNTY, Count("", 3, 2, 0), 0, 0, [], {}))


def test_a_school_without_a_sponsor_is_not_called_a_teaching_point():
    """Under the public-only reading a blank sponsor leaves it open; each reason has its own number."""
    line = plain(findings.line(COUNTY, Count("", 2, 2, 0), 0, 0, [], {"没有填举办者类型": 1}))

    assert "没有未达标的 · 1 所没有填举办者类型，是否参评不知道，不计入总数" == line


@pytest.mark.parametrize(
    ("places", "title"),
    [
        ([Count("甲", 4, 3, 0), Count("乙", 5, 0, 0), Count("丙", 0, 0, 0)], "2 个乡镇中 1 个达标过半，1 个无一所达标"),
        ([Count("甲", 4, 2, 0), Count("乙", 5, 3, 0)], "2 个乡镇中 1 个达标过半"),
        ([Count("甲", 4, 3, 0)], "甲达标过半"),
        ([Count("甲", 4, 3, 0), Count("乙", 4, 3, 0)], "2 个乡镇达标都过半"),
        ([Count("甲", 4, 1, 0)], "甲达标没有过半"),
        ([Count("甲", 4, 3, 0), Count("乙", 5, 0, 2)], "2 个乡镇中 1 个达标过半，1 个无一所达标（2 所待定）"),
        ([Count("甲", 4, 3, 0), Count("乙", 5, 0, 5)], "2 个乡镇中 1 个达标过半，1 个全部待定"),
        ([Count("甲", 4, 0, 4), Count("乙", 5, 0, 5)], "2 个乡镇全部待定"),
        ([Count("甲", 4, 0, 0), Count("乙", 1, 0, 0)], "2 个乡镇无一所达标"),
        ([Count("丙", 0, 0, 0)], "各乡镇没有参评学校"),
    ],
)
def test_half_is_not_more_than_half(places, title):
    assert title == findings.townships_title(places, "所")


def test_stages_are_compared_or_counted():
    rows = {"小学": (Count("", 87, 40, 0), Count("", 87, 34, 0)), "初中": (Count("", 24, 10, 0), Count("", 24, 10, 0))}

    assert "比 3 月：小学多 6 所次，初中持平" == findings.stages_title(COUNTY, rows)
    assert "小学达标 45.9%，初中达标 41.6%" == findings.stages_title(FIRST, rows)
    assert "分学段达标情况" == findings.stages_title(COUNTY, {"小学": (Count("", 0, 0, 0), None)})


def test_the_small_map_names_lowest_and_highest():
    places = [Count("甲镇", 6, 0, 0), Count("乙镇", 6, 5, 0), Count("丙镇", 6, 5, 0), Count("丁镇", 3, 1, 0)]

    assert "甲镇最低 0%，乙镇、丙镇最高 83%" == findings.map_title(places)
    assert "各乡镇达标率都是 50%" == findings.map_title([Count("甲", 2, 1, 0), Count("乙", 4, 2, 0)])


def test_a_township_that_is_wholly_undetermined_is_not_the_lowest():
    """待定 is not failed: it is said beside; of nothing but 待定 no share is lowest."""
    places = [Count("甲镇", 6, 0, 1), Count("乙镇", 6, 5, 0), Count("丙镇", 6, 0, 6)]

    assert "甲镇最低 0%，乙镇最高 83%，丙镇全部待定" == findings.map_title(places)
    assert "各乡镇全部待定" == findings.map_title(places[2:])
    assert "甲镇最低 0%，乙镇最高 83%" == findings.map_title(places[:2])


def test_shares_that_differ_are_not_printed_alike():
    """66/100 and 2/3 are both 66 % when cut."""
    assert "乙最低 66.0%，甲最高 66.6%" == findings.map_title([Count("甲", 3, 2, 0), Count("乙", 100, 66, 0)])
    assert "乙最低 50%，甲最高 66%" == findings.map_title([Count("甲", 3, 2, 0), Count("乙", 2, 1, 0)])


def lacking(*rows, judged=9, unknown=0):
    """What is read of Shortages: short, gaps, cost_yuan, is_staff a requirement; of each asked and not reported."""
    table = pd.DataFrame(rows, columns=["short", "gaps", "cost_yuan", "is_staff"])
    table = table.assign(judged=judged, unknown=unknown)
    is_silent = (table["judged"] > 0) & (table["judged"] == table["unknown"])
    return SimpleNamespace(
        requirements=table,
        cost_yuan=table["cost_yuan"].sum(min_count=1),
        cells=table[table["judged"] > 0],
        reported=tuple(table.loc[table["judged"] > table["unknown"], "short"]),
        silent=tuple(table.loc[is_silent, "short"]),
        parts=pd.DataFrame({"unknown": [1] * max(table.loc[~is_silent, "unknown"], default=0)}, dtype=int),
    )


def test_money_names_what_takes_most_of_it():
    """870 of 1000 is 八成七; with nothing else lacking it is 全部, with blanks only what is known."""
    rows = ("用房", 5, 8_700_000.0, False), ("设备", 3, 1_300_000.0, False)

    assert "补齐全部缺口约需 1,000 万元，八成七用于用房" == findings.gaps_title(lacking(*rows))
    assert "补齐已知的缺口约需 1,000 万元，八成七用于用房" == findings.gaps_title(lacking(*rows, unknown=2))


def test_money_is_said_to_leave_teachers_out():
    """They are in no sum: 全部 would count them in."""
    rows = [("用房", 5, 8_700_000.0, False), ("骨干教师", 9, NAN, True)]

    assert "除教师外补齐约需 870 万元" == findings.gaps_title(lacking(*rows))
    assert "除教师外补齐有单价的缺口约需 870 万元" == findings.gaps_title(lacking(*rows, ("土地", 3, NAN, False)))


def test_money_is_not_called_all_where_something_has_no_price():
    view = lacking(("用房", 5, 8_700_000.0, False), ("土地", 3, NAN, False))

    assert "补齐有单价的缺口约需 870 万元" == findings.gaps_title(view)


def test_without_prices_requirements_are_counted_and_without_gaps_nothing():
    assert "1 项要求有缺口" == findings.gaps_title(lacking(("土地", 3, NAN, False)))
    assert "没有缺口" == findings.gaps_title(lacking(("土地", 0, NAN, False)))


def test_no_gap_is_denied_where_something_is_not_reported():
    """Blanks may hide gaps; where nobody is asked there are none to look at."""
    none = ("土地", 0, NAN, False)
    two = lacking(none, ("旗杆", 0, NAN, False), unknown=[1, 9])

    assert "已填报的没有缺口，另有 1 所次没有填报全" == findings.gaps_title(lacking(none, unknown=1))
    assert "已填报的没有缺口，另有 1 项各校都未填报，1 所次没有填报全" == findings.gaps_title(two)
    assert "各项都没有填报，看不出缺口" == findings.gaps_title(lacking(none, unknown=9))
    assert "没有要看的缺口" == findings.gaps_title(lacking(none, judged=0))
    assert [
        "各项要求都已达到。",
        "已填报的都达到要求；另有 1 所次没有填报全，不知道缺不缺。",
        "填报以后再来看。",
        "这里没有参评学校。",
    ] == [
        findings.no_gaps(lacking(none, judged=judged, unknown=unknown))
        for judged, unknown in ((9, 0), (9, 1), (9, 9), (0, 0))
    ]


def test_a_missing_price_is_said_only_of_what_is_lacking():
    """Nothing lacking has no price to miss; posts are not bought."""

    def how(*rows):
        return findings.gaps_how(lacking(*rows), costs_are_examples=True).removesuffix("一校几个学段共用的只计一次")

    assert "" == how(("土地", 0, NAN, False))
    assert "没有单价，不折算成钱；" == how(("土地", 3, NAN, False))
    assert "只缺教师，不折算成钱；" == how(("骨干教师", 3, NAN, True))
    assert "按单价（含示例）估算；" == how(("用房", 5, 8_700_000.0, False))


def coefficients(*rows):
    """Rows of spreads.coefficients: stage, requirement, cv, limit."""
    table = pd.DataFrame(rows, columns=["stage", "requirement", "cv", "limit"])
    return table.assign(schools=9.0, unreported=0.0)


def test_balance_is_judged_unrounded_and_at_the_limit_met():
    """0.5000001 is above 0.50, 0.50 is not; what cannot be computed is not counted."""
    rows = coefficients(("primary", "L5", 0.5000001, 0.5), ("junior", "L5", 0.45, 0.45), ("junior", "L6", NAN, 0.45))

    title = findings.balance_title(rows, STAGES, {"L5": "体育运动场馆", "L6": "设备"})

    assert "校际均衡：2 个差异系数中 1 个超限（小学体育运动场馆），1 个算不出" == title


def test_balance_without_an_excess_says_so_and_what_is_not_known():
    """A coefficient that nobody's figures make is no kept limit; one that leaves schools out says so."""
    one, other, none = ("primary", "L5", 0.3, 0.5), ("primary", "L6", 0.4, 0.5), ("primary", "L7", NAN, 0.5)

    def title(*rows, **columns):
        return findings.balance_title(coefficients(*rows).assign(**columns), STAGES, {})

    assert "校际均衡：差异系数没有超限" == title(one)
    assert "校际均衡：2 个差异系数都没有超限" == title(one, other)
    assert "校际均衡：算得出的 1 个差异系数没有超限，1 个算不出" == title(one, none)
    assert "校际均衡：2 个差异系数都没有超限，1 个有学校没填报、未计入" == title(one, other, unreported=[0.0, 3.0])
    assert "校际均衡：2 个差异系数都算不出" == title(none, none)
    assert "校际均衡：差异系数" == title(none, none, schools=0.0)


def test_the_change_names_the_way_up_and_the_way_down():
    """待定 is not 退回: it is named alone only where nothing else moved."""
    both = Change(improved=("a", "b"), new=("n",), regressed=("c",), unclear=("u",))

    assert "比 3 月：新达标 2 所，退回 1 所" == findings.change_title(COUNTY, both)
    assert "比 3 月：转为待定 1 所" == findings.change_title(COUNTY, Change(unclear=("u",)))
    assert "与 3 月相比，达标的学校没有变化" == findings.change_title(COUNTY, Change())
    assert "还没有更早一期可比" == findings.change_title(FIRST, None)


def test_a_school_that_left_the_scope_is_not_called_undetermined():
    """47 pupils are under the 50 of a judged teaching point; a school that is in no table may be anywhere."""
    assert "比 3 月：转为不评定 1 所" == findings.change_title(COUNTY, Change(outside=("u",)))
    assert "比 3 月：新参评并达标 1 所，转为待定 1 所" == findings.change_title(
        COUNTY, Change(entered=("e",), unclear=("u",))
    )
    assert "比 3 月：新列入并达标 1 所，原达标、本期表中没有 1 所" == findings.change_title(
        COUNTY, Change(new=("n",), gone=("g",))
    )


def test_the_composites_are_held_to_their_limits():
    rows = coefficients(("primary", "composite", 0.702, 0.65), ("junior", "composite", 0.287, 0.55))

    headline = findings.spread_headline(rows, STAGES)

    assert ("小学综合差异系数 0.702 > 0.65，超过限值；初中综合差异系数 0.287 ≤ 0.55，没有超过限值。") == plain(headline)
    assert ["fail", "met"] == [tone for _, tone in headline if tone]


def test_a_composite_that_lacks_a_coefficient_is_not_judged():
    headline = findings.spread_headline(coefficients(("primary", "composite", NAN, 0.65)), STAGES)

    assert "小学综合差异系数算不出（有指标缺数据）。" == plain(headline)


def test_a_composite_of_nothing_but_zeros_lacks_no_data():
    """Every school reported 0 books: that is not a blank. A blank is called one."""
    rows = pd.DataFrame(
        [("primary", "books", 5.0, 0.0, NAN, NAN), ("primary", "composite", NAN, NAN, NAN, 0.65)],
        columns=["stage", "requirement", "n", "mean", "cv", "limit"],
    )
    blank = rows.assign(n=0.0)

    assert "小学综合差异系数算不出（有指标填报的都是 0）。" == plain(findings.spread_headline(rows, STAGES))
    assert "小学综合差异系数算不出（有指标缺数据）。" == plain(findings.spread_headline(blank, STAGES))
    assert "小学没有要看的学校。" == plain(findings.spread_headline(blank, STAGES, {"primary"}))


def test_nothing_known_is_told_from_nobody_asked():
    assert "各项要求都没有填报。" == findings.nothing_known(asked(("A", "旗杆", 4, 0, 0, 4)))
    assert "这里没有要看的学校。" == findings.nothing_known(asked())


def asked(*rows):
    """Rows of standing.requirement_counts."""
    return pd.DataFrame(rows, columns=["requirement", "short", "asked", "met", "gaps", "unknown"])


def test_requirement_by_requirement_the_least_met_is_named():
    """1 of 4; what nobody reported is said first."""
    counts = asked(("A", "图书", 4, 3, 1, 0), ("B", "床位", 4, 1, 2, 1), ("C", "旗杆", 4, 0, 0, 4))

    headline = findings.requirements_headline(Seen("甲镇", "", "所", ""), counts)

    assert (
        "甲镇 3 项要求中 1 项各校都没有填报；填报了的 2 项中床位达标率最低："
        "4 所次中 1 所次达标（25.0%），1 所次未填报。"
    ) == plain(headline)
    assert "甲镇 2 项要求中床位达标率最低：" in plain(
        findings.requirements_headline(Seen("甲镇", "", "所", ""), counts[:2])
    )


def test_the_lowest_share_is_not_called_the_fewest():
    """40 of 100 is a lower share than 10 of 20, though more schools."""
    counts = asked(("A", "图书", 100, 40, 60, 0), ("B", "床位", 20, 10, 10, 0))

    assert "图书达标率最低：100 所次中 40 所次" in plain(findings.requirements_headline(FIRST, counts))


def test_requirements_that_nobody_lacks_or_nobody_reported():
    """Nothing lacking is good news only where everything is reported: of 18, 16 may be silent."""
    met, partly, silent = ("A", "图书", 4, 4, 0, 0), ("B", "床位", 4, 3, 0, 1), ("C", "旗杆", 4, 0, 0, 4)

    def said(*rows):
        headline = findings.requirements_headline(FIRST, asked(*rows))
        return plain(headline), [tone for _, tone in headline if tone]

    assert ("1 项要求没有一项不足。", ["met"]) == said(met)
    assert ("2 项要求没有发现不足，其中 1 项还有学校没有填报。", []) == said(met, partly)
    assert ("3 项要求中 2 项各校都没有填报；填报了的 1 项没有发现不足。", []) == said(met, silent, silent)
    assert "各项要求都没有填报，还看不出达标情况。" == plain(
        findings.requirements_headline(FIRST, asked(("A", "旗杆", 4, 0, 0, 4)))
    )
    assert "甲镇没有要看的学校。" == plain(findings.requirements_headline(Seen("甲镇", "", "所", ""), asked()))


def test_why_no_school_has_a_verdict():
    """Coefficients stay the county's with a township chosen, and that is said."""
    standards = load_standards(load_settings())

    assert "基本均衡八项只看校际差异，不给学校定达标线；差异系数按全县算，不分乡镇" == plain(
        findings.verdictless_line(standards["moe-2012-3"], "甲镇")
    )
    assert plain(findings.verdictless_line(standards["js-2015"], "")).endswith("标准不全，只逐项看，不评定学校")
