"""Photos that nobody should hand in, decoded where they harm nobody: a sentence, nothing kept, in the time allowed."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import psutil
import pytest
from PIL import Image
from sqlalchemy import func, select

from monitoring import snapshots
from monitoring.reader import process
from monitoring.reader.process import Limits, ReadingProcess
from monitoring.settings import load_settings
from monitoring.snapshots import Photo, PhotoError
from monitoring.storage import Storage
from monitoring.storage.tables import photos as photos_table
from monitoring.workbook import SourceFile
from tests.support.made_files import archive
from tests.support.photos import photo_of

AT = datetime(2026, 10, 15, 9)  # noqa: DTZ001 (wall clock)
SCAN, END = b"\xff\xda", b"\xff\xd9"


def chunk(kind, body):
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def png(width, height, bits, colours, body, *, more=b"", interlaced=0):
    """A PNG whose pixels, all zero, are packed as small as can be."""
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([bits, colours, 0, 0, interlaced])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def zeros(count):
    packer = zlib.compressobj(1)
    pieces = [packer.compress(bytes(1 << 20)) for _ in range(count >> 20)]
    return b"".join([*pieces, packer.compress(bytes(count & (1 << 20) - 1)), packer.flush()])


def many_scans(side, scans):
    """A progressive JPEG, one of whose scans is repeated: a few bytes each, every one a walk over all pixels."""
    stored = BytesIO()
    Image.new("L", (side, side), 99).save(stored, "JPEG", progressive=True)
    whole = stored.getvalue()
    last = whole.rindex(SCAN)
    return whole[:-2] + whole[last:-2] * scans + END


def many_frames(frames):
    """An animation of one pixel."""
    frame = b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b"\x3b"


STRANGE = {
    "六万见方.png": lambda: png(60_000, 60_000, 1, 0, zeros(7501 * 2000)),
    "只说六万见方.jpg": lambda: photo_of().replace(b"\0\x11\x08\0\x30\0\x40", b"\0\x11\x08\xea\x60\xea\x60"),
    "文字炸弹.png": lambda: png(8, 8, 8, 2, b"", more=chunk(b"zTXt", b"a\0\0" + zeros(80 << 20))),
    "色彩炸弹.png": lambda: png(8, 8, 8, 2, b"", more=chunk(b"iCCP", b"a\0\0" + zeros(80 << 20))),
    "像素不够.png": lambda: png(8000, 8000, 8, 2, zeros(1000)),
    "十万帧.gif": lambda: many_frames(100_000),
    "十万帧.jpg": lambda: many_frames(100_000),
    "动图.webp": lambda: photo_of("WEBP"),
    "苹果.heic": lambda: b"\0\0\0\x18ftypheic" + bytes(4000),
    "矢量.jpg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "网页.jpg": lambda: b"<!doctype html><script>alert(1)</script>",
    "压缩包.jpg": lambda: archive({"a.jpg": photo_of()}),
    "半张.jpg": lambda: photo_of(size=(4000, 3000))[:9000],
    "只有头.jpg": lambda: b"\xff\xd8\xff" + bytes(5000),
    "空.png": lambda: b"",
}


@pytest.fixture
def settings(tmp_path):
    return replace(load_settings(), folder=tmp_path / "local")


def refused(settings, name, content):
    """Return with which words a photo is refused; nothing of it is kept."""
    storage = Storage(settings.database)
    with pytest.raises(PhotoError) as refusal:
        snapshots.add_photo(storage, settings, Photo("990121", "CH-1", date(2026, 9, 1), "", name, content), "本机", AT)
    with storage.read() as connection:
        assert 0 == connection.scalar(select(func.count()).select_from(photos_table))
    assert not settings.folder.exists()
    assert f"“{name}”" in str(refusal.value)
    assert str(refusal.value).endswith("这次没有保存。")
    return str(refusal.value)


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_photo_is_a_sentence(name, settings):
    """Its name, what to do, no file and no row, and this process no larger than before."""
    content = STRANGE[name]()
    before = psutil.Process().memory_info().rss
    refused(settings, name, content)

    assert psutil.Process().memory_info().rss - before < 20 << 20


def test_a_photo_that_is_never_done_is_stopped(settings):
    """Half a megabyte, in which the same pixels are walked over thousands of times."""
    said = refused(replace(settings, read_seconds=2), "慢.jpg", many_scans(7000, 20_000))

    assert "照片“慢.jpg”读了 2 秒还没有读完，已经停止。不像手机或相机里的照片。请用看图软件打开它，另存为 JPEG" in said


def test_a_photo_that_takes_too_much_memory_is_stopped(settings):
    """As many pixels as are allowed, where less memory is."""
    content = png(8000, 8000, 8, 6, zeros(32_001 * 8000))

    assert "超过 150 MB，已经停止" in refused(replace(settings, read_mb=150), "大.png", content)


def test_a_photo_that_ends_its_reader_is_a_sentence(settings, monkeypatch):
    """Whatever it does there, the program that asked goes on."""
    monkeypatch.setattr(process, "COMMAND", (*process.COMMAND[:1], "-c", "import os; os.abort()"))

    assert "照片“现场.jpg”打不开：内容不符合它的格式，可能已损坏" in refused(settings, "现场.jpg", photo_of())


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff\xd8\xff",
        b"<html>",
        photo_of("PNG"),
        photo_of(size=(2000, 10)),
        photo_of(comment=b"whose phone"),
        photo_of(exif=b"Exif\0\0"),
        photo_of()[:-9],
        photo_of("GIF"),
    ],
)
def test_an_answer_that_is_no_such_picture_is_not_kept(answer, settings, monkeypatch):
    """Whatever got the better of the process may say anything: only a plain JPEG of a screen's size is stored."""
    monkeypatch.setattr(ReadingProcess, "_ask", lambda *_: answer)

    assert "打不开" in refused(settings, "现场.jpg", photo_of())


def test_a_photo_comes_back_as_it_was_painted():
    """With its width and height, and without what the camera noted."""
    with ReadingProcess(Limits.of(load_settings())) as reader:
        kept = reader.photo(SourceFile("现场.png", photo_of("PNG", size=(2400, 1200))))

    assert (1920, 960) == (kept.width, kept.height) == Image.open(BytesIO(kept.content)).size
