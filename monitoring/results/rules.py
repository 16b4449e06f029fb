"""The figures of data/results.toml: what peers are, and the class sizes that are counted. No figure stands in code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from monitoring.schools.columns import columns
from monitoring.settings import DATA
from monitoring.standards.vocabulary import vocabulary

FILE = DATA / "results.toml"
BUCKET = re.compile(r"classes_size_(to|from)_(\d+)")


@dataclass(frozen=True)
class ClassSizes:
    """
    Which classes are counted as too large.

    Attributes:
        standard: stage → the largest standard size.
        large, oversized: the smallest 大班额 and 超大班额.
        buckets: field of the school tables → the smallest class that it counts.
        excluded_kinds: three-digit codes of schools whose classes do not count.
    """

    standard: Mapping[str, int]
    large: int
    oversized: int
    buckets: Mapping[str, int]
    excluded_kinds: frozenset[str]


@dataclass(frozen=True)
class ResultRules:
    """
    What the file says.

    Attributes:
        peers_within_pct: peers of a school have at most so many percent more or fewer pupils.
    """

    peers_within_pct: float
    class_sizes: ClassSizes


def load_result_rules(path: Path = FILE) -> ResultRules:
    """
    Read the rules of a file.

    Raises:
        KeyError: a key is missing, or a group of kinds that data/columns/codes.toml does not have.

    >>> rules = load_result_rules()
    >>> rules.peers_within_pct, rules.class_sizes.standard["primary"], sorted(rules.class_sizes.excluded_kinds)[:2]
    (30, 45, ['511', '512'])
    """
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    sizes, groups = given["class_sizes"], vocabulary().kind_groups
    return ResultRules(
        peers_within_pct=given["peers"]["pupils_within_pct"],
        class_sizes=ClassSizes(
            standard=MappingProxyType(sizes["standard"]),
            large=sizes["large"],
            oversized=sizes["oversized"],
            buckets=MappingProxyType(_buckets(columns().of_stage)),
            excluded_kinds=frozenset(code for group in sizes["exclude_kind_groups"] for code in groups[group]),
        ),
    )


def _buckets(fields: Iterable[str]) -> dict[str, int]:
    """
    Return the fields that count classes by size, with the smallest class size that each holds.

    >>> _buckets(["pupils", "classes_size_to_25", "classes_size_to_30", "classes_size_from_31"])
    {'classes_size_to_25': 0, 'classes_size_to_30': 26, 'classes_size_from_31': 31}
    """
    smallest, smallest_of = 0, {}
    for field in fields:
        if match := BUCKET.fullmatch(field):
            smallest_of[field] = smallest
            smallest = int(match[2]) + 1
    return smallest_of
