"""The rulebook: what stands for each part, which version of a document a day means, and that no rule is a global."""

from __future__ import annotations

import ast
import dataclasses
import pickle
import shutil
from datetime import date
from types import MappingProxyType

import pandas as pd
import pytest

from monitoring.errors import StandardError
from monitoring.results import judge
from monitoring.rulebook import COSTS, PARTS, SHOWN, VERDICTS, fingerprints, load_rulebook
from monitoring.rulebook import fingerprints as of_parts
from monitoring.schools import columns, prepare
from monitoring.settings import ROOT, load_settings
from monitoring.situation.needs import NEEDS, kept_by
from monitoring.standards import check_all, own_troubles, states, vocabulary
from tests.support import DATA
from tests.support.assessment import GOOD
from tests.support.code import files, imports
from tests.support.engine import frame, row
from tests.support.rules import RULEBOOK

OWN = (DATA / "standards" / "own.toml").read_text(encoding="utf-8")
FILES = {
    "CODES": "words", "COLUMNS": "words", "SOURCES": "standards", "INDICATOR_FILE": "indicators",
    "RESULT_FILE": "results", "CLASSROOM_FILE": "classrooms", "NETWORK_FILE": "network", "PROJECT_FILE": "projects",
    "MAP_FILE": "map",
}  # fmt: skip
FRAMES = ("rows", "parts", "schools", "assessment", "verdicts", "gaps", "paths", "balance", "townships", "class_sizes")
CHOICES = {
    "compared_standards": ({"moe-2017-6": ("张三", date(2026, 12, 1))}, "standards"),
    "network_limits": ({"ladder": "guiyang"}, "network"),
    "project_closes": ({"CH-2025-001": ("L5",)}, "projects"),
    "unit_costs": ({"books_per_pupil": 26.0}, COSTS),
    "unit_costs_are_examples": (False, COSTS),
    "default_standard": ("moe-2012-3", SHOWN),
    "shown_standards": (("moe-2017-6",), SHOWN),
}
LOADERS = {
    "load_standards", "load_indicators", "load_result_rules", "load_classroom_rules", "load_network_rules",
    "load_project_rules", "load_plans", "load_map_rules", "load_splitting",
}  # fmt: skip
MAY_LOAD = {
    "monitoring/rulebook/loading.py",
    "monitoring/standards/library.py",  # a standard names indicators
    "monitoring/standards/standard_file.py",
    "monitoring/reports/handbook.py",  # as a program that writes a page of docs/
}


@pytest.fixture
def shelf(tmp_path):
    """Settings whose own folder holds standards: id → further lines of its file, and texts in place of others."""

    def written(**standards):
        for name, (lines, *changes) in standards.items():
            text = OWN.replace('id = "own"', f'id = "{name}"\n{lines}')
            for old, new in changes:
                assert old in text
                text = text.replace(old, new)
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return dataclasses.replace(load_settings(), own_standards=tmp_path)

    return written


def changed(before, after):
    return {part for part in PARTS if before[part] != after[part]}


# —— fingerprints


@pytest.mark.parametrize("constant", FILES)
def test_a_byte_of_a_file_changes_what_stands_for_its_part_alone(constant, tmp_path, monkeypatch):
    module = __import__("monitoring.rulebook.fingerprints", fromlist=["fingerprints"])
    before, path = fingerprints(load_settings()), getattr(module, constant)
    own = tmp_path / path.name
    own.write_bytes(path.read_bytes() + b"#")
    monkeypatch.setattr(module, constant, own)

    assert {FILES[constant]} == changed(before, fingerprints(load_settings()))


def test_a_plan_more_changes_the_plans_alone(tmp_path, monkeypatch):
    module = __import__("monitoring.rulebook.fingerprints", fromlist=["fingerprints"])
    before = fingerprints(load_settings())
    shutil.copytree(module.PLAN_FOLDER, tmp_path / "plans")
    (tmp_path / "plans" / "own.toml").write_bytes(b"")
    monkeypatch.setattr(module, "PLAN_FOLDER", tmp_path / "plans")

    assert {"plans"} == changed(before, fingerprints(load_settings()))


@pytest.mark.parametrize(
    ("module", "constant", "old", "new", "found"),
    [
        (vocabulary, "COLUMNS", 'unit = "册"', 'unit = "本"', lambda: vocabulary.vocabulary().fields["books"].unit),
        (vocabulary, "CODES", 'primary = "小学"', 'primary = "小"', lambda: vocabulary.vocabulary().stages["primary"]),
        (columns, "COLUMNS", 'name = "books"', 'name = "volumes"', lambda: "books" in columns.columns().shared),
        (states, "SOURCES", "[S20]", "[S2000]", lambda: "S20" in states.sources()),
    ],
    ids=["the unit of a field", "the word of a stage", "a shared field", "a source"],
)
def test_words_follow_their_file_while_the_program_runs(module, constant, old, new, found, tmp_path, monkeypatch):
    """What the fingerprints take for new is new, and is what it was once the file is."""
    path = getattr(module, constant)
    own = tmp_path / path.name
    own.write_bytes(path.read_bytes())
    monkeypatch.setattr(module, constant, own)
    before, text = found(), own.read_text(encoding="utf-8")
    assert old in text

    own.write_text(text.replace(old, new), encoding="utf-8")
    assert before != found()

    own.write_text(text, encoding="utf-8")
    assert before == found()


