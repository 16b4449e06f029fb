"""The command line: what it prints, what it refuses, and which exit code it gives back."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from monitoring import sample, snapshots
from monitoring.__main__ import main
from monitoring.reports.exports import COLUMNS
from monitoring.reports.exports import csv as as_csv
from monitoring.reports.sheets import Sheet, safe, workbook
from monitoring.storage import Storage
from tests.conftest import DATA

MARCH = DATA / "A_clean" / "2026年3月"


@pytest.fixture
def on_sample(sample_url):
    return ["--database", sample_url]


def export(arguments, table, tmp_path, *options):
    out = tmp_path / f"{table}.csv"
    assert 0 == main([*arguments, "export", table, "--output", str(out), *options])
    text = out.read_bytes().decode("utf-8-sig")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("table", COLUMNS)
def test_every_table_has_its_columns(table, on_sample, tmp_path):
    """Those of rules 4 first, in their order."""
    rows = export(on_sample, table, tmp_path)

    assert rows
    assert list(COLUMNS[table]) == list(rows[0])[: len(COLUMNS[table])]


def test_gaps_end_with_the_projects_under_way_for_them(on_sample, tmp_path):
    """Their numbers and the day; where there is none, "" and no day. The other columns and rows stay as they were."""
    rows = export(on_sample, "gaps", tmp_path)
    projects = {row["project"]: row for row in export(on_sample, "projects", tmp_path)}
    dates = {row["project"]: row for row in export(on_sample, "milestones", tmp_path) if row["milestone"] == "启用"}

    assert [*COLUMNS["gaps"], "project", "project_by"] == list(rows[0])
    covered = [row for row in rows if row["project"]]
    assert covered and len(covered) < len(rows)
    for row in covered:
        numbers = row["project"].split("|")
        assert all(row["requirement"] in projects[number]["closes"].split("|") for number in numbers)
        assert all(projects[number]["state"] != "已启用" for number in numbers)
        assert row["project_by"] == max(dates[number]["forecast"] for number in numbers) or row["project_by"] == ""
    assert any(row["project_by"] for row in covered)
    assert not any(row["project_by"] for row in rows if not row["project"])


def test_gaps_by_another_standard_or_without_projects_name_none(on_sample, database_url, tmp_path):
    """The columns are there and empty."""
    files = [str(path) for path in MARCH.glob("综合报表*.xlsx")]
    assert 0 == main(["--database", database_url, "import", *files, "--period", "2026-03-31"])
    tables = [
        export(on_sample, "gaps", tmp_path, "--county", "990122", "--standard", "js-2015"),
        export(on_sample, "gaps", tmp_path, "--county", "990121"),
    ]

    for rows in tables:
        assert rows
        assert ["project", "project_by"] == list(rows[0])[-2:]
        assert {("", "")} == {(row["project"], row["project_by"]) for row in rows}


def test_a_table_can_be_cut_to_one_township(on_sample, tmp_path):
    """Schools of one township alone; a table without townships refuses."""
    everywhere = export(on_sample, "schools", tmp_path)
    code = everywhere[0]["township_code"]
    here = export(on_sample, "schools", tmp_path, "--township", code)

    assert [row for row in everywhere if row["township_code"] == code] == here


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["balance", "--township", "990122001"], "表 balance 只有全县的数"),
        (["schools", "--township", "990122999"], "没有代码为 990122999 的乡镇，现有 990122001"),
        (["schools", "--standard", "nosuch"], "没有编号为“nosuch”的标准，现有 moe-2017-6"),
        (["schools", "--county", "110000"], "数据库里没有110000的数据"),
        (["schools", "--period", "1999-01-01"], "数据库里没有990122 1999-01-01 的数据"),
    ],
)
def test_what_is_not_there_is_a_sentence(options, sentence, on_sample, tmp_path, capsys):
    """Exit 2, what was asked for, what there is, and no file."""
    table, *others = options
    out = tmp_path / "out.csv"

    assert 2 == main([*on_sample, "export", table, "--output", str(out), *others])
    assert sentence in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "命令写得不对：缺少 COMMAND"),
        (["import", "x.xlsx", "--date", "2026-11-20"], "应为 文件=日期，如 班班通台账.xlsx=2026-11-20"),
        (["import", "x.xlsx", "--period", "2026/3/31"], "写的是“2026/3/31”，应为日期，如 2026-09-30"),
        (["import", "x.xlsx", "--period", "2026-03-31", "--county", "9901"], "应为 6 位数字"),
        (["import", "x", "--period", "2026-03-31", "--accept-repairs", "--accept-missing"], "只能用一个"),
        (["export", "nosuch", "--output", "x.csv"], "'nosuch'，应为"),
        (["snapshots", "--color"], "多了 --color"),
    ],
)
def test_a_wrong_command_is_a_sentence(arguments, sentence, capsys):
    """In Chinese, with the usage; nothing was done."""
    with pytest.raises(SystemExit, match="2"):
        main(arguments)

    said = capsys.readouterr().err
    assert sentence in said
    assert "什么都没有做" in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "读不了文件"),
        (b"", "是空的（0 字节）"),
        (b"PK\x03\x04 not a zip", "打不开，可能已损坏"),
        (b"\x00\x01\x02", "不是工作簿"),
        ("学校,人数\n甲,1\n".encode("gb18030"), "没有找到“学校标识码”"),
    ],
)
def test_a_file_that_is_no_workbook_is_a_sentence(content, sentence, tmp_path, database_url, capsys):
    """Names the file, says what to do, and that nothing was stored."""
    path = tmp_path / "小学.xlsx"
    if content is not None:
        path.write_bytes(content)

    assert 2 == main(["--database", database_url, "import", str(path), "--period", "2026-03-31"])
    said = capsys.readouterr().err
    assert sentence in said and "小学.xlsx" in said
    assert "没有保存任何数据" in said


def test_a_date_that_contradicts_refuses(database_url, capsys):
    """The files say March."""
    files = [str(path) for path in MARCH.glob("综合报表*.xlsx")]

    assert 2 == main(["--database", database_url, "import", *files, "--period", "2026-09-30", "--accept-repairs"])
    assert "统计时点是 2026-03-31，这次导入的报告期是 2026-09-30" in capsys.readouterr().err


@pytest.mark.both_databases
def test_a_ledger_needs_the_schools_of_its_period(database_url, capsys):
    """Alone, and before any school table of that period: refused, nothing stored; after it, a snapshot more."""
    ledger = ["import", str(MARCH / "班班通台账.xlsx"), "--period", "2026-03-31"]
    schools = [str(path) for path in MARCH.glob("综合报表*.xlsx")]

    assert 2 == main(["--database", database_url, *ledger])
    assert "数据库里没有任何县的综合报表" in capsys.readouterr().err
    assert 0 == main(["--database", database_url, "snapshots"])
    assert "" == capsys.readouterr().out
    assert 0 == main(["--database", database_url, "import", *schools, "--period", "2026-03-31"])
    assert 0 == main(["--database", database_url, *ledger])
    assert "已入库：澄湖县 2026-03-31。" in capsys.readouterr().out


@pytest.mark.both_databases
def test_a_dry_run_stores_nothing(database_url, capsys):
    """Checked like an import."""
    files = [str(path) for path in MARCH.glob("综合报表*.xlsx")]

    assert 0 == main(["--database", database_url, "import", *files, "--period", "2026-03-31", "--dry-run"])
    assert "只检查，没有保存任何数据" in capsys.readouterr().out
    assert 0 == main(["--database", database_url, "snapshots"])
    assert "" == capsys.readouterr().out


def test_imports_are_listed(on_sample, capsys):
    """A line an import: id, county, period, files, when, state; the newest first."""
    assert 0 == main([*on_sample, "snapshots"])
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]

    assert len(sample.PERIODS) + len(sample.WEEKS) == len(lines)
    assert ["14", "990122 清渚县", "2026-11-27"] == lines[0][:3]
    assert ["6", "990122 清渚县", "2026-09-30"] == lines[len(sample.WEEKS)][:3]
    assert "有效" == lines[0][-1]


def test_the_demo_is_made_once(on_sample, capsys):
    """A second time nothing happens."""
    assert 0 == main([*on_sample, "demo"])
    assert "" == capsys.readouterr().out


def test_the_demo_makes_the_weeks_that_are_not_there(on_sample, sample_url, capsys):
    """As in a database made when the sample ended with its school tables; the others are left alone."""
    storage, at = Storage(sample_url), datetime(2026, 11, 30, 9)  # noqa: DTZ001 (wall clock)
    for number in (14, 13):
        snapshots.set_state(storage, number, "withdrawn", "本机", at)

    assert 0 == main([*on_sample, "demo"])
    assert [
        "已装入示例县 2026-11-20 的班班通台账、工程项目进度（虚构）。",
        "已装入示例县 2026-11-27 的工程项目进度（虚构）。",
    ] == capsys.readouterr().out.splitlines()
    assert date(2026, 11, 27) == snapshots.last_day(storage, sample.COUNTY)


@pytest.mark.both_databases
def test_the_demo_leaves_another_county_alone(database_url, capsys):
    """Somebody's own data are not mixed with invented ones."""
    files = [str(path) for path in MARCH.glob("综合报表*.xlsx")]
    main(["--database", database_url, "import", *files, "--period", "2026-03-31"])
    capsys.readouterr()

    assert 0 == main(["--database", database_url, "demo"])
    assert "数据库里已有澄湖县的数据，没有装入示例县" in capsys.readouterr().out


