"""Lists of classrooms and projects: what their cells mean, whose they are, and what an import of them keeps."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from functools import cache

import openpyxl
import pandas as pd
import pytest

from monitoring import snapshots
from monitoring.errors import ImportRefused
from monitoring.settings import load_settings
from monitoring.storage import Storage
from monitoring.validation import check
from monitoring.validation.cells.dates import read_date
from monitoring.workbook import ORIGIN, SourceFile
from tests.support import DATA
from tests.support.rules import RULEBOOK

RULES = RULEBOOK.projects

MARCH = DATA / "A_clean" / "2026年3月"
ON = date(2026, 3, 31)
FIELDS = {
    "mbps": "mbps",
    "d_acc": "accepted_on",
    "hours": "hours",
    "prog": "progress_pct",
    "plan_total": "total_wan_yuan",
}
MONEY = {"paid": "paid_wan_yuan", "arr": "arrived_wan_yuan"}


@cache
def sources(folder):
    return [SourceFile(path.name, path.read_bytes()) for path in sorted((DATA / folder / "2026年3月").glob("*.xlsx"))]


@cache
def a_check(folder):
    return check(sources(folder), load_settings(), RULES, ON)


@cache
def schools():
    return [file for file in sources("A_clean") if "综合报表" in file.name]


def changed(name, sheet, change):
    """Return a clean workbook after a change of one sheet."""
    book = openpyxl.load_workbook(MARCH / name)
    change(book[sheet])
    out = io.BytesIO()
    book.save(out)
    return SourceFile(name, out.getvalue())


def with_ledger(change):
    return check([*schools(), changed("班班通台账.xlsx", "台账", change)], load_settings(), RULES, ON)


def with_projects(change, sheet="项目清单"):
    return check([*schools(), changed("工程项目进度.xlsx", sheet, change)], load_settings(), RULES, ON)


def told(checked):
    return [(one.severity, one.sheet, one.cell, one.proposal) for one in checked.problems]


# —— 两套样例 the two sets


@pytest.mark.parametrize("decision", ["repair", "missing"])
def test_the_damaged_lists_are_the_clean_ones_but_for_the_listed_effects(decision):
    """Every value of every list, under either decision."""
    damaged = a_check("A").list_frames({problem.id: decision for problem in a_check("A").problems})
    clean = a_check("A_clean").list_frames({})
    defects = json.loads((DATA / "A" / "defects.json").read_text(encoding="utf-8"))["defects"]
    effects = [effect for defect in defects if "综合报表" not in defect["file"] for effect in defect["effects"]]
    for effect in effects:
        overlay(clean, effect, "repair" if decision == "repair" else "strict")

    for name, frame in clean.items():
        # Two schools of the damaged set have hostile names, which are not compared (rules 2).
        found = damaged[name].drop(columns=[*ORIGIN, "school_name"], errors="ignore")
        expected = frame.drop(columns=[*ORIGIN, "school_name"], errors="ignore")
        if name == "rooms":  # 2021年9月 is the 13th in truth, and read as the month's last day (rules 2)
            month = damaged["rooms"]["row"] == 20
            assert [pd.Timestamp("2021-09-30")] == found.loc[month, "accepted_on"].tolist()
            expected.loc[month.to_numpy(), "accepted_on"] = pd.Timestamp("2021-09-30")
            early = found["connected_on"] < found["equipped_on"]
            expected.loc[early.to_numpy(), "connected_on"] = found.loc[early, "connected_on"]
        if name == "projects":  # 已验收 of a project whose dates say otherwise is kept as typed
            expected = expected.assign(reported_state=found["reported_state"])
        pd.testing.assert_frame_equal(expected, found, check_dtype=False)


def overlay(frames, effect, which):
    value, (_, *key) = effect[which], effect["id"].split("/")
    if effect["table"] == "ledger":
        rooms = frames["rooms"]
        at = (rooms[["school_code", "grade", "class"]] == key).all(axis=1)
        rooms.loc[at, FIELDS[effect["field"]]] = pd.NaT if "d_" in effect["field"] else value
    elif effect["field"].startswith("m"):
        stones = frames["milestones"]
        at = stones["project"] == key[0]
        row = stones[at].index[int(effect["field"][1]) - 1]
        stones.loc[row, "actual_on"] = pd.NaT if value is None else pd.Timestamp(value)
    elif effect["table"] == "projects":
        frames["projects"].loc[frames["projects"]["project"] == key[0], FIELDS[effect["field"]]] = value
    else:
        funds = frames["funds"]
        funds.loc[(funds[["project", "source"]] == key).all(axis=1), MONEY[effect["field"]]] = value


def test_the_clean_lists_tell_nothing():
    """No note, no warning, no stop."""
    assert () == a_check("A_clean").problems


# —— 日期 dates


@pytest.mark.parametrize(
    ("typed", "is_planned", "how", "value"),
    [
        ("2026.3.6", False, "note", "2026-03-06"),
        ("2026-03-06 00:00:00", False, "note", "2026-03-06"),
        (20260306.0, False, "note", "2026-03-06"),
        (46087.0, False, "note", "2026-03-06"),
        ("２０２６年３月６日", False, "note", "2026-03-06"),
        ("2026-3-6日", False, "odd", "2026-03-06"),
        ("26.3.6", False, "short_year", "2026-03-06"),
        ("3月6日", False, "no_year", "2026-03-06"),
        ("4月6日", False, "no_year", "2025-04-06"),
        ("2月29日", False, "no_year", "2024-02-29"),
        ("2026年2月", False, "month", "2026-02-28"),
        ("2026年6月", True, "month", "2026-06-30"),
        ("6月30日", True, "doubt", None),
        ("2026-09-01", True, "note", "2026-09-01"),
        ("2026-09-01", False, "future", None),
        ("2026年4月", False, "future", None),
        ("2026-02-30", False, "no_such_day", None),
        ("已完成", False, "bad", None),
        ("不详", False, "placeholder", None),
        ("", False, "blank", None),
        ("#N/A", False, "error", None),
    ],
)
def test_dates(typed, is_planned, how, value):
    """Read without loss, with a warning, left to judgement, or not at all."""
    reading = read_date(typed, ON, is_planned=is_planned)

    assert (how, value) == (reading.how, reading.value and reading.value.isoformat())


def test_the_running_month_counts_to_the_report_date():
    """A month counts as its last day, at most the report date."""
    reading = read_date("2026年3月", date(2026, 3, 20), is_planned=False)

    assert ("month", date(2026, 3, 20)) == (reading.how, reading.value)


# —— 一行只算一次 each once


def test_a_room_twice_with_other_dates_waits_for_the_officer():
    """The first row under a repair; its differing date not reported otherwise."""

    def twice(sheet):
        for column in range(1, 15):
            sheet.cell(1407, column).value = sheet.cell(4, column).value
        sheet.cell(1407, 10).value = datetime(2025, 3, 11)  # noqa: DTZ001 (a date)

    def unmerged(sheet):
        sheet.unmerge_cells("A1407:N1407")
        twice(sheet)

    checked = with_ledger(unmerged)
    (stop,) = [one for one in checked.problems if one.severity == "stop"]

    assert ("第1407行", "用第4行") == (stop.cell, stop.proposal)
    for decision, expected in (("repair", [pd.Timestamp("2025-03-10")]), ("missing", [pd.NaT])):
        rooms = checked.list_frames({stop.id: decision})["rooms"]
        assert 1404 == len(rooms)
        assert str(expected) == str(rooms[rooms["row"] == 4]["accepted_on"].tolist())


# —— 归属 whose they are


def test_a_room_stands_in_its_schools_township():
    """Another 所在乡镇 is told; the school's counts."""
    checked = with_ledger(lambda sheet: sheet.cell(3, 3, "毛嘴镇"))
    room = checked.list_frames({})["rooms"].iloc[0]

    assert [("warning", "台账", "C3", "")] == told(checked)
    assert ("990121001", "澄阳街道") == (room["township_code"], room["township"])


