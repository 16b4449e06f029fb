"""Each kind of table has its own date (rules 7): what is known on a day is looked up, nothing is copied."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from monitoring import events, snapshots
from monitoring.__main__ import main
from monitoring.errors import DayUnknown, ImportRefused, NotFound
from monitoring.settings import load_settings
from monitoring.situation import situation
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support import DATA
from tests.support.rules import RULEBOOK
from tests.support.stored import withdraw

COUNTY = "990121"
AT = datetime(2026, 11, 30, 9)  # noqa: DTZ001 (wall clock)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 30), date(2026, 10, 16), date(2026, 11, 20)
CLEAN = DATA / "A_clean" / "2026年9月"
JUNIOR_ALONE = "3142991026"  # a school that no table of 小学 has


def reports(*stages, change=None):
    """School tables of September, of some stages."""
    files = [CLEAN / f"综合报表_{stage}.xlsx" for stage in stages or ("小学", "初中", "高中")]
    return [SourceFile(file.name, change(file) if change else file.read_bytes()) for file in files]


def listed(name, day="", change=None):
    """The ledger or the projects of September, with another day in every title and note; "" as it is."""
    book = openpyxl.load_workbook(CLEAN / name)
    for sheet in book:
        for row in (*sheet.iter_rows(max_row=2), *sheet.iter_rows(min_row=sheet.max_row)):
            for cell in row:
                if isinstance(cell.value, str) and "2026年9月" in cell.value:
                    plain = cell.value.replace("截至2026年9月30日", "").replace("2026年9月", "")
                    cell.value = f"{plain}{day}" if day else cell.value
        if change:
            change(sheet)
    out = io.BytesIO()
    book.save(out)
    return SourceFile(name, out.getvalue())


LEDGER, PROJECTS = "班班通台账.xlsx", "工程项目进度.xlsx"


@pytest.fixture
def storage(schools_database, held):
    """The school tables of September, and nothing else."""
    return Storage(held(schools_database))


def store(storage, *files, **options):
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, files, **options)
    decisions = {stop.id: "repair" for stop in proposal.stops}
    return proposal, snapshots.save(storage, proposal, decisions, "本机", AT)[0]


def codes(proposal):
    return {problem.code for problem in proposal.problems}


def known(storage, **options):
    return situation(storage, RULEBOOK, snapshots.newest(storage, COUNTY, **options))


@pytest.mark.both_databases
def test_a_list_of_any_day_stands_on_the_school_tables_that_were_known(storage):
    """The officer's Friday: the ledger of 11-20 alone; schools stay those of September, each with its date."""
    proposal, key = store(storage, listed(LEDGER, "截至2026年11月20日"))
    held = known(storage)

    assert {"rooms": NOVEMBER} == dict(proposal.dates)
    assert snapshots.newest(storage, COUNTY) == key
    assert {"schools": SEPTEMBER, "rooms": NOVEMBER} == dict(held.dates)
    assert (NOVEMBER, SEPTEMBER) == (held.on, held.period)
    assert [SEPTEMBER] == snapshots.periods(storage, COUNTY)
    assert 1399 == len(held.rooms)


def test_what_a_later_day_tells_changes_no_figure_of_an_earlier_one(storage):
    """September asked for by its date is what it was; so is a day between."""
    store(storage, listed(LEDGER), listed(PROJECTS))
    before = known(storage, period=SEPTEMBER)
    store(storage, listed(LEDGER, "截至2026年11月20日"), listed(PROJECTS, "截至2026年11月20日"))

    assert before.snapshot.key == known(storage, period=SEPTEMBER).snapshot.key
    assert {SEPTEMBER} == set(known(storage, on=date(2026, 11, 19)).dates.values())
    assert {"schools": SEPTEMBER, "rooms": NOVEMBER, "projects": NOVEMBER} == dict(known(storage).dates)


def test_the_judgement_of_the_schools_is_made_once_for_all_days(storage):
    """The same school tables: the same object, whatever the ledger says."""
    store(storage, listed(LEDGER, "截至2026年11月20日"))
    now = known(storage)
    then = now.at(snapshots.newest(storage, COUNTY, period=SEPTEMBER))

    assert now.results("moe-2017-6") is then.results("moe-2017-6")


@pytest.mark.parametrize(
    ("said", "options", "day"),
    [
        ("（2026年11月）", {"dates": {LEDGER: NOVEMBER}}, NOVEMBER),
        ("（2026年11月）", {}, date(2026, 11, 30)),
        ("（2026年11月）", {"today": NOVEMBER}, NOVEMBER),
        ("（2026年10月）", {"today": NOVEMBER}, date(2026, 10, 31)),
        ("截至2026年11月20日", {"period": SEPTEMBER}, NOVEMBER),
        ("没有日期", {"period": NOVEMBER}, NOVEMBER),
        ("没有日期", {"dates": {LEDGER: NOVEMBER}, "period": SEPTEMBER}, NOVEMBER),
    ],
)
def test_the_date_of_a_list(storage, said, options, day):
    """Its sheet's day; of a month the day that was given, else its last one, at most today; else --period."""
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, [listed(LEDGER, said)], **options)

    assert {"rooms": day} == dict(proposal.dates)


