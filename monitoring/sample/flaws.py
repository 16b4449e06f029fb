"""What is wrong in the sample county's tables on purpose: cells not reported, points exchanged, astray or missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from monitoring.sample.plan import SamplePlan

Row = dict[str, Any]


def flawed(key: str, row: Row, period: date, plan: SamplePlan) -> Row:
    """
    Return a school's row as its clerk filled it in.

    Args:
        key: of the school, as the plan names it.
        row: the true one; it is not changed.
    """
    for flaw in plan.flaws:
        if flaw["school"] == key and flaw.get("from", period) <= period and period < flaw.get("until", date.max):
            row = row | _wrong(flaw, row, plan)
    return row


def _wrong(flaw: Mapping[str, Any], row: Row, plan: SamplePlan) -> Row:
    if flaw["is"] == "swapped":
        return {"longitude": row["latitude"], "latitude": row["longitude"]}
    if flaw["is"] == "outside":
        return {"longitude": round(row["longitude"] + plan.land["astray_degrees"], plan.land["decimals"])}
    return dict.fromkeys(flaw["fields"], flaw["is"])