def test_a_school_in_no_table_is_kept_and_told():
    """Neither its code nor its name is known: the room counts in the township that is named."""

    def strange(sheet):
        sheet.cell(3, 1, "2142990001")
        sheet.cell(3, 2, "不在册小学")

    checked = with_ledger(strange)
    room = checked.list_frames({})["rooms"].iloc[0]

    assert [("warning", "台账", "A3", "")] == told(checked)
    assert ("2142990001", "990121001") == (room["school_code"], room["township_code"])


# —— 资金 money


def test_a_combined_source_is_a_source_of_its_own():
    """县级及学校自筹 stays one (facts 5.6)."""
    checked = with_projects(lambda sheet: sheet.cell(4, 12, "县级及学校自筹"))

    assert () == checked.problems
    assert ["中央", "省", "市", "县", "县级及学校自筹"] == checked.list_frames({})["sources"][
        "source"
    ].unique().tolist()


def test_a_total_that_is_not_its_sources():
    """A difference touches 合计 alone."""
    checked = with_projects(lambda sheet: sheet.cell(5, 7, 1400))
    (stop,) = checked.problems

    assert ("stop", "G5", "1357.21") == (stop.severity, stop.cell, stop.proposal)
    frames = checked.list_frames({stop.id: "missing"})
    assert frames["projects"]["total_wan_yuan"].isna().tolist()[0]
    assert 1357.21 == round(frames["sources"].head(5)["planned_wan_yuan"].sum(), 2)


