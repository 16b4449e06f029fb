"""Money of the sample county's projects by source, in hundredths of a 万元 so that sums are exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from monitoring.sample.plan import SamplePlan, stream
from monitoring.sample.staff import apportioned


@dataclass(frozen=True)
class Money:
    """One source of a project: planned, arrived and paid until a day, in hundredths of a 万元."""

    source: str
    planned: int
    arrived: int
    paid: int


def money(given: Mapping[str, Any], done: int, progress_pct: int, day: date, plan: SamplePlan) -> list[Money]:
    """
    Return the sources of a project on a day; a source that gives nothing is absent.

    Args:
        given: the project of data/sample/projects.toml.
        done: how many milestones are done.
    """
    spec = plan.projects["money"]
    rng = stream(plan.seed, "projects", given["code"])
    weights = {
        source: weight * (1 + rng.uniform(-spec["shake"], spec["shake"]))
        for source, weight in spec["weights"][given["category"]].items()
    }
    planned = apportioned(round(_cost(given, day) * 100), list(weights.values()))
    paid = _paid(given, progress_pct, spec)
    sources = []
    for source, amount in zip(weights, planned, strict=True):
        out = int(amount * paid)
        sources.append(Money(source, amount, max(out, int(amount * spec["arrives"][source][done])), out))
    return sources


def _cost(given: Mapping[str, Any], day: date) -> float:
    """计划总投资 in 万元, as it was last adjusted."""
    return [given["cost"], *(cost for since, cost in given.get("budget", ()) if since <= day)][-1]


def _paid(given: Mapping[str, Any], progress_pct: int, spec: Mapping[str, Any]) -> float:
    """The share of the planned money that is paid."""
    share = between(spec["pays"], progress_pct)
    more = given.get("ahead", 0) if progress_pct >= spec["pays_from"] else 0
    return min(share + more, spec["most_paid"])


def between(points: Sequence[Sequence[float]], at: float) -> float:
    """
    The value at a place between points, linear.

    >>> between([[0, 0], [10, 1]], 5)
    0.5
    """
    for (since, low), (to, high) in pairwise(points):
        if at <= to:
            return low + (high - low) * (at - since) / (to - since)
    return points[-1][-1]
