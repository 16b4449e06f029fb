"""What is stored is what is read: a flipped bit is refused, verify names it, a backup brings everything back."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from monitoring import snapshots
from monitoring.__main__ import main
from monitoring.errors import DamagedData, DatabaseFailed
from monitoring.reports.exports import COLUMNS
from monitoring.settings import ROOT, load_settings
from monitoring.storage import Storage
from monitoring.storage.tables import table_parts
from monitoring.townships import from_bytes
from tests.support import DATA
from tests.support.photos import photo_of
from tests.support.rules import RULEBOOK
from tests.support.stored import part_of, withdraw

AT = datetime(2026, 10, 1, 9)  # noqa: DTZ001 (wall clock)


@pytest.fixture
def storage(clean_database, held):
    """The test's own copy of the clean county."""
    return Storage(held(clean_database))


@pytest.fixture
def settings(storage, tmp_path):
    """Settings whose database, photos and own standards are the test's own; a photo and a standard lie there."""
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards" / "own.toml").write_text("# 本县", encoding="utf-8")
    made = replace(load_settings(), database=storage.url, folder=tmp_path, own_standards=tmp_path / "standards")
    photo = snapshots.Photo("990121", "CH-2025-001", date(2026, 9, 1), "基础", "a.jpg", photo_of())
    snapshots.add_photo(storage, made, photo, "本机", AT)
    return made


def flip(storage, column, where, place=0.5):
    """Turn one bit of a stored content."""
    with storage.write() as connection:
        content = bytearray(connection.scalar(select(column).where(where)))
        content[int(len(content) * place)] ^= 1
        connection.execute(update(column.table).where(where).values({column.name: bytes(content)}))


def parts(storage):
    """Every part of every table: the condition that names it."""
    with storage.read() as connection:
        rows = connection.execute(select(table_parts.c.table_id, table_parts.c.name)).all()
    return [(table_parts.c.table_id == table) & (table_parts.c.name == name) for table, name in rows]


def key(storage):
    return snapshots.newest(storage, "990121")


def of(storage, kind, name):
    with storage.read() as connection:
        return part_of(connection, kind, name)


@pytest.mark.both_databases
@pytest.mark.parametrize("place", [0.01, 0.3, 0.6, 0.99])
def test_a_flipped_bit_of_any_table_is_refused(storage, place):
    """Named by county, date and table, with the way out; no figure is made of it."""
    known = key(storage)
    for where in parts(storage):
        flip(storage, table_parts.c.content, where, place)

        with pytest.raises(
            DamagedData, match="澄湖县 2026-09-30 的“.*”（编号 1 的导入）读出来与入库时不同.*恢复.*restore.*撤回"
        ) as refused:
            snapshots.load(storage, known, RULEBOOK.projects)
        assert "raw" not in str(refused.value)

        flip(storage, table_parts.c.content, where, place)
    assert snapshots.load(storage, known, RULEBOOK.projects).county == "990121"


@pytest.mark.both_databases
def test_a_flipped_bit_of_a_boundary_is_refused(storage):
    clean = DATA / "A_clean"
    files = [str(path) for path in (clean / "2026年3月").glob("综合报表*.xlsx")]
    shapes = str(clean / "乡镇边界.geojson")
    assert 0 == main(["--database", storage.url, "import", *files, "--period", "2026-03-31", "--boundary", shapes])
    march = snapshots.newest(storage, "990121", date(2026, 3, 31))
    assert from_bytes(snapshots.load(storage, march, RULEBOOK.projects).boundary).townships

    flip(storage, table_parts.c.content, of(storage, "boundary", "shapes"))

    with pytest.raises(DamagedData, match="澄湖县 2026-03-31 的“乡镇边界”"):
        snapshots.load(storage, march, RULEBOOK.projects)


@pytest.mark.both_databases
def test_a_damaged_table_is_a_sentence_of_the_command_line(storage, tmp_path, capsys):
    flip(storage, table_parts.c.content, of(storage, "schools", "rows"))

    assert 2 == main(["--database", storage.url, "export", "gaps", "--output", str(tmp_path / "gaps.csv")])

    assert "“综合报表”" in capsys.readouterr().err
    assert not (tmp_path / "gaps.csv").exists()


@pytest.mark.both_databases
def test_verify_says_that_all_is_whole(storage, settings):
    found = snapshots.verify(storage, settings.folder)

    assert () == found.damaged
    assert (len(parts(storage)), 1) == (found.parts, found.photos)
    assert 3 + 4 == found.tables  # a school table a stage, four lists


