"""标准库: the sentences that say what is on the shelf and how far it can be trusted."""

from dataclasses import replace

from monitoring.findings import standards as findings
from monitoring.findings.sentences import plain
from monitoring.settings import load_settings
from monitoring.standards import load_indicators, load_standards

SHELF = load_standards(load_settings())
SEVEN, BASELINE, GUANGDONG = (SHELF[name] for name in ("moe-2017-6", "moe-2014-baseline", "gd-2unmet"))
INDICATORS = load_indicators()


def test_the_headline_counts_what_is_incomplete_and_not_verified():
    """Two of the shelf, one of them incomplete; a requirement of it not verified."""
    said = plain(findings.headline([SEVEN, BASELINE]))

    assert "标准库有 2 部标准，1 部录全，1 部标准不全；25 项要求中 1 项未核实。" == said


def test_the_headline_of_a_complete_and_verified_shelf_warns_of_nothing():
    assert "标准库有 1 部标准，都已录全；7 项要求都已核实。" == plain(findings.headline([SEVEN]))


def test_an_incomplete_standard_says_what_is_missing():
    """The number only where the document's own is known."""
    assert "标准不全：全文 20 项，录入了 18 条；只看录入的各项，不评定学校。" == findings.missing_from(BASELINE)
    assert "标准不全：只看录入的各项，不评定学校。" == findings.missing_from(SHELF["js-2015"])
    assert "" == findings.missing_from(SEVEN)


def test_a_floor_that_was_not_seen_is_said():
    sure = replace(SEVEN, verdict=replace(SEVEN.verdict, floor_verified=True))

    assert "录全 · 下限未核实" == findings.status(SEVEN)
    assert "录全" == findings.status(sure)


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
