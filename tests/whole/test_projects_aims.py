"""What projects are for: which gap each closes by when, and why one closes none."""

from datetime import date

import pandas as pd
import pytest

from monitoring.errors import SettingsError
from monitoring.projects import (
    aims,
    closes,
    expected_to_close,
    milestone_table,
)
from monitoring.projects.aims import CLOSING, by_gap, requirements_of
from monitoring.projects.rules import FILE, load_project_rules
from monitoring.rulebook import load_rulebook
from tests.support.projects import milestones, project, projects
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.projects

ON = date(2026, 3, 31)
NAN = float("nan")
SCHOOL, OTHER = "2199000001", "2199000002"


def rooms(*pairs):
    return pd.DataFrame(list(pairs), columns=["project", "school_code"])


def judged(*rows):
    return pd.DataFrame(list(rows), columns=["school_code", "stage", "requirement", "status"])


def gaps(*rows):
    return judged(*((*row, "gap") for row in rows))


def expected(listed, dates, lacking, ledger=None, **more):
    return expected_to_close(listed, ledger, lacking, milestone_table(dates, listed, ON, RULES), RULES, **more)


# -- aims -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "requirements"),
    [
        ("学校新建改扩建", "L4"),
        ("改造提升", "L4"),
        ("运动场地", "L5"),
        ("仪器装备", "L6"),
        ("教师周转宿舍", ""),
        ("别的", ""),
    ],
)
def test_a_category_says_which_requirement_a_project_is_for(category, requirements):
    listed = projects(project(category=category, school_code=SCHOOL))

    assert [requirements] == closes(listed, None, RULES).tolist()


def test_informatization_works_at_the_schools_whose_rooms_name_the_project():
    listed = projects(project("A", category="信息化"), project("B", category="信息化", school_code=SCHOOL))
    ledger = rooms(("A", SCHOOL), ("A", SCHOOL), ("A", OTHER), ("", SCHOOL))

    assert [("A", SCHOOL, "L7"), ("A", OTHER, "L7")] == list(
        aims(listed, ledger, RULES).itertuples(index=False, name=None)
    )
    assert ["L7", ""] == closes(listed, ledger, RULES).tolist()


def test_a_project_may_be_for_something_else_than_its_category(tmp_path):
    own = tmp_path / "projects.toml"
    text = FILE.read_text(encoding="utf-8")
    own.write_text(text.replace("[closes.projects]", '[closes.projects]\n"A" = ["L4", "L5"]'), encoding="utf-8")
    listed = projects(*(project(code, category="教师周转宿舍", school_code=SCHOOL) for code in "AB"))

    assert ["L4|L5", ""] == closes(listed, None, load_project_rules(path=own)).tolist()


def test_a_gap_has_its_project_and_the_day_it_is_expected():
    listed = projects(project(category="改造提升", school_code=SCHOOL))
    dates = milestones(M1=("2026-01-01", "2026-01-11"), M7=("2026-08-01", ""))
    found = expected(
        listed, dates, gaps((SCHOOL, "primary", "L4"), (SCHOOL, "primary", "L5"), (OTHER, "primary", "L4"))
    )

    assert [(SCHOOL, "primary", "L4", "A", pd.Timestamp(2026, 8, 11), False)] == list(
        found.closing.itertuples(index=False, name=None)
    )
    assert [(SCHOOL, "L5"), (OTHER, "L4")] == list(
        found.without[["school_code", "requirement"]].itertuples(index=False, name=None)
    )
    assert found.idle.empty


def test_a_paused_project_is_for_a_gap_but_promises_no_day():
    listed = projects(project(category="改造提升", school_code=SCHOOL, reported_state="暂停"))
    found = expected(listed, milestones(M7=("2026-08-01", "")), gaps((SCHOOL, "primary", "L4")))

    assert found.closing["by"].isna().tolist() == [True]
    assert found.without.empty


def test_a_project_in_use_does_not_close_the_gap_that_is_still_there():
    listed = projects(project(category="改造提升", school_code=SCHOOL))
    found = expected(listed, milestones(M7=("2026-01-01", "2026-01-05")), gaps((SCHOOL, "primary", "L4")))

    assert [True] == found.closing["is_in_use"].tolist()
    assert [SCHOOL] == found.without["school_code"].tolist()
    assert found.idle.empty


def test_where_a_project_has_no_category_it_is_not_known_whether_a_gap_has_one():
    """At its school, of what projects build: not of teachers, not elsewhere, not once it is in use."""
    listed = projects(project(category="", school_code=SCHOOL))
    lacking = gaps((SCHOOL, "primary", "L4"), (SCHOOL, "primary", "L2"), (OTHER, "primary", "L4"))
    found = expected(listed, milestones(), lacking)
    done = expected(listed, milestones(M7=("2026-01-01", "2026-01-05")), lacking)

    assert [(SCHOOL, "L4")] == list(found.unsure[["school_code", "requirement"]].itertuples(index=False, name=None))
    assert ["L2", "L4"] == found.without["requirement"].tolist()
    assert (0, 3) == (len(done.unsure), len(done.without))


def test_projects_that_close_no_gap_say_why():
    listed = projects(
        project("A", category="教师周转宿舍", school_code=SCHOOL),
        project("B", category="信息化"),
        project("C", category="运动场地", school_code=SCHOOL),
    )
    found = expected(listed, milestones(), judged((SCHOOL, "primary", "L4", "gap"), (SCHOOL, "primary", "L5", "met")))

    assert {"A": "no_requirement", "B": "no_ledger", "C": "no_gap"} == why(found)
    assert [False] * 3 == found.idle["is_in_use"].tolist()


def why(found):
    return dict(zip(found.idle["project"], found.idle["why"], strict=True))


