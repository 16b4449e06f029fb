"""A database of an earlier program keeps every figure; whichever way one came to be, it is the same."""

from __future__ import annotations

import hashlib
import json
import lzma
import sqlite3
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.pool import NullPool

from monitoring import events, snapshots
from monitoring.__main__ import main
from monitoring.errors import DatabaseFailed
from monitoring.settings import ROOT
from monitoring.storage import Storage, migrations
from monitoring.storage.tables import METADATA, stored_tables
from tests.support import DATA
from tests.support.rules import RULEBOOK
from tests.support.stored import withdraw

OLD = DATA / "databases" / "before_kinds.db.xz"
"""
Written by the program before tables had dates of their own (commit a3d5f27): two dates, school tables and lists alone,
lists again, three withdrawn imports, entries typed in (one of a day after both dates), photos.
"""
EXPECTED = json.loads((DATA / "databases" / "before_kinds.json").read_text(encoding="utf-8"))["sha256"]
COUNTY = "990121"
DAYS = ("2026-03-31", "2026-09-30")
TABLES_BEFORE_KINDS = {"migrations", "imports", "snapshots", "snapshot_tables", "problems", "boundaries",
                       "weekly_reports", "photos", "photo_withdrawals", "table_checksums"}  # fmt: skip


@pytest.fixture
def old(tmp_path) -> Path:
    path = tmp_path / "old.db"
    path.write_bytes(lzma.decompress(OLD.read_bytes()))
    return path


@pytest.mark.both_databases
@pytest.mark.parametrize("day", DAYS)
def test_every_exported_figure_of_an_old_date_is_the_same_to_the_byte(old, held, tmp_path, day):
    """Thirteen tables, three standards: SHA-256 of what the program of then exported, wherever it is stored now."""
    Storage(f"sqlite:///{old}")  # moves it up
    url = held(old)
    found, target = {}, tmp_path / "table.csv"
    asked = {name: sha for name, sha in EXPECTED.items() if name.startswith(day)}
    for name in asked:
        _, standard, table = name.split()
        arguments = ["export", table, "--period", day, "--standard", standard, "--output", str(target)]
        assert 0 == main(["--database", url, *arguments])
        found[name] = hashlib.sha256(target.read_bytes()).hexdigest()

    assert len(asked) > 20
    assert asked == found


def test_each_table_goes_to_the_import_that_brought_it(old):
    """Copies of other imports' tables are gone: an import of the ledger alone holds the ledger alone."""
    storage = Storage(f"sqlite:///{old}")
    with storage.read() as connection:
        rows = connection.execute(select(stored_tables.c.import_id, stored_tables.c.kind, stored_tables.c.stage)).all()
    brought: dict[int, list[str]] = {}
    for number, kind, stage in rows:
        brought.setdefault(number, []).append(stage or kind)

    stages = ["junior", "primary", "senior"]
    lists = ["funds", "projects", "reports"]
    assert sorted([*stages, *lists, "rooms", "boundary"]) == sorted(brought[1])
    assert stages == sorted(brought[2])
    assert sorted([*lists, "rooms"]) == sorted(brought[3])
    assert [["rooms"], lists, stages, ["rooms"]] == [sorted(brought[number]) for number in (4, 5, 6, 7)]


def test_a_withdrawal_takes_back_exactly_what_the_import_brought(old):
    """The lists of September (import 3) go, the schools of import 2 stay; restored, all is as it was."""
    storage = Storage(f"sqlite:///{old}")
    september = date(2026, 9, 30)
    before = snapshots.load(storage, snapshots.newest(storage, COUNTY, september), RULEBOOK.projects)
    withdraw(storage, 3)
    without = snapshots.load(storage, snapshots.newest(storage, COUNTY, september), RULEBOOK.projects)
    snapshots.set_state(storage, 3, "current", "本机", without.saved_at)
    again = snapshots.newest(storage, COUNTY, september)

    assert date(2026, 3, 31) == without.dates["rooms"] == without.dates["projects"]
    assert before.tables["schools"] == without.tables["schools"]
    assert before.key == again
    withdraw(storage, 2)
    assert [date(2026, 3, 31)] == snapshots.periods(storage, COUNTY)
    assert (
        september
        == snapshots.load(storage, snapshots.newest(storage, COUNTY, on=september), RULEBOOK.projects).dates["rooms"]
    )


def test_what_was_typed_in_and_photographed_is_kept(old):
    storage = Storage(f"sqlite:///{old}")
    history = snapshots.report_history(storage, COUNTY)
    typed = history[history["import_id"].isna()]
    shown = snapshots.photos(storage, COUNTY)

    assert [date(2026, 10, 12), date(2026, 9, 28), date(2026, 9, 28)] == [day.date() for day in typed["reported_on"]]
    assert [68.0, 66.0] == typed["progress_pct"].dropna().tolist()
    assert ["北侧"] == shown["caption"].tolist()
    assert date(2026, 10, 12) == snapshots.last_day(storage, COUNTY)
    kinds = events.log(storage)["kind"].value_counts().to_dict()
    assert {"import": 7, "entry": 3, "photo": 2, "photo_withdrawal": 1} == kinds


