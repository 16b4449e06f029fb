"""
The rows of the lists beside the map, which are its second door: townships, a township's schools, what a school lacks.

Pure: frames of one judgement in, frames of rows out. Money is in 万元, unrounded; whoever writes it rounds it up.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from components.map_words import Count

VERDICT_ORDER = ("not_met", "undetermined", "met", "not_judged")  # what needs doing comes first
WAN = 10_000


def counts(townships: pd.DataFrame, stage: str) -> dict[str, Count]:
    """Return the counts of every township at a stage ("all" too), by code, from the frame `townships`."""
    rows = townships[townships["stage"] == stage]
    return {
        row.township_code: Count(row.township, int(row.schools), int(row.met), int(row.undetermined))
        for row in rows.itertuples()
    }


def whole(places: Mapping[str, Count], name: str) -> Count:
    """Return the sum of all townships under one name."""
    parts = list(places.values())
    return Count(name, *(sum(getattr(part, key) for part in parts) for key in ("judged", "met", "undetermined")))


def township_rows(
    now: Mapping[str, Count], before: Mapping[str, Count] | None, cost_wan_yuan: Mapping[str, float]
) -> pd.DataFrame:
    """
    Return one row a township, the lowest share first, those without a judged school last.

    Args:
        now, before: counts of this period and of the one before; None: there was none.
        cost_wan_yuan: what closes all gaps, by township.

    Returns:
        code, name, judged, met, undetermined, percent (cut; None without a judged school), change (of schools that
        meet; None where it cannot be said), cost_wan_yuan.
    """
    rows = []
    for code, place in now.items():
        known = before is not None and code in before
        rows.append(
            {
                "code": code,
                "name": place.name,
                "judged": place.judged,
                "met": place.met,
                "undetermined": place.undetermined,
                "percent": place.percent if place.judged else None,
                "change": place.met - before[code].met if known else None,
                "cost_wan_yuan": cost_wan_yuan.get(code, 0),
                "share": place.met / place.judged if place.judged else 2,  # after every share
            }
        )
    table = pd.DataFrame(rows).astype({"percent": object, "change": object})
    return table.sort_values(["share", "judged"], ascending=[True, False], kind="stable").reset_index(drop=True)


def school_rows(points: pd.DataFrame, verdicts: pd.DataFrame, stages: Mapping[str, str]) -> pd.DataFrame:
    """
    Return one row a school: failing ones first, then by pupils.

    Args:
        points: the township's schools with code, name, pupils (map_data.school_points).
        verdicts: the frame of that name, of the stages shown; unmet and unknown are counted a stage.
        stages: words of stages.

    Returns:
        code, name, pupils, verdict, lacking: "3 项", "小学 3、初中 4 项", "缺 7 项数据"; "" nothing.
    """
    rows = []
    own = dict(iter(verdicts.groupby("school_code")))
    for school in points.itertuples():
        parts = own[school.code]
        verdict = next(verdict for verdict in VERDICT_ORDER if (parts["status"] == verdict).any())
        rows.append(
            {
                "code": school.code,
                "name": school.name,
                "pupils": school.pupils,
                "verdict": verdict,
                "lacking": _lacking(parts, verdict, stages),
                "order": VERDICT_ORDER.index(verdict),
            }
        )
    table = pd.DataFrame(rows, columns=["code", "name", "pupils", "verdict", "lacking", "order"])
    return table.sort_values(["order", "pupils"], ascending=[True, False], kind="stable").reset_index(drop=True)


def _lacking(parts: pd.DataFrame, verdict: str, stages: Mapping[str, str]) -> str:
    if verdict == "not_met":
        short = [(stages[row.stage], int(row.unmet)) for row in parts.itertuples() if row.status == "not_met"]
        if len(parts) == 1:
            return f"{short[0][1]} 项"
        return "、".join(f"{stage} {unmet}" for stage, unmet in short) + " 项"
    if verdict == "undetermined":
        unknown = parts.loc[parts["status"] == "undetermined", "unknown"]
        return f"缺 {int(unknown.sum())} 项数据"
    return ""


def shortage_rows(gaps: pd.DataFrame) -> pd.DataFrame:
    """
    Return what a set of schools lacks, one row a requirement, most parts of schools first.

    What several stages of a school share is counted once, at the larger gap; teachers add up over stages.

    Args:
        gaps: the frame of that name with the column `is_fixed` (the figure belongs to the stage alone).

    Returns:
        requirement, parts (school × stage that fall short), missing_whole, unit, cost_wan_yuan (NaN: no unit cost).
    """
    each = gaps.groupby(["requirement", "school_code"])
    fixed = each["is_fixed"].first()
    school = pd.DataFrame(
        {
            "missing_whole": each["missing_whole"].sum().where(fixed, each["missing_whole"].max()),
            "cost_yuan": each["cost_yuan"].sum(min_count=1).where(fixed, each["cost_yuan"].max()),
        }
    )
    by = school.groupby("requirement")
    first = gaps.groupby("requirement")
    rows = pd.DataFrame(
        {
            "parts": first.size(),
            "missing_whole": by["missing_whole"].sum(),
            "unit": first["unit"].first(),
            "cost_wan_yuan": by["cost_yuan"].sum(min_count=1) / WAN,
        }
    )
    return rows.sort_values("parts", ascending=False, kind="stable").reset_index()