def test_the_bureaus_own_standards_are_part_of_the_standards(shelf):
    """A byte, a file more, and back again: the same content is the same rulebook, whenever it was written."""
    before = fingerprints(load_settings())
    one = fingerprints(shelf(own=("",)))
    other = fingerprints(shelf(own=("", ("value = 25", "value = 26"))))

    assert {"standards"} == changed(before, one) == changed(one, other)
    assert one == fingerprints(shelf(own=("",)))


@pytest.mark.parametrize("name", CHOICES)
def test_what_config_toml_chooses_changes_its_part_alone(name):
    given, part = CHOICES[name]
    settings = load_settings()

    assert {part} == changed(fingerprints(settings), fingerprints(dataclasses.replace(settings, **{name: given})))


def test_what_no_figure_depends_on_changes_nothing():
    settings = load_settings()
    other = dataclasses.replace(settings, bureau="另一个局", map_approval="虚构", upload_mb=1, database="sqlite://")

    assert fingerprints(settings) == fingerprints(other)


def test_the_order_of_keys_does_not_matter():
    settings = load_settings()
    turned = MappingProxyType(dict(reversed(settings.unit_costs.items())))

    assert fingerprints(settings) == fingerprints(dataclasses.replace(settings, unit_costs=turned))


def test_a_unit_cost_leaves_every_verdict_where_it_is():
    """Verdicts, coefficients, projects, rooms and the network stay; what costs money does not."""
    settings = load_settings()
    dearer = load_rulebook(dataclasses.replace(settings, unit_costs=MappingProxyType({"books_per_pupil": 26.0})))
    made_anew = {name for name in NEEDS if kept_by(name, RULEBOOK, 1) != kept_by(name, dearer, 1)}

    assert RULEBOOK.fingerprint_of(*VERDICTS) == dearer.fingerprint_of(*VERDICTS)
    assert RULEBOOK.fingerprint != dearer.fingerprint
    assert {"results", "shortages", "looks", "layer"} == made_anew


def test_two_loads_of_one_content_are_one_rulebook():
    again = load_rulebook(load_settings())

    assert RULEBOOK.fingerprint == again.fingerprint
    assert dict(RULEBOOK.fingerprints) == of_parts(load_settings())
    assert 16 == len(again.fingerprint)


def test_a_rulebook_that_was_pickled_judges_the_same():
    """Another process is handed the rules as they are, read-only as before."""
    again = pickle.loads(pickle.dumps(RULEBOOK))

    assert RULEBOOK == again
    assert isinstance(again.standards, MappingProxyType)
    before, after = (judged_county(rules) for rules in (RULEBOOK, again))
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(before, name), getattr(after, name), check_exact=True)
    assert ["not_met", "met"] == after.schools["verdict"].tolist()


def judged_county(rules):
    """A school that lacks its multimedia rooms, and one that lacks nothing."""
    rows = frame(row("2199000001", **GOOD | {"multimedia_rooms": 0}), row("2199000002", **GOOD))
    prepared = prepare(rows, rules.splitting)
    return judge(prepared, rules.standards["moe-2017-6"], rules.indicators, rules.results, rules.unit_costs)


# —— versions


FIRST, SECOND, THIRD = "v2010", "v2020", "v2030"
CHAIN = {
    FIRST: ("", ("in_force = 2020-09-01", "in_force = 2010-09-01")),
    SECOND: (f'replaces = "{FIRST}"',),
    THIRD: (f'replaces = "{SECOND}"', ("in_force = 2020-09-01", "in_force = 2030-09-01")),
}


@pytest.mark.parametrize("asked", CHAIN)
@pytest.mark.parametrize(
    ("on", "meant"),
    [
        (date(2010, 8, 31), ""), (date(2010, 9, 1), FIRST), (date(2020, 8, 31), FIRST), (date(2020, 9, 1), SECOND),
        (date(2026, 9, 30), SECOND), (date(2030, 9, 1), THIRD), (date(2040, 1, 1), THIRD),
    ],
)  # fmt: skip
def test_of_the_versions_of_a_document_that_of_the_day_is_meant(shelf, asked, on, meant):
    """Whichever of them is named; before the first one it is the one that is named."""
    book = load_rulebook(shelf(**CHAIN))

    assert (meant or asked) == book.in_force(asked, on).id
    assert (FIRST, SECOND, THIRD) == tuple(each.id for each in book.versions(asked))


