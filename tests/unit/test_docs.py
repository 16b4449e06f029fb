"""What the documents name is there, and what is generated is up to date."""

from __future__ import annotations

import re
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

from monitoring.classrooms.ledger import COLUMNS as OF_ROOMS
from monitoring.network.judging import COLUMNS as OF_NETWORK
from monitoring.projects import funds, listing, milestones
from monitoring.reports.exports import COLUMNS
from monitoring.reports.handbook import whole_page
from monitoring.reports.lists import LISTS, NETWORK
from monitoring.settings import ROOT
from monitoring.validation.catalogue.problem import catalogue
from tests.support.code import files, imports
from tests.support.rules import RULEBOOK

OURS = {"monitoring", "components", "pages", "tools"}
READMES = ("README.md", "README.zh-CN.md")
LONGEST_NAME = 12  # characters of the name of a problem: one line of the list
MADE_BY_RUNNING = {"data/local"}
BLOCK = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
CITED = re.compile(r"\brules ((?:\d+(?:, | and )?)+)|docs/rules\.md 第 (\d+) 节")
UNKNOWN_HERE = re.compile(r"\bcontrac[t]|合[同]第")  # words of a page that is no part of the project


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(readme: str) -> str:
    """Everything a README shows between fences."""
    return "\n".join(BLOCK.findall(text(readme)))


def tree(readme: str) -> list[str]:
    """The paths of the tree, whole: `  static/` under `components/` is components/static."""
    lines = next(block for block in BLOCK.findall(text(readme)) if block.startswith("dashboard.py")).splitlines()
    paths, folder = [], ""
    for line in lines:
        name = line.split()[0].rstrip("/")
        folder = folder if line.startswith(" ") else name
        paths.append(f"{folder}/{name}" if line.startswith(" ") else name)
    return paths


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("readme", READMES)
def test_every_make_command_of_a_readme_exists(readme):
    named = set(re.findall(r"^make ([a-z-]+)", blocks(readme), re.MULTILINE))

    assert {"run", "test", "bundle"} <= named
    assert set() == named - make_targets()


@pytest.mark.parametrize("readme", READMES)
def test_every_command_line_of_a_readme_exists(readme, capsys):
    from monitoring.__main__ import main  # here: the other tests need no database

    with pytest.raises(SystemExit):
        main(["--help"])
    known = capsys.readouterr().out

    named = re.findall(r"-m monitoring ([a-z-]+)", blocks(readme))
    assert {"import", "export"} <= set(named)
    assert [] == [command for command in named if not re.search(rf"^\s+{command}\b", known, re.MULTILINE)]


@pytest.mark.parametrize("readme", READMES)
def test_every_entry_of_the_tree_exists(readme):
    named = tree(readme)

    assert [] == [path for path in named if path not in MADE_BY_RUNNING and not (ROOT / path).exists()]


@pytest.mark.parametrize("readme", READMES)
def test_the_tree_names_every_room_of_the_product(readme):
    inside = (ROOT / "monitoring").iterdir()
    rooms = {path.name for path in inside if not path.name.startswith("__")} - {"errors.py"}

    assert set() == rooms - {Path(path).name for path in tree(readme)}


def test_both_readmes_show_the_same_tree_and_name_the_same_files():
    english, chinese = READMES

    assert tree(english) == tree(chinese)
    assert answers(english) == answers(chinese)


def answers(readme: str) -> list[list[str]]:
    """The files that the table "in which one file to change" gives, row by row."""
    rows = [line.split("|") for line in text(readme).splitlines() if line.startswith("| ")]
    return [re.findall("`([^`]+)`", row[2]) for row in rows]


