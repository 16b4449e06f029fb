"""One requirement of a school among all schools of its stage that are judged by it: their places, and its rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.dossier.assemble import reach
from monitoring.dossier.model import FULL, Before, Line, Part
from monitoring.figures import is_missing
from monitoring.results import Results

LACKING = "gap"
COMPARED = ("met", LACKING)
LISTED_ALONE = "not_applicable"  # the status of a value that is asked of the schools but not limited
SAME = 9  # decimals of a percent: nearer places are one place, a float's own error apart
OF_STANDARD, OF_MEAN = "standard", "mean"


@dataclass(frozen=True)
class Standing:
    """
    Where a school stands in one requirement.

    Attributes:
        base: what 100 percent is: "standard", or "mean", the county's mean, where the document sets no limit.
        others: school_code, school_name, place (percent) of every other school of the stage.
        own, before: the school's place now and in the period before; NaN where not reported.
        rank: 1 is the best; schools of one value share it; None where the school is not compared.
        of: how many schools are compared, this one included.
    """

    line: Line
    base: str
    others: pd.DataFrame
    own: float
    before: float
    rank: int | None
    of: int


def standings(judged: Results, school_code: str, part: Part) -> list[Standing]:
    """
    Return where a part stands in every requirement that can be drawn on a scale, in the document's order.

    Left out: yes or no, counts that must be 0, and what no school of the stage reported. Who reported none of what is
    divided by (no computers) lacks all of it and is placed at 0.
    """
    rows = judged.assessment
    rows = rows[(rows["stage"] == part.stage) & (rows["value"].notna() | (rows["status"] == LACKING))]
    reported = dict(iter(rows.groupby("requirement", sort=False)))
    on_scale = [line for line in part.lines if not line.asked.is_yes_no and line.asked.operator != "=="]
    placed = [
        _standing(judged, school_code, part, line, reported[line.asked.key])
        for line in on_scale
        if line.asked.key in reported
    ]
    return [each for each in placed if each is not None]


def _standing(judged: Results, school_code: str, part: Part, line: Line, rows: pd.DataFrame) -> Standing | None:
    base = OF_STANDARD if line.asked.cases else OF_MEAN
    if base == OF_STANDARD:
        rows = rows[rows["status"].isin(COMPARED)]
        places = _reached(rows, line.asked.operator)
        own, before = _place(line), _place(line.before) if line.before else float("nan")
    else:
        rows = rows[rows["school_code"].isin(_in_scope(judged, part.stage))]
        mean = _mean(judged, part.stage, line.asked.key)
        places = FULL * rows["value"].to_numpy() / mean
        own, before = FULL * line.value / mean, float("nan")  # another period has another mean
    is_placed = ~np.isnan(places)
    if not is_placed.any() or is_missing(own):
        return None
    codes, names = rows["school_code"].to_numpy(), rows["school_name"].to_numpy()
    is_own = codes == school_code
    is_other = is_placed & ~is_own
    others = pd.DataFrame({"school_code": codes, "school_name": names, "place": places})[is_other]
    rank = int((places[is_other].round(SAME) > round(own, SAME)).sum()) + 1 if is_own.any() else None
    return Standing(line, base, others, own, before, rank, int(is_placed.sum()))


def _place(figure: Line | Before) -> float:
    """How far it is reached; not at all where it lacks and there is nothing to divide by."""
    return 0.0 if figure.status == LACKING and is_missing(figure.value) else figure.reach_pct


def _reached(rows: pd.DataFrame, operator: str) -> np.ndarray:
    pairs = zip(rows["value"].tolist(), rows["required"].tolist(), strict=True)
    places = np.array([reach(value, required, operator) for value, required in pairs], dtype=float)
    places[(rows["status"] == LACKING).to_numpy() & rows["value"].isna().to_numpy()] = 0
    return places


def _in_scope(judged: Results, stage: str) -> pd.Series:
    """The schools that a document without a verdict is about at a stage: all but those outside its scope."""
    rows = judged.verdicts
    return rows.loc[(rows["stage"] == stage) & rows["why"].isin(["", "no_rule", "incomplete"]), "school_code"]


def _mean(judged: Results, stage: str, requirement: str) -> float:
    rows = judged.balance
    means = rows.loc[(rows["stage"] == stage) & (rows["requirement"] == requirement), "mean"]
    return float(means.iloc[0]) if len(means) else float("nan")