def test_another_document_never_takes_the_place_of_one(shelf):
    """In force or not: two standards are one document only where one says that it replaces the other."""
    book = load_rulebook(shelf(v2010=CHAIN[FIRST], v2020=("",)))

    assert FIRST == book.in_force(FIRST, date(2026, 9, 30)).id
    assert "moe-2012-3" == book.in_force("moe-2012-3", date(2026, 9, 30)).id
    assert all(name == book.in_force(name, date(2026, 9, 30)).id for name in RULEBOOK.standards)


def test_a_version_that_was_repealed_is_meant_only_while_it_was_in_force(shelf):
    """Between the repeal of the old and the start of the new none is in force: the one that is named."""
    old = (f"{CHAIN[FIRST][0]}repealed = 2018-01-01", *CHAIN[FIRST][1:])
    book = load_rulebook(shelf(v2010=old, v2020=CHAIN[SECOND]))

    assert FIRST == book.in_force(SECOND, date(2017, 12, 31)).id
    assert [SECOND, FIRST] == [book.in_force(name, date(2018, 1, 1)).id for name in (SECOND, FIRST)]


def test_a_version_of_unknown_date_takes_no_ones_place_and_keeps_its_own(shelf):
    undated = (*CHAIN[SECOND], ("in_force = 2020-09-01", 'in_force = "不详"'))
    book = load_rulebook(shelf(v2010=CHAIN[FIRST], v2020=undated))

    assert FIRST == book.in_force(FIRST, date(2026, 9, 30)).id
    assert SECOND == book.in_force(SECOND, date(2026, 9, 30)).id


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('replaces = "moe-2071"', "v2020.toml replaces 写的是“moe-2071”，应为所代替的那一版的 id，现有 "),
        ('replaces = "v2020"', "v2020.toml replaces 写的是“v2020”，绕回了它自己，应为更早的一版的 id。"),
        ('replaces = "js-2015"', "“v2010”已经代替了它，一版只能由一版代替。"),
        ('replaces = "moe-2017-6"\nrepealed = 2031-01-01', ""),
    ],
)
def test_a_standard_that_replaces_what_it_cannot_is_told(shelf, lines, said):
    """A wrong own file is left out with its sentence; the others are read."""
    old = ('replaces = "js-2015"', ("in_force = 2020-09-01", "in_force = 2018-09-01"))
    settings = shelf(v2010=old, v2020=(lines,))
    told = own_troubles(settings)

    assert bool(said) == bool(told)
    assert all(said in each and each.endswith("这个文件没有读入，其他标准照常使用。") for each in told)
    assert ("v2020" in load_rulebook(settings).standards) is not bool(said)
    if said:
        with pytest.raises(StandardError, match="没有读入任何标准"):
            check_all(settings)


def test_two_that_replace_each_other_are_both_left_out(shelf):
    settings = shelf(v2010=(f'replaces = "{SECOND}"',), v2020=(f'replaces = "{FIRST}"',))

    assert 2 == len(own_troubles(settings))
    assert set(RULEBOOK.standards) == set(load_rulebook(settings).standards)


def test_a_version_that_begins_before_the_one_it_replaces_is_told(shelf):
    settings = shelf(v2010=("",), v2020=(f'replaces = "{FIRST}"', ("in_force = 2020-09-01", "in_force = 2019-09-01")))

    assert "in_force 写的是 2019-09-01，应晚于所代替的“v2010”的 2020-09-01。" in own_troubles(settings)[0]


# —— handed down, never a global


def calls(path):
    """The names of the functions that a file calls, the doctests apart."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def test_only_loaders_read_files_of_rules():
    reading = {str(path.relative_to(ROOT)) for path in files("monitoring") for name in calls(path) if name in LOADERS}

    assert MAY_LOAD == reading


def test_nothing_remembers_rules():
    """A file of rules that is read once a process would be a global: its change would not be seen, or half of it."""
    whole = ("classrooms", "network", "projects", "results", "layers", "rulebook", "balance", "gaps")
    remembering = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in files("monitoring")
        if "tomllib" in imports(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.name in LOADERS or path.relative_to(ROOT).parts[1] in whole)
        for mark in node.decorator_list
        if ast.unparse(mark).partition("(")[0] in ("cache", "lru_cache", "functools.cache")
    ]

    assert [] == remembering


def test_who_computes_by_rules_is_always_given_them():
    """No argument `rules` may be left out, so that nobody computes by others than the situation's."""
    optional = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for folder in ("monitoring", "components")
        for path in files(folder)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        for given in [*node.args.posonlyargs, *node.args.args][-len(node.args.defaults) or None :]
        if node.args.defaults and given.arg in ("rules", "rulebook")
    ]

    assert [] == optional
