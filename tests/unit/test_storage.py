"""The database: made on first use, moved up step by step, and whole after a kill."""

import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from monitoring.errors import DatabaseFailed, SettingsError
from monitoring.storage import Storage, engine
from monitoring.storage.tables import imports

NOBODY = 65534
ONE = {"saved_at": None, "saved_by": "本机", "files": "[]", "state": "current"}


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'new folder' / 'monitoring.db'}"


def test_a_file_that_is_no_database_is_a_sentence(tmp_path):
    """Names the file and the driver's reason; nothing is overwritten."""
    path = tmp_path / "notes.db"
    path.write_text("这不是数据库" * 200, encoding="utf-8")

    with pytest.raises(DatabaseFailed, match="notes.db 已损坏（file is not a database），没有改动任何数据"):
        Storage(f"sqlite:///{path}")

    assert path.read_text(encoding="utf-8").startswith("这不是数据库")


@pytest.mark.parametrize("url", ["monitoring.db", "nosuch+driver://x", "postgresql+nosuch://x/y"])
def test_an_address_that_is_none_is_a_sentence(url):
    """Says what was written and what is expected."""
    with pytest.raises(SettingsError, match="应为 sqlite:///文件 或 postgresql"):
        Storage(url)


# —— what an office can mend is a sentence


def fill(url, rows=2000):
    """Write until the database is larger than it may be."""
    with Storage(url).write() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
        for _ in range(rows):
            connection.execute(text("INSERT INTO imports VALUES (NULL, '2026-01-01', '本机', '[]', 'x')"))


def rows_of(url):
    with Storage(url).read() as connection:
        return connection.scalar(select(func.count()).select_from(imports))


def test_a_full_disk_is_a_sentence_and_nothing_is_kept(url):
    with pytest.raises(DatabaseFailed, match="磁盘满了：数据库 .*monitoring.db 写不下，没有保存任何数据.*腾出空间"):
        fill(url)

    assert 0 == rows_of(url)


def test_a_database_in_use_is_a_sentence_after_waiting(url, monkeypatch):
    """Another program holds it and does not let go; reading goes on."""
    Storage(url)
    monkeypatch.setattr(engine, "WAIT_MS", 50)
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseFailed, match="正被别的程序占用.*没有保存任何数据.*关闭"), Storage(url).write():
        pass
    assert 0 == rows_of(url)
    other.close()


def test_a_damaged_database_is_a_sentence_that_names_the_way_back(url):
    Storage(url)
    path = Path(url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    content = bytearray(path.read_bytes())
    content[100:4000] = b"\xff" * 3900
    path.write_bytes(content)

    with pytest.raises(DatabaseFailed, match="已损坏.*python -m monitoring restore 备份文件 --replace"):
        Storage(url)
    assert bytes(content) == path.read_bytes()


def without_journal(url):
    """Close a database so that it is one file."""
    path = Path(url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for name in ("-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    return path


@contextmanager
def nobody():
    """Root may write everywhere: for a while, be somebody who may not."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.fixture
def locked(url):
    """Copy a database, with or without its journal, into a folder that cannot be written; returns the address."""
    fill_one(url)
    source = without_journal(url)
    made = []

    def copied(*, journal):
        if journal:
            still_open = sqlite3.connect(source)
            still_open.execute("INSERT INTO imports VALUES (2, '2026-01-01', '本机', '[]', 'current')")
            still_open.commit()
            made.append(still_open)
        folder = Path(tempfile.mkdtemp())
        for name in ("monitoring.db", "monitoring.db-wal") if journal else ("monitoring.db",):
            shutil.copy(source.with_name(name), folder / name)
            (folder / name).chmod(0o444)
        folder.chmod(0o555)
        return f"sqlite:///{folder / 'monitoring.db'}"

    yield copied
    for connection in made:
        connection.close()


def test_a_copy_that_cannot_be_written_is_read(locked):
    """What is asked to be saved is refused, and nothing is made beside it."""
    url = locked(journal=False)

    with nobody():
        assert 1 == rows_of(url)
        with (
            pytest.raises(DatabaseFailed, match="只能读、不能写，没有保存任何数据；已有的数据照常查看"),
            Storage(url).write() as connection,
        ):
            connection.execute(text("DELETE FROM imports"))
        assert 1 == rows_of(url)
    assert ["monitoring.db"] == [path.name for path in Path(url.removeprefix("sqlite:///")).parent.iterdir()]


def test_a_copy_whose_journal_holds_more_is_not_read_without_it(locked):
    """Its figures would be those of an earlier day."""
    url = locked(journal=True)

    with nobody(), pytest.raises(DatabaseFailed, match="最近保存的内容还在旁边的 monitoring.db-wal 里"):
        Storage(url)


def fill_one(url):
    with Storage(url).write() as connection:
        connection.execute(text("INSERT INTO imports VALUES (1, '2026-01-01', '本机', '[]', 'current')"))


def test_a_folder_that_cannot_be_made_is_a_sentence():
    with pytest.raises(SettingsError, match="建不了放数据库的文件夹 /proc/none：.*没有改动任何数据"):
        Storage("sqlite:////proc/none/monitoring.db")


def test_a_file_that_is_a_folder_is_a_sentence(tmp_path):
    (tmp_path / "monitoring.db").mkdir()

    with pytest.raises(DatabaseFailed, match="打不开数据库 .*monitoring.db（unable to open database file）"):
        Storage(f"sqlite:///{tmp_path / 'monitoring.db'}")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://bureau:geheim@localhost:1/jy",
        "postgresql+psycopg://bureau:ge@heim@localhost:1/jy",
        "postgresql+psycopg://localhost:1/jy?user=a&password=geheim",
        "nosuch+driver://bureau:geheim@db/jy",
        "postgresql:bureau:geheim@db/jy",
    ],
)
def test_a_password_is_never_said(address):
    with pytest.raises((SettingsError, DatabaseFailed)) as refused:
        Storage(address)

    assert "heim" not in str(refused.value)


def test_a_driver_that_is_missing_is_told_with_what_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(SettingsError, match="驱动 psycopg 没有安装.*-m pip install -r requirements-server.lock"):
        Storage("postgresql+psycopg://bureau:geheim@db/jy")
