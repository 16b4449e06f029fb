"""PostgreSQL alone: what its keeper has to mend is a sentence, what was cut off is undone, no password is ever said."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, insert, select, text

from monitoring import snapshots
from monitoring.__main__ import main
from monitoring.errors import DatabaseFailed, SettingsError
from monitoring.settings import ROOT
from monitoring.storage import Storage, server
from monitoring.storage.tables import imports
from tests.support.postgres import GUARDED, PASSWORD, PATIENCE_S
from tests.support.stored import AT

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
AN_IMPORT = {"saved_at": AT, "saved_by": "本机", "files": "[]", "state": "current"}
ONE = text("SELECT 1")


@pytest.fixture
def down(postgres):
    """Stop the server; it is started again at the latest when the test is over."""
    yield postgres.stop
    postgres.start()


def as_user(url: str, password: str = PASSWORD) -> str:
    """The same database, for the user who has no rights."""
    return url.replace("monitoring@", f"{GUARDED}:{password}@")


def rows(storage: Storage) -> int:
    with storage.read() as connection:
        return connection.scalar(select(func.count()).select_from(imports))


def test_a_server_that_is_down_is_a_sentence_and_up_again_it_answers(database_url, postgres, down):
    """The connections that it cut are made anew, unasked; a new program says it at its start."""
    storage = Storage(database_url)
    down()

    said = "没有应答或不肯执行（.*Connection refused），没有改动任何数据。请核对数据库服务器是否在运行"
    with pytest.raises(DatabaseFailed, match=said):
        rows(storage)
    with pytest.raises(DatabaseFailed, match=said):
        Storage(database_url)
    postgres.start()
    assert 0 == rows(storage)
    postgres.stop()


def test_a_connection_lost_while_it_writes_leaves_nothing(database_url, postgres, down):
    storage = Storage(database_url)

    with pytest.raises(DatabaseFailed, match="没有保存任何数据"), storage.write() as connection:
        connection.execute(insert(imports).values(AN_IMPORT))
        down()
        connection.execute(insert(imports).values(AN_IMPORT))
    postgres.start()
    assert 0 == rows(storage)
    postgres.stop()


def test_a_connection_lost_at_the_last_word_is_not_said_to_have_saved_nothing(database_url, down):
    """The server may have kept it all before it went: who reads it looks at the list of imports."""
    storage = Storage(database_url)

    with (
        pytest.raises(DatabaseFailed, match="不能确定刚才的一步存上了没有.*导入记录"),
        storage.write() as connection,
    ):
        connection.execute(insert(imports).values(AN_IMPORT))
        down()


def test_a_writer_that_was_cut_off_does_not_keep_the_others_waiting(database_url, monkeypatch):
    """A computer without power says no goodbye: after a while its work is undone."""
    monkeypatch.setattr(server, "ABANDONED_MS", 200)
    lost = Storage(database_url)

    with pytest.raises(DatabaseFailed, match="idle-in-transaction timeout"), lost.write() as connection:
        connection.execute(insert(imports).values(AN_IMPORT))
        with Storage(database_url).write() as other:
            assert 0 == other.scalar(select(func.count()).select_from(imports))
        connection.execute(ONE)


def test_a_wrong_password_is_a_sentence_without_it(database_url, capsys, caplog):
    """Neither in what is raised, nor on the command line, nor in the log."""
    wrong = as_user(database_url, "verraten")

    with pytest.raises(DatabaseFailed, match='password authentication failed for user "guarded"') as refused:
        Storage(wrong)
    with caplog.at_level(logging.DEBUG):
        assert 2 == main(["--database", wrong, "snapshots"])

    said = "".join([str(refused.value), *capsys.readouterr(), caplog.text])
    assert "guarded:***@" in said
    assert "verraten" not in said


def test_a_user_who_may_make_no_tables_is_told_what_is_missing(database_url):
    with pytest.raises(DatabaseFailed, match="permission denied for schema public.*没有保存任何数据.*所有者"):
        Storage(as_user(database_url))


def test_a_user_who_owns_the_database_may_do_everything(database_url, postgres):
    """What the README asks for, and no more: not even the owner's own schema is needed."""
    postgres.execute(f"ALTER DATABASE {database_url.rpartition('/')[2]} OWNER TO guarded")
    storage = Storage(as_user(database_url))
    with storage.write() as connection:
        connection.execute(insert(imports).values(AN_IMPORT))

    assert 1 == rows(storage)
    assert [] == storage.faults()


