"""The pages on PostgreSQL: shared by several programs, gone with the server and back with it."""

from __future__ import annotations

import subprocess
import sys

import pytest
import streamlit as st

from components.shell import PAGES
from monitoring.settings import ROOT
from tests.support import DATA
from tests.support.pages import headline, looks_whole, open_page, words
from tests.support.postgres import GUARDED
from tests.support.routes import ask

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
MARCH = DATA / "A_clean" / "2026年3月"
FILES = [page.file for page in PAGES if page.source.is_file()]
ASKING = [file for file in FILES if file not in ("standards.py", "settings.py")]
"""Pages whose subject is in the database; the two others show files."""


@pytest.fixture(autouse=True)
def _anew():
    """No page remembers another test's database, nor the next test this one."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def test_every_page_opens_on_the_sample(sample_database, held):
    """One copy for all of them: pages only read it."""
    held(sample_database)
    for file in FILES:
        looks_whole(open_page(file))


@pytest.mark.usefixtures("database_url")
def test_every_page_opens_on_an_empty_database():
    for file in FILES:
        visit = open_page(file)
        assert [] == [str(error.message) for error in visit.exception], file
        assert headline(visit)


def test_what_one_program_imports_the_other_shows_at_its_next_run(database_url):
    visit = open_page("overview.py")
    files = [str(path) for path in sorted(MARCH.glob("综合报表*.xlsx"))]
    command = [sys.executable, "-m", "monitoring", "--database", database_url, "import", *files]

    assert "还没有学校数据" in headline(visit)
    subprocess.run([*command, "--period", "2026-03-31"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    visit.run()
    assert "所参评学校中" in headline(visit)


def test_a_page_says_that_the_server_is_gone_and_is_back_when_the_server_is(sample_database, held, postgres):
    """Every page that asks it, in the middle of a visit; health too. Nobody has to start the program again."""
    held(sample_database)
    visits = {file: open_page(file) for file in ASKING}
    before = {file: headline(visit) for file, visit in visits.items()}

    postgres.stop()
    try:
        for file, visit in visits.items():
            visit.run()
            assert [] == list(visit.exception), file
            said = words(visit)
            assert "没有应答或不肯执行" in said and "请核对数据库服务器是否在运行" in said, file
            assert "程序出错了" not in said, file
        answer = ask("/health")
        assert (503, True) == (answer.status, "没有应答" in answer.text)
    finally:
        postgres.start()
    for file, visit in visits.items():
        visit.run()
        looks_whole(visit)
        assert before[file] == headline(visit)
    assert 200 == ask("/health").status


def test_a_program_started_before_the_server_shows_its_pages_once_it_is_there(database_url, postgres):
    postgres.stop()
    try:
        visit = open_page("overview.py")
        assert "没有应答或不肯执行" in words(visit)
        assert database_url.partition("@")[2] in words(visit)
    finally:
        postgres.start()

    visit.run()

    assert "还没有学校数据" in headline(visit)


def test_no_page_says_the_password(postgres, monkeypatch):
    monkeypatch.setenv("MONITORING_DATABASE", postgres.url("postgres", f"{GUARDED}:verraten"))
    for file in ASKING:
        said = words(open_page(file))
        assert f"{GUARDED}:***@" in said, file
        assert "verraten" not in said, file
    assert "verraten" not in ask("/health").text