def test_no_standard_asked_for_means_the_version_of_the_day(configure, on_sample, tmp_path):
    """A version from summer on judges September, the one before it March; one that is named is meant itself."""
    text = (DATA / "standards" / "own.toml").read_text(encoding="utf-8")
    text = text.replace("in_force = 2020-09-01", 'in_force = 2026-06-01\nreplaces = "moe-2017-6"')
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    configure(('own_folder = "data/local/standards"', f'own_folder = "{tmp_path}"'))

    def asked_on(day, *options):
        rows = export(on_sample, "assessment", tmp_path, "--period", day, *options)
        return {row["requirement"] for row in rows}

    named = asked_on("2026-03-31", "--standard", "own")
    assert "L4" not in named
    assert named == asked_on("2026-09-30")
    assert "L4" in asked_on("2026-03-31")
    assert asked_on("2026-03-31") == asked_on("2026-09-30", "--standard", "moe-2017-6")


def test_standards_are_listed_and_the_first_wrong_one_is_named(configure, tmp_path, capsys):
    """A line a file; a wrong file is exit 2 with file, key and reason."""
    assert 0 == main(["check-standards"])
    assert "moe-2017-6.toml\tmoe-2017-6\t优质均衡七项\t7 项要求" in capsys.readouterr().out

    own = tmp_path / "own"
    own.mkdir()
    (own / "ours.toml").write_text('id = "Ours"\n', encoding="utf-8")
    configure(('own_folder = "data/local/standards"', f'own_folder = "{own}"'))

    assert 2 == main(["check-standards"])
    assert "ours.toml" in capsys.readouterr().err