def test_a_school_that_is_not_known_is_said_by_what_is_missing():
    """A code, the ledger, or a room of it."""
    listed = projects(project("A", category="运动场地"), project("B", category="信息化"))

    assert {"A": "no_school", "B": "no_ledger"} == why(expected(listed, milestones(), judged()))
    assert {"A": "no_school", "B": "no_room"} == why(expected(listed, milestones(), judged(), rooms(("C", SCHOOL))))


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ({SCHOOL: "met", OTHER: "met"}, "no_gap"),
        ({SCHOOL: "met", OTHER: "no_data"}, "no_data"),
        ({SCHOOL: "no_data"}, "no_data"),
        ({SCHOOL: "not_applicable", OTHER: "not_applicable"}, "not_judged"),
        ({}, "not_judged"),
        ({SCHOOL: "met", OTHER: "not_applicable"}, "partly_judged"),
        ({SCHOOL: "met"}, "partly_judged"),
    ],
)
def test_no_gap_is_said_only_where_the_requirement_was_judged_and_met(statuses, said):
    """A blank may hide a gap; a school that is not judged has none and has not passed."""
    listed, ledger = projects(project(category="信息化")), rooms(("A", SCHOOL), ("A", OTHER))
    rows = [(school, "primary", "L7", status) for school, status in statuses.items()]

    assert {"A": said} == why(expected(listed, milestones(), judged(*rows), ledger))


def test_a_stage_that_does_not_report_leaves_the_school_open():
    listed = projects(project(category="运动场地", school_code=SCHOOL))
    rows = judged((SCHOOL, "primary", "L5", "met"), (SCHOOL, "junior", "L5", "no_data"))

    assert {"A": "no_data"} == why(expected(listed, milestones(), rows))


def test_a_project_with_a_day_of_use_is_not_under_way_though_it_is_paused():
    """As the gaps count it; one that has closed its gap says so too."""
    listed = projects(
        project("A", category="运动场地", school_code=SCHOOL, reported_state="暂停"),
        project("B", category="改造提升", school_code=SCHOOL),
        project("C", category="教师周转宿舍", school_code=SCHOOL),
    )
    dates = pd.concat([milestones("A", M7=("2026-01-01", "2026-01-05")), milestones("B"), milestones("C")])
    rows = judged((SCHOOL, "primary", "L4", "gap"), (SCHOOL, "primary", "L5", "met"))
    found = expected(listed, dates, rows)

    assert {"B", "C"} == found.under_way
    assert [("A", "no_gap", True), ("C", "no_requirement", False)] == list(
        found.idle[["project", "why", "is_in_use"]].itertuples(index=False, name=None)
    )


def test_a_category_says_what_a_project_is_for_though_its_school_is_not_known():
    listed = projects(project("A", category="改造提升"), project("B", category="信息化"))

    assert ["L4", ""] == closes(listed, None, RULES).tolist()
    assert ["L4", "L7"] == closes(listed, rooms(("B", SCHOOL)), RULES).tolist()


def test_a_project_at_a_campus_is_for_its_main_school():
    listed = projects(project(category="运动场地", school_code=OTHER))
    lacking = gaps((SCHOOL, "junior", "L5"))

    assert 1 == len(expected(listed, milestones(), lacking, main_of={OTHER: SCHOOL}).closing)
    assert 0 == len(expected(listed, milestones(), lacking).closing)


def test_a_bureau_says_what_a_single_project_is_for(configure):
    """config.toml wins over the category for that project alone; a word that is no list is refused."""
    own = load_rulebook(configure(('# "CH-2025-001" = ["L4", "L5"]', '"CH-2025-001" = ["L5"]'))).projects

    assert ("L5",) == requirements_of("CH-2025-001", "改造提升", own)
    assert ("L4",) == requirements_of("CH-2025-002", "改造提升", own)
    wrong = configure(('# "CH-2025-001" = ["L4", "L5"]', '"CH-2025-001" = ["L4", "L9"]'))
    with pytest.raises(SettingsError, match="“CH-2025-001”里没有“L9”这项要求，可写 L1（"):
        load_rulebook(wrong)
    with pytest.raises(SettingsError, match="CH-2025-001"):
        configure(('# "CH-2025-001" = ["L4", "L5"]', '"CH-2025-001" = "L5"'))


# -- by gap -----------------------------------------------------------------------------------------------------------


def closing(*rows):
    return pd.DataFrame([("1", "primary", "L4", *row) for row in rows], columns=CLOSING)


def test_a_gap_is_expected_to_be_closed_when_the_last_of_its_projects_is_in_use():
    first, last = pd.Timestamp(2026, 12, 1), pd.Timestamp(2027, 3, 1)
    found = by_gap(closing(("A", last, False), ("B", first, False)))

    assert [["1", "primary", "L4", "A|B", last]] == found.to_numpy().tolist()


def test_without_a_day_of_one_of_its_projects_nobody_knows_when():
    found = by_gap(closing(("A", pd.Timestamp(2026, 12, 1), False), ("B", pd.NaT, False)))

    assert ["A|B"] == found["project"].tolist()
    assert found["project_by"].isna().all()


def test_a_project_in_use_is_not_expected_to_close_what_is_still_there():
    assert by_gap(closing(("A", pd.Timestamp(2026, 3, 1), True))).empty
    assert by_gap(closing()).empty


def test_a_project_without_a_category_is_for_nobody_knows_what():
    """Not reported is no kind of work that closes nothing."""
    listed = projects(project("A"), project("B", category="教师周转宿舍"))
    idle = expected(listed, milestones("A"), judged()).idle

    assert {"A": "no_category", "B": "no_requirement"} == dict(zip(idle["project"], idle["why"], strict=True))
