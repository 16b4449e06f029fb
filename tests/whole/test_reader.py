"""The reading process: what it does not survive is a sentence about one file, and nothing else notices."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import psutil
import pytest

from monitoring.errors import ImportRefused
from monitoring.reader import process
from monitoring.reader.process import Limits, ReadingProcess
from monitoring.reader.wire import WireError, from_json, to_json
from monitoring.settings import ROOT, load_settings
from monitoring.workbook import RawTable, SourceFile, Workbook, read
from tests.support.made_files import far_cells, sheet, xlsx

LIMITS = Limits(50, 500, 30, 1536, 10)
GOOD = SourceFile("好.xlsx", xlsx(sheet()))
PARENT = """
import sys, time
from monitoring.reader.process import Limits, ReadingProcess
from monitoring.workbook import SourceFile
with ReadingProcess(Limits(50, 500, 60, 1536, 10)) as reader:
    reader.workbook(SourceFile("好.xlsx", open(sys.argv[1], "rb").read()))
    print(reader._process._number, flush=True)
    reader.workbook(SourceFile("坏.csv", b"x," * 20_000_000))
"""


def sentence(reader, source):
    """Return with which words a file is refused."""
    with pytest.raises(ImportRefused) as error:
        reader.workbook(source)
    assert f"“{source.name}”" in str(error.value)
    assert str(error.value).endswith("没有保存任何数据。")
    return str(error.value)


def rows(book):
    """Return what stands in every row, so that 1 and 1.0 and True differ."""
    return [repr(row) for table in (*book.tables, *book.lists) for row in table.rows]


@pytest.fixture
def reader():
    """A reader with the usual limits."""
    with ReadingProcess(LIMITS) as made:
        yield made


def test_what_comes_back_is_what_would_be_read_here(reader, data):
    """Every value with its type, every formula, every remark."""
    for path in [*sorted((data / "A" / "2026年9月").glob("*.xlsx")), *sorted((data / "A" / "其他格式").iterdir())]:
        source = SourceFile(path.name, path.read_bytes())
        here = read(source, 50, 500)
        there = reader.workbook(source)

        assert here == there
        assert rows(here) == rows(there)


def test_a_boundary_comes_back_as_it_would_be_read_here(reader, data):
    """Shapes, names, notes."""
    from monitoring.townships import read_boundary

    content = (data / "A" / "乡镇边界.geojson").read_bytes()

    assert read_boundary("边界.geojson", content) == reader.boundary(SourceFile("边界.geojson", content))


def test_a_file_that_ends_the_process_is_named_and_the_next_one_is_read(reader):
    """A few kilobytes in which the fast reader sees seventeen thousand million cells: it aborts."""
    bad = SourceFile("坏.xlsx", far_cells("A1048576"))
    assert len(bad.content) < 100_000

    sentence(reader, bad)

    assert 1 == len(reader.workbook(GOOD).tables)


def test_a_file_that_takes_too_long_is_stopped():
    """In the time that config.toml gives, not when it is done."""
    began = time.monotonic()
    with ReadingProcess(replace(LIMITS, read_seconds=0.5)) as reader:
        said = sentence(reader, SourceFile("慢.csv", b"1,2,3,4,5\n" * 4_000_000))

    assert "读了 0.5 秒还没有读完" in said
    assert time.monotonic() - began < 5


def test_a_file_that_takes_too_much_memory_is_stopped():
    """Far below what the computer has."""
    with ReadingProcess(replace(LIMITS, read_mb=150)) as reader:
        said = sentence(reader, SourceFile("大.csv", b"1,2,3,4,5\n" * 4_000_000))

    assert "超过 150 MB" in said


def test_a_process_that_is_killed_by_others_is_a_sentence(reader):
    """By the system when memory runs out, or by a virus scanner."""
    reader.workbook(GOOD)
    psutil.Process(reader._process._number).kill()

    assert "打不开" in sentence(reader, SourceFile("好.xlsx", GOOD.content))
    assert 1 == len(reader.workbook(GOOD).tables)


def test_nothing_is_left_when_the_import_is_over():
    """Nor when it fails."""
    with pytest.raises(KeyError), ReadingProcess(LIMITS) as reader:
        reader.workbook(GOOD)
        number = reader._process._number
        raise KeyError

    assert not psutil.pid_exists(number)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of Unix")
def test_the_process_ends_with_the_program_that_started_it(tmp_path):
    """Killed as hard as can be, in the middle of a file."""
    good = tmp_path / "好.xlsx"
    good.write_bytes(GOOD.content)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(good)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    number = int(parent.stdout.readline())
    assert psutil.pid_exists(number)

    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 5
    while psutil.pid_exists(number) and time.monotonic() < until:
        time.sleep(0.05)

    assert not psutil.pid_exists(number)


def test_the_process_starts_quickly_and_without_the_screen():
    """What it does not need is not loaded: every import would wait for it."""
    large = "('streamlit', 'pandas', 'numpy', 'openpyxl')"
    shown = f"import sys, monitoring.reader.__main__; print([n for n in {large} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", shown], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "[]\n" == done.stdout


@pytest.mark.parametrize(
    "answer",
    [
        b"[[], [], 7]",
        b"[[], []]",
        b"{}",
        b'[[], [], ["a", 1]]',
        b"[" * 100_000,
        b'[[["f", "s", "", "", [], [[1, [{"date": "x"}], [], false]], [], [], [], 1, {}, false, false, "k"]], [], []]',
        b'[[["f", "s", "", "", [], [[1, [{"__import__": "os"}], [], false]], [], [], [], 1, {}, false, false, "k"]],'
        b" [], []]",
        b"\x80\x04\x95",
    ],
)
def test_an_answer_that_is_none_is_refused(answer, reader, monkeypatch):
    """Whatever got the better of the process may say anything."""
    monkeypatch.setattr(ReadingProcess, "_ask", lambda *_: answer)

    with pytest.raises((WireError, ValueError)):
        from_json(Workbook, answer)
    assert "打不开" in sentence(reader, GOOD)


def test_nothing_is_unpickled():
    """Data comes back, never code."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "monitoring" / "reader").glob("*.py"))

    assert not any(word in code for word in ("import pickle", "marshal", "eval(", "exec("))


def test_only_what_is_declared_can_be_sent():
    """A new field of an odd type is noticed when it is made."""
    with pytest.raises(WireError, match="set"):
        to_json(RawTable("f", "s", "", "", (), (), (), (), (), formulas={"A1": {1}}))


def test_the_limits_are_those_of_the_settings(configure):
    """And an older config.toml, which does not say them, has the usual ones."""
    own = configure(("read_seconds = 30", "read_seconds = 7"), ("read_mb = 1536", ""))

    assert replace(LIMITS, read_seconds=7) == Limits.of(own)
    assert LIMITS == Limits.of(load_settings(ROOT / "config.toml"))


def test_no_more_files_are_read_at_once_than_the_memory_allows():
    """Whoever imports them."""
    assert 2 == process.MOST_AT_ONCE