@pytest.mark.both_databases
def test_verify_names_everything_that_is_damaged(storage, settings, monkeypatch, capsys):
    """Not the first alone: tables, photos; exit 2."""
    flip(storage, table_parts.c.content, of(storage, "schools", "rows"))
    flip(storage, table_parts.c.content, of(storage, "rooms", "rooms"))
    next((settings.folder / "photos").rglob("*.jpg")).write_bytes(b"x")
    monkeypatch.setattr("monitoring.commands.load_settings", lambda: settings)

    assert 2 == main(["verify"])

    said = capsys.readouterr().out
    assert "3 处损坏" in said
    for part in ("“综合报表”", "“班班通台账”", "项目 CH-2025-001 2026-09-01 的照片不在或已损坏"):
        assert part in said


def test_verify_names_a_row_that_points_nowhere(storage, settings):
    """A tool that does not look at keys left it so; a server refuses it."""
    with sqlite3.connect(storage.file) as connection:
        connection.execute(
            "INSERT INTO stored_tables VALUES (99, 99, '990121', '澄湖县', 'rooms', '', '2026-09-30', 1, '[]')"
        )
    connection.close()

    found = snapshots.verify(storage, settings.folder).damaged

    assert ["数据库文件：stored_tables 第 99 行指向不存在的 imports"] == list(found)


def exports(url, folder):
    folder.mkdir()
    for table in [*COLUMNS, "projects", "classrooms", "rows"]:
        assert 0 == main(["--database", url, "export", table, "--output", str(folder / f"{table}.csv")])
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_backup_brings_everything_back(storage, settings, tmp_path):
    """The same exports to the byte, photos, own standards; what was there is kept aside."""
    before = exports(storage.url, tmp_path / "before")
    config = tmp_path / "config.toml"
    shutil.copy(ROOT / "config.toml", config)
    photo = next((settings.folder / "photos").rglob("*.jpg"))
    content = photo.read_bytes()
    file, found = snapshots.back_up(storage, settings, config, tmp_path, AT)
    assert () == found.damaged
    withdraw(storage, 1)
    photo.unlink()
    (settings.own_standards / "own.toml").write_text("# changed", encoding="utf-8")

    with pytest.raises(snapshots.BackupError, match="这里已有数据：.*请加 --replace"):
        snapshots.restore(file, settings, config, AT, replace=False)
    assert not photo.exists()
    done = snapshots.restore(file, settings, config, AT, replace=True)

    assert () == done.verified.damaged
    assert before == exports(storage.url, tmp_path / "after")
    assert content == photo.read_bytes()
    assert "# 本县" == (settings.own_standards / "own.toml").read_text(encoding="utf-8")
    assert "# changed" == (done.aside / "standards" / "own.toml").read_text(encoding="utf-8")
    assert {} == snapshots.counties(Storage(f"sqlite:///{done.aside / 'monitoring.db'}"))
    assert [] == [path for path in tmp_path.iterdir() if path.name.startswith(".monitoring-")]


def test_a_backup_goes_into_an_empty_place(storage, settings, tmp_path):
    """Another computer: no data, nothing to replace."""
    file, _ = snapshots.back_up(storage, settings, ROOT / "config.toml", tmp_path / "b.zip", AT)
    there = tmp_path / "there"
    elsewhere = replace(
        settings, database=f"sqlite:///{there / 'monitoring.db'}", folder=there, own_standards=there / "standards"
    )

    done = snapshots.restore(file, elsewhere, tmp_path / "new.toml", AT, replace=False)

    assert None is done.aside
    assert 1 == snapshots.verify(Storage(elsewhere.database), there).photos


