"""What tests share: the example exports, a database of their own, settings of their own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from monitoring import snapshots
from monitoring.settings import ROOT, Settings, load_settings
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.rules import RULEBOOK
from tools.system_packages import postgresql

if TYPE_CHECKING:
    from tests.support.postgres import Postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"

# Developers look for new cases at every run; a submission is tried with the same ones each time.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of example exports, invented for this project."""
    return DATA


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked both_databases (its subject is what is stored) is tried on SQLite and on PostgreSQL."""
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_kind", [SQLITE, POSTGRESQL], indirect=True)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database the test is on: sqlite, unless it is marked both_databases or asks for a PostgreSQL server."""
    return getattr(request, "param", SQLITE)


@pytest.fixture(autouse=True)
def database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """An address of a database that holds nothing yet; whatever asks the settings gets it, never data/local."""
    if database_kind == SQLITE:
        url = f"sqlite:///{tmp_path / 'monitoring.db'}"
        monkeypatch.setenv("MONITORING_DATABASE", url)
        yield url
        return
    server = request.getfixturevalue("postgres")
    url = server.new()
    monkeypatch.setenv("MONITORING_DATABASE", url)
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this process; only tests on PostgreSQL start it."""
    from tests.support.postgres import Postgres

    if postgresql() is None:
        assert not os.environ.get("CI"), "CI has no PostgreSQL: make test installs it"
        pytest.skip("no PostgreSQL on this machine; make test says how to get it")
    server = Postgres()
    yield server
    server.close()


@pytest.fixture
def held(
    database_kind: str, database_url: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """
    Let the settings name a database that holds what a database file holds: held(file) returns its address.

    It is the test's own, on SQLite or PostgreSQL; with only_read=True the file itself, where that can be.
    """

    def copied(source: Path, *, only_read: bool = False) -> str:
        if database_kind == POSTGRESQL:
            request.getfixturevalue("postgres").fill(database_url, source)
            return database_url
        if only_read:
            monkeypatch.setenv("MONITORING_DATABASE", f"sqlite:///{source}")
            return f"sqlite:///{source}"
        shutil.copy(source, database_url.removeprefix("sqlite:///"))
        return database_url

    return copied


@pytest.fixture
def settings(database_url: str) -> Settings:  # noqa: ARG001 (the environment it sets)
    """The project's own settings with a database of the test's own."""
    return load_settings()


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    """Load config.toml with texts replaced: configure(('upload_mb = 50', 'upload_mb = 1'), …), for this test alone."""

    def changed(*replacements: tuple[str, str]) -> Settings:
        text = (ROOT / "config.toml").read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text, f"config.toml has no {old!r}"
            text = text.replace(old, new)
        own = tmp_path / "config.toml"
        own.write_text(text, encoding="utf-8")
        monkeypatch.setenv("MONITORING_CONFIG", str(own))
        return load_settings()

    return changed


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """
    Return a database that all tests share, only to be read or copied: the first that asks makes it, others wait.

    Tests run in several processes (pytest-xdist), which share the folder above their own.
    """
    own = factory.getbasetemp()
    folder = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / f"shared-{name}"
    path, done, failed = folder / f"{name}.db", folder / "done", folder / "failed"
    try:
        folder.mkdir()
    except FileExistsError:
        while not done.exists():
            assert not failed.exists(), f"{name} could not be made; the first test that asked for it says why"
            time.sleep(0.1)
        return path
    try:
        make(path)
    except BaseException:
        failed.touch()
        raise
    with closing(sqlite3.connect(path)) as database:  # all of it into the one file, which can then be copied alone
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    done.touch()
    return path


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the sample county, made once by `python -m monitoring demo`."""

    def demo(path: Path) -> None:
        command = [sys.executable, "-m", "monitoring", "--database", f"sqlite:///{path}", "demo"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    return made_once(tmp_path_factory, "sample", demo)


@pytest.fixture
def sample_url(sample_database: Path, held: Callable[..., str]) -> str:
    """The address of the test's own copy of the sample county; the settings name it too."""
    return held(sample_database)


@pytest.fixture(scope="session")
def clean_database(tmp_path_factory):
    """A database file with the clean county of September, its projects among it."""
    return made_once(tmp_path_factory, "clean", partial(_import_september, "*.xlsx"))


def _import_september(pattern: str, path: Path) -> None:
    folder = DATA / "A_clean" / "2026年9月"
    files = [SourceFile(each.name, each.read_bytes()) for each in sorted(folder.glob(pattern))]
    storage = Storage(f"sqlite:///{path}")
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, files, date(2026, 9, 30))
    decisions = {stop.id: "repair" for stop in proposal.stops}
    snapshots.save(storage, proposal, decisions, "本机", datetime(2026, 10, 1, 9))  # noqa: DTZ001 (wall clock)


@pytest.fixture
def clean(clean_database, held):
    """The settings name the clean county's database; pages only read it."""
    held(clean_database, only_read=True)


@pytest.fixture(scope="session")
def schools_database(tmp_path_factory):
    """A database file with the clean county's school tables of September and no list."""
    return made_once(tmp_path_factory, "schools", partial(_import_september, "综合报表*.xlsx"))


@pytest.fixture
def schools_alone(schools_database, held):
    """The settings name a database with the clean county's school tables and no list; pages only read it."""
    held(schools_database, only_read=True)


@pytest.fixture
def hand_in(monkeypatch):
    """Lay files into the page's place for files; the framework's tester has none."""
    from components.imports import uploads

    def lay(folder, month="2026年3月", pattern="综合报表*.xlsx"):
        files = [SourceFile(path.name, path.read_bytes()) for path in sorted((DATA / folder / month).glob(pattern))]
        lie = {"files": files}
        monkeypatch.setattr(uploads, "pick_files", lambda: lie["files"])
        return lie

    return lay


@pytest.fixture(scope="session")
def browser():
    """The machine's own Chromium, one for all tests; what it needs is loaded by those that ask for it."""
    from playwright.sync_api import sync_playwright

    from tests.support.browser import chromium, launch

    if chromium() is None:
        assert not os.environ.get("CI"), "CI has no browser: make test installs one"
        pytest.skip("no Chromium on this machine; make test says how to get one")
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def sample_server(sample_database: Path):
    """A server that shows the sample county."""
    from tests.support.browser import serve

    with serve(f"sqlite:///{sample_database}") as url:
        yield url


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory: pytest.TempPathFactory):
    """A server on a database that holds nothing."""
    from tests.support.browser import serve

    with serve(f"sqlite:///{tmp_path_factory.mktemp('empty') / 'empty.db'}") as url:
        yield url
