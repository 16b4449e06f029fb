"""信息化与班班通, below: the schools that will miss their date at their own pace, and those that stand still."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from components.drawing import messages, tables
from components.progress.view import View
from monitoring import classrooms
from monitoring.figures import count
from monitoring.findings.progress import pace
from monitoring.schools.names import short_name


def draw(view: View) -> None:
    """Draw the schools that still have classrooms to accept and will be late, one row each."""
    forecasts = classrooms.forecasts(view.ledger.rooms, view.ledger.on, view.ledger.rules, "school_code")
    shown = forecasts[forecasts["misses"] | forecasts["is_stalled"]]
    with messages.block("pace", pace.schools_title(forecasts, view.ledger.rules), pace.schools_line(view.ledger.rules)):
        if shown.empty:
            return
        named = view.ledger.rooms.drop_duplicates("school_code").set_index("school_code")
        county, ordered = (
            view.choice.county_name,
            pace.in_order(shown, view.ledger.on, view.ledger.rules, misses_first=True),
        )
        own = named.loc[ordered.index]
        table = ordered.assign(
            school=[short_name(name, county) for name in own["school_name"]],
            township=own["township"],
            pace=[pace.weekly(rate) for rate in ordered["pace"]],
            forecast=[pace.words(row, view.ledger.on, view.ledger.rules) for row in tables.records(ordered)],
            code=ordered.index,
        )

        def number(name: str) -> Callable[[tables.Row], Markup | str]:
            return lambda row: tables.dash(count(row[name]) if row[name] else "")

        columns = [
            tables.Column("学校", lambda row: row["school"]),
            tables.Column("乡镇", lambda row: row["township"], style="quiet nowrap"),
            tables.Column("教室（间）", number("rooms"), is_number=True),
            tables.Column("未验收（间）", number("remaining"), is_number=True),
            tables.Column("逾期（间）", number("overdue"), is_number=True),
            tables.Column("每周验收（间）", lambda row: f"{row['pace']:.2f}", is_number=True),
            tables.Column("预计全部验收", lambda row: row["forecast"], style="after"),
            tables.Column("最晚计划日期", _planned, style="nowrap"),
        ]
        rows = tables.records(table)
        tables.draw_list(columns, rows, label="赶不上日期的学校", address=lambda row: view.school(row["code"]))


def _planned(row: tables.Row) -> Markup | str:
    return tables.dash("" if pd.isna(row["planned_on"]) else f"{row['planned_on']:%Y-%m-%d}")
