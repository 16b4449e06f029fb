"""Snapshots: whole or not at all, immutable, every value traced to its cell, the newer of two imports counts."""

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pandas as pd
import pytest
from sqlalchemy import func, select, update

from monitoring import snapshots
from monitoring.errors import DecisionsNeeded, ImportRefused, NotFound
from monitoring.settings import load_settings
from monitoring.storage import Storage, frame_to_bytes
from monitoring.storage.tables import imports, stored_tables, table_parts
from monitoring.townships import from_bytes
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.rules import RULEBOOK, judged_rows
from tests.support.stored import as_stored, part_of

pytestmark = pytest.mark.both_databases
MONTHS = {"2026年3月": date(2026, 3, 31), "2026年9月": date(2026, 9, 30)}
AT = datetime(2026, 10, 8, 9, 30)
COUNTY = "990121"


def sources(folder, month):
    return [SourceFile(path.name, path.read_bytes()) for path in sorted((DATA / folder / month).glob("综合报表*.xlsx"))]


def shapes(name="乡镇边界.geojson"):
    return SourceFile(name, (DATA / "A_clean" / name).read_bytes())


@pytest.fixture
def storage(database_url):
    return Storage(database_url)


@cache
def _alone(folder, month):
    """Check a set once: what it would store does not depend on a database that knows no boundary."""
    empty = Storage(f"sqlite:///{tempfile.mkdtemp()}/empty.db")
    return snapshots.propose(empty, load_settings(), RULEBOOK.projects, sources(folder, month), MONTHS[month])


def proposed(storage, settings, folder="A_clean", month="2026年3月", boundary=None, is_known=False):
    if boundary or is_known:
        return snapshots.propose(
            storage, settings, RULEBOOK.projects, sources(folder, month), MONTHS[month], None, boundary
        )
    return _alone(folder, month)


def stored(storage, settings, **options):
    proposal = proposed(storage, settings, **options)
    return snapshots.save(storage, proposal, {stop.id: "repair" for stop in proposal.stops}, "本机", AT)[0]


def imports_in(storage):
    with storage.read() as connection:
        return connection.scalar(select(func.count()).select_from(imports))


def test_a_snapshot_comes_back_as_it_was_proposed(storage, settings):
    """Rows, raw texts, columns, shapes, files, who and when."""
    proposal = proposed(storage, settings, boundary=shapes())
    number = snapshots.save(storage, proposal, {}, "王敏", AT)[0]

    snapshot = snapshots.load(storage, number, RULEBOOK.projects)

    pd.testing.assert_frame_equal(proposal.rows({}), snapshot.rows, check_dtype=False)
    pd.testing.assert_frame_equal(proposal.checked.columns, snapshot.columns, check_dtype=False)
    assert (COUNTY, "澄湖县", MONTHS["2026年3月"], "王敏", AT) == (
        snapshot.county, snapshot.county_name, snapshot.period, snapshot.saved_by, snapshot.saved_at,
    )  # fmt: skip
    assert len(from_bytes(snapshot.boundary).townships) == 16
    assert "乡镇边界.geojson" in snapshot.files


def test_every_stored_figure_is_traced_to_its_cell(storage, settings):
    """File, sheet, letter and raw text of a figure, from the snapshot alone."""
    snapshot = snapshots.load(storage, stored(storage, settings, folder="A"), RULEBOOK.projects)
    row = snapshot.rows.query("school_code == '2142991139'").iloc[0]
    where = snapshot.columns.query("file == @row.file and field == 'pupils'").iloc[0]
    raw = snapshot.raw.query("file == @row.file and sheet == @row.sheet and row == @row.row").iloc[0]

    assert ("综合报表_小学.xlsx", "小学", "AI93") == (row.file, row.sheet, f"{where.letter}{row.row}")
    assert ("一百二", 120) == (raw.pupils, row.pupils)
    problem = snapshot.problems.query("cell == 'AI93'").iloc[0]
    assert ("stop", "120", "repair") == (problem.severity, problem.proposal, problem.decision)


def test_open_stops_store_nothing(storage, settings):
    """Names how many and the first; the database stays as it was."""
    proposal = proposed(storage, settings, folder="A")
    first, *rest = proposal.stops

    with pytest.raises(DecisionsNeeded, match=r"还有 1 处须处理没有定，第一处是“综合报表_小学.xlsx”小学 AI33"):
        snapshots.save(storage, proposal, {stop.id: "missing" for stop in rest}, "本机", AT)

    assert 0 == imports_in(storage)
    assert "AI33" == first.cell


