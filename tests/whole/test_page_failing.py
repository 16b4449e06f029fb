"""A database that fails: pages, routes and the command line say why and what to do; what can be read is read."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest
import streamlit as st

from components import shell
from components.frame import logs
from monitoring.__main__ import main
from monitoring.errors import DatabaseFailed
from monitoring.storage import Storage, engine
from tests.conftest import DATA
from tests.support.pages import forget_other_databases, open_page, words
from tests.support.routes import ask

PAGES = ("overview.py", "gaps.py", "imports.py", "map.py")
MARCH = DATA / "A_clean" / "2026年3月"


@pytest.fixture
def damaged(database_url):
    """A database whose pages were overwritten; the settings name it."""
    Storage(database_url)
    path = Path(database_url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    content[100:8000] = b"\xff" * 7900
    path.write_bytes(content)
    st.cache_resource.clear()
    yield path
    st.cache_resource.clear()


@pytest.mark.usefixtures("damaged")
@pytest.mark.parametrize("file", PAGES)
def test_a_page_on_a_damaged_database_says_how_to_restore(file):
    visit = open_page(file)

    assert [] == list(visit.exception)
    assert "已损坏" in words(visit) and "python -m monitoring restore" in words(visit)
    assert "程序出错了" not in words(visit)


@pytest.mark.usefixtures("damaged")
def test_health_says_that_the_database_fails():
    answer = ask("/health")

    assert 503 == answer.status
    assert "已损坏" in answer.text


@pytest.mark.usefixtures("damaged")
def test_the_command_line_says_it_too(database_url, capsys):
    assert 2 == main(["--database", database_url, "snapshots"])

    said = capsys.readouterr().err
    assert "已损坏" in said and "Traceback" not in said


def test_an_import_on_a_full_disk_keeps_nothing(database_url, monkeypatch, capsys):
    """Exit 2 with the way out; the database is as it was."""
    Storage(database_url)
    set_up = engine._set_up_sqlite

    def small(connection, record):
        set_up(connection, record)
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0] + 1}")

    monkeypatch.setattr(engine, "_set_up_sqlite", small)
    files = [str(path) for path in MARCH.glob("综合报表*.xlsx")]

    assert 2 == main(["--database", database_url, "import", *files, "--period", "2026-03-31"])

    said = capsys.readouterr().err
    assert "磁盘满了" in said and "没有保存任何数据" in said and "腾出空间" in said
    monkeypatch.setattr(engine, "_set_up_sqlite", set_up)
    assert 0 == main(["--database", database_url, "snapshots"])
    assert "" == capsys.readouterr().out


def test_a_page_reads_on_while_another_program_holds_the_database(sample_url):
    forget_other_databases()
    other = sqlite3.connect(sample_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    said = words(open_page("overview.py"))
    other.close()

    assert "清渚县" in said
    assert "程序出错了" not in said


def test_what_a_button_could_not_do_is_a_sentence(monkeypatch, caplog):
    """Raised in its own call, where no page can catch it: said, and no crash in the log."""
    said = []
    monkeypatch.setattr(shell.st, "html", said.append)

    assert shell.report_crash(DatabaseFailed("磁盘满了：<没有>保存任何数据。"))

    assert ['<p class="notice" role="alert">磁盘满了：&lt;没有&gt;保存任何数据。</p>'] == said
    assert [] == caplog.records


@pytest.fixture
def log():
    """Everything that is logged from here on, as it is written."""
    written = []
    factory = logging.getLogRecordFactory()
    handler = logging.Handler()
    handler.emit = lambda record: written.append(logging.Formatter().format(record))
    logging.getLogger().addHandler(handler)
    logs.keep_discreet()
    yield written
    logging.setLogRecordFactory(factory)
    logging.getLogger().removeHandler(handler)


def test_a_crash_is_logged_with_its_place_and_without_peoples_data(log, monkeypatch):
    monkeypatch.setattr(shell.st, "html", lambda _: None)

    def lost(name):
        raise KeyError(name)

    try:
        try:
            lost("张三")
        except KeyError as error:
            raise ValueError("13800000000 postgresql://bureau:geheim@db/jy") from error
    except ValueError as error:
        assert shell.report_crash(error)

    text = "\n".join(log)
    assert "A page crashed" in text and "ValueError" in text and "KeyError" in text
    assert "test_page_failing.py" in text and "in lost" in text
    message = [line for line in text.splitlines() if line.startswith(("KeyError", "ValueError"))]
    assert ["KeyError: '…'", "ValueError: … postgresql://bureau:***@db/jy"] == message
