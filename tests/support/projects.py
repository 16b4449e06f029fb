"""Frames of projects: read plainly from the example workbook of a clean set, or made by hand."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from types import SimpleNamespace

import openpyxl
import pandas as pd

from tests.support import DATA

CLEAN = DATA / "A_clean"
PERIODS = {"P1": ("2026年3月", date(2026, 3, 31)), "P2": ("2026年9月", date(2026, 9, 30))}
MILESTONES = ("立项", "招标", "合同", "到货/开工", "安装/主体", "验收", "启用")
SOURCES = ("中央", "省", "市", "县", "自筹")
IN_USE = "启用"


@cache
def workbook(period: str) -> SimpleNamespace:
    """The frames projects, milestones, sources, funds and reports of a clean period, and its date `on`."""
    month, on = PERIODS[period]
    book = openpyxl.load_workbook(CLEAN / month / "工程项目进度.xlsx", data_only=True)
    lines = _lines(book["项目清单"])
    projects = [
        {
            "project": row[0],
            "name": row[1],
            "category": row[2],
            "school_code": row[3] or "",
            "school_name": row[4] or "",
            "county_code": "990121",
            "township_code": "",
            "township": row[5],
            "total_wan_yuan": _number(row[6]),
            "arrived_wan_yuan": _number(row[12]),
            "paid_wan_yuan": _number(row[13]),
            "progress_pct": _number(row[28]),
            "reported_state": row[29] or "",
            "reason": row[30] or "",
        }
        for row in lines
    ]
    milestones = [
        (row[0], name, row[14 + 2 * place], row[15 + 2 * place])
        for row in lines
        for place, name in enumerate(MILESTONES)
    ]
    sources = [(row[0], name, _number(row[7 + place])) for row in lines for place, name in enumerate(SOURCES)]
    funds = [(row[0], row[2], *map(_number, row[3:6])) for row in _lines(book["资金"])]
    reports = [(row[0], row[2], _number(row[3]), row[4] or "", row[5] or "") for row in _lines(book["周进度"])]
    return SimpleNamespace(
        on=on,
        projects=pd.DataFrame(projects),
        milestones=_dated(milestones, ["project", "milestone", "planned_on", "actual_on"]),
        sources=pd.DataFrame(sources, columns=["project", "source", "planned_wan_yuan"]),
        funds=pd.DataFrame(
            funds, columns=["project", "source", "planned_wan_yuan", "arrived_wan_yuan", "paid_wan_yuan"]
        ),
        reports=_dated(reports, ["project", "reported_on", "progress_pct", "work", "problem"]),
    )


def _lines(sheet) -> list[tuple]:
    """The rows of projects; titles, headings and the note have no project number."""
    return [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("CH-")]


def _number(cell) -> float:
    return float("nan") if cell is None else float(cell)


def _dated(rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    """A frame whose columns ending in _on are datetime64."""
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in columns if name.endswith("_on")})


def project(code: str = "A", **given) -> dict:
    """One row of the frame projects; what is not given is not reported."""
    blank = dict.fromkeys(
        ("name", "category", "school_code", "school_name", "county_code", "township_code", "township", "reported_state",
         "reason"), ""
    )  # fmt: skip
    amounts = ("total_wan_yuan", "arrived_wan_yuan", "paid_wan_yuan", "progress_pct")
    unknown = set(given) - set(blank) - set(amounts)
    assert not unknown, unknown
    return {"project": code} | blank | dict.fromkeys(amounts, float("nan")) | given


def projects(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def milestones(code: str = "A", **dates: tuple[str, str]) -> pd.DataFrame:
    """All seven milestones of a project, named M1 … M7: (planned, actual) as "2026-03-01", "" not reported."""
    rows = []
    for place, name in enumerate(MILESTONES, 1):
        planned, actual = dates.get(f"M{place}", ("", ""))
        rows.append((code, name, day(planned), day(actual)))
    return _dated(rows, ["project", "milestone", "planned_on", "actual_on"])


def reports(*rows: tuple) -> pd.DataFrame:
    """The frame reports of (project, "2026-03-01", progress)."""
    made = [(code, day(when), progress, "", "") for code, when, progress in rows]
    return _dated(made, ["project", "reported_on", "progress_pct", "work", "problem"])


def sources(code: str = "A", **amounts: float) -> pd.DataFrame:
    rows = [(code, name, amount) for name, amount in amounts.items()]
    return pd.DataFrame(rows, columns=["project", "source", "planned_wan_yuan"])


def day(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