# —— 别的写法 other layouts


def test_another_order_of_columns_and_other_words_give_the_same_rooms():
    """Columns reversed, the bureau's own words and a column of its own, units in the headings."""
    words = {
        "学校标识码": "学校（机构）标识码", "班": "班级", "联网日期": "联网时间", "网速(Mbps)": "到班带宽（M）",
        "近四周使用课时": "近4周使用课时（节）", "验收日期": "验收时间",
    }  # fmt: skip
    book = openpyxl.load_workbook(MARCH / "班班通台账.xlsx")
    rows = list(book["台账"].iter_rows(values_only=True))
    other = openpyxl.Workbook()
    other.active.append([rows[0][0]])
    other.active.append(["巡检员", *reversed([words.get(text, text) for text in rows[1]])])
    for row in rows[2:-1]:
        other.active.append(["张", *reversed(row)])
    other.active.append([rows[-1][0]])
    out = io.BytesIO()
    other.save(out)
    checked = check([*schools(), SourceFile("台账.xlsx", out.getvalue())], load_settings(), RULES, ON)

    assert [("note", "Sheet", "A列", "")] == told(checked)
    pd.testing.assert_frame_equal(
        a_check("A_clean").list_frames({})["rooms"].drop(columns=ORIGIN),
        checked.list_frames({})["rooms"].drop(columns=ORIGIN),
    )


def test_a_ledger_without_classes_is_refused():
    """What tells rooms apart must be there."""
    with pytest.raises(ImportRefused, match="缺少必需的列：班。"):
        with_ledger(lambda sheet: sheet.cell(2, 5, "巡检员"))


# —— 入库 stored


def test_a_ledger_alone_keeps_the_other_tables_of_its_period(tmp_path):
    """Schools, boundary and projects of the last import of that period; what was doubtful in them, too."""
    storage, settings = Storage(f"sqlite:///{tmp_path / 'a.db'}"), load_settings()
    stored(storage, settings, [file for file in sources("A") if "台账" not in file.name])
    before = snapshots.load(storage, snapshots.newest(storage, "990121"), RULEBOOK.projects)
    number = stored(storage, settings, [file for file in sources("A") if "台账" in file.name])
    after = snapshots.load(storage, number, RULEBOOK.projects)

    pd.testing.assert_frame_equal(before.rows, after.rows)
    pd.testing.assert_frame_equal(before.lists["funds"], after.lists["funds"])
    assert ["projects", "milestones", "sources", "funds"] == list(before.lists)
    assert 1404 == len(after.lists["rooms"])
    assert set(before.problems["id"]) < set(after.problems["id"])
    assert {"班班通台账.xlsx", "工程项目进度.xlsx"} < set(after.columns["file"])


def stored(storage, settings, files):
    proposal = snapshots.propose(storage, settings, RULEBOOK.projects, files, ON)
    decisions = {problem.id: "repair" for problem in proposal.stops}
    return snapshots.save(storage, proposal, decisions, "本机", datetime(2026, 4, 1))[0]  # noqa: DTZ001 (wall clock)


def test_a_weekly_report_that_is_typed_in_replaces_the_imported_one(tmp_path):
    """The newest entry of a day counts; who, when and what it replaced stay in the history."""
    storage, settings = Storage(f"sqlite:///{tmp_path / 'a.db'}"), load_settings()
    stored(storage, settings, sources("A_clean"))
    first = snapshots.reports(storage, "990121", ON).iloc[0]
    entry = snapshots.Statement("990121", first["project"], first["reported_on"].date(), 97, "移交", "")
    snapshots.enter(storage, [entry], "张三", datetime(2026, 4, 2))  # noqa: DTZ001 (wall clock)
    counted = snapshots.reports(storage, "990121", ON)
    history = snapshots.report_history(storage, "990121")

    assert 110 == len(counted)
    assert (97, "张三") == (counted.iloc[0]["progress_pct"], counted.iloc[0]["entered_by"])
    assert 111 == len(history)
    assert [97, first["progress_pct"]] == history[
        (history["project"] == first["project"]) & (history["reported_on"] == first["reported_on"])
    ]["progress_pct"].tolist()


def test_a_withdrawn_import_takes_its_reports_along(tmp_path):
    """What was typed in stays."""
    storage, settings = Storage(f"sqlite:///{tmp_path / 'a.db'}"), load_settings()
    stored(storage, settings, sources("A_clean"))
    snapshots.set_state(storage, 1, "withdrawn", "本机", datetime(2026, 4, 3))

    assert 0 == len(snapshots.reports(storage, "990121", ON))
