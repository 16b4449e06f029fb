"""信息化与班班通, below: the schools that will miss their date at their own pace, and those that stand still."""

from __future__ import annotations

import streamlit as st

from components import messages, tables
from components.progress_view import View
from monitoring import classrooms
from monitoring.findings import progress_pace as pace
from monitoring.findings.sentences import short_name

HEIGHT = 330  # px of the list


def draw(view: View) -> None:
    """Draw the schools that still have classrooms to accept and will be late, one row each."""
    forecasts = classrooms.forecasts(view.rooms, view.on, "school_code")
    shown = forecasts[forecasts["misses"] | forecasts["is_stalled"]]
    with messages.block("pace", pace.schools_title(forecasts), pace.schools_line()):
        if shown.empty:
            return
        named = view.rooms.drop_duplicates("school_code").set_index("school_code")
        county, ordered = view.choice.county_name, pace.in_order(shown, view.on, misses_first=True)
        own = named.loc[ordered.index]
        table = ordered.assign(
            school=[short_name(name, county) for name in own["school_name"]],
            township=own["township"],
            pace=[pace.weekly(rate) for rate in ordered["pace"]],
            forecast=[pace.words(row, view.on) for row in tables.records(ordered)],
            planned=ordered["planned_on"].dt.date,
        )
        text, number = st.column_config.TextColumn, st.column_config.NumberColumn
        columns = {
            "school": text("学校"),
            "township": text("乡镇"),
            "rooms": number("教室（间）"),
            "remaining": number("未验收（间）"),
            "overdue": number("逾期（间）"),
            "pace": number("每周验收（间）", format="%.2f"),
            "forecast": text("预计全部验收", width="medium"),
            "planned": st.column_config.DateColumn("最晚计划日期", format="YYYY-MM-DD"),
        }
        tables.data(table, "赶不上日期的学校", columns, key="progress_pace", height=HEIGHT)
