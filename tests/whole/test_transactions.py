"""A database of either kind: made on first use, read in one state, written in turns, whole after a kill."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import datetime

import pytest
from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from monitoring.errors import DatabaseFailed
from monitoring.storage import Storage, engine, migrations
from monitoring.storage.migrations import NewerDatabaseError
from monitoring.storage.tables import imports

pytestmark = pytest.mark.both_databases
AN_IMPORT = {"saved_at": datetime(2026, 1, 1), "saved_by": "本机", "files": "[]", "state": "current"}


def test_a_database_is_made_on_first_use(database_url):
    """Folder, file and tables; opened again, nothing is done twice."""
    Storage(database_url)
    storage = Storage(database_url)

    with storage.read() as connection:
        tables = set(inspect(connection).get_table_names())
        assert {"imports", "stored_tables", "table_parts", "problems", "boundaries", "entries", "events"} < tables
        assert [number for number, *_ in migrations.STEPS] == connection.execute(
            select(migrations.migrations.c.number)
        ).scalars().all()


def test_a_newer_database_is_left_alone(database_url):
    """A program that does not know the tables must not write into them."""
    storage, known = Storage(database_url), len(migrations.STEPS)
    with storage.write() as connection:
        connection.execute(insert(migrations.migrations).values(number=known + 1, name="of tomorrow"))

    said = f"数据库已升级到第 {known + 1} 版，本程序只认到第 {known} 版。请换用新版程序"
    with pytest.raises(NewerDatabaseError, match=said):
        Storage(database_url)


def test_an_error_inside_a_transaction_leaves_nothing(database_url):
    """All or none."""
    storage = Storage(database_url)

    with pytest.raises(ZeroDivisionError), storage.write() as connection:
        connection.execute(text("INSERT INTO imports VALUES (1, '2026-01-01', '本机', '[]', 'current')"))
        raise ZeroDivisionError

    with storage.read() as connection:
        assert 0 == connection.scalar(select(func.count()).select_from(imports))


def test_a_second_writer_waits_for_the_first(database_url):
    """Two offices import at once: the second is not refused, its rows come after."""
    storage = Storage(database_url)
    script = textwrap.dedent(f"""
        from sqlalchemy import text
        from monitoring.storage import Storage
        storage = Storage({database_url!r})
        print("begins", flush=True)
        with storage.write() as connection:
            connection.execute(text("INSERT INTO imports VALUES (2, '2026-01-01', '乙', '', 'current')"))
    """)
    with storage.write() as connection:
        other = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert "begins\n" == other.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=0.5)
        connection.execute(text("INSERT INTO imports VALUES (1, '2026-01-01', '甲', '[]', 'current')"))
    assert 0 == other.wait(timeout=60)

    with storage.read() as connection:
        assert ["甲", "乙"] == connection.execute(select(imports.c.saved_by).order_by(imports.c.id)).scalars().all()


def test_a_process_killed_while_it_writes_leaves_nothing(database_url):
    """kill -9 with rows written and not yet kept: the database opens, without them."""
    Storage(database_url)
    script = textwrap.dedent(f"""
        import time
        from sqlalchemy import text
        from monitoring.storage import Storage
        with Storage({database_url!r}).write() as connection:
            for number in range(1, 500):
                connection.execute(
                    text("INSERT INTO imports VALUES (:n, '2026-01-01', '本机', '[]', 'current')"),
                    {{"n": number}},
                )
            print("written", flush=True)
            time.sleep(60)
    """)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert "written\n" == process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    with Storage(database_url).read() as connection:
        assert 0 == connection.scalar(select(func.count()).select_from(imports))
    assert [] == Storage(database_url).faults()


def test_who_reads_sees_one_state_while_another_writes(database_url):
    """From the first query to the last, though a writer keeps a row between the two; the next reader sees it."""
    reader, writer = Storage(database_url), Storage(database_url)
    how_many = select(func.count()).select_from(imports)

    with reader.read() as connection:
        before = connection.scalar(how_many)
        with writer.write() as other:
            other.execute(insert(imports).values(AN_IMPORT))
        after = connection.scalar(how_many)
    with reader.read() as connection:
        assert (0, 0, 1) == (before, after, connection.scalar(how_many))


def test_who_writes_sees_what_the_one_before_wrote(database_url):
    """Its turn came after it had begun to wait: it does not decide on what was there before."""
    storage = Storage(database_url)
    script = textwrap.dedent(f"""
        from sqlalchemy import func, select
        from monitoring.storage import Storage
        from monitoring.storage.tables import imports
        storage = Storage({database_url!r})
        print("begins", flush=True)
        with storage.write() as connection:
            print(connection.scalar(select(func.count()).select_from(imports)), flush=True)
    """)
    with storage.write() as connection:
        other = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert "begins\n" == other.stdout.readline()
        time.sleep(0.3)
        connection.execute(insert(imports).values(AN_IMPORT))

    assert "1\n" == other.communicate(timeout=60)[0]


def test_a_database_in_use_is_a_sentence_after_waiting(database_url, monkeypatch):
    """Another writer does not let go; reading goes on."""
    storage = Storage(database_url)
    monkeypatch.setattr(engine, "WAIT_MS", 50)

    with storage.write():
        with (
            pytest.raises(DatabaseFailed, match="等了 0 秒还没有让出，没有保存任何数据"),
            Storage(database_url).write(),
        ):
            pass
        with Storage(database_url).read() as connection:
            assert 0 == connection.scalar(select(func.count()).select_from(imports))


def test_two_processes_that_open_a_new_database_make_it_once(database_url):
    """One waits for the other; both are content."""
    script = textwrap.dedent(f"""
        from sqlalchemy import func, select
        from monitoring.storage import Storage, migrations
        with Storage({database_url!r}).read() as connection:
            print(connection.scalar(select(func.count()).select_from(migrations.migrations)))
    """)
    both = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) for _ in range(2)]

    assert [f"{len(migrations.STEPS)}\n"] * 2 == [process.communicate(timeout=120)[0] for process in both]


def test_a_text_of_a_damaged_file_is_stored(database_url):
    """A NUL, which PostgreSQL has no place for, and what no keyboard types."""
    storage, said = Storage(database_url), "张\0三\u200b𠮷"
    with storage.write() as connection:
        connection.execute(insert(imports).values({**AN_IMPORT, "saved_by": said}))

    with storage.read() as connection:
        kept = connection.scalar(select(imports.c.saved_by))
    assert said == kept.replace("\ufffd", "\0")


def test_a_mistake_of_ours_stays_one(database_url):
    """It is not told as a matter of disks."""
    with pytest.raises(DBAPIError, match="nosuch"), Storage(database_url).read() as connection:
        connection.execute(text("SELECT * FROM nosuch"))


def test_an_error_of_the_database_does_not_say_what_was_to_be_stored(database_url):
    """It may go into a log: names and figures of people do not."""
    insertion = insert(imports).values({**AN_IMPORT, "saved_at": None, "saved_by": "张三"})
    with pytest.raises(IntegrityError) as refused, Storage(database_url).write() as connection:
        connection.execute(insertion)

    assert "张三" not in str(refused.value)
