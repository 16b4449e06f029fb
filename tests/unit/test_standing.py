"""Who meets a standard: counted by schools or by stages, and what changed between two periods."""

from dataclasses import replace

import pandas as pd
import pytest

from monitoring import standing
from monitoring.standing import Count
from tests.support.rules import judged_rows
from tests.support.school import judged, row, standards

LARGE = {
    "kind": "312", "multimedia_rooms": 10, "sports_ground_m2": 2400, "teaching_area_m2": 1500, "equipment_wan_yuan": 60,
}  # fmt: skip
NO_ARTS = {"teachers_pe": 0, "teachers_music": 0, "teachers_fine_art": 0}


@pytest.fixture
def county():
    """甲小学 meets, 乙小学 lacks two, a nine-year school meets in 小学 alone, a small teaching point is not judged."""
    return judged(
        row("1", "甲小学"),
        row("2", "乙小学", backbone_teachers=0, multimedia_rooms=1),
        row("3", "丙学校", **LARGE),
        row("3", "丙学校", "junior", backbone_teachers=0, **NO_ARTS, **LARGE),
        row("4", "丁教学点", kind="218", pupils=20),
    )


def test_with_all_stages_schools_are_counted(county):
    """Three judged; the nine-year school does not meet, for its 初中 does not."""
    assert {"990122001": Count("清渚街道", 3, 1, 0)} == standing.townships(county)


def test_with_a_stage_chosen_its_parts_are_counted(county):
    """小学: 甲, 乙 and the lower half of 丙."""
    assert {"990122001": Count("清渚街道", 3, 2, 0)} == standing.townships(county, "primary")
    assert {"990122001": Count("清渚街道", 1, 0, 0)} == standing.townships(county, "junior")


def test_schools_come_with_their_verdict_and_what_they_lack(county):
    table = standing.schools(county).set_index("school_code")

    assert ["met", "not_met", "not_met", "not_judged"] == table["status"].tolist()
    assert 2 == table["unmet"]["2"]
    assert table["unmet"].isna()["4"]


def test_a_stage_has_the_schools_that_have_it(county):
    table = standing.schools(county, stage="junior")

    assert ["3"] == table["school_code"].tolist()


def test_a_township_narrows(county):
    assert standing.schools(county, township="990122999").empty


def test_close_to_meeting_is_one_or_two_requirements(county):
    """乙 lacks two; 丙 lacks two in its 初中."""
    assert 2 == standing.close_to_meeting(standing.schools(county))


def test_what_is_not_reported_may_be_lacking_too():
    """One gap and four blanks are not one or two; one gap and one blank are at most two."""
    columns = ["status", "unmet", "unknown"]
    far = pd.DataFrame([("not_met", 2, 4), ("not_met", 3, 0), ("undetermined", 1, 1)], columns=columns)
    near = pd.DataFrame([("not_met", 2, 0), ("not_met", 1, 1)], columns=columns)

    assert (0, 2) == (standing.close_to_meeting(far), standing.close_to_meeting(near))


def test_a_kind_that_is_left_out_is_called_by_its_own_name():
    """Only what is a 职业学校 is called so; a stage that the document is not about is a reason as well."""
    outside = pd.DataFrame(
        [("kind", "312"), ("kind", "312"), ("kind", "218"), ("kind", "361"), ("kind", "514")] + 3 * [("stage", "311")],
        columns=["why", "kind"],
    )

    assert {"九年一贯制学校", "小学教学点", "职业学校", "特殊教育学校", "学段不在评定范围的学校"} == set(
        standing.reasons_outside(outside, standards()["moe-2017-6"])
    )
    assert ["职业学校"] == standing.reasons_outside(outside[outside["kind"] == "361"], standards()["moe-2017-6"])


def test_an_unknown_scope_is_explained_by_what_is_missing():
    """A teaching point by its pupils; a large school whose sponsor is blank by that, under the public-only reading."""
    rows = [row("1", "甲教学点", kind="218", pupils=None), row("2", "乙小学", sponsor=""), row("3", "丙小学")]
    seven = standards()["moe-2017-6"]
    public = replace(seven, scope=replace(seven.scope, public_only=True))

    for standard, expected in (
        (seven, {"教学点没有填在校生": 1}),
        (public, {"教学点没有填在校生": 1, "没有填举办者类型": 1}),
    ):
        found = judged_rows(pd.DataFrame(rows), standard)
        assert expected == standing.unsure(standing.schools(found), standard)


def test_why_a_school_is_not_judged_is_said_in_words(county):
    table = standing.schools(county)

    outside = table[table["status"] == "not_judged"]

    assert ["不足 50 人的教学点"] == standing.reasons_outside(outside, county.standard)


def test_what_changed_adds_up():
    """Every school whose place among those that meet changed is in one of the ways, by the state it really has."""
    before = table(a="met", b="not_met", c="met", d="met", e="met", f="undetermined", i="met", j="not_judged")
    now = table(a="met", b="met", c="not_met", d="undetermined", f="met", g="met", h="not_met", i="not_judged", j="met")

    change = standing.changes(now, before)

    assert ("b", "f") == change.improved
    assert (("j",), ("g",)) == (change.entered, change.new)
    assert (("c",), ("d",), ("i",), ("e",)) == (change.regressed, change.unclear, change.outside, change.gone)
    assert met(now) - met(before) == change.net


def table(**verdicts):
    return pd.DataFrame({"school_code": list(verdicts), "status": list(verdicts.values())})


def met(schools):
    return int((schools["status"] == "met").sum())


def test_requirements_are_counted_by_part(county):
    """骨干教师: asked of four parts, the teaching point not among them; two have too few."""
    counts = standing.requirement_counts(county).set_index("requirement")

    assert [4, 2, 2, 0] == counts.loc["L2", ["asked", "met", "gaps", "unknown"]].tolist()


def test_a_standard_without_verdicts_has_no_counts():
    unjudged = judged(row("1", "甲小学"), standard="moe-2012-3")

    assert {} == standing.townships(unjudged)