def test_the_day_of_one_sheet_holds_for_the_others_of_its_workbook(storage):
    """项目清单 says the day, 周进度 and 资金 the month alone."""
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, [listed(PROJECTS)])

    assert {"projects": SEPTEMBER, "reports": SEPTEMBER, "funds": SEPTEMBER} == dict(proposal.dates)
    assert () == proposal.unsure_of_day
    month = snapshots.propose(storage, load_settings(), RULEBOOK.projects, [listed(LEDGER, "（2026年11月）")])
    assert (LEDGER,) == month.unsure_of_day


def test_a_list_that_names_no_date_is_refused(storage):
    """Says which sheet, and how to give it one; nothing is stored."""
    with pytest.raises(
        DayUnknown, match="“班班通台账.xlsx”工作表“台账”没有写日期.*--date.*没有保存任何数据"
    ) as refusal:
        snapshots.propose(storage, load_settings(), RULEBOOK.projects, [listed(LEDGER, "没有日期")])

    assert (LEDGER,) == refusal.value.files


@pytest.mark.parametrize(
    "said", ["（2026年11月）截至2026年11月20日", "截至2026年11月20日（2026年11月）", "统计时点：2026年11月 2026-11-20"]
)
def test_the_month_of_its_day_beside_it_is_no_other_date(storage, said):
    """A weekly list in the layout of the examples: the month in its title, the day below."""
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, [listed(LEDGER, said)])

    assert {"rooms": NOVEMBER} == dict(proposal.dates)


@pytest.mark.parametrize(
    ("said", "other"), [("（2026年10月）", "2026年10月"), ("（2026年11月27日）", "2026-11-27")]
)  # fmt: skip
def test_a_list_of_two_days_says_to_leave_one(storage, said, other):
    """A day that was given would not mend it, and is not asked for."""
    with pytest.raises(ImportRefused, match=f"两个日期：2026-11-20 和 {other}。.*只留这张表统计到的那一天") as refusal:
        snapshots.propose(
            storage, load_settings(), RULEBOOK.projects, [listed(LEDGER, f"{said}截至2026年11月20日")]
        )  # fmt: skip

    assert not isinstance(refusal.value, DayUnknown)


@pytest.mark.parametrize("given", [date(2026, 11, 20), date(2026, 9, 29)])
def test_another_day_than_the_sheets_is_refused(storage, given):
    with pytest.raises(ImportRefused, match=f"给“班班通台账.xlsx”的日期是 {given}，它的工作表“台账”写的是 2026-09-30"):
        snapshots.propose(storage, load_settings(), RULEBOOK.projects, [listed(LEDGER)], dates={LEDGER: given})


def test_two_lists_of_one_kind_and_two_days_are_two_imports(storage):
    other = SourceFile("班班通台账_2.xlsx", listed(LEDGER, "截至2026年11月20日").content)

    with pytest.raises(ImportRefused, match="两张班班通台账的日期不同.*2026-09-30.*2026-11-20.*请分两次导入"):
        snapshots.propose(storage, load_settings(), RULEBOOK.projects, [listed(LEDGER), other])


@pytest.mark.both_databases
def test_of_two_lists_of_one_day_the_newer_counts_until_it_is_withdrawn(storage):
    """And the older one is known again, to the byte."""

    def fewer(sheet):
        sheet.delete_rows(3, 100)

    _, first = store(storage, listed(LEDGER, "截至2026年11月20日"))
    _, second = store(storage, listed(LEDGER, "截至2026年11月20日", fewer))

    assert 1399 - 100 == len(known(storage).rooms)
    withdraw(storage, 3)
    assert first == snapshots.newest(storage, COUNTY) != second


def test_a_list_older_than_every_school_table_is_read_against_the_first(storage):
    """With a warning; on its own day no school is known, and only the lists' own pages speak."""
    proposal, _ = store(storage, listed(LEDGER, "截至2026年8月31日"))
    held = known(storage, on=date(2026, 8, 31))

    assert "list_before_schools" in codes(proposal)
    assert (None, False, True) == (held.period, held.has_schools, held.snapshot.rows.empty)
    assert 1399 == len(held.rooms)
    assert {"澄阳街道"} <= set(held.places.townships.values())
    assert None is held.expected()


