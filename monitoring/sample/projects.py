"""
The engineering projects of the sample county: 项目清单, 周进度 and 资金 on a day.

A project runs its course once, as data/sample/projects.toml plans and delays it; every list cuts it where it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from monitoring.sample.county import County
from monitoring.sample.funds import Money, money
from monitoring.sample.plan import SamplePlan
from monitoring.sample.roster import schools_at

Row = dict[str, Any]
RESTS = ("paused", "halted")


@dataclass(frozen=True)
class Project:
    """
    A project and the whole course of it.

    Attributes:
        given: as data/sample/projects.toml plans it.
        planned: the days of the milestones, in their order.
        worked: the days on which they are done if it never rests; what lies ahead of a list's date is not told.
    """

    given: Mapping[str, Any]
    planned: tuple[date, ...]
    worked: tuple[date, ...]

    @property
    def code(self) -> str:
        """项目编号."""
        return self.given["code"]

    def done(self, day: date) -> int:
        """How many milestones are done by a day."""
        return bisect_right(self.worked, self.until(day))

    def until(self, day: date) -> date:
        """
        Return up to which of its days of work it is on a day: what it rested is left out.

        >>> rested = Project({"paused": {"from": date(2026, 5, 1), "to": date(2026, 5, 11)}}, (), ())
        >>> [str(rested.until(date(2026, 5, day))) for day in (1, 9, 11, 14)]
        ['2026-05-01', '2026-05-01', '2026-05-01', '2026-05-04']
        """
        rested = [min(day, rest.get("to", day)) - rest["from"] for rest in self._rests() if rest["from"] <= day]
        return day - sum(rested, timedelta())

    def actual(self, number: int) -> date:
        """
        Return the day on which a milestone, from 0, is done, with what it rested before.

        >>> rested = {"paused": {"from": date(2026, 5, 1), "to": date(2026, 5, 11)}}
        >>> Project(rested, (), (date(2026, 4, 30), date(2026, 5, 4))).actual(1)
        datetime.date(2026, 5, 14)
        """
        day = self.worked[number]
        for rest in sorted(self._rests(), key=lambda rest: rest["from"]):
            if rest["from"] < day and "to" in rest:
                day += rest["to"] - rest["from"]
        return day

    def rests(self, day: date) -> Mapping[str, Any]:
        """Why it rests on a day: `paused` is said in its state, `halted` in its weekly reports alone."""
        own = {what: self.given[what] for what in RESTS if what in self.given}
        return {what: rest for what, rest in own.items() if rest["from"] <= day < rest.get("to", date.max)}

    def _rests(self) -> list[Mapping[str, Any]]:
        return [self.given[what] for what in RESTS if what in self.given]

    def progress(self, day: date, weights: Sequence[int]) -> int:
        """
        形象进度 on a day, whole percent: the weights at the milestones, linear between.

        >>> days = tuple(date(2026, 1, 1) + timedelta(days=10 * number) for number in range(2))
        >>> Project({}, days, days).progress(date(2026, 1, 6), [20, 80])
        50
        """
        points = [(self.worked[0], 0), *zip(self.worked, weights, strict=True)]
        day = self.until(day)
        if day >= points[-1][0]:
            return points[-1][1]
        for (since, low), (to, high) in pairwise(points):
            if since <= day < to:
                return low + (high - low) * (day - since).days // (to - since).days
        return 0


def project_lists(day: date, of: County) -> dict[str, list[Row]]:
    """
    Return the rows of projects, reports and funds on a day, by the column names of data/columns.

    >>> from monitoring.sample.county import sample_county
    >>> rows = project_lists(date(2026, 9, 30), sample_county())
    >>> {kind: len(listed) for kind, listed in rows.items()}
    {'projects': 26, 'reports': 306, 'funds': 96}
    """
    plan = of.plan
    schools = {school.key: school for school in schools_at(plan.periods[plan.period(day)], of.schools, plan)}
    lists: dict[str, list[Row]] = {"projects": [], "reports": [], "funds": []}
    for project in every_project(plan):
        if project.planned[0] - timedelta(days=plan.projects["listed_before_days"]) > day:
            continue
        identity = _identity(project, schools, plan)
        named = {"project": project.code, "name": identity["name"]}
        held = money(project.given, project.done(day), project.progress(day, plan.projects["weights"]), day, plan)
        lists["projects"].append(identity | _amounts(held, plan) | _course(project, day, plan))
        lists["reports"] += [named | report for report in _reports(project, day, plan)]
        lists["funds"] += [named | _fund(each) for each in held]
    return lists


def every_project(plan: SamplePlan) -> list[Project]:
    """Return every project with its course, in the order of the list."""
    return [_project(given, plan) for given in plan.projects["project"]]


def _project(given: Mapping[str, Any], plan: SamplePlan) -> Project:
    course = given.get("course") or plan.projects["course"][given["category"]]
    planned = [given["start"] + timedelta(days=days) for days in course]
    worked = [day + timedelta(days=late) for day, late in zip(planned, given["late"], strict=True)]
    return Project(given, tuple(planned), tuple(worked))


def _identity(project: Project, schools: Mapping[str, Any], plan: SamplePlan) -> Row:
    given = project.given
    school = schools.get(given.get("school"))
    township = school.township if school else plan.township(given["township"]) if "township" in given else None
    place = school.name if school else ""
    return {
        "project": project.code,
        "name": f"{place or plan.name}{given['what']}",
        "category": given["category"],
        "school_code": school.code if school else "",
        "school_name": place,
        "township": township.name if township else "",
    }


def _course(project: Project, day: date, plan: SamplePlan) -> Row:
    """The milestones, how far the work is, and the state that follows from them."""
    spec = plan.projects
    done = project.done(day)
    row: Row = {}
    for number, planned in enumerate(project.planned):
        actual = project.actual(number) if number < done else ""
        row |= {f"planned_{number + 1}": planned, f"actual_{number + 1}": actual}
    paused = project.rests(day).get("paused")
    return row | {
        "progress_pct": project.progress(day, spec["weights"]),
        "reported_state": spec["paused"] if paused else spec["states"][done],
        "reason": paused["reason"] if paused else "",
    }


def _amounts(held: Sequence[Money], plan: SamplePlan) -> Row:
    """计划总投资 by source, 累计到位 and 累计支付; a source that gives nothing is a zero."""
    planned = dict.fromkeys(plan.projects["sources"], 0) | {each.source: each.planned / 100 for each in held}
    return planned | {
        "total_wan_yuan": sum(each.planned for each in held) / 100,
        "arrived_wan_yuan": sum(each.arrived for each in held) / 100,
        "paid_wan_yuan": sum(each.paid for each in held) / 100,
    }


def _fund(each: Money) -> Row:
    return {
        "source": each.source,
        "planned_wan_yuan": each.planned / 100,
        "arrived_wan_yuan": each.arrived / 100,
        "paid_wan_yuan": each.paid / 100,
    }


def _reports(project: Project, day: date, plan: SamplePlan) -> Iterator[Row]:
    """The weekly reports since the report date before, or of the week, from 到货/开工 until 启用."""
    spec, given = plan.projects["reports"], project.given
    for friday in _fridays(day, plan):
        is_under_way = spec["from"] <= project.done(friday) < len(project.worked)
        if not is_under_way or friday in given.get("missed", ()) or friday >= given.get("silent", date.max):
            continue
        yield {
            "reported_on": friday,
            "progress_pct": project.progress(friday, plan.projects["weights"]),
            **_words(project, friday, spec),
        }


def _fridays(until: date, plan: SamplePlan) -> Iterator[date]:
    """The days of weekly reports after the report date before, until this one; of a week its own."""
    if until in plan.weeks:
        yield until
        return
    spec = plan.projects["reports"]
    place = plan.periods.index(until)
    week = timedelta(days=spec["week"])
    since = plan.periods[place - 1] if place else until - week * spec["first_weeks"]
    day = since + timedelta(days=1)
    day += timedelta(days=(spec["weekday"] - day.weekday()) % spec["week"])
    while day <= until:
        yield day
        day += week


def _words(project: Project, day: date, spec: Mapping[str, Any]) -> Row:
    for rest in project.rests(day).values():
        return {"work": spec["rest_work"], "problem": rest["reason"]}
    done = project.done(day)
    is_late = (day - project.planned[done]).days > spec["late_days"]
    return {"work": spec["work"][done - 1], "problem": spec["late_problem"] if is_late else ""}
