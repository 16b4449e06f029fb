"""What tests share: the example exports, a database of their own, settings of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitoring.settings import ROOT, Settings, load_settings

DATA = Path(__file__).parent / "data"


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
