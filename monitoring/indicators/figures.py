"""The frame parts as plain arrays: what the engine reads, and all that it reads. Compares nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pandas as pd

from monitoring.indicators.exact import Exact, exact
from monitoring.schools.columns import COMPULSORY

NO_CODE = 0
CODES = 1000
"""Codes have three digits."""
PER_PART = ("stage", "kind", "sponsor", "urban", "share_num", "share_den", "main_missing")
"""The arrays of Figures besides its columns."""


@dataclass(frozen=True)
class Figures:
    """
    Arrays of n parts (school × stage).

    Attributes:
        stage: int, place of the stage in monitoring.schools.columns.COMPULSORY.
        kind, sponsor, urban: three-digit codes as int, 0 unknown.
        columns: field → its figures; of shared fields the whole school's.
        shared: which of the fields are shared.
        share_num, share_den: which part of shared figures belongs to the stage.
        main_missing: campuses whose main school is in no table.
    """

    stage: np.ndarray
    kind: np.ndarray
    sponsor: np.ndarray
    urban: np.ndarray
    columns: Mapping[str, Exact]
    shared: frozenset[str]
    share_num: np.ndarray
    share_den: np.ndarray
    main_missing: np.ndarray

    def __len__(self) -> int:
        return len(self.stage)

    @cached_property
    def ones(self) -> np.ndarray:
        """n times 1: what an absolute figure is divided by, and the share of what is not split."""
        return np.ones(len(self), dtype=np.int64)

    @cached_property
    def everywhere(self) -> np.ndarray:
        """n times True."""
        return np.ones(len(self), dtype=bool)

    @cached_property
    def nowhere(self) -> np.ndarray:
        """n times False."""
        return np.zeros(len(self), dtype=bool)

    @cached_property
    def largest_share(self) -> int:
        """The largest of all share_num and share_den."""
        return int(max(self.share_num.max(initial=1), self.share_den.max(initial=1)))

    def block(self, here: slice) -> Figures:
        """Return some of these parts; themselves where they are all."""
        if (here.start or 0) == 0 and here.stop >= len(self):
            return self
        columns = {
            name: Exact(column.units[here], column.known[here], column.scale, column.largest)
            for name, column in self.columns.items()
        }
        return replace(self, columns=columns, **{name: getattr(self, name)[here] for name in PER_PART})

    @cached_property
    def is_of(self) -> tuple[np.ndarray, ...]:
        """Where a part is of each stage of COMPULSORY."""
        return tuple(self.stage == place for place in range(len(COMPULSORY)))

    def part(self, field: str) -> tuple[np.ndarray, np.ndarray | int]:
        """Return units and denominator of the stage's part of a field: value = units ÷ denominator."""
        column = self.columns[field]
        if field not in self.shared:
            return column.units, column.scale
        return column.units * self.share_num, self.share_den * column.scale


def figures(parts: pd.DataFrame, fields: Iterable[str], shared: frozenset[str]) -> Figures:
    """
    Read the arrays that the given fields need.

    Args:
        parts: the frame parts (docs/architecture.md).
        fields: fields of the school tables; what no table carries is left out, and is known of no school.
        shared: which fields hold the whole school's figure (Prepared.shared).
    """
    of_stage = parts["stage"].to_numpy()
    return Figures(
        stage=sum(place * (of_stage == stage) for place, stage in enumerate(COMPULSORY)).astype(np.int64),
        kind=_codes(parts["kind"]),
        sponsor=_codes(parts["sponsor"]),
        urban=_codes(parts["urban"]),
        columns=MappingProxyType({f: exact(parts[f].to_numpy(float)) for f in sorted(set(fields)) if f in parts}),
        shared=shared,
        share_num=parts["share_num"].to_numpy(np.int64),
        share_den=parts["share_den"].to_numpy(np.int64),
        main_missing=parts["main_missing"].to_numpy(bool),
    )


def is_one_of(facts: np.ndarray, codes: Iterable[str]) -> np.ndarray:
    """
    Return where a fact is one of the codes.

    >>> is_one_of(np.array([211, 218, 0]), ["218", "312"]).tolist()
    [False, True, False]
    """
    table = np.zeros(CODES, dtype=bool)
    table[[int(code) for code in codes]] = True
    return table[facts]


def _codes(written: pd.Series) -> np.ndarray:
    return written.replace("", str(NO_CODE)).to_numpy().astype(np.int64)
