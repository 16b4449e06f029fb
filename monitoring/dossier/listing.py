"""The schools of a view, worst first, with how many requirements each lacks: the list to choose a school from."""

from __future__ import annotations

import pandas as pd

from monitoring import standing
from monitoring.assessment.statuses import VERDICTS_WORST_FIRST
from monitoring.results import Results


def listing(judged: Results, *, township: str = "", stage: str = standing.ALL) -> pd.DataFrame:
    """
    Return the schools of a county or township, worst first.

    Args:
        township: nine digits; "" the whole county.
        stage: "all", or one stage: then the verdict and the counts are that stage's.

    Returns:
        school_code, school_name, township, kind, pupils (NaN: not reported), verdict, gaps, unknown, reported
        (requirements of all stages in view together that are lacked, not reported, reported): not met first, most gaps
        first, then by pupils.
    """
    cells = judged.assessment if stage == standing.ALL else judged.assessment[judged.assessment["stage"] == stage]
    marked = cells.assign(
        gaps=cells["status"] == "gap", unknown=cells["status"] == "no_data", reported=cells["value"].notna()
    )
    counts = marked.groupby("school_code")[["gaps", "unknown", "reported"]].sum()
    schools = standing.schools(judged, township=township, stage=stage)
    table = schools[["school_code", "school_name", "township", "kind", "pupils"]].assign(verdict=schools["status"])
    table = table.merge(counts, left_on="school_code", right_index=True)
    order = table["verdict"].map({word: place for place, word in enumerate(VERDICTS_WORST_FIRST)})
    table = table.assign(order=order).sort_values(
        ["order", "gaps", "unknown", "pupils"], ascending=[True, False, False, False], kind="stable"
    )
    return table.drop(columns="order").reset_index(drop=True)