def test_a_standby_is_read_and_not_written(database_url, postgres):
    Storage(database_url)
    postgres.execute(f"ALTER DATABASE {database_url.rpartition('/')[2]} SET default_transaction_read_only = on")
    storage = Storage(database_url)

    assert 0 == rows(storage)
    with (
        pytest.raises(DatabaseFailed, match="只能读、不能写.*没有保存任何数据；已有的数据照常查看"),
        storage.write() as connection,
    ):
        connection.execute(insert(imports).values(AN_IMPORT))


def test_a_database_that_is_not_there_is_a_sentence(postgres):
    with pytest.raises(DatabaseFailed, match='database "nowhere" does not exist'):
        Storage(postgres.url("nowhere"))


def test_a_database_of_another_encoding_is_refused(postgres):
    """It would take the imports until the first name that it cannot write."""
    options = "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc TEMPLATE template0"
    postgres.execute(f"CREATE DATABASE latin {options}")

    with pytest.raises(SettingsError, match="“latin”的编码是 LATIN1，应为 UTF8"):
        Storage(postgres.url("latin"))
    postgres.drop(postgres.url("latin"))


def test_who_waits_for_a_migration_finds_nothing_left_to_do(database_url):
    """A database of today, made while the second program waited for its turn."""
    first = create_engine(database_url)
    with first.begin() as connection:
        server.wait_for_turn(connection, 1000)
        with pytest.raises(DatabaseFailed, match="正在写入别的导入或修改"):
            _opened(database_url, wait_ms=50)
    first.dispose()

    assert 0 == rows(_opened(database_url, wait_ms=1000))


def _opened(url: str, wait_ms: int) -> Storage:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("monitoring.storage.engine.WAIT_MS", wait_ms)
        return Storage(url)


def test_a_server_of_the_tests_ends_with_whoever_started_it():
    """kill -9 of a test run: the server stops, its folder goes."""
    script = textwrap.dedent("""
        import os, signal
        from tests.support.postgres import Postgres
        print(Postgres().folder, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    killed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    folder, until = Path(killed.stdout.strip()), time.monotonic() + PATIENCE_S

    assert -signal.SIGKILL == killed.returncode
    assert folder.name.startswith("monitoring-postgresql-")
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not folder.exists()


def test_a_backup_is_left_to_the_servers_own_tools(database_url, tmp_path, capsys):
    """Which, and what else is to be kept; no file is written. What was restored there would not be this database."""
    file = tmp_path / "b.zip"

    assert 2 == main(["--database", database_url, "backup", str(file)])
    said = capsys.readouterr().err
    assert "pg_dump" in said and "没有写出备份" in said and "folder" in said and "config.toml" in said
    assert 2 == main(["--database", database_url, "restore", str(file), "--replace"])
    assert "pg_restore" in capsys.readouterr().err
    assert [] == [path.name for path in tmp_path.iterdir()]


def test_what_the_keeper_of_the_server_may_change_is_taken_from_the_address(database_url):
    storage = Storage(f"{database_url}?connect_timeout=3&application_name=jy")

    with storage.read() as connection:
        assert "jy" == connection.scalar(text("SHOW application_name"))
        assert "3" == connection.connection.driver_connection.info.get_parameters()["connect_timeout"]
    assert {} == snapshots.counties(storage)
