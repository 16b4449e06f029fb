"""How fast rooms are accepted, and when the rest will be: by county, township or school. A forecast, not a promise."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.flags import day_number, flags, rooms_of
from monitoring.classrooms.groups import COUNTY, counter, groups
from monitoring.classrooms.rules import DAYS_A_WEEK, ClassroomRules

NO_DAY = np.iinfo(np.int64).min
"""A day that there is not: NaT, once it is a date."""
LAST_DAY = day_number(date.max)


def forecasts(rooms: pd.DataFrame, on: date, rules: ClassroomRules, by: str | None = "township_code") -> pd.DataFrame:
    """
    Return one row a group, in the order of codes (rules 5).

    Args:
        rooms: the frame rooms.
        on: the report date.
        by: township_code, school_code; None: the whole ledger in one row.

    Returns:
        Indexed by the code: rooms, accepted, remaining; pace (rooms a week over the last twelve); forecast_on = on +
        ⌈remaining ÷ pace⌉ weeks, earliest_on and latest_on by the fastest and the slowest of its blocks (NaT: open, or
        nothing remains; at most 9999-12-31, where the calendar ends); planned_on (the latest planned date of the open
        rooms); misses (the forecast is later than that); overdue rooms, weeks_overdue (whole weeks of the longest);
        is_stalled (rooms remain and none was accepted in that span: 近12周无验收). NaN and NaT where acceptance, or
        for overdue and planned_on the planned date, is not reported of a room: its sheet has no such column.

    Two rooms in twelve weeks, one left: six weeks more.

    >>> from monitoring.classrooms.flags import DATES
    >>> done = pd.to_datetime(["2026-03-30", "2026-03-30", None])
    >>> ledger = pd.DataFrame({name: done for name in DATES} | {"mbps": 100.0, "hours": 8.0})
    >>> from monitoring.classrooms.rules import load_classroom_rules
    >>> forecast = forecasts(ledger, date(2026, 3, 31), load_classroom_rules(), None).iloc[0]
    >>> str(forecast["forecast_on"].date()), forecast["latest_on"]
    ('2026-05-12', NaT)
    """
    group, codes = groups(rooms, by)
    counted = counter(group, len(codes))
    arrays, today = rooms_of(rooms), day_number(on)
    flagged = flags(arrays, on, rules)

    total, remaining, planned_on = (
        np.bincount(group, minlength=len(codes)),
        counted(~flagged.accepted),
        arrays.planned_on,
    )
    unsure, no_plan, late = (counted(flagged.unsure(name)) > 0 for name in ("accepted", "no_plan", "overdue"))
    # The span ends with the report date itself: the 84 days up to and with it. The newest block first.
    ends = today - rules.block_weeks * DAYS_A_WEEK * np.arange(rules.blocks + 1)
    since = np.array([counted((arrays.accepted_on > end) & flagged.accepted) for end in ends])
    blocks = np.diff(since, axis=0)
    done = blocks.sum(axis=0)

    planned = np.full(len(codes), NO_DAY)
    is_due = ~flagged.accepted & ~flagged.no_plan
    np.maximum.at(planned, group[is_due], planned_on[is_due])
    longest = np.full(len(codes), today)
    np.minimum.at(longest, group[flagged.overdue], planned_on[flagged.overdue])

    forecast = _done_on(today, remaining, done, rules.weeks)
    days = {
        "forecast_on": forecast,
        "earliest_on": _done_on(today, remaining, blocks.max(axis=0), rules.block_weeks),
        "latest_on": _done_on(today, remaining, blocks.min(axis=0), rules.block_weeks),
        "planned_on": np.where(no_plan, NO_DAY, planned),
    }
    rates = {"accepted": total - remaining, "remaining": remaining, "pace": done / rules.weeks}
    return pd.DataFrame(
        {"rooms": total}
        | {name: _known(column, unsure) for name, column in rates.items()}
        | {name: _dates(np.where(unsure, NO_DAY, column)) for name, column in days.items()}
        | {
            "misses": (planned != NO_DAY) & (forecast > planned) & ~unsure & ~no_plan,
            "overdue": _known(counted(flagged.overdue), late),
            "weeks_overdue": _known((today - longest) // DAYS_A_WEEK, late),
            "is_stalled": (remaining > 0) & (done == 0) & ~unsure,
        },
        index=pd.Index(codes, name=by or COUNTY),
    )


def horizon(on: date, rules: ClassroomRules) -> date:
    """
    Return the last day that is still named as a forecast; what lies later is only said to (data/informatization.toml).

    >>> from monitoring.classrooms.rules import load_classroom_rules
    >>> horizon(date(2026, 9, 30), load_classroom_rules()), horizon(date(2024, 2, 29), load_classroom_rules())
    (datetime.date(2036, 9, 30), datetime.date(2034, 2, 28))
    """
    year = min(on.year + rules.named_years, date.max.year)
    return on.replace(year=year, day=min(on.day, monthrange(year, on.month)[1]))


def _done_on(today: int, remaining: np.ndarray, done: np.ndarray, weeks: int) -> np.ndarray:
    """When the rest is done at so many rooms in so many weeks; NO_DAY where nothing remains, or never at this rate."""
    needed = -(-remaining * weeks // np.maximum(done, 1))  # rounded up in integers
    days = np.minimum(today + needed * DAYS_A_WEEK, LAST_DAY)
    return np.where((remaining > 0) & (done > 0), days, NO_DAY)


def _known(figures: np.ndarray, unsure: np.ndarray) -> np.ndarray:
    """Figures of groups, NaN where they rest on what is not reported."""
    return np.where(unsure, np.nan, figures) if unsure.any() else figures


def _dates(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[D]").astype("datetime64[s]")
