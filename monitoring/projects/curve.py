"""
计划与进度曲线: planned, reported and paid, week by week and weighted by money.

The weights of the plan are examples of data/projects.toml. A week without a report is a gap, never the week before's
figure drawn on; the last known value is kept beside it for the county's line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from monitoring.projects.funds import planned_money, total
from monitoring.projects.rules import ProjectRules

WEEK = timedelta(weeks=1)
COURSE = ["project", "week", "planned_pct", "reported_pct", "known_pct", "is_gap", "as_of", "planned_then_pct"]
CURVE = [
    "week", "planned_pct", "reported_pct", "planned_of_reported_pct", "reported_money_pct", "reported_of_all_pct",
    "gaps", "came", "silent", "left_out",
]  # fmt: skip
ABREAST = [
    "projects", "planned_pct", "reported_pct", "compared", "work_pct", "paid_pct", "left_out", "earlier", "since",
]  # fmt: skip
PAID = ["on", "planned", "paid", "paid_pct", "left_out"]


def weeks(first: date, last: date, on: date) -> pd.DatetimeIndex:
    """
    Return the last days of the weeks from `first` to `last`, counted so that one of them ends on the report date.

    >>> [str(day.date()) for day in weeks(date(2026, 3, 20), date(2026, 4, 2), date(2026, 3, 31))]
    ['2026-03-24', '2026-03-31', '2026-04-07']
    """
    before, after = (on - first) // WEEK, -((on - last) // WEEK)
    return pd.date_range(on - before * WEEK, on + after * WEEK, freq=WEEK)


def course(
    milestones: pd.DataFrame,
    reports: pd.DataFrame,
    on: date,
    rules: ProjectRules,
    lists: Mapping[date, pd.DataFrame] | None = None,
    listed_on: date | None = None,
) -> pd.DataFrame:
    """
    Return one row a project × week, from the first planned date or report to the last planned date, at least to `on`.

    planned_pct: the milestones' weights at their planned dates, linear between, 0 before the first; a milestone
    planned before an earlier one counts from that one's date. NaN where the first or the last is not planned.
    reported_pct: the week's latest report; NaN in a week without. known_pct: the last known value by then, of a report
    or of 项目清单 at its report date. Both NaN after `on`. is_gap: a report was due (from 到货/开工 until 启用, and not
    before the first report of all) and none came. as_of: the day of which the project's progress was last told, by a
    report or by the list; planned_then_pct: its plan on that day.

    Args:
        milestones, reports: the frames of those names.
        on: the report date.
        lists: report date → the frame projects of that snapshot.
        listed_on: the date of the list of projects, which speaks of all of them; None: the report date.
    """
    made = reports[reports["reported_on"] <= pd.Timestamp(on)]
    ends = _span(milestones, made, on)
    readings = _readings(made, lists or {}, on)
    weeks = []
    for project, dates in milestones.groupby("project", sort=False):
        own = made[made["project"] == project]
        known = readings[readings["project"] == project]
        as_of = max([pd.Timestamp(listed_on or on), *known["reported_on"]])
        rows = pd.DataFrame(
            {
                "project": project,
                "week": ends,
                "planned_pct": _planned(dates, ends, rules),
                "reported_pct": _latest(own.dropna(subset="progress_pct"), ends, on, WEEK),
                "known_pct": _latest(known, ends, on),
                "is_gap": _due(dates, ends, on, made, rules) & ~_came(own, ends),
                "as_of": as_of,
                "planned_then_pct": _planned(dates, pd.DatetimeIndex([as_of]), rules)[0],
            }
        )
        weeks.append(rows)
    return pd.concat(weeks, ignore_index=True)[COURSE] if weeks else pd.DataFrame(columns=COURSE)


def _span(milestones: pd.DataFrame, made: pd.DataFrame, on: date) -> pd.DatetimeIndex:
    today = pd.Series([pd.Timestamp(on)])
    planned = milestones["planned_on"]
    first, last = pd.concat([planned, made["reported_on"], today]).min(), pd.concat([planned, today]).max()
    return weeks(first.date(), last.date(), on)


def _readings(made: pd.DataFrame, lists: Mapping[date, pd.DataFrame], on: date) -> pd.DataFrame:
    """Every known progress with its day, in order; a report of the same day stands after the list."""
    columns = ["project", "reported_on", "progress_pct"]
    listed = [rows.assign(reported_on=pd.Timestamp(day))[columns] for day, rows in sorted(lists.items()) if day <= on]
    together = pd.concat([*listed, made[columns]], ignore_index=True)
    return together.dropna(subset="progress_pct").sort_values("reported_on", kind="stable")


def _planned(dates: pd.DataFrame, ends: pd.DatetimeIndex, rules: ProjectRules) -> np.ndarray:
    planned = dates.set_index("milestone")["planned_on"].reindex(rules.milestones)
    if pd.isna(planned.iloc[0]) or pd.isna(planned.iloc[-1]):
        return np.full(len(ends), np.nan)
    told = planned.notna().to_numpy()
    days = np.maximum.accumulate(_days(planned[told]))
    return np.interp(_days(ends), days, np.array(rules.weights_pct)[told], left=0)


def _days(days: pd.Series | pd.DatetimeIndex) -> np.ndarray:
    return np.asarray(days, dtype="datetime64[D]").astype(float)


def _latest(readings: pd.DataFrame, ends: pd.DatetimeIndex, on: date, within: timedelta | None = None) -> np.ndarray:
    """The last reading by the end of each week, of that week alone where `within` is given; NaN after `on`."""
    ordered = readings.sort_values("reported_on", kind="stable")
    days = _days(ordered["reported_on"])
    place = np.searchsorted(days, _days(ends), side="right") - 1
    usable = (place >= 0) & (ends <= pd.Timestamp(on))
    if within is not None and len(days):
        usable &= days[np.maximum(place, 0)] > _days(ends - within)
    figures = np.full(len(ends), np.nan)
    figures[usable] = ordered["progress_pct"].to_numpy(float)[place[usable]]
    return figures


def _due(dates: pd.DataFrame, ends: pd.DatetimeIndex, on: date, made: pd.DataFrame, rules: ProjectRules) -> np.ndarray:
    """Weeks of which the whole lies between the start and the use, since anybody reports at all."""
    actual = dates.set_index("milestone")["actual_on"]
    actual = actual.where(actual <= pd.Timestamp(on)).reindex(rules.milestones)
    first, last = rules.milestones.index(rules.reports_from), rules.milestones.index(rules.reports_until)
    begun, used = actual.iloc[first:last].min(), actual.iloc[last]
    due = (ends - WEEK >= begun) & (ends <= pd.Timestamp(on)) & (ends >= made["reported_on"].min())
    return due & ~(ends >= used)


def _came(own: pd.DataFrame, ends: pd.DatetimeIndex) -> np.ndarray:
    days = np.sort(_days(own["reported_on"]))
    until, before = (np.searchsorted(days, _days(bound), side="right") for bound in (ends, ends - WEEK))
    return until > before


def curve(course: pd.DataFrame, money: Mapping[str, float]) -> pd.DataFrame:
    """
    Return the county's curve, one row a week: the projects' percentages weighted by their planned money.

    Args:
        course: of `course`, for the projects that are shown.
        money: project → planned money; those without it, or without a plan, are in no line and counted.

    Returns:
        week; planned_pct (of all); reported_pct (the last known values, of the projects that have one by then; NaN
        after the report date), planned_of_reported_pct (the plan of the same projects, to compare with),
        reported_money_pct (their share of the money); reported_of_all_pct (what they have done as a share of all the
        money: it grows by what is reported, not by who begins to report; NaN while nobody has); gaps (projects whose
        report of the week was due and did not come), came (projects of which one came, with a figure), silent
        (projects that by plan have begun and have no value yet: they add nothing to reported_of_all_pct); left_out
        (projects without money or plan).
    """
    weight = course["project"].map(dict(money)).astype(float)
    usable = weight.gt(0) & course["planned_pct"].notna()
    left_out = course["project"].nunique() - course.loc[usable, "project"].nunique()
    known = usable & course["known_pct"].notna()
    sums = pd.DataFrame(
        {
            "whole": weight.where(usable),
            "planned": (weight * course["planned_pct"]).where(usable),
            "known": weight.where(known),
            "reported": (weight * course["known_pct"]).where(known),
            "planned_known": (weight * course["planned_pct"]).where(known),
            "gaps": course["is_gap"].astype(int),
            "came": course["reported_pct"].notna().astype(int),
            "silent": (usable & ~known & course["planned_pct"].gt(0)).astype(int),
        }
    )
    by_week = sums.groupby(course["week"]).sum().reset_index()
    whole, known_sum = by_week["whole"].where(by_week["whole"] > 0), by_week["known"].where(by_week["known"] > 0)
    return by_week.assign(
        planned_pct=by_week["planned"] / whole,
        reported_pct=by_week["reported"] / known_sum,
        planned_of_reported_pct=by_week["planned_known"] / known_sum,
        reported_money_pct=100 * known_sum / whole,
        reported_of_all_pct=(by_week["reported"] / whole).where(known_sum.notna()),
        left_out=left_out,
    )[CURVE]


def comparable(course: pd.DataFrame, table: pd.DataFrame, on: date) -> pd.DataFrame:
    """
    Return the projects that can be compared: with planned money, a plan and a known progress.

    Each is compared on the day of which its progress was last told: what another project told later says nothing of it.

    Args:
        course, table: as for `abreast`.

    Returns:
        planned, paid, planned_pct (on its own day), known_pct, as_of by project, in the order of the table.
    """
    now = course[course["week"] == pd.Timestamp(on)].set_index("project")
    own = now[["planned_then_pct", "known_pct", "as_of"]].rename(columns={"planned_then_pct": "planned_pct"})
    figures = table.set_index("project")[["planned", "paid"]].join(own)
    return figures[figures["planned"].gt(0) & figures["planned_pct"].notna() & figures["known_pct"].notna()]


def abreast(course: pd.DataFrame, table: pd.DataFrame, on: date) -> pd.Series:
    """
    Return what is known to be done and paid beside what was planned by then, of the same projects.

    Args:
        course: of `course`, for the projects that are shown.
        table: of projects_table, for the same projects.

    Returns:
        projects (with money, a plan and a known progress), planned_pct, reported_pct (theirs, weighted by planned
        money, each on its own day); compared (those of them whose paid money is reported), work_pct, paid_pct
        (theirs); left_out (projects of the table that are not compared); earlier (projects that are compared on a day
        before the report date), since (the first of these days, NaT where there is none). NaN where there are none.
    """
    usable = comparable(course, table, on)
    paid, earlier = usable[usable["paid"].notna()], usable[usable["as_of"] < pd.Timestamp(on)]
    share = 100 * total(paid["paid"]) / total(paid["planned"]) if len(paid) else np.nan
    figures = (
        len(usable), _mean(usable, "planned_pct"), _mean(usable, "known_pct"), len(paid), _mean(paid, "known_pct"),
        share, len(table) - len(usable), len(earlier), earlier["as_of"].min() if len(earlier) else pd.NaT,
    )  # fmt: skip
    return pd.Series(figures, index=ABREAST, dtype=object)


def _mean(rows: pd.DataFrame, figure: str) -> float:
    return float((rows[figure] * rows["planned"]).sum() / rows["planned"].sum()) if len(rows) else np.nan


def paid_points(lists: Mapping[date, pd.DataFrame], sources: Mapping[date, pd.DataFrame]) -> pd.DataFrame:
    """
    Return one row a report date: on, planned, paid (万元), paid_pct (paid ÷ planned × 100), left_out.

    Args:
        lists, sources: report date → the frames projects and sources of that snapshot. A project whose planned or paid
            money is not reported is in neither sum and counted in left_out.
    """
    points = []
    for on, listed in sorted(lists.items()):
        planned = planned_money(listed, sources[on])
        known = planned.notna() & listed["paid_wan_yuan"].notna()
        whole, paid = total(planned[known]), total(listed.loc[known, "paid_wan_yuan"])
        points.append((pd.Timestamp(on), whole, paid, 100 * paid / whole if whole else np.nan, int((~known).sum())))
    return pd.DataFrame(points, columns=PAID)