def test_without_any_school_table_a_list_is_refused(database_url):
    with pytest.raises(ImportRefused, match="数据库里没有任何县的综合报表"):
        snapshots.propose(Storage(database_url), load_settings(), RULEBOOK.projects, [listed(LEDGER)])


@pytest.mark.both_databases
def test_a_list_outlives_the_tables_that_it_was_read_against(storage):
    """Withdrawn, the schools are gone and the rooms keep township and name; what rests on them is named before."""
    store(storage, listed(LEDGER, "截至2026年11月20日"))
    rests = snapshots.resting_on(storage, 1)
    place = ["school_code", "township_code", "township"]
    before = known(storage).rooms[place].to_numpy().tolist()
    withdraw(storage, 1)
    held = known(storage)

    assert [(2, "rooms", NOVEMBER, None)] == rests
    assert [] == snapshots.resting_on(storage, 2)
    assert not held.has_schools
    assert before == held.rooms[place].to_numpy().tolist()
    assert held.ledger().beyond == 1399


@pytest.mark.both_databases
def test_one_stage_can_be_imported_again(storage):
    """The other stages stay; withdrawn, the first table of the stage is back."""

    def one_less(file):
        book = openpyxl.load_workbook(file)
        book.active.delete_rows(book.active.max_row - 3)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    before = known(storage).snapshot.rows["stage"].value_counts().to_dict()
    store(storage, *reports("小学", change=one_less))
    after = known(storage).snapshot.rows["stage"].value_counts().to_dict()

    assert before["junior"] == after["junior"]
    assert before["primary"] - 1 == after["primary"]
    withdraw(storage, 2)
    assert before == known(storage).snapshot.rows["stage"].value_counts().to_dict()


@pytest.mark.parametrize(("main", "codes"), [(JUNIOR_ALONE, []), ("2199999999", ["campus_alone"])])
def test_a_campus_finds_its_main_school_in_a_stored_stage(storage, main, codes):
    """Imported alone, a stage is checked with the stored ones of its date: the main school may stand there."""

    def one_campus(file):
        book = openpyxl.load_workbook(file)
        places = {cell.value: cell.column for cell in book.active[3]}
        book.active.cell(7, places["是否计校数"], "否")
        book.active.cell(7, places["主校标识码"], main)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    proposed = snapshots.propose(storage, load_settings(), RULEBOOK.projects, reports("小学", change=one_campus))

    assert codes == [problem.code for problem in proposed.problems if problem.code == "campus_alone"]


def test_money_told_of_one_project_holds_no_plan_of_a_later_day_against_the_others(storage):
    """The list is of 30 September: what was planned since then nobody was asked about."""
    store(storage, listed(PROJECTS))
    before = course_now(storage)
    project = known(storage).works.lists["projects"]["project"].iloc[-1]
    snapshots.enter(storage, [snapshots.Statement(COUNTY, project, NOVEMBER, 1.0, statement="paid")], "李明", AT)
    after = course_now(storage)

    assert NOVEMBER == known(storage).on
    assert before["planned_pct"] == after["planned_pct"]
    assert (0, after["projects"]) == (before["earlier"], after["earlier"])
    assert pd.Timestamp(SEPTEMBER) == after["since"]


def course_now(storage):
    """What is reported beside the plan, of all projects that are known."""
    held = known(storage)
    return held.course(held.works.lists["projects"]["project"]).now


def test_a_stage_without_a_table_of_the_date_is_named(database_url):
    """Not filled from another date: 初中 of March are not the schools of September."""
    storage = Storage(database_url)
    march = [SourceFile(f.name, f.read_bytes()) for f in (DATA / "A_clean" / "2026年3月").glob("综合报表*.xlsx")]
    store(storage, *march)
    store(storage, *reports("小学"))

    assert ("junior", "senior") == known(storage).missing_stages
    assert ("primary",) == known(storage).places.stages
    assert () == known(storage, period=date(2026, 3, 31)).missing_stages


def test_a_boundary_never_moves_the_newest_day(storage):
    """Of boundaries the latest up to the day, else the earliest later one."""
    shapes = SourceFile("乡镇边界.geojson", (DATA / "A_clean" / "乡镇边界.geojson").read_bytes())
    store(storage, listed(LEDGER, "截至2026年11月20日"))
    store(storage, *reports(), boundary=shapes)

    assert SEPTEMBER == known(storage).snapshot.dates["boundary"]
    assert NOVEMBER == snapshots.last_day(storage, COUNTY)
    march = [SourceFile(f.name, f.read_bytes()) for f in (DATA / "A_clean" / "2026年3月").glob("综合报表*.xlsx")]
    store(storage, *march)
    assert 16 == len(known(storage, period=date(2026, 3, 31)).boundary.townships)