def schema(storage: Storage) -> dict:
    """Tables, columns, keys and indexes, in words that compare."""
    with storage.read() as connection:
        seen = inspect(connection)
        return {
            name: (
                [(each["name"], str(each["type"]), each["nullable"]) for each in seen.get_columns(name)],
                seen.get_pk_constraint(name)["constrained_columns"],
                sorted((each["constrained_columns"], each["referred_table"]) for each in seen.get_foreign_keys(name)),
                sorted((each["name"], each["column_names"]) for each in seen.get_indexes(name)),
            )
            for name in seen.get_table_names()
        }


def earlier(old: Path, number: int) -> None:
    """Make of a database that stood at step 4 one that stood at an earlier step, with what that step could hold."""
    gone = {3: ["table_checksums"], 2: ["table_checksums", "photo_withdrawals", "photos"]}
    gone[1] = [*gone[2], "weekly_reports"]
    with sqlite3.connect(old) as connection:
        for name in gone.get(number, []):
            connection.execute(f"DROP TABLE {name}")
        connection.execute("DELETE FROM migrations WHERE number > ?", (number,))
    connection.close()


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_the_schema_is_the_same_whichever_way_a_database_came_to_be(old, tmp_path, number):
    """New (0), or from each earlier step with data: as storage/tables.py says, and the figures that it could hold."""
    if number:
        earlier(old, number)
    storage = Storage(f"sqlite:///{old if number else tmp_path / 'new.db'}")
    made = tmp_path / "made.db"
    fresh = Storage(f"sqlite:///{made}")

    assert schema(fresh) == schema(storage)
    assert {*METADATA.tables, "migrations"} == set(schema(storage))
    with storage.read() as connection:
        found = inspect(connection)
        for name, table in METADATA.tables.items():
            assert [each.name for each in table.columns] == [each["name"] for each in found.get_columns(name)], name
    if number:
        rooms = snapshots.load(storage, snapshots.newest(storage, COUNTY, date(2026, 9, 30)), RULEBOOK.projects).lists[
            "rooms"
        ]
        assert 1399 == len(rooms)


@pytest.mark.both_databases
def test_a_new_database_is_as_the_tables_say(database_url):
    """All steps, from the first upward, come to what storage/tables.py would make at once."""
    storage = Storage(database_url)
    by_steps = schema(storage)
    with storage.write() as connection:
        METADATA.drop_all(connection)
        METADATA.create_all(connection)

    assert by_steps == schema(storage)
    assert {*METADATA.tables, "migrations"} == set(by_steps)


@pytest.mark.both_databases
def test_a_step_that_fails_makes_no_table_of_a_new_database(database_url, monkeypatch):
    """Four steps taken, then an error: none is, and the next start takes them all."""
    steps = list(migrations.STEPS)

    def failing(connection):
        steps[4][2](connection)
        connection.execute(text("DROP TABLE nowhere"))

    monkeypatch.setattr(migrations, "STEPS", (*steps[:4], (5, "fails", failing)))
    with pytest.raises(DatabaseFailed, match="升级到新版时出错.*数据库还是原来的，没有改动任何数据"):
        Storage(database_url)
    bare = create_engine(database_url, poolclass=NullPool)
    with bare.connect() as connection:
        assert [] == inspect(connection).get_table_names()
    monkeypatch.undo()
    assert {} == snapshots.counties(Storage(database_url))


def test_a_step_that_fails_leaves_the_database_as_it_was(old, monkeypatch):
    """Half of the tables made, then an error: not one table is new, and the next start tries again."""
    before = old.read_bytes()
    steps = list(migrations.STEPS)

    def failing(connection):
        steps[4][2](connection)
        connection.execute(text("DROP TABLE nowhere"))

    monkeypatch.setattr(migrations, "STEPS", (*steps[:4], (5, "fails", failing)))
    with pytest.raises(DatabaseFailed, match="old.db 升级到新版时出错.*数据库还是原来的，没有改动任何数据"):
        Storage(f"sqlite:///{old}")
    with sqlite3.connect(old) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert 4 == connection.execute("SELECT count(*) FROM migrations").fetchone()[0]
    connection.close()
    assert TABLES_BEFORE_KINDS == names
    assert len(before) == old.stat().st_size

    monkeypatch.undo()
    assert [date(2026, 3, 31), date(2026, 9, 30)] == snapshots.periods(Storage(f"sqlite:///{old}"), COUNTY)


def test_two_processes_that_open_an_old_database_migrate_it_once(old):
    """One waits for the other; both see the same."""
    script = textwrap.dedent(f"""
        from monitoring import snapshots
        from monitoring.storage import Storage
        print(len(snapshots.imports(Storage("sqlite:///{old}"))))
    """)
    both = [
        subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]

    assert ["7\n", "7\n"] == [process.communicate(timeout=120)[0] for process in both]
    with Storage(f"sqlite:///{old}").read() as connection:
        assert 5 == connection.scalar(text("SELECT count(*) FROM migrations"))
