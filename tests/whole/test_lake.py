"""The lake: what is written is read back as it was, whole or not at all, and nothing of another form."""

import json
from datetime import date, datetime

import pandas as pd
import pyarrow.parquet as pq
import pytest

from monitoring import sample, snapshots
from monitoring.__main__ import main
from monitoring.errors import FileError
from monitoring.lake import open_lake, schemas, writing
from monitoring.lake.database import read_lake, write_lake
from monitoring.storage import Storage
from monitoring.workbook import list_words, wording
from tests.conftest import made_once
from tests.support.rules import RULEBOOK

DAYS = (date(2024, 9, 30), date(2026, 9, 30), date(2026, 11, 27))
NOW = datetime(2026, 12, 1, 9)  # noqa: DTZ001 (wall clock)
SCHEMAS = schemas(RULEBOOK.projects)


@pytest.fixture(scope="session")
def lake_folder(tmp_path_factory, sample_database):
    """A lake of the sample county, made once; tests only read it."""

    def make(path):
        write_lake(Storage(f"sqlite:///{sample_database}"), RULEBOOK.projects, path.with_suffix(""))
        Storage(f"sqlite:///{path}")

    return made_once(tmp_path_factory, "lake", make).with_suffix("")


def known(url, on):
    storage = Storage(url)
    return snapshots.load(storage, snapshots.newest(storage, sample.COUNTY, on=on), RULEBOOK.projects)


def as_before(before, after):
    assert set(before) == set(after)
    pd.testing.assert_frame_equal(before, after[list(before)])


@pytest.mark.both_databases
def test_a_lake_brings_back_every_table_of_every_day(lake_folder, sample_database, database_url):
    read_lake(Storage(database_url), open_lake(lake_folder, SCHEMAS), "本机", NOW)

    for on in DAYS:
        before, after = known(f"sqlite:///{sample_database}", on), known(database_url, on)
        as_before(before.rows, after.rows)
        pd.testing.assert_frame_equal(before.raw, after.raw, check_dtype=False)
        assert set(before.lists) == set(after.lists) >= {"rooms", "projects", "milestones", "sources", "funds"}
        for name in before.lists:
            as_before(before.lists[name], after.lists[name])
        for name in ("rooms", "projects", "funds"):
            pd.testing.assert_frame_equal(before.list_raw[name], after.list_raw[name], check_dtype=False)
        assert before.boundary == after.boundary
        assert before.dates == after.dates | {"reports": before.dates["reports"]}  # those are entries


def test_a_lake_is_partitioned_by_kind_date_and_province(lake_folder):
    lake = open_lake(lake_folder, SCHEMAS)
    part = lake_folder / "kind=schools" / "dated=2026-09-30" / "province=99" / "part.parquet"

    assert lake.file("schools", date(2026, 9, 30), "99") == part
    assert set(pq.read_table(part, partitioning=None)["of_county"].to_pylist()) == {sample.COUNTY}
    assert sum(each.rows for each in lake.heads[sample.COUNTY] if each.kind == "schools") == sum(
        pq.read_metadata(file).num_rows for file in lake_folder.glob("kind=schools/*/*/*.parquet")
    )


def test_the_columns_follow_the_registry_of_kinds():
    assert {field.name for field in wording().fields} <= set(SCHEMAS["schools"].names)
    assert {field.name for field in list_words("rooms").fields} <= set(SCHEMAS["rooms"].names)
    assert SCHEMAS["rooms"].field("planned_on").type == "timestamp[ms]"
    assert SCHEMAS["schools"].field("books").type == "double"


def test_a_lake_that_was_not_finished_is_not_there(tmp_path):
    folder = tmp_path / "lake"
    with pytest.raises(ValueError, match="only one of frame and schema has"), writing(folder, SCHEMAS) as target:
        target.add("schools", date(2026, 9, 30), "990122", "清渚县", pd.DataFrame({"books": [1.0]}))

    assert [] == list(tmp_path.iterdir())
    with pytest.raises(FileError, match="不是写完的数据湖"):
        open_lake(folder, SCHEMAS)


def test_nothing_is_written_over(lake_folder):
    before = sorted(lake_folder.rglob("*"))
    with pytest.raises(FileError, match="已经在了"), writing(lake_folder, SCHEMAS):
        raise AssertionError("never begun")

    assert before == sorted(lake_folder.rglob("*"))


@pytest.fixture
def spoilt(lake_folder, tmp_path):
    """Let a lake be the same but for what is done to its index, and to one of its files."""

    def made(change, content=None):
        folder = tmp_path / "spoilt"
        index = json.loads((lake_folder / "lake.json").read_text(encoding="utf-8"))
        change(index)
        folder.mkdir()
        (folder / "lake.json").write_text(json.dumps(index), encoding="utf-8")
        if content is not None:
            file = folder / "kind=schools" / "dated=2026-09-30" / "province=99" / "part.parquet"
            file.parent.mkdir(parents=True)
            file.write_bytes(content)
        return folder

    return made


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda index: index.update(form=2), "格式是第 2 版，本程序读第 1 版"),
        (lambda index: index.pop("tables"), "已损坏"),
        (lambda index: index["columns"]["schools"].pop("books"), "“schools”的列和本程序的不一样：books"),
        (lambda index: index["columns"].update(canteens={}), "不认识的一种表“canteens”"),
    ],
)
def test_another_form_is_not_read(change, sentence, spoilt):
    with pytest.raises(FileError, match=sentence):
        open_lake(spoilt(change), SCHEMAS)


@pytest.mark.parametrize(("content", "sentence"), [(None, "读不了"), (b"PAR1 nothing of it", "已损坏")])
def test_a_damaged_partition_stores_nothing(content, sentence, spoilt, database_url):
    lake = open_lake(spoilt(lambda index: index.update(tables=index["tables"][-3:]), content), SCHEMAS)
    with pytest.raises(FileError, match=sentence):
        lake.rows("schools", date(2026, 9, 30), "99")

    assert {} == snapshots.counties(Storage(database_url))


@pytest.mark.both_databases
def test_the_command_line_writes_and_reads_a_lake_once(sample_url, tmp_path, capsys):
    folder, other = tmp_path / "lake", f"sqlite:///{tmp_path / 'other.db'}"
    assert 0 == main(["--database", sample_url, "lake", "write", str(folder)])
    told = capsys.readouterr()
    assert "清渚县 2026-09-30 schools" in told.err and f"写到 {folder}" in told.out
    assert 0 == main(["--database", other, "lake", "read", str(folder)])
    assert "已读入" in capsys.readouterr().out
    before = snapshots.imports(Storage(other))

    assert 2 == main(["--database", other, "lake", "read", str(folder)])
    assert "数据库里已有 清渚县" in capsys.readouterr().err
    pd.testing.assert_frame_equal(before, snapshots.imports(Storage(other)))


def test_an_empty_database_makes_no_lake(database_url, tmp_path, capsys):
    assert 2 == main(["--database", database_url, "lake", "write", str(tmp_path / "lake")])

    assert "还没有数据" in capsys.readouterr().err
    assert not (tmp_path / "lake").exists()
