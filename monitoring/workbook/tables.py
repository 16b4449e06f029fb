"""Tables of schools as they stand: stage, report date, columns, rows. What the cells mean is validation's to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from monitoring.errors import ImportRefused
from monitoring.workbook.columns import Column, match_columns
from monitoring.workbook.grids import Grid, as_text, read_grids
from monitoring.workbook.headers import Header, find_header
from monitoring.workbook.source import NOTHING_SAVED, SourceFile, kind_of
from monitoring.workbook.wording import Wording, plain, says, wording

STAGE_WORDS = {
    "小学": "primary", "初中": "junior", "初级中学": "junior", "高中": "senior", "高级中学": "senior",
}  # fmt: skip
GRADES = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}
NOTE_STARTS = (
    "注",
    "说明",
    "备注:",
    "填表",
    "填报",
    "制表",
    "审核",
    "单位负责人",
    "统计负责人",
    "报出",
    "打印",
    "数据来源",
)
LONGEST_NUMBER, LONGEST_LETTER, FEWEST_NUMBERED = 3, 2, 3  # of a row of column numbers: 1 2 … 123, A … DN, 甲 乙
SUM_WORDS = ("合计", "总计", "小计")
LATER = {
    "班班通台账": {"设备到位日期", "联网日期", "验收日期", "启用日期", "近四周使用课时"},
    "工程项目进度": {"项目编号", "工程类别", "形象进度", "立项", "累计到位"},
}
"""Workbooks that are recognised by their headings and not read yet."""


@dataclass(frozen=True)
class Row:
    """One row: its number as the office program shows it, its values in the order of the columns."""

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


@dataclass(frozen=True)
class RawTable:
    """
    One sheet of schools.

    Attributes:
        stage: primary, junior, senior.
        stage_from: "title", "sheet" or "grades": where the stage was read.
        columns: those with a heading, whether ours or not.
        rows: schools; sums: 合计 and 小计 rows.
        texts: what stands above the headings and in 注 rows, by row number.
        remarks: merged and hidden cells, repeated headings.
        formulas: address → formula, stored result or not.
        is_text: from a .csv, where every figure is text.
    """

    file: str
    sheet: str
    stage: str
    stage_from: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sums: tuple[Row, ...]
    texts: tuple[tuple[int, str], ...]
    remarks: tuple[Remark, ...]
    formulas: dict[str, str] = field(default_factory=dict)
    is_text: bool = False

    @cached_property
    def places(self) -> dict[str, int]:
        """Return field → its place in a row's values; of two wordings of one field the first."""
        pairs = [(column.field.name, place) for place, column in enumerate(self.columns) if column.field]
        first = dict(reversed(pairs))
        return {name: first[name] for name in dict(pairs)}

    def column(self, name: str) -> Column | None:
        """Return the column of a field, None where the table has none."""
        place = self.places.get(name)
        return None if place is None else self.columns[place]


def read(source: SourceFile, upload_mb: int, unpacked_mb: int) -> tuple[list[RawTable], list[str]]:
    """
    Read every sheet of schools in a file.

    Returns:
        The tables, and the names of sheets that were recognised and cannot be read yet.

    Raises:
        ImportRefused: the file cannot be opened, or holds neither.
    """
    words = wording()
    tables, later = [], []
    kind_of_file = kind_of(source, upload_mb, unpacked_mb)
    for grid in read_grids(source, kind_of_file):
        header = find_header(grid, words)
        kind = _later(grid)
        if kind:
            later.append(kind)
        elif header:
            tables.append(_table(source.name, grid, header, words, kind_of_file == "csv"))
    if not tables and not later:
        raise ImportRefused(
            f"文件“{source.name}”里没有找到“学校标识码”这一列的表头，认不出是综合报表。"
            f"请核对文件，不要删表头；{NOTHING_SAVED}"
        )
    return tables, later


def _later(grid: Grid) -> str:
    """The kind of a workbook that is not read yet, by its headings."""
    texts = {plain(as_text(value)).split("(")[0] for row in grid.values[:10] for value in row if value != ""}
    return next((kind for kind, signs in LATER.items() if len(signs & texts) > 1), "")


