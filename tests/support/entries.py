"""What tests of entries do: type into a project's page on 25 November, withdraw, look at what is known then."""

from __future__ import annotations

import re
from datetime import date, datetime

from components.projects import report as projects_report
from monitoring import snapshots
from monitoring.reports.lists import list_table
from monitoring.situation import situation
from monitoring.storage import Storage
from tests.support.pages import bodies, field, looks_whole, open_page, words
from tests.support.rules import RULEBOOK

COUNTY, PROJECT, OTHER = "990121", "CH-2025-001", "CH-2025-009"
PAID, ACCEPTED = 14, 26  # columns of 项目清单: 累计支付, 验收 actual
NOVEMBER = date(2026, 11, 20)
AT = datetime(2026, 11, 25, 9)


def copied(clean_database, held, monkeypatch):
    """The test's own copy of the clean county, to write into on 25 November."""
    monkeypatch.setattr(projects_report, "today", lambda: date(2026, 11, 25))
    return Storage(held(clean_database))


def box(visit, label):
    """Return the choice of a label."""
    return next(each for each in visit.selectbox if each.label == label)


def press(visit, label):
    """Press a button."""
    next(each for each in visit.button if each.label == label).click().run()
    return visit


def told(project=PROJECT, day="2026-11-20", pause="", milestone="", source="", **texts):
    """Type into the form what is given, by the labels of its fields, and save it."""
    visit = open_page("projects.py", project=project, view="project")
    for label, text in {"日期": day, **texts}.items():
        field(visit, label.replace("_", " ")).set_value(text)
    if milestone:
        box(visit, "节点").set_value(milestone)
    if source:
        box(visit, "谁的钱").set_value(source)
    if pause:
        visit.segmented_control[-1].set_value(pause)
    press(visit, "保存这次填报")
    looks_whole(visit)
    return visit


def page(project=PROJECT, **asked):
    """Open a project's page."""
    visit = open_page("projects.py", project=project, view="project", **asked)
    looks_whole(visit)
    return visit


def withdrawn(project=PROJECT, place=0):
    """Follow the link of an entry, the newest first, and confirm."""
    table = next(body for body in bodies(page(project)) if 'aria-label="周进度"' in body)
    number = re.findall(r"withdraw=(\d+)", table)[place]
    visit = page(project, withdraw=number)
    assert "撤回 11月20日填报的“" in words(visit)
    press(visit, "撤回这一条")
    looks_whole(visit)
    return visit


def known(storage, **options):
    """Return what is known of the county."""
    return situation(storage, RULEBOOK, snapshots.newest(storage, COUNTY, **options))


def exported(storage, table, project=PROJECT, **options):
    """Return a project's rows of an export."""
    rows = list_table(table, known(storage, **options))
    return rows[rows["project"] == project]


def milestone(storage, name, **options):
    """Return a milestone of the project: actual, days late, state."""
    rows = exported(storage, "milestones", **options).set_index("milestone")
    return rows.loc[name, ["actual", "days_late", "state"]].tolist()
