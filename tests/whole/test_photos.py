"""Photos of projects: files and rows, that a kill leaves no half, and what is given out."""

from __future__ import annotations

import hashlib
import importlib
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from monitoring import snapshots
from monitoring.errors import NotFound
from monitoring.settings import ROOT, load_settings
from monitoring.snapshots import Photo, PhotoError
from monitoring.storage import Storage
from monitoring.storage.tables import photo_withdrawals
from monitoring.storage.tables import photos as photos_table
from tests.support.photos import photo_of

pytestmark = pytest.mark.both_databases
AT = datetime(2026, 10, 15, 9)  # noqa: DTZ001 (wall clock)
DAY = date(2026, 9, 25)


@pytest.fixture
def storage(database_url):
    return Storage(database_url)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "local"


def handed(content=None, **changed):
    given = {"county": "990121", "project": "CH-2025-001", "taken_on": DAY, "caption": "主体封顶", "name": "现场.jpg"}
    return Photo(**(given | changed), content=photo_of() if content is None else content)


def add(storage, folder, photo=None):
    return snapshots.add_photo(storage, replace(load_settings(), folder=folder), photo or handed(), "本机", AT)


def count(storage, table=photos_table):
    with storage.read() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_photo_is_a_file_named_by_what_is_in_it_and_a_row(storage, folder):
    added = add(storage, folder)

    row = snapshots.photos(storage, "990121").iloc[0]
    (file,) = files(folder)
    assert added.is_new
    assert hashlib.sha256(file.read_bytes()).hexdigest() == row["sha256"] == file.stem
    assert folder / "photos" / file.stem[:2] / f"{file.stem}.jpg" == file
    assert ("CH-2025-001", "主体封顶", 64, 48, file.stat().st_size, "本机", AT) == tuple(
        row[["project", "caption", "width", "height", "bytes", "added_by", "added_at"]]
    )
    assert DAY == row["taken_on"].date()


def test_the_newest_photo_stands_first_and_other_counties_are_left_out(storage, folder):
    for day in (date(2026, 9, 1), date(2026, 9, 20), date(2026, 9, 10)):
        add(storage, folder, handed(taken_on=day))
    add(storage, folder, handed(county="990122"))

    assert [20, 10, 1] == snapshots.photos(storage, "990121")["taken_on"].dt.day.tolist()


def test_without_photos_the_frame_is_empty_and_keeps_its_columns(storage):
    found = snapshots.photos(storage, "990121")

    assert found.empty
    assert {"project", "taken_on", "caption", "sha256"} < set(found.columns)


def test_the_same_photo_twice_is_one_row(storage, folder):
    first = add(storage, folder)
    again = add(storage, folder, handed(caption="另一句话", name="副本.jpg"))

    assert (first.number, "主体封顶", False) == (again.number, again.caption, again.is_new)
    assert 1 == count(storage)
    assert 1 == len(files(folder))


def test_the_same_photo_of_another_day_or_project_is_a_row_of_its_own_and_one_file(storage, folder):
    for photo in (handed(), handed(taken_on=date(2026, 9, 26)), handed(project="CH-2025-002")):
        assert add(storage, folder, photo).is_new

    assert 3 == count(storage)
    assert 1 == len(files(folder))


def test_a_photo_that_is_refused_leaves_neither_file_nor_row(storage, folder):
    with pytest.raises(PhotoError):
        add(storage, folder, handed(b"GIF89a"))

    assert 0 == count(storage)
    assert [] == files(folder)


def test_a_withdrawn_photo_is_not_shown_and_nothing_is_deleted(storage, folder):
    number = add(storage, folder).number
    for _ in range(2):
        snapshots.withdraw_photo(storage, number, "本机", AT)

    assert snapshots.photos(storage, "990121").empty
    assert (1, 1, 1) == (count(storage), count(storage, photo_withdrawals), len(files(folder)))


def test_a_withdrawn_photo_can_be_added_again(storage, folder):
    snapshots.withdraw_photo(storage, add(storage, folder).number, "本机", AT)

    assert add(storage, folder, handed(caption="改正了的说明")).is_new
    assert ["改正了的说明"] == snapshots.photos(storage, "990121")["caption"].tolist()


