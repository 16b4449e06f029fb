"""Rooms by county, township or school: which group each is in, and counts of those that something is true of."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

COUNTY = "county"


def groups(rooms: pd.DataFrame, by: str | None) -> tuple[np.ndarray, np.ndarray]:
    """
    Return which group each room is in, and the groups' codes, rising.

    Args:
        by: a column of codes (township_code, school_code, project); None: the whole ledger is one group.

    >>> number, codes = groups(pd.DataFrame({"township_code": ["2", "1", "2"]}), "township_code")
    >>> number.tolist(), codes.tolist()
    ([1, 0, 1], ['1', '2'])
    """
    codes = rooms[by] if by else pd.Series(COUNTY, index=rooms.index, dtype=object)
    number, distinct = pd.factorize(codes, sort=True)
    return number, np.asarray(distinct, dtype=object)


def counter(group: np.ndarray, size: int) -> Callable[..., np.ndarray]:
    """
    Return what counts, group by group, the rooms of which something is true; NaN where it is not reported of one.

    The second array, if any, says of which rooms it is not.

    Args:
        group: (n,) of each room, 0 to size − 1.
        size: how many groups there are.

    >>> counter(np.array([0, 1, 1]), 3)(np.array([True, True, True])).tolist()
    [1, 2, 0]
    >>> counter(np.array([0, 1, 1]), 3)(np.array([True, True, False]), np.array([False, False, True])).tolist()
    [1.0, nan, 0.0]
    """

    def counted(holds: np.ndarray, unknown: np.ndarray | None = None) -> np.ndarray:
        counts = np.bincount(group[holds], minlength=size)
        if unknown is None or not unknown.any():
            return counts
        return np.where(np.bincount(group[unknown], minlength=size) > 0, np.nan, counts)

    return counted
