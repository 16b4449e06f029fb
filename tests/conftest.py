"""What tests share: the example exports, a database of their own, settings of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import hypothesis
import pytest

from monitoring import snapshots
from monitoring.settings import ROOT, Settings, load_settings
from monitoring.storage import Storage
from monitoring.workbook import SourceFile

DATA = Path(__file__).parent / "data"

# Developers look for new cases at every run; a submission is tried with the same ones each time.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


WHOLE = (
    "test_page", "test_expected", "test_layouts", "test_damaged", "test_sample", "test_snapshots", "test_commands",
    "test_township_example", "test_classrooms", "test_projects", "test_lists", "test_tools", "test_reports_school",
    "test_routes", "test_validation", "test_network", "test_charts_checked",
    "test_county_slips", "test_cell_formats", "test_invisible", "test_amounts", "test_photos", "test_reader",
    "test_corrected_files", "test_corrections", "test_list_sheets", "test_formats", "test_corpus",
    "test_stages", "test_marks",
)  # fmt: skip
"""Files whose tests go through the whole product; the others are unit tests, under a minute together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of those files."""
    for item in items:
        if item.path.name.startswith(WHOLE):
            item.add_marker(pytest.mark.whole)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of example exports, invented for this project."""
    return DATA


@pytest.fixture(autouse=True)
def database_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address of a database that does not exist yet; whatever asks the settings gets it, never data/local."""
    url = f"sqlite:///{tmp_path / 'monitoring.db'}"
    monkeypatch.setenv("MONITORING_DATABASE", url)
    return url


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


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the sample county, made once by `python -m monitoring demo`; only to be read or copied."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    subprocess.run(
        [sys.executable, "-m", "monitoring", "--database", f"sqlite:///{path}", "demo"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return path


@pytest.fixture
def sample_url(sample_database: Path, database_url: str) -> str:
    """The address of the test's own copy of the sample county; the settings name it too."""
    for part in sample_database.parent.glob("sample.db*"):  # the journal lies beside it
        shutil.copy(part, database_url.removeprefix("sqlite:///") + part.name.removeprefix("sample.db"))
    return database_url


@pytest.fixture(scope="session")
def clean_database(tmp_path_factory):
    """A database file with the clean county of September, its projects among it; only to be read or copied."""
    path = tmp_path_factory.mktemp("clean") / "clean.db"
    files = [
        SourceFile(each.name, each.read_bytes()) for each in sorted((DATA / "A_clean" / "2026年9月").glob("*.xlsx"))
    ]
    storage = Storage(f"sqlite:///{path}")
    proposal = snapshots.propose(storage, load_settings(), files, date(2026, 9, 30))
    decisions = {stop.id: "repair" for stop in proposal.stops}
    snapshots.save(storage, proposal, decisions, "本机", datetime(2026, 10, 1, 9))  # noqa: DTZ001 (wall clock)
    return path


@pytest.fixture
def clean(clean_database, monkeypatch):
    """The settings name the clean county's database; pages only read it."""
    monkeypatch.setenv("MONITORING_DATABASE", f"sqlite:///{clean_database}")


@pytest.fixture
def schools_alone(tmp_path, monkeypatch):
    """The settings name a database with the clean county's school tables and no list."""
    monkeypatch.setenv("MONITORING_DATABASE", f"sqlite:///{tmp_path / 'schools.db'}")
    files = [
        SourceFile(each.name, each.read_bytes())
        for each in sorted((DATA / "A_clean" / "2026年9月").glob("综合报表*.xlsx"))
    ]
    storage = Storage(f"sqlite:///{tmp_path / 'schools.db'}")
    proposal = snapshots.propose(storage, load_settings(), files, date(2026, 9, 30))
    snapshots.save(storage, proposal, {}, "本机", datetime(2026, 10, 1, 9))  # noqa: DTZ001 (wall clock)


@pytest.fixture(scope="session")
def browser():
    """The machine's own Chromium, one for all tests; what it needs is loaded by those that ask for it."""
    from playwright.sync_api import sync_playwright

    from tests.browser import chromium, launch

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
    from tests.browser import serve

    with serve(f"sqlite:///{sample_database}") as url:
        yield url


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory: pytest.TempPathFactory):
    """A server on a database that holds nothing."""
    from tests.browser import serve

    with serve(f"sqlite:///{tmp_path_factory.mktemp('empty') / 'empty.db'}") as url:
        yield url