def test_no_exported_cell_starts_a_formula():
    """A name that begins with = gets an apostrophe; a negative number stays one."""
    text = as_csv(pd.DataFrame({"school_name": ["=1+1", "甲"], "missing": [-1.5, 2.0], "pupils": [None, 3.0]}))

    assert "school_name,missing,pupils\r\n'=1+1,-1.5,\r\n甲,2,3\r\n" == text


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠﹦﹢﹣﹫"])
@pytest.mark.parametrize("before", ["", " ", "\t", "\n", "\r", "\u3000", "\xa0", "\u200b"])
def test_no_form_of_a_sign_starts_a_formula(before, sign):
    """Full width signs are read as plain ones, and what is unseen before a sign is skipped: in CSV and workbook."""
    name = f"{before}{sign}1+1"

    cells = list(csv.reader(io.StringIO(as_csv(pd.DataFrame({"school_name": [name]})), newline="")))
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("表", ["学校"], [[name]], notes=[name])])))

    assert [["school_name"], [f"'{name}"]] == cells
    for cell in (book["表"]["A1"], book["表"]["A3"]):
        assert "s" == cell.data_type
        assert cell.value.startswith("'")


@pytest.mark.parametrize("name", ["", " 第一小学", "“=”小学", "第１小学", "*", "'"])
def test_other_names_stay_as_they_are(name):
    assert name == safe(name)


def test_a_place_that_cannot_be_written_is_a_sentence(on_sample, tmp_path, capsys):
    """The folder does not exist: exit 2, no file."""
    out = tmp_path / "nosuch" / "schools.csv"

    assert 2 == main([*on_sample, "export", "schools", "--output", str(out)])
    assert "写不了文件" in capsys.readouterr().err
    assert not out.exists()
