"""信息化与班班通, below: forecasts by township, the late schools, what does not fit, one school's classrooms."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters
from components.progress.view import View, project_links
from monitoring import classrooms
from monitoring.figures import count, is_missing, percent
from monitoring.findings.progress import late as findings_late
from monitoring.findings.progress import pace
from monitoring.findings.progress import page as findings
from monitoring.schools.names import short_name

RATES = {"connected_share": "开通率", "use_share": "应用率"}


def draw_forecasts(view: View) -> None:
    """Draw each township's rates, and when the rest of it is accepted, at the pace of the last weeks."""
    rates = dict(
        zip(view.ledger.funnel["township_code"], tables.records(classrooms.rates(view.ledger.funnel)), strict=True)
    )
    rows = tables.records(
        pace.in_order(view.ledger.forecasts, view.ledger.on, view.ledger.rules).reset_index(names="code")
    )
    with messages.block(
        "forecasts", pace.title(view.ledger.forecasts, view.townships, view.ledger.rules), pace.line(view.ledger.rules)
    ):
        tables.draw(
            _columns(view),
            [{**row, **rates[row["code"]], "township": view.townships[row["code"]]} for row in rows],
            label="各乡镇的进度和预计",
            address=lambda row: filters.address("progress", view.choice, township=row["code"], view="forecast"),
            style="compact",
        )


def _columns(view: View) -> list[tables.Column]:
    def rate(name: str) -> Callable[[tables.Row], str]:
        return lambda row: percent(row[name] * 100)

    def accepted(row: tables.Row) -> str:
        return f"{count(row['accepted'])}/{count(row['rooms'])}"

    def forecast(row: tables.Row) -> Markup:
        return tables.toned(
            pace.words(row, view.ledger.on, view.ledger.rules), "fail" if row["misses"] or row["is_stalled"] else ""
        )

    return [
        tables.Column("乡镇", lambda row: row["township"], style="strong nowrap"),
        *(tables.Column(word, rate(name), is_number=True) for name, word in RATES.items()),
        tables.Column("已验收/教室（间）", accepted, is_number=True),
        tables.Column("每周验收（间）", _weekly, is_number=True),
        tables.Column("预计全部验收", forecast, style="nowrap after"),
        tables.Column("最晚计划日期", lambda row: tables.dash(_day(row["planned_on"])), style="nowrap"),
        tables.Column("逾期（间）", _number("overdue"), is_number=True),
        tables.Column("最长逾期（周）", _number("weeks_overdue"), is_number=True),
    ]


def _weekly(row: tables.Row) -> str:
    return tables.dash("" if is_missing(row["pace"]) else f"{pace.weekly(row['pace']):.2f}")


def _day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()


def draw_late(view: View) -> None:
    """Draw the late schools, one row each."""
    with messages.block("late", findings_late.title(view.ledger.late, view.late_unknown), findings_late.LINE):
        if view.ledger.late.empty:
            messages.nothing(findings_late.none(view.ledger.plan, view.ledger.due_unreported))
            return
        if view.ledger.due_unreported:
            messages.note(f"{findings.awaited(view.ledger.due_unreported)}。")
        county = view.choice.county_name
        shown = view.ledger.late.assign(
            school=[short_name(row.school_name, county) for row in view.ledger.late.itertuples()],
        )
        most = int(shown["overdue"].max())
        columns = [
            tables.Column("学校", lambda row: row["school"]),
            tables.Column("乡镇", lambda row: row["township"], style="quiet nowrap"),
            tables.Column("逾期教室（间）", lambda row: count(row["overdue"]), is_number=True, style="fail strong"),
            tables.Column("", lambda row: tables.bar(100 * row["overdue"] / most, state="fail"), width="14%"),
            *(tables.Column(word, _number(name), is_number=True) for name, word in findings.STOPS.items()),
            tables.Column("最早的计划日期", lambda row: tables.dash(_day(row["planned_on"])), style="nowrap after"),
            tables.Column("最长逾期（周）", _number("weeks"), is_number=True),
            tables.Column("项目编号", lambda row: project_links(view.choice, row["project"]), style="after"),
        ]
        rows = tables.records(shown)
        tables.draw_list(columns, rows, label="逾期清单", address=lambda row: view.school(row["school_code"]))


def _number(name: str) -> Callable[[tables.Row], Markup | str]:
    return lambda row: tables.dash(count(row[name]) if row[name] else "")


def draw_absent(choice) -> None:
    """Say that no ledger was imported for this period, and how to."""
    words, line = findings.absent(cached.counties()[choice.county], choice.on)
    messages.headline(words, line)
    messages.actions(messages.link("导入班班通台账", "./import", button="primary"))
