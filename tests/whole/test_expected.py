"""From workbook to CSV by the command line: what comes out equals what a separate program computed, digit by digit."""

import csv
import json
from decimal import Decimal

import openpyxl
import pytest

from monitoring.__main__ import main
from tests.support import DATA

PERIODS = {"P1": ("2026年3月", "2026-03-31"), "P2": ("2026年9月", "2026-09-30")}
STAGES = {"小学": "primary", "初中": "junior"}
VERDICTS = {"meets": "met", "fails": "not_met", "undetermined": "undetermined", "not_judged": "not_judged"}
SETS = {
    ("A_clean", "expected"): (),
    ("A", "expected_repair"): ("--accept-repairs",),
    ("A", "expected_strict"): ("--accept-missing",),
}
CASES = [(*names, period) for names in SETS for period in PERIODS]
TABLES = (
    "schools", "assessment", "verdicts", "gaps", "balance", "townships", "class_sizes",
    "classrooms", "funnel", "projects", "milestones", "funds",
)  # fmt: skip
HOSTILE = {"2142991174", "2142991109"}  # their names are kept as typed and not compared (rules 2)


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def import_files(folder, period, database, *switches):
    month, day = PERIODS[period]
    files = sorted(str(path) for path in (DATA / folder / month).glob("*.xlsx"))
    boundary = str(DATA / folder / "乡镇边界.geojson")
    return main(["--database", database, "import", *files, "--boundary", boundary, "--period", day, *switches])


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Import a set once and export its tables: (folder, answers, period) → table → rows."""
    known = {}

    def tables(folder, answers, period):
        key = folder, answers, period
        if key not in known:
            place = tmp_path_factory.mktemp("export")
            database = f"sqlite:///{place / 'monitoring.db'}"
            assert 0 == import_files(folder, period, database, *SETS[folder, answers])
            known[key] = {}
            for table in TABLES:
                out = place / f"{table}.csv"
                assert 0 == main(["--database", database, "export", table, "--output", str(out)])
                known[key][table] = read(out)
            for table in ("assessment", "balance"):
                out = place / f"{table}_2012.csv"
                arguments = ["export", table, "--output", str(out), "--standard", "moe-2012-3"]
                assert 0 == main(["--database", database, *arguments])
                known[key][f"{table}_2012"] = read(out)
        return known[key]

    return tables


def agrees(expected, found):
    """Whether a figure rounds to the printed one; blank where there is none."""
    if expected == "" or found == "":
        return expected == found
    printed = Decimal(expected)
    return abs(Decimal(found) - printed) <= Decimal("0.5000001") * Decimal(1).scaleb(
        max(printed.as_tuple().exponent, -6)
    )


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_schools_and_indicators(case, exported):
    """Every value, status and verdict, of the seven and of the eight."""
    tables = exported(*case)
    assessment = {(row["school_code"], row["stage"], row["requirement"]): row for row in tables["assessment"]}
    eight = {(row["school_code"], row["stage"], row["requirement"]): row for row in tables["assessment_2012"]}
    verdicts = {(row["school_code"], row["stage"]): row for row in tables["verdicts"]}
    names = {row["school_code"]: row["school_name"] for row in tables["schools"]}
    expected = read(DATA / case[0] / case[1] / f"schools_{case[2]}.csv")

    assert len(expected) == len({key for key in verdicts if key[1] in STAGES.values()})
    for row in expected:
        school, stage = row["code"], STAGES[row["stage"]]
        if school not in HOSTILE:
            assert row["name"] == names[school]
        verdict = verdicts[school, stage]
        assert VERDICTS[row["verdict"]] == verdict["status"], (school, stage)
        if row["in_scope"] == "True":
            assert agrees(row["met"], verdict["met"]), (school, stage)
        for number in range(1, 8):
            found = assessment[school, stage, f"L{number}"]
            assert agrees(row[f"L{number}_value"], found["value"]), (
                school,
                stage,
                number,
                row[f"L{number}_value"],
                found,
            )
            if row["in_scope"] == "True" and row[f"L{number}_ok"]:
                assert {"True": "met", "False": "gap"}[row[f"L{number}_ok"]] == found["status"], (school, stage, number)
        for number in range(1, 9):
            found = eight[school, stage, f"B{number}"]
            assert agrees(row[f"E{number}"], found["value"]), (school, stage, number)


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_gaps(case, exported):
    """To 100 % and to the floor, in the stage's part and in the whole school's figure."""
    found = {(row["school_code"], row["stage"], row["requirement"]): row for row in exported(*case)["gaps"]}
    expected = read(DATA / case[0] / case[1] / f"gaps_{case[2]}.csv")

    assert {(row["code"], STAGES[row["stage"]], f"L{row['indicator']}") for row in expected} == set(found)
    for row in expected:
        gap = found[row["code"], STAGES[row["stage"]], f"L{row['indicator']}"]
        for theirs, ours in (
            ("gap", "missing"), ("gap_whole", "missing_whole"),
            ("gap85", "missing_to_floor"), ("gap85_whole", "missing_to_floor_whole"),
        ):  # fmt: skip
            assert Decimal(row[theirs]) == Decimal(gap[ours]), (row, gap)
        assert row["unit"] == gap["unit"]


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_coefficients(case, exported):
    """2017's seven and 2012's eight with their composite."""
    tables = exported(*case)
    sets = {
        "2017": {(row["stage"], row["requirement"]): row for row in tables["balance"]},
        "cv2012": {(row["stage"], row["requirement"]): row for row in tables["balance_2012"]},
    }
    rows = [row for row in read(DATA / case[0] / case[1] / f"coefficients_{case[2]}.csv") if row["set"] in sets]

    assert rows
    for row in rows:
        number = row["indicator"]
        key = "composite" if not number.isdigit() else f"{'L' if row['set'] == '2017' else 'B'}{number}"
        found = sets[row["set"]][STAGES[row["stage"]], key]
        for name in ("mean", "sd", "cv"):
            if name in row and key != "composite":
                assert agrees(row[name], found[name]), (row, found)
        assert agrees(row["cv"], found["cv"]), (row, found)
        if row["ok"]:
            assert {"True": "met", "False": "not_met"}[row["ok"]] == found["status"], (row, found)


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_townships(case, exported):
    """Shares by township and stage, and of whole schools."""
    found = {(row["township_code"], row["stage"]): row for row in exported(*case)["townships"]}
    words = {"小学": "primary", "初中": "junior", "institutions": "all"}

    for row in read(DATA / case[0] / case[1] / f"townships_{case[2]}.csv"):
        for theirs, ours in words.items():
            township = found[row["code"], ours]
            assert row["name"] == township["township"]
            assert row[f"{theirs}_schools"] == township["schools"], (row, township)
            assert row[f"{theirs}_meets"] == township["met"], (row, township)
            assert agrees(row[f"{theirs}_share"], township["share"]), (row, township)


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_class_sizes(case, exported):
    """Classes, those above the standard, those of 56 and more, of 66 and more (choice 4)."""
    found = {row["stage"]: row for row in exported(*case)["class_sizes"]}

    for row in read(DATA / case[0] / case[1] / f"class_sizes_{case[2]}.csv"):
        if row["scope"] == "class_size":
            sizes = found[STAGES[row["stage"]]]
            for name in ("classes", "standard", "over_standard", "ge56", "ge66"):
                assert row[name] == sizes[name], (row, sizes)


@pytest.mark.parametrize("period", PERIODS)
def test_damaged_tables_stop_without_a_switch(period, tmp_path, capsys):
    """Exit 2, a sentence, and nothing stored."""
    database = f"sqlite:///{tmp_path / 'monitoring.db'}"

    assert 2 == import_files("A", period, database)

    assert "没有保存任何数据" in capsys.readouterr().err
    assert 0 == main(["--database", database, "snapshots"])
    assert "" == capsys.readouterr().out


@pytest.mark.parametrize("period", PERIODS)
def test_every_deliberate_defect_that_must_be_told_is_told(period, tmp_path):
    """The list of problems holds each cell, row and column that defects.json says the officer must hear of."""
    out = tmp_path / "problems.xlsx"
    import_files("A", period, f"sqlite:///{tmp_path / 'monitoring.db'}", "--dry-run", "--problems", str(out))
    sheet = openpyxl.load_workbook(out).active
    head, *rows = sheet.iter_rows(values_only=True)
    assert (
        "文件",
        "工作表",
        "单元格",
        "级别",
        "代码",
        "学校",
        "填的是",
        "应为",
        "建议值",
        "处理",
        "列",
        "更正为",
    ) == head
    told = {(row[0], row[2]): row[3] for row in rows}
    words = {"stop": "须处理", "warning": "请核实", "note": "已规范"}
    assert not [row for row in rows if row[-2] and row[-2].isascii()], "a field without a name for eyes"

    for defect in json.loads((DATA / "A" / "defects.json").read_text(encoding="utf-8"))["defects"]:
        file = defect["file"].split("/")[-1]
        if defect["period"] != period and "边界" not in file:
            continue
        for cell in defect["cell"] if isinstance(defect["cell"], list) else [defect["cell"]]:
            place = named(cell, file, told)
            if defect["must_flag"]:
                assert (file, place) in told, (defect["id"], defect["kind"], place)
                assert words[defect["severity"]] == told[file, place], (defect["id"], defect["kind"], place)


def named(cell, file, told):
    """A place as the list of problems names it."""
    if cell.startswith("row "):
        return f"第{cell.removeprefix('row ')}行"
    if cell.startswith("column "):
        return f"{cell.removeprefix('column ')}列"
    if cell == "(column absent)":
        return next((place for name, place in told if name == file and place.startswith("缺列")), "缺列")
    return cell


@pytest.mark.parametrize("period", PERIODS)
def test_a_clean_county_is_not_told_anything(period, tmp_path, capsys):
    """No false alarm."""
    assert 0 == import_files("A_clean", period, f"sqlite:///{tmp_path / 'monitoring.db'}", "--dry-run")
    assert "须处理 0 处，请核实 0 处，已规范 0 处。" in capsys.readouterr().out


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_the_funnel(case, exported):
    """Every township and the county: rooms, nested steps, each flag alone, overdue."""
    names = {"mbps100": "at_100mbps"}
    found = {row["township"]: row for row in exported(*case)["funnel"]}
    expected = read(DATA / case[0] / case[1] / f"class_boards_{case[2]}.csv")

    assert {row["township"] for row in expected} == set(found)
    for row in expected:
        ours = found[row["township"]]
        assert (row["rooms"], row["count_overdue"]) == (ours["classrooms"], ours["overdue"])
        for column, value in row.items():
            kind, _, name = column.partition("_")
            if column not in ("township", "rooms", "count_overdue"):
                assert value == ours[f"{'any_' if kind == 'count' else ''}{names.get(name, name)}"], (row, column)


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_each_room_once(case, exported):
    """As many rows as rooms, and as many overdue as the funnel counts."""
    tables = exported(*case)
    total = tables["funnel"][-1]

    assert int(total["classrooms"]) == len(tables["classrooms"])
    assert int(total["overdue"]) == sum(int(row["overdue"]) for row in tables["classrooms"])
    assert int(total["in_use"]) == sum(row["step"] == "in_use" for row in tables["classrooms"])


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_funds(case, exported):
    """By source, and as a whole; what is not reported is counted, never summed as 0."""
    found = {row["source"]: row for row in exported(*case)["funds"]}
    expected = read(DATA / case[0] / case[1] / f"funds_{case[2]}.csv")

    assert {row["source"] for row in expected} - {"合计"} == set(found)
    for row in expected:
        if row["source"] != "合计":
            ours = found[row["source"]]
            assert all(agrees(row[name], ours[own]) for name, own in (("plan", "planned"), ("arrived", "arrived"),
                                                                    ("paid", "paid"))), (row, ours)  # fmt: skip
    blanks = sum(int(row["arrived_missing"]) for row in found.values())
    assert int(case[0] == "A" and case[2] == "P1") == blanks


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_milestones(case, exported):
    """How many were due, done, on time, late, and each that is overdue with its days."""
    rows = exported(*case)["milestones"]
    folder = DATA / case[0] / case[1]
    day = PERIODS[case[2]][1]

    for row in read(folder / f"project_milestones_{case[2]}.csv"):
        own = [one for one in rows if one["milestone"] == row["milestone"]]
        states = [one["state"] for one in own]
        assert int(row["planned"]) == sum("" < one["planned"] < day for one in own)
        assert int(row["done"]) == sum(bool(one["actual"]) for one in own)
        for name, state in (("done_on_time", "done_on_time"), ("done_late", "done_late"), ("overdue", "overdue")):
            assert int(row[name]) == states.count(state), (row, name)
    late = {
        (one["project"], one["milestone"], one["planned"], one["days_late"])
        for one in rows
        if one["state"] == "overdue"
    }
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    overdue = expected["periods"][case[2]]["projects"]["overdue_milestones"]
    assert {(one["project"], one["milestone"], one["planned"], str(one["days"])) for one in overdue} == late


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_projects(case, exported):
    """One row a project; its money the sum of its sources; states by the dates."""
    rows = exported(*case)["projects"]
    expected = json.loads((DATA / case[0] / case[1] / "expected.json").read_text(encoding="utf-8"))
    answers = expected["periods"][case[2]]["projects"]

    assert answers["projects"] == len(rows)
    assert {one["project"] for one in answers["suspended"]} == {
        row["project"] for row in rows if row["state"] == "暂停"
    }
