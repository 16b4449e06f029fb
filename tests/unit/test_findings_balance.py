"""校际均衡: every sentence where it is true and where it is not, and who drives a coefficient."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from monitoring.balance import coefficient_of_variation
from monitoring.findings import balance as findings
from monitoring.findings.sentences import plain
from monitoring.settings import load_settings
from monitoring.spreads import coefficients, course, schools_behind
from monitoring.standards import load_standards
from tests.support import engine as engine_support

STANDARDS = load_standards(load_settings())
SEVEN, EIGHT, JIANGSU = (STANDARDS[name] for name in ("moe-2017-6", "moe-2012-3", "js-2015"))
BOOKS, PUPILS = [279, 137, 935, 160, 402], [45, 37, 89, 76, 55]  # the worked example that circulates with the method


def row(requirement="L5", stage="primary", cv=0.3, limit=0.5, n=5, asked=5, short="体育运动场馆"):
    return {
        "stage": stage, "requirement": requirement, "short": short, "unit": "㎡/生", "n": n, "pupils": 100.0,
        "mean": 1.0, "sd": cv, "cv": cv, "limit": limit, "schools": asked, "asked": asked, "unreported": asked - n,
        "is_composite": requirement == "composite",
    }  # fmt: skip


def rows(*each):
    return pd.DataFrame(each)


def headline(*each, standard=SEVEN):
    return plain(findings.headline(standard, rows(*each)))


# —— the headline


def test_a_coefficient_above_its_limit_is_spelled_out():
    """0.501787 against 0.50 is a fail and is written as one."""
    said = headline(row(cv=0.501787), row("L7", cv=0.2, short="网络多媒体教室"))

    assert "2 个差异系数中 1 个超限：小学体育运动场馆 0.502 > 0.50。" == said


def test_just_above_the_limit_shows_as_many_decimals_as_it_takes():
    assert "1 个差异系数中 1 个超限：小学体育运动场馆 0.50004 > 0.50。" == headline(row(cv=0.50004))


def test_at_the_limit_nothing_exceeds():
    """≤ 0.50 includes 0.50."""
    assert headline(row(cv=0.5)).startswith(
        "1 个差异系数都没有超过限值，最接近的是小学体育运动场馆（0.500，限值 0.50）"
    )


def test_many_above_their_limits_are_counted():
    said = headline(*(row(f"L{number}", cv=0.6, short=f"第{number}项") for number in (1, 3, 4)))

    assert "3 个差异系数全部超限：小学第1项 0.600 > 0.50、小学第3项 0.600 > 0.50等 3 个。" == said


def test_what_cannot_be_computed_is_said_beside():
    assert headline(row(), row("L7", cv=np.nan, n=0)).endswith("，另有 1 个算不出。")
    assert "没有算得出的差异系数：各校都没有填报。" == headline(row(cv=np.nan, n=0))


def test_nought_everywhere_is_not_called_unreported():
    assert "没有算得出的差异系数：填报的学校都是 0。" == headline(row(cv=np.nan))
    mixed = headline(row(cv=np.nan), row("L7", cv=np.nan, n=0))
    assert "没有算得出的差异系数：有的没有学校填报，有的填报的学校都是 0。" == mixed


def test_a_stage_without_schools_is_not_called_unreported():
    """A county that brought its primary table alone."""
    nobody = {"stage": "junior", "cv": np.nan, "n": 0, "asked": 0}
    some = [row(), row(**nobody)]
    composites = [row("composite", cv=0.7, limit=0.65), row("composite", limit=0.55, **nobody)]

    assert "初中没有参评的学校，没有差异系数可算。" == headline(row(**nobody))
    assert headline(*some).endswith("（0.300，限值 0.50）；初中没有参评的学校。")
    assert "小学综合差异系数 0.700 > 0.65，超过限值；初中没有参评的学校。" == headline(*composites, standard=EIGHT)
    assert "小学 5 所次" == plain(findings.line(rows(*some), rows(*some).iloc[:0], "", ""))
    assert ["没有参评的学校"] * 2 == [findings.cannot(each) for each in (some[1], composites[1])]


def test_a_standard_without_a_rule_for_the_spread_says_so():
    assert "江苏2015不看校际差异，没有差异系数的限值。" == headline(standard=JIANGSU)


def test_the_composite_is_the_headline_of_2012():
    said = headline(row("composite", cv=0.7, limit=0.65), row("B1", limit=np.nan), standard=EIGHT)

    assert "小学综合差异系数 0.700 > 0.65，超过限值。" == said


# —— the line below


def test_smaller_and_larger_are_counted_against_the_period_before():
    now = rows(row(cv=0.3), row("L7", cv=0.4))
    before = rows(row(cv=0.35), row("L7", cv=0.3))

    assert "小学 5 所次 · 比3月：1 个变小，1 个变大" == plain(findings.line(now, before, "3月", ""))


def test_without_an_earlier_period_nothing_is_compared():
    assert "小学 5 所次" == plain(findings.line(rows(row()), rows(row()).iloc[:0], "", ""))


def test_schools_left_out_are_said_and_a_township_changes_no_coefficient():
    said = plain(findings.line(rows(row(n=4)), rows(row()).iloc[:0], "", "甲镇"))

    assert "小学 5 所次 · 1 个系数有学校没填报，未计入 · 差异系数按全县算，甲镇的学校另外标出" == said


# —— blocks


def test_a_stage_says_how_many_exceed():
    assert "小学：2 个中 1 个超限" == findings.stage_title("小学", rows(row(cv=0.6), row("L7")))
    assert "小学：2 个都没有超限" == findings.stage_title("小学", rows(row(), row("L7")))
    composite = rows(row("composite", cv=0.2, limit=0.65), row("B1", limit=np.nan))
    assert "小学：综合差异系数没有超过限值" == findings.stage_title("小学", composite)


def test_why_a_coefficient_is_not_known():
    """Not reported and all nought are two reasons."""
    assert "算不出：5 所次都没有填报" == findings.cannot(row(cv=np.nan, n=0))
    assert "算不出：填报的学校都是 0" == findings.cannot(row(cv=np.nan, n=4))
    assert "1 所次没有填报，未计入" == findings.cannot(row(n=4))
    assert "" == findings.cannot(row())
    assert "有一项算不出，综合差异系数也算不出" == findings.cannot(row("composite", cv=np.nan))


@pytest.mark.parametrize(
    ("cv", "without", "said"),
    [
        (0.6, 0.45, "小学体育运动场馆：不算甲小学，系数从 0.600 降到 0.450，不再超限"),
        (0.6, 0.55, "小学体育运动场馆：不算甲小学，系数从 0.600 降到 0.550，仍超限"),
        (0.3, 0.2, "小学体育运动场馆：不算甲小学，系数从 0.300 降到 0.200"),
        (0.3, 0.35, "小学体育运动场馆：各校情况"),
    ],
)
def test_the_strongest_driver_is_named_with_what_it_would_change(cv, without, said):
    behind = pd.DataFrame({"change": [without - cv], "cv_without": [without]})

    assert said == findings.drivers_title(row(cv=cv), behind, ["甲小学"])


def test_the_course_compares_first_and_last():
    first, last = date(2024, 3, 31), date(2026, 9, 30)
    moved = rows(row(cv=0.4), row(cv=0.3)).assign(period=[first, last])

    assert "2024年3月以来 2 期：1 个变小" == findings.course_title(moved)
    assert "差异系数的变化：只有一期数据" == findings.course_title(moved.tail(1))


def test_the_rule_is_said_with_its_document():
    said = findings.formula(SEVEN)

    assert any("教督〔2017〕6号：每一项差异系数都不超过：小学 0.50，初中 0.45" in sentence for sentence in said)


# —— behind the sentences


@pytest.fixture
def judged():
    """The five schools of the worked example, books and nothing else, by a document of one requirement."""
    codes = [f"school{number}" for number in range(len(BOOKS))]
    values = np.array(BOOKS) / np.array(PUPILS)
    cv = coefficient_of_variation(BOOKS, PUPILS)
    frame = pd.DataFrame({"school_code": codes, "school_name": codes, "stage": "primary", "county_code": "990122"})
    asked = SimpleNamespace(key="B5", short="图书", unit="册/生")
    cells = {"county_code": "990122", "stage": "primary", "n": 5.0, "pupils": 302.0, "mean": 1.0, "sd": cv, "cv": cv}
    return SimpleNamespace(
        standard=SimpleNamespace(requirements=(asked,)),
        parts=frame.assign(pupils=np.array(PUPILS, dtype=float)),
        assessment=frame.assign(requirement="B5", value=values),
        verdicts=frame[["school_code", "stage"]].assign(why="no_rule"),
        schools=frame[["school_code", "school_name"]].assign(township_code="990122100", township="甲镇"),
        balance=pd.DataFrame(
            [
                cells | {"requirement": "B5", "limit": np.nan, "status": ""},
                cells | {"requirement": "composite", "n": np.nan, "limit": 0.65, "status": "met"},
            ]
        ),
    )


def test_the_composite_stands_first_and_knows_no_schools(judged):
    table = coefficients(judged)

    assert ["综合差异系数", "图书"] == table["short"].tolist()
    assert [5.0] == table["asked"].dropna().tolist()


def test_a_stage_without_schools_asks_nobody():
    """By the engine: nought, not unknown."""
    table = coefficients(engine_support.judged(engine_support.row(pupils=10, books=5), standard="moe-2012-3"), "junior")

    assert {0} == set(table["schools"]) == set(table["asked"].dropna())
    assert {0} == set(table["unreported"].dropna())
    assert {"没有参评的学校"} == {findings.cannot(each) for each in table.to_dict("records")}


def test_exactly_at_its_limit_without_a_school_a_coefficient_keeps_to_it():
    """317 pupils twice, 1915 and 5745 ㎡: without the third school one half, though floats say a little more."""
    areas = [(1915, 317), (5745, 317), (9000, 100)]
    schools = [
        engine_support.row(f"21990{place:05d}", pupils=pupils, sports_ground_m2=area, indoor_sports_m2=0)
        for place, (area, pupils) in enumerate(areas)
    ]
    behind = schools_behind(engine_support.judged(*schools), "L5", "primary")

    assert 0.5 == behind.set_index("school_code").loc["2199000002", "cv_without"]


def test_the_strongest_driver_is_the_school_without_which_it_falls_most(judged):
    """Computed again without each school, one at a time."""
    behind = schools_behind(judged, "B5", "primary")

    again = {
        f"school{out}": coefficient_of_variation(BOOKS[:out] + BOOKS[out + 1 :], PUPILS[:out] + PUPILS[out + 1 :])
        for out in range(len(BOOKS))
    }
    assert min(again, key=again.get) == behind["school_code"].iloc[0]
    assert [again[code] for code in behind["school_code"]] == pytest.approx(behind["cv_without"].tolist())
    assert "甲镇" == behind["township"].iloc[0]


def test_a_composite_without_a_school_is_the_mean_without_it(judged):
    """Of a document of one requirement the composite is that coefficient."""
    whole, single = schools_behind(judged, "composite", "primary"), schools_behind(judged, "B5", "primary")

    assert single["cv_without"].tolist() == pytest.approx(whole["cv_without"].tolist())


def test_the_course_goes_from_the_earliest_on(judged):
    table = course(dict.fromkeys((date(2026, 9, 30), date(2024, 3, 31)), judged.balance), judged.standard)

    assert [date(2024, 3, 31), date(2026, 9, 30)] == table["period"].unique().tolist()
