"""Who meets a standard: counted by schools or by stages, and what changed between two periods."""

import pandas as pd
import pytest

from monitoring import standing
from monitoring.standing import Count
from tests.school_support import judged, row

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


def test_why_a_school_is_not_judged_is_said_in_words(county):
    table = standing.schools(county)

    outside = table[table["status"] == "not_judged"]

    assert ["不足 50 人的教学点"] == standing.reasons_outside(outside, county.standard)


def test_what_changed_adds_up():
    """met before + improved + new − regressed − unclear − gone = met now, every school in one of them."""
    before = table(a="met", b="not_met", c="met", d="met", e="met", f="undetermined")
    now = table(a="met", b="met", c="not_met", d="undetermined", f="met", g="met", h="not_met")

    change = standing.changes(now, before)

    assert ("b", "f") == change.improved
    assert (("g",), ("c",), ("d",), ("e",)) == (change.new, change.regressed, change.unclear, change.gone)
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
