"""标准库: the sentences that say what is on the shelf and how far it can be trusted."""

from dataclasses import replace

from monitoring.findings import standards as findings
from monitoring.findings.sentences import plain
from monitoring.settings import load_settings
from monitoring.standards import load_indicators, load_standards

SHELF = load_standards(load_settings())
SEVEN, BASELINE, GUANGDONG = (SHELF[name] for name in ("moe-2017-6", "moe-2014-baseline", "gd-2unmet"))
INDICATORS = load_indicators()


def in_state(state):
    """The seven, each line in a state."""
    return replace(
        SEVEN,
        requirements=tuple(replace(asked, state=state) for asked in SEVEN.requirements),
        verdict=replace(SEVEN.verdict, state=state, floor_verified=state != "unverified"),
    )


def test_the_headline_counts_what_is_incomplete_and_in_which_state():
    """Two of the shelf, one of them incomplete; nothing is called verified that was read in a copy."""
    headline = findings.headline([SEVEN, BASELINE])

    assert "标准库有 2 部标准，1 部录全，1 部标准不全；25 项要求：转载核对 16 项、未核实 9 项。" == plain(headline)
    assert ["未核实 9 项"] == [text for text, tone in headline if tone == "fail"]


def test_every_state_is_said_in_its_word():
    words = {"original": "原文核对", "own": "本县核对", "copy": "转载核对", "unverified": "未核实", "absent": "缺出处"}

    assert words == {
        state: plain(findings.states_of(in_state(state).requirements, "项要求")).removeprefix("7 项要求都")
        for state in words
    }
    assert "1 项要求转载核对" == plain(findings.states_of(in_state("copy").requirements[:1], "项要求"))


def test_a_verdict_says_that_it_rests_on_limits_nobody_compared():
    """All of them, one of them, the rule alone, none; a requirement that is only shown judges nothing."""
    sure = in_state("copy")
    one = replace(sure, requirements=(SEVEN.requirements[0], *sure.requirements[1:]))

    assert "含未核实的限值：7 项都是，判定规则" == findings.unsure_limits(SEVEN)
    assert "含未核实的限值：第1项" == findings.unsure_limits(one)
    assert "" == findings.unsure_limits(one, ["L2", "L3"])
    assert "含未核实的限值：判定规则" == findings.unsure_limits(replace(sure, verdict=SEVEN.verdict))
    assert "" == findings.unsure_limits(sure)
    assert "" == findings.unsure_limits(SHELF["moe-2012-3"])


def test_counts_that_rest_on_unsure_figures_say_so():
    assert [("　含未核实的限值", "strong")] == findings.resting_on_unsure(SEVEN)
    assert [] == findings.resting_on_unsure(in_state("copy"))


def test_an_incomplete_standard_says_what_is_missing():
    """The number only where the document's own is known."""
    assert "标准不全：全文 20 项，录入了 18 条；只看录入的各项，不评定学校。" == findings.missing_from(BASELINE)
    assert "标准不全：只看录入的各项，不评定学校。" == findings.missing_from(SHELF["js-2015"])
    assert "" == findings.missing_from(SEVEN)


def test_how_far_a_standard_can_be_trusted_is_said_in_a_few_words():
    assert "录全 · 7 项未核实 · 判定规则未核实" == findings.status(SEVEN)
    assert "录全" == findings.status(in_state("copy"))
    assert "标准不全 · 2 项未核实" == findings.status(BASELINE)


def test_the_date_says_how_much_of_it_is_known():
    assert "2017-05-23 起施行" == findings.in_force(SEVEN)
    assert "2015 年（月日不详）起施行" == findings.in_force(GUANGDONG)
    assert "2011-06（日不详）起施行" == findings.in_force(SHELF["hb-2011"])
    assert "施行日期不详" == findings.in_force(SHELF["xx-8of10"])


def test_every_scope_and_formula_of_the_shelf_can_be_said():
    """No field, kind or stage without words."""
    for standard in SHELF.values():
        assert findings.scope(standard)
        for asked in standard.requirements:
            assert findings.formula(INDICATORS[asked.indicator])


def test_only_public_schools_is_said():
    public = replace(SEVEN, scope=replace(SEVEN.scope, public_only=True, exclude_teaching_points=True))

    assert "教学点不在内；民办学校不在内" in findings.scope(public)


def test_what_the_pages_go_by_is_said():
    """Without data no page goes by anything yet."""
    usual = plain(findings.reading(SEVEN, is_usual=True, has_data=True))
    assert "现在各页按 优质均衡七项（打开时默认）；换一部，点左边的名称或用上面的选择框" == usual
    assert "右边是 20条底线；换一部，点左边的名称" == plain(findings.reading(BASELINE, is_usual=False, has_data=False))