@pytest.mark.parametrize(
    "name", [*READMES, "CHANGELOG.md", *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_every_link_and_every_file_that_a_page_names_exists(name):
    page = text(name)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", page) if "://" not in link]
    named = [path for path in re.findall(r"`([a-z_.]+/[\w./-]*|[\w-]+\.(?:toml|py|md))`", page) if "*" not in path]
    missing = [link for link in links if not ((ROOT / name).parent / link).exists()]

    assert [] == missing
    assert [] == [path for path in named if not path.startswith("data/local") and not is_there(path)]


def is_there(path: str) -> bool:
    """A page may leave monitoring/ out, where it speaks of nothing else."""
    return (ROOT / path).exists() or (ROOT / "monitoring" / path).exists()


def test_the_page_of_indicators_is_what_make_docs_writes():
    assert whole_page(RULEBOOK.indicators) == text("docs/indicators.md")


def test_the_rules_list_the_columns_that_are_exported():
    section = text("docs/rules.md").partition("## 4.")[2].partition("## 5.")[0]
    cells = [line.split("|") for line in section.splitlines() if line.startswith("| ")]
    said = {row[1].strip(): re.findall(r"[a-z]\w+", row[2]) for row in cells}
    exported = {name: list(columns) for name, columns in COLUMNS.items()} | {
        "classrooms": [*OF_ROOMS, "step", "overdue"],
        "projects": listing.COLUMNS,
        "milestones": milestones.COLUMNS,
        "funds": funds.COLUMNS,
        "network": [name for name in OF_NETWORK if name != "stages"],
    }
    exported["gaps"] += ["project", "project_by"]

    assert set(LISTS) | {NETWORK} | set(COLUMNS) | {"rows", "table"} == set(said)
    assert exported == {name: said[name] for name in exported}


def citing() -> list[Path]:
    """Everything that may cite a section of docs/rules.md."""
    code = [path for folder in ("monitoring", "components", "pages", "tools", "tests") for path in files(folder)]
    pages = [ROOT / "dashboard.py", *sorted((ROOT / "docs").glob("**/*.md")), *sorted(ROOT.glob("*.md"))]
    return [*code, *pages, *sorted((ROOT / "data").glob("**/*.toml"))]


def test_every_section_of_the_rules_that_is_cited_is_there():
    sections = set(re.findall(r"^## (\d+)\. ", text("docs/rules.md"), re.MULTILINE))
    cited = {
        (str(path.relative_to(ROOT)), number)
        for path in citing()
        for numbers in CITED.findall(path.read_text(encoding="utf-8"))
        for number in re.findall(r"\d+", " ".join(numbers))
    }

    assert [str(number) for number in range(1, 8)] == sorted(sections)
    assert [] == sorted(citation for citation in cited if citation[1] not in sections)


def test_rules_are_cited_by_no_other_name():
    assert [] == [
        str(path.relative_to(ROOT))
        for path in citing()
        if UNKNOWN_HERE.search(path.read_text(encoding="utf-8").lower())
    ]


def test_the_glossary_has_one_word_for_each_idea():
    rows = [line.strip("|").split("|") for line in text("docs/glossary.md").splitlines() if line.startswith("|")][2:]
    for column in (0, 1):
        words = sorted(word.strip() for row in rows for word in re.split("[、,]", row[column]))

        assert [] == [word for word, following in pairwise(words) if word == following]


def named_packages() -> set[str]:
    """What the program imports, with a server's database and a cluster, without what else a package may bring."""
    files_of = ("requirements.txt", "requirements-server.txt", "requirements-spark.txt")
    lines = [line for name in files_of for line in text(name).splitlines()]
    return {re.split(r"[\[=]", line)[0] for line in lines}


def test_every_dependency_has_its_reason_and_every_reason_its_dependency():
    pinned = named_packages()
    table = text("docs/decisions/0004-dependencies.md")
    reasoned = {
        name.strip() for names in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE) for name in names.split(",")
    }

    assert pinned == reasoned - {"package"}


def test_what_the_program_imports_is_what_is_pinned():
    code = [path for folder in ("monitoring", "components", "pages") for path in files(folder)] + [
        ROOT / "dashboard.py"
    ]
    tops = {name.partition(".")[0] for path in code for name in imports(path)}
    distributions = packages_distributions()

    used = {distributions[top][0].lower() for top in tops - OURS if top in distributions}
    assert {name.lower() for name in named_packages()} == used


def test_no_file_of_another_county_is_needed():
    """What is shipped names no folder outside the project."""
    assert [] == [name for name in READMES if "../" in text(name)]


def test_every_kind_of_problem_has_a_name():
    """Short, in Chinese, and no two alike: `name` in data/problems.toml."""
    names = [entry["name"] for entry in catalogue().values()]

    assert len(set(names)) == len(names)
    assert not [name for name in names if name.isascii() or len(name) > LONGEST_NAME]
