"""What colours the townships by a standard: a figure each, with its words. A missing figure stays NaN."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import pandas as pd

from monitoring import figures
from monitoring.layers.points import tallies
from monitoring.shortages import STAFF_UNIT, Shortages

WAN = 10_000
STAFF_ONLY = "只缺教师"


def verdict_shares(townships: pd.DataFrame, stage: str) -> pd.DataFrame:
    """
    Return the share of schools that meet the standard, by township.

    Args:
        townships: the frame of that name: township_code, stage, schools (judged), met.

    Returns:
        code, value (percent; NaN where no school is judged), text ("2/5 达标"), figure ("40%", "" where none).
    """
    rows = townships[townships["stage"] == stage]
    return _shares(rows["township_code"], rows["met"], rows["schools"])


def requirement_shares(points: pd.DataFrame) -> pd.DataFrame:
    """
    Return the share of schools that meet one requirement, by township; a school without the figure is in the total.

    Args:
        points: schools with the state of that requirement.
    """
    told = tallies(points)
    return _shares(pd.Series(told.index), told["met"], told["judged"])


def money(townships: pd.DataFrame, staff_only: Collection[str] = ()) -> pd.DataFrame:
    """
    Return what it costs to close the gaps, by township, in 万元.

    Args:
        townships: of shortages.Shortages: township_code, schools (that lack anything), unknown (cells not reported),
            cost_yuan (NaN: nothing priced).
        staff_only: codes of those that lack nothing but teachers.

    Returns:
        code, value (万元, unrounded; NaN where something is lacking and nothing of it has a unit cost, or where nothing
        is known to be lacking and something is not reported), text and figure (rounded up; 0 where nothing is lacking).
    """
    lacks_nothing = (townships["schools"] == 0) & (townships["unknown"] == 0)
    cost = townships["cost_yuan"].mask(townships["cost_yuan"].isna() & lacks_nothing, 0)
    staff = townships["township_code"].isin(staff_only)
    figure = [STAFF_ONLY if only else figures.wan(yuan) for yuan, only in zip(cost, staff, strict=True)]
    open_words = ["没有单价" if lacking else "没有填报全" for lacking in townships["schools"]]
    text = [
        why if shown == figures.MISSING else shown if shown == STAFF_ONLY else f"{shown} 万元"
        for shown, why in zip(figure, open_words, strict=True)
    ]
    return pd.DataFrame({"code": townships["township_code"], "value": cost / WAN, "text": text, "figure": figure})


def costs(lacking: Shortages) -> pd.DataFrame:
    """Return what it costs to close the gaps of every township (`money`)."""
    lacks = lacking.lacks
    things = lacks.loc[lacks["gap_unit"] != STAFF_UNIT, "township_code"]
    return money(lacking.townships, staff_only=set(lacks["township_code"]) - set(things))


def rolls(points: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """
    Return the townships by their pupils, the most first.

    Args:
        names: of the townships, by code.

    Returns:
        township (its code), name, schools, pupils (NaN: none of them reported any).
    """
    by = points.groupby("township")["pupils"]
    table = pd.DataFrame({"schools": by.size(), "pupils": by.sum(min_count=1)}).reset_index()
    return table.assign(name=table["township"].map(names)).sort_values("pupils", ascending=False)


def pupils(points: pd.DataFrame) -> pd.DataFrame:
    """
    Return pupils by township; where a school did not report, the text says "≥".

    >>> two = pd.DataFrame({"township": ["990121107", "990121107"], "pupils": [416.0, float("nan")]})
    >>> pupils(two)["text"].tolist()
    ['≥ 416 人']
    """
    by = points.groupby("township")["pupils"]
    total, missing = by.sum(), by.agg(lambda roll: roll.isna().any())
    figure = [f"{'≥ ' if less else ''}{figures.count(roll)}" for roll, less in zip(total, missing, strict=True)]
    text = [f"{number} 人" for number in figure]
    return pd.DataFrame({"code": total.index, "value": total.to_numpy(), "text": text, "figure": figure})


def _shares(code: pd.Series, met: pd.Series, schools: pd.Series) -> pd.DataFrame:
    # Under a standard without verdicts met is missing, not zero.
    schools = schools.to_numpy() * met.notna().to_numpy()
    met = met.to_numpy()
    value = [100 * part / whole if whole else math.nan for part, whole in zip(met, schools, strict=True)]
    text = [f"{part:.0f}/{whole} 达标" if whole else "不评定" for part, whole in zip(met, schools, strict=True)]
    figure = [figures.share(part, whole, 0) if whole else "" for part, whole in zip(met, schools, strict=True)]
    return pd.DataFrame({"code": code.to_numpy(), "value": value, "text": text, "figure": figure})
