"""Imports point inwards: the diagram of docs/architecture.md, read from that page, holds without an exception."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from monitoring.settings import ROOT
from tests.support.code import files, imports

SCREEN = {"streamlit", "streamlit_folium", "plotly", "folium", "branca", "starlette"}
DATABASE = {"sqlalchemy", "sqlite3"}
CLOCK = re.compile(r"\b(?:date\.today|datetime\.now|time\.time)\(")
INNER = {  # what each folder of code must not import, of our own
    "monitoring": {"components", "pages", "dashboard", "tools", "tests"},
    "components": {"pages", "dashboard", "tools", "tests"},
    "pages": {"pages", "dashboard", "tools", "tests"},
    "tools": {"components", "pages", "dashboard", "monitoring", "tests"},
}
FORBIDDEN = {
    "fillna(0": re.compile(r"fillna\(0\b"),
    "except Exception": re.compile(r"except (?:Base)?Exception|except:"),
    "type: ignore": re.compile(r"# type: ignore(?!.*\()"),
    "to do": re.compile(r"\bTODO\b|\bFIXME\b"),
}
MOST_LINES = 400

UNPLUG = f"""
import importlib, pkgutil, sys

class Unplugged:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {SCREEN!r}:
            raise ImportError(name + " is unplugged")

sys.meta_path.insert(0, Unplugged())
import monitoring
names = [module.name for module in pkgutil.walk_packages(monitoring.__path__, "monitoring.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def diagram() -> list[list[str]]:
    """The rows of the diagram, the highest first."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = page.split("```")[1]
    return [re.findall(r"\w+", line) for line in block.strip().splitlines()]


def rooms() -> set[str]:
    """The modules and packages that stand directly in monitoring/."""
    inside = (ROOT / "monitoring").iterdir()
    names = {path.stem for path in inside if path.suffix == ".py" or (path / "__init__.py").is_file()}
    return names - {"__init__"}


def room_of(path: Path) -> str:
    """The room of monitoring/ that a file stands in."""
    return path.relative_to(ROOT / "monitoring").parts[0].removesuffix(".py")


def test_the_diagram_names_every_room_once():
    named = [name for row in diagram() for name in row]

    assert sorted(rooms()) == sorted(named)


def test_a_room_imports_only_what_stands_lower_or_to_its_right():
    place = {name: (level, column) for level, row in enumerate(diagram()) for column, name in enumerate(row)}

    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files("monitoring")
        if room_of(path) in place  # not monitoring/__init__.py, whose imports are tested next
        for name in imports(path)
        if name.startswith("monitoring.") and (room := name.split(".")[1]) != room_of(path)
        if place.get(room, (-1, 0)) < place[room_of(path)]
    ]

    assert [] == wrong


def test_the_package_itself_imports_nothing():
    assert [] == list(imports(ROOT / "monitoring" / "__init__.py"))


@pytest.mark.parametrize("folder", INNER)
def test_imports_point_inwards(folder):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files(folder)
        for name in imports(path)
        if (top := name.partition(".")[0]) in INNER[folder] and not (top == folder == "tools")
    ]

    assert [] == wrong


def test_only_what_draws_knows_the_screen():
    """streamlit, plotly and folium stand in pages, components and dashboard.py alone."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in [*files("monitoring"), *files("tools")]
        for name in imports(path)
        if name.partition(".")[0] in SCREEN
    ]

    assert [] == wrong


def test_with_the_screen_unplugged_every_module_of_the_product_still_imports():
    done = subprocess.run([sys.executable, "-c", UNPLUG], cwd=ROOT, capture_output=True, text=True, check=False)

    assert "" == done.stderr
    assert len(rooms()) <= int(done.stdout)


def test_only_storage_and_snapshots_speak_sql():
    """storage owns the tables, snapshots what is written into them; everything else asks these two."""
    speaking = {
        room_of(path) if "monitoring" in path.parts else path.name
        for path in [*files("monitoring"), *files("components"), *files("pages")]
        for name in imports(path)
        if name.partition(".")[0] in DATABASE
    }

    assert {"events", "snapshots", "storage"} == speaking


def test_what_judges_asks_no_clock():
    """From schools up to projects a day is an argument, so that an old snapshot judged again gives the same."""
    rows = diagram()
    highest = next(level for level, row in enumerate(rows) if "projects" in row)
    pure = {name for row in rows[highest:] for name in row}

    assert [] == [path for path in files("monitoring") if room_of(path) in pure and CLOCK.search(path.read_text())]


@pytest.mark.parametrize("words", FORBIDDEN)
def test_words_that_hide_mistakes_are_not_used(words):
    code = [*files("monitoring"), *files("components"), *files("pages"), *files("tools"), ROOT / "dashboard.py"]

    assert [] == [str(path.relative_to(ROOT)) for path in code if FORBIDDEN[words].search(path.read_text())]


def test_only_two_modules_remember_between_runs():
    """Figures by snapshots and fingerprints, what was drawn by the state of the database: components/frame."""
    remembering = [
        path.name for folder in ("components", "pages") for path in files(folder) if "st.cache_" in path.read_text()
    ]

    assert ["cached.py", "drawn.py"] == sorted(remembering)


def test_every_page_with_a_view_opens_it_by_one_name():
    """components/<page>/view.py: what the page shows of a choice is made by open_view."""
    views = sorted((ROOT / "components").glob("*/view.py"))

    assert len(views) > 1
    assert [] == [str(path.relative_to(ROOT)) for path in views if "\ndef open_view(" not in path.read_text()]


def test_no_module_is_longer_than_four_hundred_lines():
    code = [path for folder in ("monitoring", "components", "pages", "tools", "tests") for path in files(folder)]

    assert [] == [f"{path}: {n}" for path in code if (n := len(path.read_text().splitlines())) > MOST_LINES]