def test_a_county_may_be_called_what_a_sheet_calls_it(storage, settings):
    """A whole sentence where its name should stand is stored like any other."""
    proposal, name = proposed(storage, settings), "澄湖县" * 50
    proposal = replace(proposal, checked=replace(proposal.checked, counties={COUNTY: name}))

    snapshots.save(storage, proposal, {}, "本机", AT)

    assert {COUNTY: name} == snapshots.counties(storage)


def test_decisions_may_differ_from_stop_to_stop(storage, settings):
    """One cell takes its proposal, the others count as not reported."""
    proposal = proposed(storage, settings, folder="A")
    decisions = {stop.id: "missing" for stop in proposal.stops}
    decisions[next(stop.id for stop in proposal.stops if stop.cell == "AI33")] = "repair"

    rows = proposal.rows(decisions).query("stage == 'primary'").set_index("school_code")

    assert 255 == rows.loc["2142991096", "pupils"]
    assert pd.isna(rows.loc["2142991139", "pupils"])


def test_a_pair_is_decided_once(storage, settings):
    """A shared figure that two workbooks state differently is one decision and two rows in the list."""
    proposal = proposed(storage, settings, folder="A")
    pair = [problem for problem in proposal.problems if problem.code == "shared_differs"]

    assert ["CU18", "DB38"] == sorted(problem.cell for problem in pair)
    assert 1 == len([stop for stop in proposal.stops if stop.code == "shared_differs"])


def test_of_two_imports_the_newer_counts_and_the_older_stays(storage, settings):
    """The same county and period again: another snapshot, the first one untouched."""
    first = stored(storage, settings)
    before = snapshots.load(storage, first, RULEBOOK.projects).rows
    second = stored(storage, settings, folder="A")

    assert second == snapshots.newest(storage, COUNTY, MONTHS["2026年3月"])
    assert {MONTHS["2026年3月"]: second} == snapshots.numbers(storage, COUNTY)
    pd.testing.assert_frame_equal(before, snapshots.load(storage, first, RULEBOOK.projects).rows)
    assert 2 == imports_in(storage)


def test_the_newest_period_opens_first(storage, settings):
    """Without a period the latest report date, whatever was imported last."""
    later = stored(storage, settings, month="2026年9月")
    stored(storage, settings)

    assert later == snapshots.newest(storage, COUNTY)
    assert [date(2026, 3, 31), date(2026, 9, 30)] == snapshots.periods(storage, COUNTY)
    assert {COUNTY: "澄湖县"} == snapshots.counties(storage)


def test_a_boundary_stays_with_its_county(storage, settings):
    """Imported once, it serves the periods that follow; in another datum it gives the same places."""
    stored(storage, settings, boundary=shapes("乡镇边界_GCJ02.geojson"))
    later = snapshots.load(storage, stored(storage, settings, month="2026年9月", is_known=True), RULEBOOK.projects)

    assert 16 == len(from_bytes(later.boundary).townships)
    assert "乡镇边界_GCJ02.geojson" == later.boundary_file
    assert {"as_given"} == set(later.rows["location"])


def test_another_countys_boundary_is_told_and_the_stored_one_stays(storage, settings):
    """A file whose codes are all of another county draws nothing here; it must not empty the map without a word."""
    stored(storage, settings, boundary=shapes())
    own = shapes()
    foreign = SourceFile("别县边界.geojson", own.content.replace(b"990121", b"123456"))
    proposal = proposed(storage, settings, boundary=foreign)

    told = [problem for problem in proposal.problems if problem.code == "boundary_elsewhere"]
    assert [("别县边界.geojson", "123456")] == [(problem.file, problem.found) for problem in told]
    kept = snapshots.load(storage, snapshots.save(storage, proposal, {}, "本机", AT)[0], RULEBOOK.projects)
    assert 16 == len(from_bytes(kept.boundary).townships)


