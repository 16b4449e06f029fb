"""
docs/architecture.md is held to the code: what it says of modules, signatures, attributes, columns and files is so.

Below `# monitoring/…` in a block, and behind a module in bold, a line states `name(parameters) -> result`, or names, or
`Class: attributes` and methods; behind two blanks and # it only remarks, as in brackets behind a blank.
"""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType, NoneType
from typing import Any

import pandas as pd
import pytest
import sqlalchemy

from monitoring.network import assess
from monitoring.results import judge
from monitoring.rulebook import load_rulebook
from monitoring.schools import prepare
from monitoring.settings import ROOT, load_settings
from monitoring.standards import load_indicators
from monitoring.standards.standard_file import check_file
from monitoring.validation.checked import empty_rows
from monitoring.validation.lists.frames import list_frames
from tests.unit.test_architecture import rooms

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MODULE = re.compile(r"# ((?:monitoring|components)/[\w/]+?)(?:\.py)?(?:\s|$)")
BULLET = re.compile(r"^- \*\*`((?:monitoring|components)/[\w/]+?)/?(?:\.py)?`\*\*(.*)$", re.MULTILINE)
REMARK, IN_BRACKETS = re.compile(r"(?:\s\s|^)\s*#.*"), re.compile(r" \([^()]*\)")
ONE = re.compile(r"(\w+)(\([^()]*\))?(?: -> (.+))?")
ITEM = re.compile(r"\w+(?:\([^()]*\))?")
LISTED = re.compile(r"(?:\w+: )?\w+(?:, \w+)+|\w+\([\w ,=*\"]*\)")
DOTTED = re.compile(r"(?<![\w/.`\[])`?((?:[a-z_]+\.)+(?!(?:py|toml|js|css|md|zip)\b)\w+)(\([^()`]*\))?( -> [\w.]+)?")
FRAME = re.compile(r"\*\*(\w+)\*\*[^`]*(?:\(`[^`]*`\)[^`]*)?(?:`[^`,]*`[^`]*)*`(\w+(?:, \w+)+)`")
SCREEN = ("components.frame", "components.drawing")


def modules_said() -> Iterator[tuple[str, str]]:
    """Module → what a line says of it."""
    for language, block in BLOCK.findall(PAGE):
        module = ""
        for line in block.splitlines() if language == "python" else ():
            heading = MODULE.match(line)
            module = heading[1].replace("/", ".") if heading else module
            if module and (said := REMARK.sub("", line).rstrip()):
                yield module, said
    for module, words in BULLET.findall(PAGE):
        spans = re.findall("`([^`]+)`", words)
        yield from ((module.replace("/", "."), span) for span in spans if LISTED.fullmatch(span))


def found_in(owner: Any, name: str) -> Any:
    """What an object has under a name; a module its modules, too. None where it has no such thing."""
    if isinstance(owner, ModuleType) and not hasattr(owner, name):
        is_there = owner.__name__.replace(".", "/") and (Path(owner.__file__).parent / f"{name}.py").is_file()
        return import_module(f"{owner.__name__}.{name}") if is_there and hasattr(owner, "__path__") else None
    if is_dataclass(owner) and name in {field.name for field in fields(owner)}:
        return name
    return getattr(owner, name, None)


def what_is_wrong(owner: Any, said: str) -> str:
    """Why a statement about an object is not so; "" where it is."""
    match = ONE.fullmatch(said)
    if not match:
        return f"cannot be read: {said}"
    name, parameters, result = match.groups()
    found = found_in(owner, name)
    if found is None:
        return f"there is no {name}"
    if parameters is None:
        return f"{name} takes arguments" if isinstance(owner, type) and inspect.isfunction(found) else ""
    signature = inspect.signature(found)
    own = list(signature.parameters.values())[isinstance(owner, type) and inspect.isfunction(found) :]
    bare = inspect.Signature([each.replace(annotation=each.empty, default=shown(each.default)) for each in own])
    is_so = plain(str(bare)) == plain(parameters.replace("…", "Ellipsis"))
    if result and is_so:
        is_so = ast.unparse(ast.parse(result)) == ast.unparse(ast.parse(str(signature.return_annotation)))
    return "" if is_so else f"is {name}{signature}"


def shown(default: Any) -> Any:
    """A default as the page writes it: {} for a mapping without anything, … for an object."""
    if isinstance(default, Mapping) and not default:
        return {}
    is_plain = default is inspect.Parameter.empty or isinstance(default, (str, int, float, NoneType))
    return default if is_plain else ...


def plain(parameters: str) -> str:
    return ast.unparse(ast.parse(f"def same{parameters}: ..."))


def wrong_of(module: str, said: str) -> list[str]:
    """What is wrong with a line about a module."""
    owner, (head, is_of_class, rest) = import_module(module), said.partition(": ")
    if is_of_class and head.isidentifier():
        owner, said = found_in(owner, head), IN_BRACKETS.sub("", rest)
    if isinstance(owner, sqlalchemy.Table):
        return [] if said.split(", ") == list(owner.columns.keys()) else [f"{head} has {list(owner.columns.keys())}"]
    items = ITEM.findall(said)
    whole = items if len(items) > 1 and ", ".join(items) == said else [said]
    return [wrong for item in whole if (wrong := what_is_wrong(owner, item))]


