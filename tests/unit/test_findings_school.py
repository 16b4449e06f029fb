"""What is said of one school: every sentence with the condition under which it is true."""

import dataclasses
from datetime import date

import pandas as pd
import pytest

from monitoring.dossier import dossier
from monitoring.findings.school import facts, peers
from monitoring.findings.school import figures as figure_words
from monitoring.findings.school import listing as school_listing
from monitoring.findings.school import page as findings
from monitoring.findings.school import ways as school_ways
from monitoring.findings.sentences import plain
from tests.support.school import indicators, judged, row

LACKS_SPORTS = {"sports_ground_m2": 300, "indoor_sports_m2": 0}
LACKS_ROOMS = {"multimedia_rooms": 1}
BLANK = {"sports_ground_m2": None}
WIDE = {"teaching_area_m2": 5000, "sports_ground_m2": 9000, "equipment_wan_yuan": 300, "teachers_bachelor": 9}
LACKS_STAFF = {"backbone_teachers": 0}


def file_of(*rows, code="1", standard="moe-2017-6", before=None):
    """The file of a school, judged among `rows`; before: the rows of the period before."""
    earlier = judged(*before, standard=standard) if before else None
    return dossier(judged(*rows, standard=standard), indicators(), code, earlier)


def school(**changes):
    return row("1", "清渚县第一小学", **changes)


def said(*rows, name="第一小学", **options):
    return plain(findings.headline(file_of(*rows, **options), name))


def ways(*rows, **options):
    file = file_of(*rows, **options)
    return [plain(sentence) for part in file.parts for sentence in school_ways.way(file, part)]


def test_a_school_that_has_everything_meets():
    assert "第一小学七项达标 7 项，达标。" == said(school())


def test_a_school_that_meets_with_one_gap_says_how_near_it_is():
    """2.3 rooms are asked for 100 pupils, 2 are there."""
    assert "第一小学七项达标 6 项，达标；网络多媒体教室是标准的 86.9%。" == said(school(multimedia_rooms=2))


def test_the_price_of_the_way_out_is_said_in_the_headline():
    """Sports are 450 ㎡ short: left; two rooms are bought at 4.5 万元 each."""
    text = said(school(**LACKS_SPORTS, **LACKS_ROOMS))

    assert "第一小学七项达标 5 项，未达标；再补 2 项即达标，约需 29.3 万元。" == text


def test_teachers_are_named_and_never_priced():
    """Backbone teachers stand at 0, below the floor: one has to be found whatever else is done."""
    text = said(school(**LACKS_STAFF, teachers_pe=0, teachers_music=0, teachers_fine_art=0))

    assert "第一小学七项达标 5 项，未达标；再补 2 项即达标，增骨干教师 1 人、体育艺术教师 1 人。" == text


def test_a_blank_that_decides_is_undetermined_and_named():
    text = said(school(**LACKS_ROOMS, sports_ground_m2=None))

    assert "第一小学七项达标 5 项、未填报 1 项，未达标；数据补齐后才能算出最省的办法。" == text


def test_a_blank_that_might_still_pass_is_asked_for():
    text = said(school(multimedia_rooms=2, sports_ground_m2=None))

    assert "第一小学七项达标 5 项、未填报 1 项，待定；补报运动场地面积后才能评定。" == text


def test_a_blank_that_every_figure_is_divided_by_is_named_once():
    file = file_of(school(pupils=None))

    assert "第一小学七项达标 0 项、未填报 7 项，待定；补报在校生数后才能评定。" == plain(
        findings.headline(file, "第一小学")
    )
    assert plain(findings.why(file, file.parts[0])).startswith("待定：在校生数未填报，7 项算不出来，")


def test_where_the_split_is_not_known_the_pupils_of_the_stages_are_asked_for():
    """A complete secondary school whose senior table is missing: what is shared cannot be split."""
    file = file_of(row("1", "清渚县第一中学", "junior", kind="341"))

    assert "补报各学段学生数（分摊要用）后才能评定" in plain(findings.headline(file, ""))


def test_a_blank_that_decides_nothing_is_said_aside():
    """Under a rule that allows unmet requirements without a floor a school may meet whatever the blank holds."""
    file = file_of(school())
    part = dataclasses.replace(file.parts[0], met=6, unknown=1)

    text = plain(findings.headline(dataclasses.replace(file, parts=(part,)), "第一小学"))

    assert "第一小学七项达标 6 项、未填报 1 项，达标；未填报的不影响结论。" == text


def test_two_stages_are_told_apart():
    nine = [
        row("1", "清渚县育英学校", "primary", kind="312"),
        row("1", "清渚县育英学校", "junior", kind="312", teachers_bachelor=2, teachers_college=0),
    ]

    text = said(*nine, name="育英学校")

    assert text.startswith("育英学校小学七项达标 ")
    assert "，初中七项达标 " in text


