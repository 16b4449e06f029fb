"""
Which part of the shared resources each stage of a school is allotted, by weighted pupils.

Third-party sources agree on 1 : 1.1 : 1.32, complete secondary schools 1 : 1.2; no first-party text was seen.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from monitoring.schools.columns import STAGES, Splitting, first_of_each, numbered, replaced


def split(merged: pd.DataFrame, rules: Splitting) -> pd.DataFrame:
    """
    Say which part of the shared resources each row is allotted, in whole numbers.

    Args:
        merged: one row a school × stage, senior stages included, with kind and pupils; a school's rows together.
        rules: what is shared, what a pupil weighs, and which stages a kind of school has.

    Returns:
        The same rows with share_num, share_den (int64, reduced; 1, 1 where nothing is split) and split_unknown. Where a
        stage that the kind of school has is in no table, where pupils of one stage are missing, or a senior stage has
        none, no part can be told: every shared figure of the school becomes missing.
    """
    first = first_of_each(merged["school_code"])
    school = numbered(first, len(merged))
    column = merged["stage"].map({stage: place for place, stage in enumerate(STAGES)}).to_numpy(np.int64)
    kinds = merged["kind"].to_numpy(object)[first]  # one kind a school: prepare saw to that
    pupils = np.full((len(first), len(STAGES)), np.nan)
    pupils[school, column] = merged["pupils"].to_numpy(float)
    needed = _needed(kinds, school, column, len(first), rules.stages)
    is_whole = (needed.sum(axis=1) == 1) | np.isin(kinds.astype(str), sorted(rules.never))
    known = np.where(needed, np.isfinite(pupils), True).all(axis=1) & ~_without_senior_pupils(needed, pupils)
    # Of an unknown school nothing is read below; of a stage it does not have, no pupils are.
    counted = np.where(needed & known[:, None], pupils, 0)
    weighted = np.rint(counted).astype(np.int64) * _weights(kinds, needed, rules.weights)
    total = weighted.sum(axis=1)
    unknown = ~is_whole & (~known | (total == 0))
    whole = (is_whole | unknown)[school]  # nothing to split, or nothing known about it
    num = np.where(whole, 1, weighted[school, column])
    den = np.where(whole, 1, total[school])
    divisor = np.gcd(num, den)
    split_unknown = unknown[school]
    shared = rules.columns.shared
    figures = np.where(split_unknown[:, None], np.nan, merged[list(shared)].to_numpy(float))
    return replaced(merged, shared, figures).assign(
        share_num=num // divisor, share_den=den // divisor, split_unknown=split_unknown
    )


def _needed(
    kinds: np.ndarray, school: np.ndarray, column: np.ndarray, count: int, of_kind: Mapping[str, tuple[str, ...]]
) -> np.ndarray:
    """(schools, stages): stages in the tables, and those that the kind of school has."""
    needed = np.zeros((count, len(STAGES)), dtype=bool)
    needed[school, column] = True
    for kind, stages in of_kind.items():
        needed[np.ix_(kinds == kind, [STAGES.index(stage) for stage in stages])] = True
    return needed


def _without_senior_pupils(needed: np.ndarray, pupils: np.ndarray) -> np.ndarray:
    senior = STAGES.index("senior")
    return needed[:, senior] & (pupils[:, senior] == 0)


def _weights(kinds: np.ndarray, needed: np.ndarray, tables: Mapping[str, Mapping[str, int]]) -> np.ndarray:
    """(schools, stages): the weight of one pupil × 100; a kind's own weights where they name all of its stages."""
    weights = np.tile([tables["default"][stage] for stage in STAGES], (len(kinds), 1))
    for kind, table in tables.items():
        named = np.array([stage in table for stage in STAGES])
        own = (kinds == kind) & ~(needed & ~named).any(axis=1)
        weights[own] = [table.get(stage, 0) for stage in STAGES]
    return weights
