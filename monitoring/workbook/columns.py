"""Which field a column holds: its heading path against the words of the column file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from monitoring.workbook.headers import Header, Path
from monitoring.workbook.wording import UNIT_TOKENS, Field, Wording, heading


@dataclass(frozen=True)
class Column:
    """
    One column of a sheet.

    Attributes:
        index: from 0; letter: as the office program shows it.
        header: its path, joined by "›".
        field: what it holds; None: not one of ours.
        factor: what a figure is multiplied by to be in the field's unit: 0.0001 where 万元 are given in 元.
    """

    index: int
    letter: str
    header: str
    field: Field | None
    factor: float = 1.0


def match_columns(header: Header, words: Wording) -> list[Column]:
    """Return the columns with a heading, in order; of two columns that say the same the first counts."""
    columns, known = [], set()
    for index, paths in enumerate(header.paths):
        if not paths[0]:
            continue
        field, factor = _first_match(paths, words)
        if field and field.name in known and field.name != "township":
            field = None
        known |= {field.name} if field else set()
        columns.append(Column(index, get_column_letter(index + 1), "›".join(paths[0]), field, factor))
    return columns


def _first_match(paths: Sequence[Path], words: Wording) -> tuple[Field | None, float]:
    for path in paths:
        field, factor = _match(path, words)
        if field:
            return field, factor
    return None, 1.0


def _match(path: Path, words: Wording) -> tuple[Field | None, float]:
    tokens: set[str] = set()
    units: list[str] = []
    for text in path:
        found, in_brackets = heading(text, words)
        if found is None:
            return None, 1.0
        tokens |= found
        units += in_brackets
    said = {UNIT_TOKENS[words.units[unit]] for unit in units if words.units[unit] in UNIT_TOKENS}
    field = _best(tokens | said, words) or _best(tokens, words)
    return field, _factor(field, units, words)


def _best(tokens: set[str], words: Wording) -> Field | None:
    """The field that needs most of the words, all of which it knows."""
    fitting = [field for field in words.fields if field.needs <= tokens <= field.needs | field.may]
    return max(fitting, key=lambda field: len(field.needs), default=None)


def _factor(field: Field | None, units: list[str], words: Wording) -> float:
    """A heading's innermost unit counts: 固定资产总值(万元)›教学仪器设备资产值(元)."""
    if field is None or field.kind != "wan_yuan":
        return 1.0
    money = [unit for unit in units if unit in words.factors]
    return words.factors[money[-1]] if money else 1.0
