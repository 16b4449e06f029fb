"""A corrected table of an earlier report date is said to be a correction, and is in no change since (rules 7)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
import streamlit as st

from components.frame import cached
from components.frame.choice import read
from components.school.view import open_view
from monitoring import snapshots
from monitoring.reports.school import content
from monitoring.settings import load_settings
from monitoring.situation import corrected, situation
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.pages import forget_other_databases, headline, looks_whole, open_page, words
from tests.support.routes import ask
from tests.support.rules import RULEBOOK
from tests.support.stored import withdraw

COUNTY, STANDARD = "990121", "moe-2017-6"
MARCH, SEPTEMBER = date(2026, 3, 31), date(2026, 9, 30)
AT = datetime(2026, 11, 30, 9)  # noqa: DTZ001 (wall clock)


def reports(month, *stages, change=lambda content: content):
    files = [DATA / "A_clean" / month / f"综合报表_{stage}.xlsx" for stage in stages or ("小学", "初中", "高中")]
    return [SourceFile(file.name, change(file.read_bytes())) for file in files]


def fewer(content):
    """The same table without most of its schools."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active.delete_rows(book.active.max_row - 14, 12)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def store(storage, files):
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, files)
    snapshots.save(storage, proposal, {stop.id: "repair" for stop in proposal.stops}, "本机", AT)


def school_seen(stage):
    """A school that has one stage alone, as its page sees it."""
    forget_other_databases()
    choice, _ = read({"county": COUNTY}, cached)
    schools = cached.results(choice.snapshot, choice.standard).schools
    return open_view(replace(choice, school=schools.loc[schools["stages"] == stage, "school_code"].iloc[0]))


def on_paper(view):
    """What the A4 page of a school says of the report date before."""
    return "".join(text for text, _ in content(view.file, view.frame, (), {})["before"])


def papers_of(town):
    """The A4 pages of a township by name."""
    st.cache_resource.clear()
    archive = zipfile.ZipFile(io.BytesIO(ask("/api/schools.zip", {"county": COUNTY, "township": town}).body))
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def storage(database_url):
    storage = Storage(database_url)
    for month in ("2026年3月", "2026年9月"):
        store(storage, reports(month))
    return storage


def known(storage, on=SEPTEMBER):
    return situation(storage, RULEBOOK, snapshots.newest(storage, COUNTY, on=on))


def met(held):
    """How many schools meet, counted from the verdicts of their stages in plain Python."""
    of: dict[str, list[str]] = {}
    for row in held.results(STANDARD).verdicts.to_dict("records"):
        of.setdefault(row["school_code"], []).append(row["status"])
    judged = [[each for each in own if each != "not_judged"] for own in of.values()]
    return sum(bool(own) and all(each == "met" for each in own) for own in judged)


def test_without_a_correction_nothing_is_said_of_one(storage):
    held = known(storage)

    assert (None, None, None) == (corrected(held), corrected(held.earlier), corrected(None))
    for page in ("overview.py", "gaps.py", "balance.py", "map.py"):
        assert "更正" not in words(open_page(page))


@pytest.mark.both_databases
def test_a_corrected_table_of_the_date_before_is_a_correction_and_no_change(storage):
    was, first = known(storage, MARCH), met(known(storage, MARCH))
    before = headline(open_page("overview.py"))
    store(storage, reports("2026年3月", "初中", change=fewer))
    held = known(storage)
    then, now = met(held.earlier), met(held)
    found = corrected(held.earlier)

    assert None is corrected(held)
    assert ("junior",) == found.stages
    assert was.snapshot.key == found.first.snapshot.key
    assert first != then
    visit = open_page("overview.py")
    looks_whole(visit)
    assert f"3 月的综合报表更正过：达标由 {first} 所改为 {then} 所，这是更正，不算变化" in words(visit)
    more = now - then
    assert f"比 3 月{'多' if more > 0 else '少'} {abs(more)} 所。" in headline(visit) or not more
    assert before != headline(visit)
    for page in ("gaps.py", "balance.py", "map.py"):
        assert "3月的初中综合报表更正过，比较按更正后的算" in words(open_page(page))

    withdraw(storage, 3)
    assert before == headline(open_page("overview.py"))
    assert "更正" not in words(open_page("overview.py"))


def test_the_paper_of_a_school_says_a_correction_of_its_own_stages_as_its_page_does(storage):
    """Of March the table of 初中 is corrected: true of a junior school, not of a primary one."""
    sentence = "3月的初中综合报表更正过，比较按更正后的算"
    before = on_paper(school_seen("junior"))
    store(storage, reports("2026年3月", "初中", change=fewer))
    junior, primary = school_seen("junior"), school_seen("primary")

    assert "更正" not in before
    assert on_paper(junior).endswith(f"（{sentence}）")
    assert f"（{sentence}）" in words(open_page("school.py", county=COUNTY, school=junior.file.code))
    assert "更正" not in on_paper(primary)
    assert "更正" not in words(open_page("school.py", county=COUNTY, school=primary.file.code))


def test_papers_that_were_made_before_a_correction_are_made_anew(storage):
    """And, once it is withdrawn, as they were: what is known of the day itself never changed."""
    town = school_seen("junior").file.township_code
    before = papers_of(town)
    store(storage, reports("2026年3月", "初中", change=fewer))
    after = papers_of(town)
    withdraw(storage, 3)

    assert before.keys() == after.keys()
    assert before != after
    assert before == papers_of(town)


def test_a_corrected_table_of_the_date_itself_is_said_too(storage):
    first = met(known(storage))
    store(storage, reports("2026年9月", "初中", change=fewer))
    now = met(known(storage))

    assert first != now
    assert f"这一期的综合报表更正过：达标由 {first} 所改为 {now} 所，这是更正，不算变化" in words(
        open_page("overview.py")
    )
    assert "更正" not in words(open_page("gaps.py"))


def test_the_same_tables_again_change_no_figure_and_nothing_is_said_of_them(storage):
    before = words(open_page("overview.py"))
    store(storage, reports("2026年3月"))

    assert None is corrected(known(storage).earlier)
    assert before == words(open_page("overview.py"))
    assert "更正" not in words(open_page("gaps.py"))