def test_who_withdraws_a_photo_that_is_not_there_changes_nothing(storage):
    snapshots.withdraw_photo(storage, 7, "本机", AT)

    assert 0 == count(storage, photo_withdrawals)


def test_stopped_between_file_and_row_the_next_try_uses_the_file(storage, folder, monkeypatch):
    module = importlib.import_module("monitoring.snapshots.photos")  # the package has a function of this name
    with monkeypatch.context() as patch:
        patch.setattr(module, "_known", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            add(storage, folder)
    (left,) = files(folder)
    written = left.stat().st_mtime_ns
    assert 0 == count(storage)

    assert add(storage, folder).is_new

    assert [left] == files(folder)
    assert written == left.stat().st_mtime_ns


def test_killed_while_the_file_is_written_nothing_is_shown(storage, folder, tmp_path):
    """kill -9 before the name is given: the next try is whole."""
    given = tmp_path / "现场.jpg"
    given.write_bytes(photo_of())
    script = textwrap.dedent(f"""
        import os, time
        from dataclasses import replace
        from datetime import date, datetime
        from pathlib import Path
        from monitoring import snapshots
        from monitoring.settings import load_settings
        from monitoring.storage import Storage

        def wait(*_):
            print("written", flush=True)
            time.sleep(60)

        os.replace = wait
        content = Path({str(given)!r}).read_bytes()
        photo = snapshots.Photo("990121", "CH-2025-001", date(2026, 9, 25), "", "a.jpg", content)
        settings = replace(load_settings(), folder=Path({str(folder)!r}))
        snapshots.add_photo(Storage({storage.url!r}), settings, photo, "本机", datetime(2026, 10, 15))
    """)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert "written\n" == process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert 0 == count(storage)
    assert [".part"] == [path.suffix for path in files(folder)]

    added = add(storage, folder, handed(given.read_bytes()))

    assert added.is_new
    assert 1 == len(list(folder.rglob("*.jpg")))


def test_a_full_disk_is_a_sentence_and_leaves_nothing(storage, folder, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(PhotoError, match="照片写不进文件夹 .*photos.*请核对磁盘空间和写入权限后再存；这次没有保存。"):
        add(storage, folder)

    assert 0 == count(storage)
    assert [] == files(folder)


def test_a_file_that_was_lost_comes_back_with_the_same_photo(storage, folder):
    add(storage, folder)
    (lost,) = files(folder)
    lost.unlink()

    assert not add(storage, folder).is_new
    assert [lost] == files(folder)


# —— what is given out


def content(storage, folder, sha256, county="990121"):
    return snapshots.photo_content(storage, folder, county, sha256)


def test_a_photo_that_a_row_knows_is_given_out(storage, folder):
    add(storage, folder)
    (file,) = files(folder)

    assert file.read_bytes() == content(storage, folder, file.stem)


@pytest.mark.parametrize(
    "name", ["", "../../config.toml", "ab", "G" * 64, "A" * 64, "a" * 63 + "\n", "a" * 64 + ".jpg", "a/../" + "b" * 59]
)
def test_a_name_that_is_none_is_refused(storage, folder, name):
    with pytest.raises(NotFound, match="应为 64 位小写十六进制数，没有返回照片。"):
        content(storage, folder, name)


def test_a_file_without_a_row_is_not_given_out(storage, folder):
    add(storage, folder, handed(county="990122"))
    (file,) = files(folder)

    with pytest.raises(NotFound, match="没有这张照片"):
        content(storage, folder, file.stem)


def test_a_withdrawn_photo_is_not_given_out(storage, folder):
    snapshots.withdraw_photo(storage, add(storage, folder).number, "本机", AT)
    (file,) = files(folder)

    with pytest.raises(NotFound, match="没有这张照片"):
        content(storage, folder, file.stem)


@pytest.mark.parametrize("lose", [lambda file: file.unlink(), lambda file: file.write_bytes(b"\xff\xd8\xffhalf")])
def test_a_row_without_its_file_is_a_sentence(storage, folder, lose):
    add(storage, folder)
    (file,) = files(folder)
    lose(file)

    with pytest.raises(NotFound, match="照片的文件不在 .*photos 里，或已损坏，没有返回照片。请从备份放回"):
        content(storage, folder, file.stem)
