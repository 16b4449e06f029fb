"""What each row below the headings is: a school, a sum, a note, a repeated heading, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitoring.workbook.columns import Column
from monitoring.workbook.grids import Grid, as_text, texts_in
from monitoring.workbook.headers import Header, is_same_heading
from monitoring.workbook.wording import Wording, plain, says

NOTE_STARTS = (
    "注", "说明", "备注", "填表", "填报", "制表", "审核", "复核", "单位负责人", "统计负责人", "单位公章", "联系",
    "报出", "打印", "数据来源",
)  # fmt: skip
SUM_WORDS = ("合计", "总计", "小计", "共计")
GRAND_TOTALS = ("合计", "总计", "共计")
LONGEST_SUM_NAME = 16  # characters: 澄湖县毛嘴镇小计, but no sentence
BEHIND = re.compile(r"(?:\([^()]*\)|:?\d+[个项间笔条所]\w{0,2})$")
COUNTY = re.compile(r"[一-鿿]{1,7}[县市区旗]")
EVERYTHING = re.compile(r"|全县|县|总|本县|小学|初中|高中|普通高中|" + COUNTY.pattern)
CODE_LIKE = re.compile(r"[0-9A-Za-z]{6,}")
FEWEST_NUMBERED, LONGEST_NUMBER, LONGEST_LETTER = 3, 3, 2  # of a row of column numbers: 1 2 … 123, A … DN, 甲 乙
FIGURES = frozenset({"count", "area", "wan_yuan", "number"})
SCHOOL, SUM, NOTE, HEADER, NOTHING = "school", "sum", "note", "header", "nothing"


@dataclass(frozen=True)
class Row:
    """One row: its number as the office program shows it, its values and texts in the order of the columns."""

    number: int
    values: tuple[Any, ...]
    raw: tuple[str, ...]
    is_hidden: bool = False


@dataclass(frozen=True)
class Remark:
    """Something about rows or cells that no column says: kind, address ("E14", "第7行") and what stands there."""

    kind: str
    cell: str
    found: str


def kind_of_row(
    row: Row, columns: Sequence[Column], places: Mapping[str, int], grid: Grid, header: Header, words: Wording
) -> str:
    """
    Return what a row below the headings is.

    A row with a code is a school. Without one it is a sum or a note by its words; else a school whose code is missing,
    as long as any of its figures, or its kind, is filled in.
    """
    code = plain(row.raw[places["school_code"]]) if "school_code" in places else ""
    if CODE_LIKE.fullmatch(code):
        return SCHOOL
    if says(code, "CODE", words) or is_same_heading(texts_in(grid.values[row.number - 1]), header, grid):
        return HEADER
    said = [plain(text) for text in row.raw if text and not text.isspace()]
    if not said:
        return NOTHING
    name = plain(row.raw[places["school_name"]]) if "school_name" in places else ""
    first = [text for text in said if not text[:1].isdigit()][:2]
    if any(is_sum(text) for text in (name, *first)) or COUNTY.fullmatch(name):
        return SUM
    if is_numbering(said):
        return NOTHING
    is_filled = any(
        text and any(sign.isdigit() for sign in text) and column.field and column.field.kind in FIGURES
        for column, text in zip(columns, row.raw, strict=True)
    )
    has_kind = "kind" in places and row.raw[places["kind"]].strip()
    starts_like_note = any(text.startswith(NOTE_STARTS) for text in (name, said[0]))
    if starts_like_note or len(said) == 1 or not (is_filled or has_kind):
        return NOTE
    return SCHOOL


def is_sum(text: str) -> bool:
    """
    Return whether a name is that of a row of sums.

    >>> is_sum("合计(103所)"), is_sum("合计:43个"), is_sum("毛嘴镇小计"), is_sum("共5间"), is_sum("毛嘴镇中心小学")
    (True, True, True, True, False)
    """
    name = BEHIND.sub("", text).rstrip(":")
    return name in ("计", "全县", "共") or (len(name) <= LONGEST_SUM_NAME and name.endswith(SUM_WORDS))


def is_grand_total(row: Row) -> bool:
    """
    Return whether a row of sums says that it is the sum of all: 合计, 全县合计, but no 小计 and no 毛嘴镇合计.

    >>> names = ("合 计", "全县合计", "澄湖县合计（103所）", "小学合计", "毛嘴镇小计", "毛嘴镇合计")
    >>> [is_grand_total(Row(9, (), ("", name, "12"))) for name in names]
    [True, True, True, True, False, False]
    """
    texts = (BEHIND.sub("", plain(text)).rstrip(":") for text in row.raw)
    said = [text for text in texts if text]
    is_county = bool(said and COUNTY.fullmatch(said[0]))
    return is_county or any(text.endswith(GRAND_TOTALS) and EVERYTHING.fullmatch(text[:-2]) for text in said)


def is_numbering(texts: Sequence[str]) -> bool:
    """
    Return whether a row numbers the columns.

    >>> is_numbering(["甲", "乙", "1", "2", "3"]), is_numbering(["A", "B", "C"]), is_numbering(["毛嘴镇", "12", "13"])
    (True, True, False)
    >>> is_numbering(["栏次", "1", "2=3+4", "3", "4"])
    True
    """
    if len(texts) < FEWEST_NUMBERED:
        return False
    short = [text.strip("()[]<>").split("=")[0] for text in texts]
    if any(len(text) > (LONGEST_NUMBER if text.isdecimal() else LONGEST_LETTER) for text in short):
        return False
    numbers = [int(text) for text in short if text.isdecimal()]
    rising = all(later == earlier + 1 for earlier, later in zip(numbers, numbers[1:], strict=False))
    return rising and all(text.isalpha() for text in short if not text.isdecimal())


def filled_down(
    grid: Grid, body: range, columns: Sequence[Column]
) -> tuple[dict[tuple[int, int], Any], dict[int, list[Remark]]]:
    """
    Return the cells that a range merged over several rows leaves blank, each with the range's value.

    Returns:
        (row, column) → value; and for each row the remarks about its merged cells.
    """
    ours = {column.index: column for column in columns}
    filled: dict[tuple[int, int], Any] = {}
    remarks: dict[int, list[Remark]] = {}
    for (top, left), (bottom, _) in grid.merged:
        value = grid.value(top, left)
        if top == bottom or top not in body or left not in ours or not as_text(value).strip():
            continue
        for row in range(top, min(bottom, body.stop - 1) + 1):
            filled[row, left] = value
            found = f"{as_text(value)}（第 {top + 1} 至 {bottom + 1} 行合并）"
            remarks.setdefault(row, []).append(Remark("merged_cells", f"{ours[left].letter}{row + 1}", found))
    return filled, remarks


def row_of(grid: Grid, number: int, columns: Sequence[Column], filled: Mapping[tuple[int, int], Any]) -> Row:
    """Return a row of the sheet in the order of the columns."""
    line, typed = grid.values[number], grid.typed_in(number)
    values = [line[column.index] if column.index < len(line) else "" for column in columns]
    raw = [
        typed[column.index] if column.index in typed else value if type(value) is str else as_text(value)
        for column, value in zip(columns, values, strict=True)
    ]
    for place, column in enumerate(columns if filled else ()):
        if (number, column.index) in filled:
            values[place] = filled[number, column.index]
            raw[place] = as_text(values[place])
    return Row(number + 1, tuple(values), tuple(raw), number in grid.hidden)
