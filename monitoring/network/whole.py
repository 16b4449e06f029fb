"""Schools as wholes: campuses merged, people of all stages added, the rest as the lowest stage's table has it."""

from __future__ import annotations

import pandas as pd

from monitoring.schools import Prepared, Splitting
from monitoring.schools.columns import STAGES

OF_SCHOOL = ["school_code", "school_name", "township_code", "township", "kind", "is_centre"]


def whole_schools(prepared: Prepared, splitting: Splitting) -> pd.DataFrame:
    """
    Return one row a school with a primary or junior stage, special schools included, in the order of the parts.

    Args:
        prepared: the schools of any number of counties, senior stages included.
        splitting: which fields belong to a stage, and which stages a kind of school has.

    Returns:
        The columns of OF_SCHOOL; stages (joined by "|", senior included); every measured field: of people and classes
        the sum of all stages (NaN where one is not reported, or a stage that this kind of school has stands in no
        table), of everything else the whole school's figure in its lowest stage's table.
    """
    grouped = prepared.merged.groupby("school_code", sort=False)
    whole = grouped.head(1).set_index("school_code", drop=False)
    sums = grouped[list(splitting.columns.of_stage)].sum(skipna=False)
    stages = grouped["stage"].agg(list)
    is_whole = pd.Series(
        [_has_all(splitting, kind, stages[code]) for code, kind in whole["kind"].items()], index=whole.index
    )
    whole[list(splitting.columns.of_stage)] = sums.where(is_whole, axis=0)
    whole["stages"] = stages.map("|".join)
    return whole.loc[prepared.schools["school_code"]].reset_index(drop=True)


def _has_all(splitting: Splitting, kind: str, stages: list[str]) -> bool:
    return set(splitting.stages.get(kind, STAGES[:0])) <= set(stages)
