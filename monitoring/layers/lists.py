"""
The rows of the lists beside the map, which are its second door: townships, and a township's schools.

Pure: frames of one judgement in, frames of rows out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from monitoring import figures
from monitoring.assessment.statuses import STATUSES, STATUSES_WORST_FIRST, VERDICTS_WORST_FIRST
from monitoring.standing import Count


def township_rows(
    now: Mapping[str, Count], before: Mapping[str, Count] | None, money: pd.DataFrame, *, dearest_first: bool = False
) -> pd.DataFrame:
    """
    Return one row a township, the lowest share first, those without a judged school last; or the dearest first.

    Args:
        now, before: counts of this period and of the one before; None: there was none.
        money: what closes all gaps (grounds.money); of a township that is not there nothing is asked.

    Returns:
        code, name, judged, met, undetermined, change (of schools that meet; NaN where it cannot be said), cost (as
        text, 万元).
    """
    cost = money.set_index("code")
    rows = [
        {
            "code": code,
            "name": place.name,
            "judged": place.judged,
            "met": place.met,
            "undetermined": place.undetermined,
            "change": place.met - before[code].met if before is not None and code in before else None,
            "cost": cost["figure"].get(code, figures.MISSING),
            "value": cost["value"].get(code, math.nan),
            "share": place.share if place.judged else 2,  # after every share
        }
        for code, place in now.items()
    ]
    table = pd.DataFrame(rows).astype({"change": float})
    order, ascending = (["value"], [False]) if dearest_first else (["share", "judged"], [True, False])
    return table.sort_values(order, ascending=ascending, kind="stable").reset_index(drop=True)


def school_rows(
    points: pd.DataFrame, verdicts: pd.DataFrame, stages: Mapping[str, str], requirement: str = ""
) -> pd.DataFrame:
    """
    Return one row a school: failing ones first, then by pupils.

    Args:
        points: the township's schools with code, name, pupils (points.school_points).
        verdicts: the frame of that name, of the stages shown; unmet and unknown are counted a stage.
        stages: words of stages.
        requirement: the one that is looked at alone: then the state is the points', not the verdict.

    Returns:
        code, name, pupils, status, lacking: "3 项", "小学 3、初中 4 项", "缺 7 项数据"; "" nothing.
    """
    rows, own = [], _parts(verdicts, points["code"])
    for school in points.itertuples():
        parts = own[school.code]
        status = STATUSES[school.state] if requirement else _worst(parts)
        rows.append(
            {
                "code": school.code,
                "name": school.name,
                "pupils": school.pupils,
                "status": status,
                "lacking": "" if requirement else _lacking(parts, status, stages),
                "order": (STATUSES_WORST_FIRST if requirement else VERDICTS_WORST_FIRST).index(status),
            }
        )
    table = pd.DataFrame(rows, columns=["code", "name", "pupils", "status", "lacking", "order"])
    return table.sort_values(["order", "pupils"], ascending=[True, False], kind="stable").reset_index(drop=True)


def _parts(verdicts: pd.DataFrame, codes: pd.Series) -> dict[str, list[Mapping]]:
    """The verdicts of these schools by code, a mapping a stage, in their order."""
    parts: dict[str, list[Mapping]] = {code: [] for code in codes}
    here = verdicts[verdicts["school_code"].isin(parts)]
    for part in here[["school_code", "stage", "status", "unmet", "unknown"]].to_dict("records"):
        parts[part["school_code"]].append(part)
    return parts


def _worst(parts: Sequence[Mapping]) -> str:
    return min((part["status"] for part in parts), key=VERDICTS_WORST_FIRST.index)


def _lacking(parts: Sequence[Mapping], verdict: str, stages: Mapping[str, str]) -> str:
    if verdict == "not_met":
        short = [(stages[part["stage"]], int(part["unmet"])) for part in parts if part["status"] == "not_met"]
        if len(parts) == 1:
            return f"{short[0][1]} 项"
        return "、".join(f"{stage} {unmet}" for stage, unmet in short) + " 项"
    if verdict == "undetermined":
        unknown = [part["unknown"] for part in parts if part["status"] == "undetermined"]
        return f"缺 {int(sum(unknown))} 项数据"
    unmet = [part["unmet"] for part in parts if not figures.is_missing(part["unmet"])]  # one may be left at the floor
    return f"{int(sum(unmet))} 项" if verdict == "met" and sum(unmet) else ""


# —— classrooms


def room_townships(
    now: Mapping[str, Count],
    before: Mapping[str, Count] | None,
    *,
    by_late: bool = False,
    awaited: Mapping[str, int] = MappingProxyType({}),
) -> pd.DataFrame:
    """
    Return one row a township by its classrooms: the lowest share first, those without a room last; or the most late.

    Args:
        now, before: rooms that reached a step, or are in time, of this period and of the one before.
        awaited: code → rooms that are 到期待报.

    Returns:
        code, name, rooms, done, late (rooms that are not done), unknown, change (of done, or of late; NaN where it
        cannot be said), awaited.
    """
    rows = []
    for code, place in now.items():
        then = (before or {}).get(code)
        is_told = then and then.judged and not (then.is_open or place.is_open)
        done, late = (place.met - then.met, place.not_met - then.not_met) if is_told else (None, None)
        rows.append(
            {
                "code": code,
                "name": place.name,
                "rooms": place.judged,
                "done": place.met,
                "late": place.not_met,
                "unknown": place.undetermined,
                "change": late if by_late else done,
                "awaited": int(awaited.get(code, 0)),
                "share": place.share if place.judged and not place.is_open else 2,  # after every share
            }
        )
    table = pd.DataFrame(rows).astype({"change": float})
    order, ascending = (["late", "rooms"], [False, False]) if by_late else (["share", "rooms"], [True, False])
    return table.sort_values(order, ascending=ascending, kind="stable").reset_index(drop=True)


def room_schools(points: pd.DataFrame, counts: pd.DataFrame, part: str) -> pd.DataFrame:
    """
    Return one row a school by its classrooms: those that are behind first, then by pupils.

    Args:
        points: the township's schools with the state of a layer (looks.Layer.points).
        counts: the layer's figures by school code.
        part: the column that is counted: "accepted", or "overdue" for those past their date.

    Returns:
        code, name, pupils, state, status, rooms, done (reached the step; or late; NaN not reported), awaited (rooms
        that are 到期待报).
    """
    table = points[["code", "name", "pupils", "state"]].assign(
        status=[STATUSES[state] for state in points["state"]],
        rooms=[int(counts["classrooms"].get(code, 0)) for code in points["code"]],
        done=[counts[part].get(code, 0) for code in points["code"]],
        awaited=[int(counts["awaited"].get(code, 0)) for code in points["code"]],
    )
    order = table["status"].map(STATUSES_WORST_FIRST.index)
    table = table.assign(order=order).sort_values(["order", "pupils"], ascending=[True, False], kind="stable")
    return table.drop(columns="order").reset_index(drop=True)
