"""The database: made on first use, moved up step by step, and whole after a kill."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest
from sqlalchemy import func, insert, inspect, select, text

from monitoring.errors import SettingsError
from monitoring.storage import Storage, migrations
from monitoring.storage.m0001_imports import imports
from monitoring.storage.migrations import NewerDatabaseError

ONE = {"saved_at": None, "saved_by": "本机", "period": None, "files": "[]", "state": "current"}


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'new folder' / 'monitoring.db'}"


def test_a_database_is_made_on_first_use(url):
    """Folder, file and tables; opened again, nothing is done twice."""
    Storage(url)
    storage = Storage(url)

    with storage.read() as connection:
        tables = set(inspect(connection).get_table_names())
        assert {"imports", "snapshots", "snapshot_tables", "problems", "boundaries", "weekly_reports"} < tables
        assert [number for number, *_ in migrations.STEPS] == connection.execute(
            select(migrations.migrations.c.number)
        ).scalars().all()


def test_a_newer_database_is_left_alone(url):
    """A program that does not know the tables must not write into them."""
    storage, known = Storage(url), len(migrations.STEPS)
    with storage.write() as connection:
        connection.execute(insert(migrations.migrations).values(number=known + 1, name="of tomorrow"))

    said = f"数据库已升级到第 {known + 1} 版，本程序只认到第 {known} 版。请换用新版程序"
    with pytest.raises(NewerDatabaseError, match=said):
        Storage(url)


def test_an_error_inside_a_transaction_leaves_nothing(url):
    """All or none."""
    storage = Storage(url)

    with pytest.raises(ZeroDivisionError), storage.write() as connection:
        connection.execute(text("INSERT INTO imports VALUES (1, '2026-01-01', '本机', '2026-01-01', '[]', 'current')"))
        raise ZeroDivisionError

    with storage.read() as connection:
        assert 0 == connection.scalar(select(func.count()).select_from(imports))


def test_a_file_that_is_no_database_is_a_sentence(tmp_path):
    """Names the address and the driver's reason; nothing is overwritten."""
    path = tmp_path / "notes.db"
    path.write_text("这不是数据库" * 200, encoding="utf-8")

    with pytest.raises(SettingsError, match="打不开数据库 .*notes.db：file is not a database。.*没有改动任何数据"):
        Storage(f"sqlite:///{path}")

    assert path.read_text(encoding="utf-8").startswith("这不是数据库")


@pytest.mark.parametrize("url", ["monitoring.db", "nosuch+driver://x", "postgresql+nosuch://x/y"])
def test_an_address_that_is_none_is_a_sentence(url):
    """Says what was written and what is expected."""
    with pytest.raises(SettingsError, match="应为 sqlite:///文件 或 postgresql"):
        Storage(url)


def test_a_second_writer_waits_for_the_first(url):
    """Two offices import at once: the second is not refused, its rows come after."""
    storage = Storage(url)
    script = textwrap.dedent(f"""
        import sys
        from sqlalchemy import text
        from monitoring.storage import Storage
        with Storage({url!r}).write() as connection:
            print("waiting is over", flush=True)
            connection.execute(text("INSERT INTO imports VALUES (2, '2026-01-01', '乙', '2026-01-01', '', 'current')"))
    """)
    with storage.write() as connection:
        other = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        connection.execute(text("INSERT INTO imports VALUES (1, '2026-01-01', '甲', '2026-01-01', '[]', 'current')"))
    assert 0 == other.wait(timeout=60)

    with storage.read() as connection:
        assert ["甲", "乙"] == connection.execute(select(imports.c.saved_by).order_by(imports.c.id)).scalars().all()


def test_a_process_killed_while_it_writes_leaves_nothing(url):
    """kill -9 with rows written and not yet kept: the database opens, without them."""
    Storage(url)
    script = textwrap.dedent(f"""
        import time
        from sqlalchemy import text
        from monitoring.storage import Storage
        with Storage({url!r}).write() as connection:
            for number in range(1, 500):
                connection.execute(
                    text("INSERT INTO imports VALUES (:n, '2026-01-01', '本机', '2026-01-01', '[]', 'current')"),
                    {{"n": number}},
                )
            print("written", flush=True)
            time.sleep(60)
    """)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert "written\n" == process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    with Storage(url).read() as connection:
        assert 0 == connection.scalar(select(func.count()).select_from(imports))
        assert "ok" == connection.scalar(text("PRAGMA integrity_check"))
