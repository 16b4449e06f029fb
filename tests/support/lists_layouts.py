"""Checks lists in a layout against the clean county's stored schools; what a test of layouts holds them against."""

from __future__ import annotations

import io
from datetime import date
from functools import cache

import openpyxl
import pandas as pd

from monitoring.settings import load_settings
from monitoring.validation import check
from monitoring.validation.known import Nothing
from monitoring.workbook import SourceFile
from tests.support.rules import RULEBOOK
from tests.support.strange_lists import SHEETS, Layout, grid, workbooks
from tests.support.wholesale import a_set

PERIOD = date(2026, 3, 31)
ORIGIN = ["file", "sheet", "row"]
PLAIN = Layout()


class Stored(Nothing):
    """The clean county's schools, as they are stored: the lists come alone."""

    def schools(self, on):  # noqa: ARG002 (as Known)
        """Return the rows of the school tables, and of which date they are."""
        return _schools(), {"990121": PERIOD}


@cache
def _schools():
    return a_set("A_clean", "2026年3月").rows({})


def read(files):
    """Check lists in a layout."""
    sources = [SourceFile(name, content) for name, content in files]
    return check(sources, load_settings(), RULEBOOK.projects, PERIOD, known=Stored())


def stored(checked):
    """Return what would be stored, but for where it stood and in which order its sources."""
    frames = checked.list_frames({})
    return {
        name: (frame.sort_values(["project", "source"]) if name in ("sources", "funds") else frame)
        .drop(columns=ORIGIN, errors="ignore")
        .reset_index(drop=True)
        for name, frame in frames.items()
    }


@cache
def truth():
    """Return the frames of the clean lists."""
    return stored(read(workbooks(PLAIN)))


def assert_same(checked, *codes):
    """The frames are those of the clean lists, and nothing but some kinds of notes is told."""
    frames = stored(checked)

    assert set(codes) == {problem.code for problem in checked.problems}
    assert {"note"} >= {problem.severity for problem in checked.problems}
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(truth()[name], frame, rtol=1e-12)


def saved(book):
    """Return a workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(kind, change, layout=PLAIN):
    """Check one list after a change of its lines, title first, then the headings; 项目清单 beside what needs it."""
    lines, _ = grid(kind, layout)
    lines = change(lines) or lines
    book = openpyxl.Workbook()
    book.active.title = SHEETS[kind][1]
    for line in lines:
        book.active.append(line)
    beside = [] if kind in ("rooms", "projects") else workbooks(PLAIN, ["projects"])
    return read([("改过的.xlsx", saved(book)), *beside])


def told(checked):
    """Return severity, code and cell of what is told."""
    return [(problem.severity, problem.code, problem.cell) for problem in checked.problems]
