"""The words a standard may use: fields of the tables, stages, kinds of schools, urban classes. It judges nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from monitoring.settings import DATA, state_of

COLUMNS = DATA / "columns" / "schools.toml"
CODES = DATA / "columns" / "codes.toml"
NUMERIC_KINDS = frozenset({"count", "area", "wan_yuan", "number", "yes_no"})


@dataclass(frozen=True)
class Field:
    """A column of the school tables: its Chinese label, its unit ("" for none) and its kind (count, area, text …)."""

    label: str
    unit: str
    kind: str


@dataclass(frozen=True)
class Vocabulary:
    """Everything a standard can name. Groups map a group's name to the codes it stands for."""

    fields: Mapping[str, Field]
    stages: Mapping[str, str]
    kinds: Mapping[str, str]
    kind_groups: Mapping[str, tuple[str, ...]]
    urban: Mapping[str, str]
    urban_groups: Mapping[str, tuple[str, ...]]


def vocabulary() -> Vocabulary:
    """
    Return the words of data/columns; read anew where a file changed, as the rulebook's fingerprints are.

    >>> vocabulary().fields["books"].unit
    '册'
    >>> vocabulary().urban_groups["城区"]
    ('111', '112')
    """
    return _read(state_of(COLUMNS), state_of(CODES))


@lru_cache(maxsize=2)
def _read(*files: object) -> Vocabulary:  # noqa: ARG001 (the key)
    columns = tomllib.loads(COLUMNS.read_text(encoding="utf-8"))["field"]
    codes = tomllib.loads(CODES.read_text(encoding="utf-8"))
    return Vocabulary(
        fields=MappingProxyType({c["name"]: Field(c["label"], c["unit"], c["kind"]) for c in columns}),
        stages=MappingProxyType(codes["stages"]),
        kinds=MappingProxyType(codes["kinds"]),
        kind_groups=_groups(codes["kind_groups"]),
        urban=MappingProxyType(codes["urban"]),
        urban_groups=_groups(codes["urban_groups"]),
    )


def _groups(groups: dict[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(codes) for name, codes in groups.items()})
