"""信息化与班班通, below: forecasts by township, the late schools, what does not fit, one school's classrooms."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components import cached, filters, messages, tables
from components.progress_view import View
from monitoring.figures import count
from monitoring.findings import progress as findings
from monitoring.findings.sentences import short_name

HEIGHT = 330  # px of the list


def draw_forecasts(view: View) -> None:
    """Draw when the rest of each township is accepted, at the pace of the last twelve weeks."""
    names = [view.townships[code] for code in view.forecasts.index]
    rows = view.forecasts.assign(code=view.forecasts.index, name=names)
    rows = rows.sort_values(["is_stalled", "misses", "remaining"], ascending=False)
    title = findings.forecast_line(view.forecasts, view.townships)
    with messages.block("forecasts", title, findings.FORECAST_LINE):
        tables.draw(
            _columns(),
            tables.records(rows),
            label="各乡镇的进度和预计",
            address=lambda row: filters.address("progress", view.choice, township=row["code"]),
            style="compact",
        )


def _columns() -> list[tables.Column]:
    def some(name: str) -> Callable[[tables.Row], str]:
        return lambda row: tables.dash(count(row[name]) if row[name] else "")

    def accepted(row: tables.Row) -> str:
        return f"{count(row['accepted'])}/{count(row['rooms'])}"

    return [
        tables.Column("乡镇", lambda row: row["name"], style="strong nowrap"),
        tables.Column("已验收/教室（间）", accepted, is_number=True),
        tables.Column("每周验收（间）", lambda row: f"{row['pace']:.1f}", is_number=True),
        tables.Column("预计全部验收", _forecast, style="nowrap"),
        tables.Column("最晚计划日期", lambda row: tables.dash(_day(row["planned_on"])), style="nowrap"),
        tables.Column("逾期（间）", some("overdue"), is_number=True),
        tables.Column("最长逾期（周）", some("weeks_overdue"), is_number=True),
    ]


def _forecast(row) -> Markup:
    return tables.toned(findings.forecast_words(row), "fail" if row["misses"] or row["is_stalled"] else "")


def _day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()


def draw_late(view: View) -> None:
    """Draw the late schools, one row each."""
    with messages.block("late", findings.late_title(view.late), findings.LATE_LINE):
        if view.late.empty:
            messages.nothing("过了计划日期的教室都已验收，或还没有到计划日期的教室。")
            return
        county = view.choice.county_name
        shown = view.late.assign(
            school=[short_name(row.school_name, county) for row in view.late.itertuples()],
            planned=view.late["planned_on"].dt.date,
        )
        columns = {
            "school": st.column_config.TextColumn("学校"),
            "township": st.column_config.TextColumn("乡镇"),
            "overdue": st.column_config.ProgressColumn(
                "逾期教室（间）", format="%d", min_value=0, max_value=int(shown["overdue"].max())
            ),
            **{name: st.column_config.NumberColumn(word) for name, word in findings.STOPS.items()},
            "planned": st.column_config.DateColumn("最早的计划日期", format="YYYY-MM-DD"),
            "weeks": st.column_config.NumberColumn("最长逾期（周）"),
            "project": st.column_config.TextColumn("项目编号"),
        }
        tables.data(shown, "逾期清单", columns, key="progress_late", height=HEIGHT)


def draw_doubts(view: View) -> None:
    """Say what does not fit together."""
    lines = findings.doubt_lines(view.doubts, view.unaccepted)
    if lines:
        with messages.block("doubts", "台账里对不上的", "照填的计入，请核实"):
            messages.panels(lines)


def draw_absent(choice) -> None:
    """Say that no ledger was imported for this period, and how to."""
    words, line = findings.absent(cached.counties()[choice.county], choice.period)
    messages.headline(words, line)
    messages.actions(messages.link("导入班班通台账", "./import", button="primary"))
