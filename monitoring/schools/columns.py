"""What merging and splitting must know of the columns and kinds: read from data/columns, nothing decided here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from monitoring.settings import DATA, state_of

COLUMNS = DATA / "columns" / "schools.toml"
CODES = DATA / "columns" / "codes.toml"
MEASURES = frozenset({"count", "area", "wan_yuan", "number"})

STAGES = ("primary", "junior", "senior")
COMPULSORY = ("primary", "junior")


@dataclass(frozen=True)
class Columns:
    """
    The measured fields of the school tables, by what they belong to.

    Attributes:
        of_stage: reported for one stage (pupils, classes, teachers); never split.
        shared: the whole school's figure, repeated in every stage's table; split by weighted pupils.
    """

    of_stage: tuple[str, ...]
    shared: tuple[str, ...]


def columns() -> Columns:
    """
    Return the measured fields; one that is found by several words is one field. A changed file is read anew.

    >>> "pupils" in columns().of_stage, "books" in columns().shared, "bandwidth_mbps" in columns().shared
    (True, True, False)

    A field that the words of two headings tell is one:

    >>> columns().shared.count("computer_rooms")
    1
    """
    return _columns(state_of(COLUMNS))


@lru_cache(maxsize=2)
def _columns(file: object) -> Columns:  # noqa: ARG001 (the key)
    fields = tomllib.loads(COLUMNS.read_text(encoding="utf-8"))["field"]
    measured = {field["name"]: field for field in fields if field["kind"] in MEASURES}.values()
    return Columns(
        of_stage=tuple(field["name"] for field in measured if field["scope"] == "stage"),
        shared=tuple(field["name"] for field in measured if field["scope"] == "shared"),
    )


@dataclass(frozen=True)
class Splitting:
    """
    How campuses are merged and shared resources split.

    Attributes:
        columns: which fields belong to a stage, and which to the whole school.
        weights: kind ("default" for every other) → stage → weight of one pupil, × 100.
        stages: kind → the stages a school of this kind has.
        never: kinds that are not split, whatever their stages: special schools, which nothing judges.
    """

    columns: Columns
    weights: Mapping[str, Mapping[str, int]]
    stages: Mapping[str, tuple[str, ...]]
    never: frozenset[str]


def load_splitting(path: Path = CODES) -> Splitting:
    """
    Read how campuses are merged and shared resources split.

    >>> splitting = load_splitting()
    >>> splitting.weights["default"]["junior"], splitting.stages["341"]
    (110, ('junior', 'senior'))
    """
    codes = tomllib.loads(path.read_text(encoding="utf-8"))
    return Splitting(
        columns=columns(),
        weights=MappingProxyType(codes["shared_weights"]),
        stages=MappingProxyType({kind: tuple(stages) for kind, stages in codes["kind_stages"].items()}),
        never=frozenset(kind for group in codes["not_split"]["kind_groups"] for kind in codes["kind_groups"][group]),
    )


def replaced(frame: pd.DataFrame, fields: tuple[str, ...], figures: np.ndarray | float) -> pd.DataFrame:
    """Return the frame with the figures of many fields replaced at once: (rows, fields), or one number for all."""
    others = frame.drop(columns=list(fields))
    return pd.concat([others, pd.DataFrame(figures, index=frame.index, columns=list(fields))], axis=1)


def first_of_each(codes: pd.Series) -> np.ndarray:
    """
    Return the places of the first row of each school; the rows of a school must stand together.

    >>> first_of_each(pd.Series(["1", "1", "3", "2", "2"])).tolist()
    [0, 2, 3]
    """
    return np.flatnonzero((codes != codes.shift()).to_numpy(bool))


def numbered(first: np.ndarray, count: int) -> np.ndarray:
    """
    Return of each of so many rows the place of its school among the schools.

    >>> numbered(np.array([0, 2, 3]), 5).tolist()
    [0, 0, 1, 2, 2]
    """
    return np.repeat(np.arange(len(first)), np.diff(first, append=count))
