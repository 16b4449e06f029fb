"""How fast rooms are accepted, and when the rest will be: by county, township or school. A forecast, not a promise."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from monitoring.classrooms.flags import NEVER, Rooms, day_number, rooms_of
from monitoring.classrooms.rules import DAYS_A_WEEK, rules

COUNTY = "county"
COLUMNS = [
    "rooms", "accepted", "remaining", "pace", "forecast_on", "earliest_on", "latest_on", "planned_on", "misses",
    "overdue", "weeks_overdue", "is_stalled",
]  # fmt: skip


def forecasts(rooms: pd.DataFrame, on: date, by: str | None = "township_code") -> pd.DataFrame:
    """
    Return one row a group, in the order of codes (contract 5).

    Args:
        rooms: the frame rooms.
        on: the report date.
        by: township_code, school_code; None: the whole ledger in one row.

    Returns:
        Indexed by the code: rooms, accepted, remaining; pace (rooms a week over the last twelve); forecast_on = on +
        ⌈remaining ÷ pace⌉ weeks, earliest_on and latest_on by the fastest and the slowest of its blocks (NaT: open, or
        nothing remains); planned_on (the latest planned date of the open rooms); misses (the forecast is later
        than that); overdue rooms, weeks_overdue (whole weeks of the longest);
        is_stalled (rooms remain and none was accepted in that span: 近12周无验收).
    """
    codes = rooms[by] if by else pd.Series(COUNTY, index=rooms.index)
    arrays = rooms_of(rooms)
    found = {
        code: _forecast(arrays, np.asarray(places), on) for code, places in sorted(codes.groupby(codes).indices.items())
    }
    frame = pd.DataFrame.from_dict(found, orient="index", columns=COLUMNS)
    dates = dict.fromkeys(["forecast_on", "earliest_on", "latest_on", "planned_on"], "datetime64[s]")
    return frame.astype(dates).rename_axis(by or COUNTY)


def _forecast(rooms: Rooms, places: np.ndarray, on: date) -> list:
    by, today = rules(), day_number(on)
    accepted_on, planned_on = rooms.accepted_on[places], rooms.planned_on[places]
    is_open = accepted_on > today
    remaining = int(is_open.sum())
    # The span ends with the report date itself: the 84 days up to and with it.
    blocks = [_accepted(accepted_on, today, block) for block in range(by.blocks)]
    weeks = by.weeks // by.blocks
    pace = sum(blocks) / by.weeks
    dates = [_done_on(on, remaining, rate) for rate in (pace, max(blocks) / weeks, min(blocks) / weeks)]
    plans = planned_on[is_open & (planned_on != NEVER)]
    latest = _as_date(int(plans.max())) if len(plans) else None
    late = today - planned_on[is_open & (planned_on < today)].astype(np.int64)
    misses = bool(latest and dates[0] and dates[0] > latest)
    return [
        len(places), len(places) - remaining, remaining, pace, *dates, latest, misses, len(late),
        int(late.max(initial=0)) // DAYS_A_WEEK, bool(remaining and not sum(blocks)),
    ]  # fmt: skip


def _accepted(accepted_on: np.ndarray, today: int, block: int) -> int:
    """How many rooms were accepted in a block of weeks, the newest block first."""
    days = rules().weeks // rules().blocks * DAYS_A_WEEK
    last = today - block * days
    return int(((accepted_on <= last) & (accepted_on > last - days)).sum())


def _done_on(on: date, remaining: int, rate: float) -> date | None:
    """When the rest is done at a rate a week; None where nothing remains, or never at this rate."""
    if not remaining or not rate:
        return None
    weeks = int(np.ceil(round(remaining / rate, 9)))
    return _as_date(day_number(on) + weeks * DAYS_A_WEEK)


def _as_date(number: int) -> date:
    return np.datetime64(number, "D").astype(date)


def course(rooms: pd.DataFrame, on: date, by: str = "township_code", weeks: int = 52) -> pd.DataFrame:
    """
    Return week by week how many rooms were accepted and how many were planned to be, cumulative, by group.

    Returns:
        One row a group and week (the weeks end on the report date's weekday): the code, week_on, accepted, planned,
        rooms. Rooms without a planned date are in no plan.
    """
    arrays, days = rooms_of(rooms), day_number(on) - DAYS_A_WEEK * np.arange(weeks, -1, -1)
    group, codes = pd.factorize(rooms[by], sort=True)
    found = []
    for place, code in enumerate(codes):
        own = group == place
        counts = {
            name: np.searchsorted(np.sort(array[own]), days, side="right")
            for name, array in (("accepted", arrays.accepted_on), ("planned", arrays.planned_on))
        }
        found.append(pd.DataFrame({by: code, "week_on": days.astype("datetime64[D]").astype("datetime64[s]")} | counts
                                  | {"rooms": int(own.sum())}))  # fmt: skip
    return pd.concat(found, ignore_index=True)