def test_every_line_about_a_module_is_so():
    said = list(modules_said())

    assert {"monitoring.snapshots", "monitoring.storage.tables", "monitoring.figures"} <= {module for module, _ in said}
    assert [] == [f"{module}: {line}: {wrong}" for module, line in said for wrong in wrong_of(module, line)]


@cache
def screens() -> dict[str, str]:
    """Short name of a module of the screen → its full name: cached → components.frame.cached."""
    names = [(each, path) for each in SCREEN for path in (ROOT / each.replace(".", "/")).iterdir()]
    return {path.stem: f"{each}.{path.stem}" for each, path in names if path.suffix in ("", ".py")}


def test_every_name_with_its_module_is_there():
    """`cached.rulebook()`, `snapshots.propose`, `monitoring.results.judge(rows, …) -> Results`, wherever they stand."""
    wrong, seen = [], set()
    for dotted, parameters, result in DOTTED.findall(PAGE):
        first, *rest = dotted.split(".")
        start = {"monitoring": "monitoring", **{room: f"monitoring.{room}" for room in rooms()}, **screens()}.get(first)
        if start is None:
            continue
        *path, last = rest
        owner = import_module(start)
        for name in path:
            owner = found_in(owner, name)
        seen.add(dotted)
        is_example = last in {name for _, name in example_calls()}
        said = last if is_example else f"{last}{parameters}{result}"
        wrong += [f"{dotted}: {what}" for what in [what_is_wrong(owner, said)] if what]

    assert {"cached.rulebook", "monitoring.results.judge", "snapshots.propose"} <= seen
    assert [] == wrong


def example() -> ast.Module:
    """The block of a page that is read from top to bottom."""
    block = next(block for _, block in BLOCK.findall(PAGE) if "filters.choose()" in block)
    return ast.parse(block.replace("=…", "=...").replace(", …]", ", ...]"))


@cache
def example_calls() -> dict[tuple[str, str], ast.Call]:
    """(module, function) → how the example calls it."""
    return {
        (node.func.value.id, node.func.attr): node
        for node in ast.walk(example())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    }


def test_the_example_of_a_page_calls_what_there_is():
    for (module, name), call in example_calls().items():
        given = {keyword.arg: ... for keyword in call.keywords}

        inspect.signature(getattr(import_module(screens()[module]), name)).bind(*call.args, **given)


@cache
def frames() -> dict[str, list[str]]:
    """Name of a frame → its columns, as an import without a row has them; of rows and parts those beside the fields."""
    rules, rows = load_rulebook(load_settings()), empty_rows()
    prepared = prepare(rows, rules.splitting)
    judged = judge(prepared, rules.standards["moe-2017-6"], rules.indicators, rules.results, rules.unit_costs)
    names = ("assessment", "verdicts", "gaps", "paths", "balance", "townships", "class_sizes")
    made: dict[str, pd.DataFrame] = {name: getattr(judged, name) for name in names}
    made |= list_frames(dict.fromkeys(("rooms", "projects", "reports", "funds"), ()), {}, rules.projects)
    made |= {"schools": prepared.schools, "network": assess(prepared, rules.network, rules.splitting)}
    beside = [name for name in judged.parts.columns if name not in rows.columns]
    return {name: list(frame.columns) for name, frame in made.items()} | {"rows": list(rows.columns), "parts": beside}


@pytest.mark.filterwarnings("ignore::pandas.errors.PerformanceWarning")  # 150 columns of an import without a row
def test_every_frame_has_the_columns_that_the_page_lists():
    section = PAGE[PAGE.index("## The frames") : PAGE.index("## The import")]
    said = {name: columns.split(", ") for name, columns in FRAME.findall(section)}
    rows = said.pop("rows")

    assert [] == [name for name in rows if name not in frames()["rows"]]
    assert {name: columns for name, columns in frames().items() if name != "rows"} == said


def test_results_have_the_frames_that_the_page_names():
    said = re.search(r"the frames above by name \(`([\w ]+)`", PAGE)[1].split()

    assert [] == [name for name in said if what_is_wrong(import_module("monitoring.results").Results, name)]


def test_the_examples_of_data_are_files_that_the_program_reads(tmp_path):
    standard, indicator = (block for language, block in BLOCK.findall(PAGE) if language == "toml")
    for name, block in (("standard.toml", standard), ("indicators.toml", indicator)):
        (tmp_path / name).write_text(block, encoding="utf-8")

    assert tomllib.loads(standard)["id"] == check_file(tmp_path / "standard.toml").id
    assert list(tomllib.loads(indicator)) == list(load_indicators(tmp_path / "indicators.toml"))


def test_every_file_that_a_block_names_is_there():
    """Those of data, and those of monitoring/, which the page leaves out."""
    named = {
        name for _, block in BLOCK.findall(PAGE) for name in re.findall(r"[a-z]\w*/[\w/*-]+\.(?:toml|py)\b", block)
    }

    assert {"data/problems.toml", "validation/known.py"} <= named
    assert [] == [name for name in named if not (list(ROOT.glob(name)) or (ROOT / "monitoring" / name).exists())]