def test_a_snapshot_older_than_a_field_is_still_judged(storage, settings):
    """A column that the tables gained later was reported by nobody then: not reported, and no crash."""
    number = stored(storage, settings)
    older = snapshots.load(storage, number, RULEBOOK.projects).rows.drop(columns=["teachers_pe", "remarks"])
    with storage.write() as connection:
        for stage, rows in older.groupby("stage"):
            where = part_of(connection, "schools", "rows", stage)
            connection.execute(update(table_parts).where(where).values(content=frame_to_bytes(rows)))
        as_stored(connection)

    rows = snapshots.load(storage, number, RULEBOOK.projects).rows
    judged = judged_rows(rows)

    assert rows["teachers_pe"].isna().all()
    assert {"no_data"} == set(judged.assessment.query("requirement == 'L3' and status != 'not_applicable'").status)


def test_only_one_boundary_and_not_alone(storage, settings):
    """Two boundary files, or nothing but one: a sentence, nothing stored."""
    with pytest.raises(ImportRefused, match="给了几个乡镇边界文件"):
        snapshots.propose(
            storage, settings, RULEBOOK.projects, [*sources("A_clean", "2026年3月"), shapes(), shapes()], None
        )
    with pytest.raises(ImportRefused, match="这次和库里都没有综合报表，乡镇边界没有学校可对"):
        snapshots.propose(storage, settings, RULEBOOK.projects, [shapes()], None)


def test_a_boundary_alone_is_of_the_day_of_import_and_moves_no_newest_day(storage, settings):
    """It is held against the schools that are known, serves them at once, and goes with its import."""
    stored(storage, settings, month="2026年9月")
    proposal = snapshots.propose(storage, settings, RULEBOOK.projects, [shapes()], today=date(2026, 11, 30))
    snapshots.save(storage, proposal, {}, "本机", AT)
    held = snapshots.load(storage, snapshots.newest(storage, COUNTY), RULEBOOK.projects)

    assert {"boundary": date(2026, 11, 30)} == dict(proposal.dates)
    assert 16 == len(from_bytes(held.boundary).townships)
    assert (date(2026, 9, 30), "乡镇边界.geojson") == (snapshots.last_day(storage, COUNTY), held.boundary_file)
    assert 1 + 1 == len(snapshots.imports(storage))


def test_what_is_not_there_is_a_sentence(storage):
    """Names what was asked for and what to do."""
    with pytest.raises(NotFound, match="数据库里没有990121 2026-03-31 的数据。请先导入"):
        snapshots.newest(storage, COUNTY, date(2026, 3, 31))
    with pytest.raises(NotFound, match="没有编号 990121-20260331-7 的数据"):
        snapshots.load(storage, "990121-20260331-7", RULEBOOK.projects)
    for key in ("7", "", "990121-20261331-7", "990121-20260331-x", "x" * 5000):
        with pytest.raises(NotFound, match="数据"):
            snapshots.load(storage, key, RULEBOOK.projects)


def test_an_import_killed_at_any_moment_is_whole_or_not_there(storage, settings, database_url):
    """kill -9 at three moments of saving: the database holds all tables of an import, or no import."""
    del settings
    script = textwrap.dedent(f"""
        import sys
        from datetime import datetime
        from pathlib import Path
        from monitoring import snapshots
        from monitoring.rulebook import load_rulebook
        from monitoring.settings import load_settings
        from monitoring.storage import Storage
        from monitoring.workbook import SourceFile
        paths = sorted(Path({str(DATA)!r}).glob("A_clean/2026年3月/综合*.xlsx"))
        files = [SourceFile(path.name, path.read_bytes()) for path in paths]
        storage = Storage({database_url!r})
        settings = load_settings()
        proposal = snapshots.propose(storage, settings, load_rulebook(settings).projects, files)
        print("ready", flush=True)
        while True:
            snapshots.save(storage, proposal, {{}}, "本机", datetime(2026, 10, 8))
            print("saved", flush=True)
    """)
    for moment in range(3):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert "ready\n" == process.stdout.readline()
        for _ in range(moment):
            assert "saved\n" == process.stdout.readline()
        time.sleep(0.037 * (moment + 1))  # in the middle of the next one, more or less
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

        again = Storage(database_url)
        with again.read() as connection:
            tables, parts = (
                connection.scalar(select(func.count()).select_from(each)) for each in (stored_tables, table_parts)
            )
        assert tables == 3 * imports_in(again)
        assert parts == 3 * tables
        if imports_in(again):
            assert len(snapshots.load(again, snapshots.newest(again, COUNTY), RULEBOOK.projects).rows) == 137
    assert imports_in(storage)