def test_a_backup_is_whole_while_another_process_writes(storage, settings, tmp_path):
    """Every row of a transaction or none: the copy is of one moment."""
    script = textwrap.dedent(f"""
        from sqlalchemy import text
        from monitoring.storage import Storage
        storage = Storage({storage.url!r})
        print("ready", flush=True)
        for number in range(1000, 3000, 2):
            with storage.write() as connection:
                for each in (number, number + 1):
                    connection.execute(text(
                        f"INSERT INTO imports VALUES ({{each}}, '2026-01-01', 'x', '[]', 'withdrawn')"))
    """)
    other = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert "ready\n" == other.stdout.readline()

    file, found = snapshots.back_up(storage, settings, ROOT / "config.toml", tmp_path / "b.zip", AT)
    other.kill()
    other.wait()

    assert () == found.damaged
    with zipfile.ZipFile(file) as book:
        book.extract("monitoring.db", tmp_path / "copy")
    with Storage(f"sqlite:///{tmp_path / 'copy' / 'monitoring.db'}").read() as connection:
        assert 0 == connection.scalar(text("SELECT count(*) FROM imports WHERE saved_by = 'x'")) % 2


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8])
def test_a_damaged_backup_changes_nothing(storage, settings, tmp_path, place):
    file, _ = snapshots.back_up(storage, settings, ROOT / "config.toml", tmp_path / "b.zip", AT)
    content = bytearray(file.read_bytes())
    start = int(len(content) * place)
    content[start : start + 40] = bytes(40)
    file.write_bytes(content)
    before = storage.file.read_bytes()

    with pytest.raises(DamagedData, match="b.zip 不是本程序的完整备份.*原有的数据没有改动"):
        snapshots.restore(file, settings, tmp_path / "config.toml", AT, replace=True)

    assert before == storage.file.read_bytes()
    assert () == snapshots.verify(storage, settings.folder).damaged


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04"])
def test_a_file_that_is_no_backup_is_a_sentence(storage, tmp_path, content, capsys):
    (tmp_path / "b.zip").write_bytes(content)

    assert 2 == main(["--database", storage.url, "restore", str(tmp_path / "b.zip"), "--replace"])
    assert "不是本程序的完整备份" in capsys.readouterr().err


def test_a_backup_overwrites_no_file(storage, settings, tmp_path):
    (tmp_path / "b.zip").write_text("mine", encoding="utf-8")

    with pytest.raises(snapshots.BackupError, match="已有文件 .*b.zip，没有写出备份"):
        snapshots.back_up(storage, settings, ROOT / "config.toml", tmp_path / "b.zip", AT)
    assert "mine" == (tmp_path / "b.zip").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_a_sentence(storage, settings):
    with pytest.raises(snapshots.BackupError, match="备份写不到 /proc/none/b.zip：.*没有写出备份"):
        snapshots.back_up(storage, settings, ROOT / "config.toml", Path("/proc/none/b.zip"), AT)


def test_a_restoration_that_fails_midway_takes_everything_back(storage, settings, tmp_path, monkeypatch):
    """A file that another program holds open, on Windows: the old data are in their place again."""
    file, _ = snapshots.back_up(storage, settings, ROOT / "config.toml", tmp_path / "b.zip", AT)
    move, moves = shutil.move, []

    def failing(source, place):
        moves.append(place)
        if len(moves) == 4:
            raise PermissionError(13, "in use", str(source))
        return move(source, place)

    monkeypatch.setattr("monitoring.snapshots.backups.shutil.move", failing)
    with pytest.raises(snapshots.BackupError, match="没有权限.*关闭正在运行的程序后再试；原有的数据没有改动"):
        snapshots.restore(file, settings, tmp_path / "config.toml", AT, replace=True)

    assert len(moves) > 4
    assert () == snapshots.verify(storage, settings.folder).damaged
    assert (settings.own_standards / "own.toml").is_file()


def test_the_commands_say_what_they_did(settings, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("monitoring.commands.load_settings", lambda: settings)
    monkeypatch.setenv("MONITORING_CONFIG", str(tmp_path / "config.toml"))
    shutil.copy(ROOT / "config.toml", tmp_path / "config.toml")

    assert 0 == main(["backup", str(tmp_path / "b.zip")])
    assert f"已备份到 {tmp_path / 'b.zip'}" in capsys.readouterr().out
    assert 0 == main(["restore", str(tmp_path / "b.zip"), "--replace"])
    said = capsys.readouterr().out
    assert "原有的在" in said and "config.toml 指到别的位置，没有换" in said and "都完好" in said


def test_a_database_of_a_server_has_its_own_tools(settings, tmp_path):
    elsewhere = replace(settings, database="postgresql+psycopg://a:b@localhost/jy")

    with pytest.raises(snapshots.BackupError, match="这个命令恢复不了"):
        snapshots.restore(tmp_path / "b.zip", elsewhere, tmp_path / "c", AT, replace=True)
    with pytest.raises(DatabaseFailed, match="pg_dump"):
        Storage("sqlite://").copy_to(tmp_path / "b.db")