def test_teachers_of_two_stages_are_added_and_their_stages_named():
    """Backbone teachers stand at 0 in both stages, arts teachers in the junior stage alone."""
    none = {"teachers_pe": 0, "teachers_music": 0, "teachers_fine_art": 0}
    nine = [
        row("1", "清渚县育英学校", stage, kind="312", backbone_teachers=0, multimedia_rooms=9, **changes, **WIDE)
        for stage, changes in (("primary", {}), ("junior", none))
    ]

    assert said(*nine, name="育英学校").endswith("，增骨干教师 2 人（小学 1、初中 1）、体育艺术教师 1 人（初中）。")


def test_several_blanks_that_decide_are_spoken_of_as_several():
    one, two = (
        file_of(school(**blank)) for blank in (dict(BLANK), {**BLANK, "books": None, "equipment_wan_yuan": None})
    )

    assert "达标与否取决于它，" in plain(findings.why(one, one.parts[0]))
    assert "达标与否取决于它们，" in plain(findings.why(two, two.parts[0]))


def test_a_reform_school_is_named_as_what_it_is_and_judged():
    """工读学校 is a category of its own, not one of special schools (facts, 6.1)."""
    file = file_of(school(kind="371"))

    assert ("工读学校", "met") == (file.kind, file.verdict)
    assert "特殊教育" not in facts.description(file) + said(school(kind="371"))


def test_a_shared_resource_that_two_stages_lack_is_priced_once():
    nine = [row("1", "清渚县育英学校", stage, kind="312", multimedia_rooms=1) for stage in ("primary", "junior")]
    file = file_of(*nine)

    rooms = [step for step in file.needs if step.line.asked.key == "L7"]

    assert 1 == len(rooms)
    assert rooms[0].missing_whole == max(part.line("L7").missing_whole for part in file.parts)


def test_a_small_teaching_point_is_outside_and_says_why():
    file = file_of(school(kind="218", pupils=49))

    assert "第一小学不在评定范围" in plain(findings.headline(file, "第一小学"))
    assert "不评定：不足 50 人的教学点不在评定范围；各项数值照列。" == plain(findings.why(file, file.parts[0]))


def test_a_teaching_point_without_pupils_reported_is_undetermined_and_says_why():
    file = file_of(school(kind="218", pupils=None))

    assert "待定：在校生数未填报，无法判断是否在评定范围。补报后重新导入即可评定。" == plain(
        findings.why(file, file.parts[0])
    )


def test_a_school_that_meets_needs_no_reason():
    file = file_of(school())

    assert [] == findings.why(file, file.parts[0])


def test_a_standard_without_a_rule_judges_no_school():
    file = file_of(school(), standard="moe-2012-3")

    assert "第一小学：按基本均衡八项不评定学校；8 项中填报了 7 项，只列数值。" == plain(
        findings.headline(file, "第一小学")
    )
    assert "不评定：这份文件不设学校标准，只看校际差异；这里只列数值。" == plain(findings.why(file, file.parts[0]))


def test_an_incomplete_standard_counts_its_requirements_and_judges_no_school():
    file = file_of(school(), standard="moe-2014-baseline")

    assert "按20条底线不评定学校；各项中 " in plain(findings.headline(file, ""))
    assert plain(findings.why(file, file.parts[0])).startswith("不评定：标准不全：")


@pytest.mark.parametrize(
    "standard",
    ["moe-2012-3", "moe-2014-baseline", "sd-rooms-junior", "js-2015", "gs-2012", "hb-2011", "gd-2unmet", "xx-8of10"],
)
def test_every_standard_gives_sentences_for_every_stage(standard):
    """No standard makes a sentence with a hole in it."""
    nine = [row("1", "清渚县育英学校", stage, kind="312", multimedia_rooms=0) for stage in ("primary", "junior")]
    file = file_of(*nine, standard=standard)

    texts = [
        plain(findings.headline(file, "育英学校")),
        facts.description(file),
        facts.facts_line(file, date(2026, 10, 9), "本机"),
    ]
    for part in file.parts:
        texts += [plain(findings.why(file, part)), findings.requirements_title(file, part)]
        texts += [findings.how_to_read(file, part), *(plain(way) for way in school_ways.way(file, part))]
        texts += [figure_words.required(line) + figure_words.had(line) + figure_words.gap(line) for line in part.lines]

    assert not [text for text in texts if "nan" in text or "None" in text]


def test_the_way_out_names_what_is_left_and_the_rule():
    (text,) = ways(school(**LACKS_SPORTS, **LACKS_ROOMS))

    assert text == (
        "少增教师的最省办法：补体育运动场馆 337.5 ㎡（补到下限）、网络多媒体教室 2 间，约 29.3 万元，即达标；"
        "体育运动场馆留在标准的 85.0%（一项可不低于 85%）。"
    )


def test_money_that_is_lacking_is_not_priced_a_second_time():
    """2000 元 for each of 100 pupils are 20 万元, 10 are there; the rooms are left at 86.9 percent."""
    (text,) = ways(school(multimedia_rooms=2, equipment_wan_yuan=10))

    assert text.startswith("少增教师的最省办法：补教学仪器设备 10.0 万元，即达标；")