def _table(file: str, grid: Grid, header: Header, words: Wording, is_text: bool) -> RawTable:
    columns = tuple(match_columns(header, words))
    body = range(header.last + 1, len(grid.values))
    above = [(row + 1, text) for row in range(header.first) for text in _texts(grid, row)]
    filled, remarks = _filled_down(grid, body, columns)
    rows, sums, notes = [], [], []
    at = {column.field.name: place for place, column in enumerate(columns) if column.field}
    for number in body:
        if not any(as_text(value).strip() for value in grid.values[number]):
            continue
        row = _row(grid, number, columns, filled)
        kind = _kind(row, at, words)
        if kind == "school":
            rows.append(row)
            if row.is_hidden:
                remarks.append(Remark("hidden_row", f"第{row.number}行", "隐藏行"))
        elif kind == "sum":
            sums.append(row)
        elif kind == "note":
            notes += [(number + 1, text) for text in _texts(grid, number)]
        elif kind == "header":
            remarks.append(Remark("repeated_header", f"第{number + 1}行", "表头"))
    stage, stage_from = _stage(file, grid.name, above, columns)
    formulas = {
        f"{column.letter}{row + 1}": text
        for (row, index), text in grid.formulas.items()
        for column in columns
        if column.index == index and row in body
    }
    return RawTable(
        file,
        grid.name,
        stage,
        stage_from,
        columns,
        tuple(rows),
        tuple(sums),
        (*above, *notes),
        tuple(remarks),
        formulas,
        is_text,
    )


def _texts(grid: Grid, row: int) -> list[str]:
    texts = [as_text(value).strip() for value in grid.values[row]]
    return list(dict.fromkeys(text for text in texts if text))


def _row(grid: Grid, number: int, columns: Sequence[Column], filled: dict[tuple[int, int], Any]) -> Row:
    values = tuple(filled.get((number, column.index), grid.value(number, column.index)) for column in columns)
    raw = tuple(
        as_text(filled[number, column.index]) if (number, column.index) in filled else grid.raw(number, column.index)
        for column in columns
    )
    return Row(number + 1, values, raw, number in grid.hidden)


def _filled_down(grid: Grid, body: range, columns: Sequence[Column]) -> tuple[dict, list[Remark]]:
    """The cells of merged ranges among the data, each with the range's value."""
    ours = {column.index: column.letter for column in columns}
    filled, remarks = {}, []
    for (top, left), (bottom, right) in grid.merged:
        if top not in body or left not in ours or top == bottom:
            continue
        value = grid.value(top, left)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                filled[row, column] = value
        remarks.append(
            Remark("merged_cells", f"{ours[left]}{top + 1}", f"{as_text(value)}（合并 {bottom - top + 1} 行）")
        )
    return filled, remarks


def _kind(row: Row, at: dict[str, int], words: Wording) -> str:
    """What a row below the headings is: school, sum, note, header or none of them."""
    texts = [plain(text) for text in row.raw]
    said = [text for text in texts if text]
    name = texts[at["school_name"]] if "school_name" in at else ""
    code = texts[at["school_code"]] if "school_code" in at else ""
    start = name or said[0] if said else ""
    if any(start.endswith(word) for word in SUM_WORDS) and not code[:1].isdigit():
        return "sum"
    if not code and (start.startswith(NOTE_STARTS) or len(said) == 1):
        return "note"
    if code and not code.isdigit() and says(code, "CODE", words):
        return "header"
    return "none" if _is_numbering(said) else "school"


def _is_numbering(texts: list[str]) -> bool:
    """A row of column numbers or letters: 1 2 3 …, A B C …, 甲 乙 1 2 …"""
    if len(texts) < FEWEST_NUMBERED:
        return False
    short = [text.strip("()[]") for text in texts]
    numbers = [int(text) for text in short if text.isdigit() and len(text) <= LONGEST_NUMBER]
    rising = all(later == earlier + 1 for earlier, later in zip(numbers, numbers[1:], strict=False))
    letters = all(len(text) <= LONGEST_LETTER and text.isalpha() for text in short if not text.isdigit())
    return rising and letters


def _stage(file: str, sheet: str, above: list[tuple[int, str]], columns: Sequence[Column]) -> tuple[str, str]:
    for where, texts in (("title", [text for _, text in above]), ("sheet", [sheet])):
        found = {stage for text in texts for word, stage in STAGE_WORDS.items() if word in _without_schools(text)}
        if len(found) == 1:
            return found.pop(), where
    fields = {column.field.name for column in columns if column.field}
    grades = Counter(
        stage for stage, numbers in GRADES.items() for number in numbers
        if {f"pupils_g{number}", f"classes_g{number}"} & fields
    )  # fmt: skip
    if len(grades) == 1:
        return next(iter(grades)), "grades"
    raise ImportRefused(
        f"文件“{file}”工作表“{sheet}”看不出是小学、初中还是高中的表：标题、工作表名和年级栏都没有说明。"
        f"请在标题里写明学段，再导入；{NOTHING_SAVED}"
    )


def _without_schools(text: str) -> str:
    """A title without words that name several stages at once."""
    return plain(text).replace("中小学", "").replace("义务教育", "")
