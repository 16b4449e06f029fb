"""Pages that compare with an earlier date say where its tables were corrected; an import says what it is (rules 7)."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from components.imports import uploads
from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.snapshots.changes import CHANGE, CORRECTION, SAME, Topic
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.pages import forget_other_databases, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK

COUNTY = "990121"
MARCH, SEPTEMBER = "2026年3月", "2026年9月"
AT = datetime(2026, 11, 30, 9)  # noqa: DTZ001 (wall clock)
PRIMARY, JUNIOR = "2142991003", "3442991030"
LEDGER, WORKS = "班班通台账", "工程项目进度"
FELL = "2026-03-31 到 2026-09-30，1 个项目的累计数变小，1 个项目撤回已完成的节点"
ARRIVED, FUNDS_ARRIVED = 13, 5  # columns 累计到位


def file(month, name, change=None, named=""):
    """A workbook of the county after a change of it."""
    book = openpyxl.load_workbook(DATA / "A_clean" / month / f"{name}.xlsx")
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return SourceFile(f"{named or name}.xlsx", out.getvalue())


def without_some(book):
    """The same table without twelve of its rows."""
    book.active.delete_rows(book.active.max_row - 20, 12)


def store(storage, *files):
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, files)
    snapshots.save(storage, proposal, {stop.id: "repair" for stop in proposal.stops}, "本机", AT)
    return proposal


@pytest.fixture(scope="module")
def two_dates(tmp_path_factory):
    """A database file with every table of March and September."""
    path = tmp_path_factory.mktemp("dates") / "two.db"
    storage = Storage(f"sqlite:///{path}")
    for month in (MARCH, SEPTEMBER):
        store(storage, *(file(month, each.stem) for each in sorted((DATA / "A_clean" / month).glob("*.xlsx"))))
    return path


@pytest.fixture
def storage(two_dates, held):
    """A copy of it, which the settings name."""
    url = held(two_dates)
    forget_other_databases()
    return Storage(url)


def said_on(page, **query):
    visit = open_page(page, **query)
    looks_whole(visit)
    return words(visit)


PAGES = [
    ("school.py", {"school": PRIMARY}), ("map.py", {"measure": "rooms.accepted"}),
    ("map.py", {"measure": "network.pupils_per_computer"}), ("projects.py", {"view": "delay"}), ("overview.py", {}),
]  # fmt: skip


@pytest.mark.usefixtures("storage")
def test_without_a_correction_no_page_speaks_of_one():
    for page, query in PAGES:
        assert "更正" not in said_on(page, **query), (page, query)


def test_a_school_says_what_was_corrected_of_its_own_stages_alone(storage):
    store(storage, file(MARCH, "综合报表_小学", without_some))

    corrected = "3月的小学综合报表更正过，比较按更正后的算"
    assert f"（{corrected}）" in said_on("school.py", school=PRIMARY)
    assert "更正" not in said_on("school.py", school=JUNIOR)
    assert f"点校名打开学校档案；{corrected}" in said_on("overview.py")
    assert f"点一行进入；{corrected}" in said_on("map.py", measure="network.pupils_per_computer")
    assert "更正" not in said_on("map.py", measure="rooms.accepted")


def test_a_corrected_ledger_is_said_where_classrooms_are_compared(storage):
    store(storage, file(MARCH, LEDGER, without_some))

    for measure in ("rooms.accepted", "rooms.overdue"):
        assert "点一行进入；3月的班班通台账更正过，比较按更正后的算" in said_on("map.py", measure=measure)
    assert "更正" not in said_on("map.py", measure="network.pupils_per_computer")
    assert "更正" not in said_on("overview.py")


@pytest.mark.both_databases
def test_a_corrected_list_is_no_fall(storage):
    """September's list says less than its first import did, and no less than March's: nothing fell by that."""

    def less(book):
        then = openpyxl.load_workbook(DATA / "A_clean" / MARCH / f"{WORKS}.xlsx")["项目清单"]
        told = {row[0].value: row[ARRIVED - 1].value for row in then.iter_rows(min_row=5)}
        for row in book["项目清单"].iter_rows(min_row=5):
            now, before = row[ARRIVED - 1].value, told.get(row[0].value)
            if isinstance(before, float | int) and isinstance(now, float | int) and now > before:
                row[ARRIVED - 1].value = before
                lowered.append(row[0].value)

    lowered = []
    assert FELL in titles(open_page("projects.py", view="delay"))
    first = [each.id for each in store(storage, file(SEPTEMBER, WORKS)).problems if each.code == "fell"]
    again = store(storage, file(SEPTEMBER, WORKS, less))

    assert lowered
    assert first == [each.id for each in again.problems if each.code == "fell"]
    visit = open_page("projects.py", view="delay")
    assert FELL in titles(visit)
    assert "2026-09-30 的项目清单更正过，比较按更正后的算。" in words(visit)


def test_a_list_that_was_corrected_is_named_where_two_lists_are_compared(storage):
    """The figure of March was wrong and is put right: it did not fall, and that March was corrected is said."""

    def right(book):
        for sheet, column in (("项目清单", ARRIVED), ("资金", FUNDS_ARRIVED)):
            now = openpyxl.load_workbook(DATA / "A_clean" / SEPTEMBER / f"{WORKS}.xlsx")[sheet]
            keys = 1 if sheet == "项目清单" else 3
            told = {tuple(c.value for c in row[:keys:2]): row[column - 1].value for row in now.iter_rows(min_row=3)}
            for row in book[sheet].iter_rows(min_row=3):
                then, later = row[column - 1].value, told.get(tuple(c.value for c in row[:keys:2]))
                if isinstance(then, int | float) and isinstance(later, int | float) and later < then:
                    row[column - 1].value = later

    before = said_on("projects.py", view="delay")
    store(storage, file(MARCH, WORKS, right))
    after = said_on("projects.py", view="delay")

    assert "到位 25.23 万元 → 23.25 万元，支付" in before
    assert "更正" not in before
    assert "到位 25.23" not in after
    assert "支付 19.03 万元 → 15.37 万元" in after  # what was not corrected did fall
    assert "2026-03-31 的项目清单、资金更正过，比较按更正后的算。" in after


# —— what an import is


@pytest.mark.both_databases
def test_an_import_is_a_later_date_a_correction_or_the_same(storage):
    both = snapshots.brought(storage, COUNTY, 2)
    store(storage, file(SEPTEMBER, "综合报表_初中"), file(SEPTEMBER, LEDGER, without_some, named="另一个名字"))
    again = snapshots.brought(storage, COUNTY, 3)

    assert {CHANGE} == set(both.tables.values())
    assert {CHANGE} == set(both.weekly.values())
    assert {Topic("schools", "junior"): SAME, Topic("rooms"): CORRECTION} == again.tables
    assert {} == again.weekly


@pytest.mark.both_databases
def test_the_same_rows_under_another_name_are_the_same(storage):
    store(storage, file(MARCH, LEDGER, named="三月"), file(MARCH, WORKS, named="三月的项目"))
    found = snapshots.brought(storage, COUNTY, 3)

    assert {Topic(kind): SAME for kind in ("rooms", "projects", "funds")} == found.tables
    assert {SAME} == set(found.weekly.values())


@pytest.mark.both_databases
def test_a_week_told_anew_is_a_correction_and_a_later_one_is_new(storage):
    told = snapshots.reports(storage, COUNTY, date(2026, 9, 30))
    last = told.sort_values("reported_on").groupby("project").tail(1)
    first, second = last.sort_values("project")[["project", "reported_on"]].head(2).itertuples(index=False)

    def weeks(book):
        sheet = book["周进度"]
        for name in [each for each in book.sheetnames if each != "周进度"]:
            del book[name]
        sheet.delete_rows(3, sheet.max_row)
        sheet.cell(1, 1).value = sheet.cell(1, 1).value.replace("9月", "10月")
        sheet.append([first.project, "", first.reported_on.to_pydatetime(), 99, "改过", None])
        sheet.append([second.project, "", datetime(2026, 10, 9), 99, "新的一周", None])  # noqa: DTZ001 (wall clock)

    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, [file(SEPTEMBER, WORKS, weeks)])
    snapshots.save(storage, proposal, {stop.id: "repair" for stop in proposal.stops}, "本机", AT)

    assert {first.project: CORRECTION, second.project: CHANGE} == snapshots.brought(storage, COUNTY, 3).weekly


@pytest.mark.parametrize(
    ("change", "said", "unsaid"),
    [
        (without_some, "班班通台账是更正，这一天的以这次为准，不算变化。", "新的日期"),
        (None, "班班通台账和已入库的一样，没有改变任何数。", "更正"),
    ],
    ids=["corrected", "the same"],
)
@pytest.mark.usefixtures("storage")
def test_what_was_stored_is_said_to_be_new_or_a_correction(change, said, unsaid, monkeypatch):
    lie = {"files": [file(SEPTEMBER, LEDGER, change)]}
    monkeypatch.setattr(uploads, "pick_files", lambda: lie["files"])
    visit = open_page("imports.py")
    assert said not in words(visit)
    ready = next(each for each in visit.button if each.label == "入库").click()
    lie["files"] = []
    ready.run()

    assert said in words(visit)
    assert unsaid not in words(visit).split("导入记录")[0]


def test_a_first_import_is_of_a_new_date(database_url, monkeypatch):  # noqa: ARG001 (the settings name it)
    lie = {"files": [file(MARCH, "综合报表_小学"), file(MARCH, "综合报表_初中")]}
    monkeypatch.setattr(uploads, "pick_files", lambda: lie["files"])
    visit = open_page("imports.py")
    ready = next(each for each in visit.button if each.label == "入库").click()
    lie["files"] = []
    ready.run()

    assert "小学、初中综合报表是新的日期。" in words(visit)