def test_a_list_is_old_after_two_weeks(storage):
    """Fifteen days, not fourteen; of the schools nobody says so."""
    store(storage, listed(LEDGER, "截至2026年11月20日"))

    assert {} == dict(known(storage, on=date(2026, 12, 4)).old)
    assert {"rooms": 15} == dict(known(storage, on=date(2026, 12, 5)).old)


@pytest.mark.both_databases
def test_an_entry_of_today_is_the_newest_day(storage):
    """What was typed in is known from its day on; withdrawn, the day before it is the newest again."""
    store(storage, listed(PROJECTS))
    before = known(storage)
    project = before.works.table["project"].iloc[0]
    [number] = snapshots.enter(storage, [snapshots.Statement(COUNTY, project, OCTOBER, 99.0, "收尾")], "李明", AT)
    after = known(storage)

    assert (SEPTEMBER, OCTOBER) == (before.on, after.on)
    assert 99.0 == after.works.table.set_index("project").loc[project, "progress_pct"]
    between = known(storage, on=date(2026, 10, 15)).works.table
    assert before.works.table.drop(columns="silent").equals(between.drop(columns="silent"))
    snapshots.withdraw_entry(storage, number, "李明", AT)
    assert SEPTEMBER == known(storage).on
    with pytest.raises(NotFound, match=f"没有编号为 {number} 的填报，或已经撤回"):
        snapshots.withdraw_entry(storage, number, "李明", AT)


def test_what_was_planned_since_the_list_is_due_and_unreported(storage):
    """Looked at in January the list of September accuses nobody anew: no light changes."""
    store(storage, listed(PROJECTS), listed(LEDGER))
    then, later = known(storage, period=SEPTEMBER), known(storage, on=date(2027, 1, 29))
    was, now = (each.works.milestones["state"].value_counts().to_dict() for each in (then, later))

    assert "due_unreported" not in was
    assert now["due_unreported"] > 0
    assert was["overdue"] == now["overdue"]
    assert was["not_due"] == now["not_due"] + now["due_unreported"]
    assert then.works.table["light"].tolist() == later.works.table["light"].tolist()
    assert then.ledger().funnel.equals(later.ledger().funnel)
    planned = later.rooms["planned_on"]
    accepted = later.rooms["accepted_on"].notna()
    expected = ((planned >= "2026-09-30") & (planned < "2027-01-29") & ~accepted).sum()
    assert (0, expected) == (then.ledger().due_unreported, later.ledger().due_unreported)


@pytest.mark.both_databases
def test_every_change_is_an_event(storage):
    store(storage, listed(PROJECTS))
    withdraw(storage, 2)
    snapshots.set_state(storage, 2, "current", "王芳", AT)
    snapshots.set_state(storage, 2, "current", "王芳", AT)  # no change, no event
    log = events.log(storage)

    assert ["import", "import", "restoration", "withdrawal"] == sorted(log["kind"])
    imported = log[log["kind"] == "import"].sort_values("id").iloc[-1]
    assert {"projects": "2026-09-30", "reports": "2026-09-30", "funds": "2026-09-30"} == imported["details"]["dates"]


@pytest.mark.both_databases
def test_the_command_line_takes_any_day(storage, tmp_path, capsys):
    """--on DAY; --period of a date without school tables is read as a day, and that is said."""
    store(storage, listed(LEDGER, "截至2026年11月20日"))
    out = tmp_path / "funnel.csv"
    base = ["--database", storage.url, "export", "funnel", "--output", str(out)]

    assert 0 == main([*base, "--on", "2026-11-25"])
    assert f"已写出 {out}：澄湖县 2026-11-20" in capsys.readouterr().out
    assert 0 == main([*base, "--period", "2026-11-20"])
    assert "没有 2026-11-20 的综合报表，导出的是那一天知道的数据" in capsys.readouterr().err
    assert 2 == main([*base, "--on", "2026-11-19"])
    assert "澄湖县 2026-11-19 时还没有导入班班通台账，导不出表 funnel" in capsys.readouterr().err
    assert 2 == main([*base, "--on", "2020-01-01"])
    assert "没有990121 2020-01-01 的数据" in capsys.readouterr().err


def test_the_command_line_is_given_the_day_of_a_file(storage, tmp_path, capsys):
    file = tmp_path / LEDGER
    file.write_bytes(listed(LEDGER, "（2026年11月）").content)
    base = ["--database", storage.url, "import", str(file)]

    assert 2 == main([*base, "--date", "别的.xlsx=2026-11-20"])
    assert "--date 里的“别的.xlsx”不在这次导入的文件里（班班通台账.xlsx）" in capsys.readouterr().err
    assert 0 == main([*base, "--date", f"{LEDGER}=2026-11-20"])
    assert "已入库：澄湖县 2026-11-20。" in capsys.readouterr().out