def test_a_whole_thing_that_reaches_the_standard_is_not_left_at_the_floor():
    """30 pupils ask for 0.69 rooms, the floor for 0.59: the one room that the floor takes meets the standard."""
    assert ["少增教师的最省办法：补网络多媒体教室 1 间，约 4.5 万元，即达标。"] == ways(
        school(multimedia_rooms=0, pupils=30)
    )


def test_the_way_with_less_money_is_said_beside():
    """4 of 4.2 teachers may be left, or 637.5 of 750 ㎡: one saves a person, the other 112.5 ㎡ at 600 元."""
    first, other = ways(school(**LACKS_SPORTS, teachers_college=0, teachers_bachelor=4))

    assert first == (
        "少增教师的最省办法：补体育运动场馆 450.0 ㎡，约 27.0 万元，即达标；"
        "高于规定学历教师留在标准的 95.2%（一项可不低于 85%）。"
    )
    assert "另一种：改留体育运动场馆（补到 85%），只需约 20.3 万元，但要增高于规定学历教师 1 人。" == other


def test_a_school_that_meets_has_no_way_to_go():
    assert [] == ways(school())


def test_the_period_before_is_said():
    file = file_of(school(), before=[school(**LACKS_SPORTS, **LACKS_ROOMS)])

    assert "3月：未达标，达标 5 项" == facts.before(file, "3月")


def test_a_school_that_is_new_says_so():
    file = file_of(school(), before=[row("2", "清渚县第二小学")])

    assert "3月没有这所学校的数据" == facts.before(file, "3月")


def test_without_an_earlier_period_nothing_is_said():
    assert "" == facts.before(file_of(school()), "")


def test_what_moved_most_is_the_title_of_the_strip():
    """Sports fell from 11 to 4 ㎡: 146.6 to 53.3 percent of 7.5."""
    file = file_of(school(sports_ground_m2=300), before=[school()])

    assert "与全县小学比：体育运动场馆比3月低 93 个百分点" == peers.strip_title(file.parts[0], "3月")


def test_without_a_step_of_one_point_the_strip_names_its_topic():
    file = file_of(school(), before=[school(sports_ground_m2=1001)])

    assert "与全县小学比" == peers.strip_title(file.parts[0], "3月")


def test_the_facts_say_when_they_were_stored_and_what_they_add_up():
    nine = [row("1", "清渚县育英学校", stage, kind="312") for stage in ("primary", "junior")]
    campus = row("2", "清渚县育英学校东校区", number=6, is_counted=0, main_school_code="1")

    text = facts.facts_line(file_of(*nine, campus), date(2026, 10, 9), "本机")

    assert text == (
        "2026-10-09 入库（本机）；在校生、班级、教师是小学与初中之和，其余是全校数；已并入校区：清渚县育英学校东校区"
    )


def test_a_value_that_misses_by_a_hair_never_prints_as_one_hundred_percent():
    line = file_of(school(**LACKS_SPORTS)).parts[0].line("L5")
    close = dataclasses.replace(line, reach_pct=99.99999999999999)

    assert "99.9%" == figure_words.reached(close)


def test_a_part_of_a_room_is_shown_with_its_decimals():
    """Of four rooms the primary stage of 100 pupils beside 100 juniors is allotted 1 ÷ 2.1."""
    nine = [row("1", "清渚县育英学校", stage, kind="312") for stage in ("primary", "junior")]
    file = file_of(*nine, standard="gs-2012")

    assert "1.90" == figure_words.had(file.part("primary").line(_key(file, "班班通设备")))


def test_a_room_that_a_school_must_have_is_needed_once():
    """One room meets in both stages; none is one room to buy, not two."""
    nine = [row("1", "清渚县育英学校", stage, kind="312", multimedia_rooms=1) for stage in ("primary", "junior")]
    file = file_of(*nine, standard="moe-2014-baseline")

    assert ["1", "1"] == [figure_words.had(part.line("D11")) for part in file.parts]
    assert ["met", "met"] == [part.line("D11").status for part in file.parts]
    assert file.parts[0].line("D11").is_shared


def _key(file, short):
    return next(line.asked.key for line in file.parts[0].lines if line.asked.short == short)


def test_the_list_calls_nobody_fine_of_whom_nothing_is_known():
    """Without a school that does not meet: all meet, some are open, all are open, or nobody is judged."""

    def said(*verdicts):
        schools = pd.DataFrame({"verdict": verdicts})
        return plain(school_listing.headline(schools, "甲镇", "", judges=True)).split("；")[0]

    assert "甲镇 2 所学校，1 所未达标" == said("met", "not_met")
    assert "甲镇 2 所学校，没有未达标的" == said("met", "met")
    assert "甲镇 2 所学校，没有判为未达标的，1 所待定" == said("met", "undetermined")
    assert "甲镇 2 所学校，都待定" == said("undetermined", "undetermined")
    assert "甲镇 2 所学校，1 所待定，其余不评定" == said("undetermined", "not_judged")
    assert "甲镇 2 所学校，都不评定" == said("not_judged", "not_judged")
    assert "甲镇 1 所学校，待定" == said("undetermined")
