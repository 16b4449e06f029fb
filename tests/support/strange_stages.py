"""Writes one clean set with several stages in a sheet: a 学段 column, parting lines, tables one below the other."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl

from tests.support.strange_layouts import STAGES, chosen_schools, clean_table

DATED = "填报单位：澄湖县教育局　统计时点：2026年3月31日"
KIND, NAME, CODE = ("办学类型",), ("学校(机构)名称",), ("学校标识码",)
STAGE_WORDS = {
    "short": {"primary": "小学", "junior": "初中", "senior": "高中"},
    "ordinary": {"primary": "普通小学", "junior": "普通初中", "senior": "普通高中"},
    "part": {"primary": "小学段", "junior": "初中段", "senior": "高中阶段"},
    "number": {"primary": 1, "junior": 2, "senior": 3},
}
Path = tuple[str, ...]


@dataclass(frozen=True)
class Mixed:
    """
    How the stages stand together.

    Attributes:
        way: "column" (a 学段 column), "sections" (a line 小学 above its schools), "below" (tables one below the other).
        words: how a 学段 is written; kinds: "both" 211-小学, "code", "label", "turned" 小学(211), "behind" 小学（211）.
        mixed: the rows of the stages in any order, with `seed`; column alone.
        zeros: "", 0 or "—" in the grades of other stages.
        sums: 合计 rows: of each stage, of all, both.
        units: a line of units below the headings, with — where a column has none.
        extra: sheets beside the table: 学校名录, 指标解释, 填表说明.
        kindergartens: rows of a kindergarten below the last school, with figures in the grades of its stage.
        schools: how many of each stage.
    """

    way: str = "column"
    words: str = "short"
    kinds: str = "both"
    mixed: bool = False
    seed: int = 1
    zeros: Any = ""
    sums: str = ""
    units: bool = False
    extra: bool = False
    kindergartens: int = 0
    schools: int = 3
    title: str = "澄湖县2026年3月中小学办学条件综合报表"


def rows_of(stage: str, mixed: Mixed) -> list[dict[Path, Any]]:
    """Return a stage's schools: heading path → value."""
    table = clean_table(stage)
    chosen = [row for row in table.schools if row[1] in chosen_schools(mixed.schools)]
    return [dict(zip(table.paths, row, strict=True)) | {KIND: _kind(row, table, mixed)} for row in chosen]


def _kind(row: Sequence[Any], table: Any, mixed: Mixed) -> str:
    code, _, label = KINDS[str(row[table.paths.index(KIND)])].partition("-")
    ways = {"both": f"{code}-{label}", "code": code, "label": label, "turned": f"{label}({code})"}
    return ways.get(mixed.kinds, f"{label}（{code}）")


LABELS = {
    "211": "小学", "218": "小学教学点", "311": "初级中学", "312": "九年一贯制学校", "341": "完全中学",
    "342": "高级中学", "345": "十二年一贯制学校", "514": "其他特教学校",
}  # fmt: skip
KINDS = {
    text: f"{code}-{label}"
    for code, label in LABELS.items()
    for text in (label, code, f"{code}-{label}", f"{label}({code})", *(["九年一贯制"] if code == "312" else []))
}


def columns_of(stages: Sequence[str]) -> tuple[list[Path], dict[Path, str]]:
    """Return the heading paths of several stages' tables, each group together, and their units."""
    paths: list[Path] = []
    units: dict[Path, str] = {}
    for stage in stages:
        table = clean_table(stage)
        units |= dict(zip(table.paths, table.units, strict=True))
        for path in table.paths:
            if path not in paths:
                alike = [place for place, other in enumerate(paths) if other[:-1] == path[:-1] and len(path) > 1]
                paths.insert(alike[-1] + 1 if alike else len(paths), path)
    return paths, units


def separate(mixed: Mixed) -> list[tuple[str, bytes]]:
    """Return the same schools as one table a file."""
    made = []
    for stage in STAGES:
        paths, units = columns_of([stage])
        lines = _table(f"澄湖县{STAGES[stage]}", paths, units, [(stage, row) for row in rows_of(stage, mixed)], Mixed())
        made.append((f"{STAGES[stage]}.xlsx", _saved({STAGES[stage]: lines})))
    return made


def together(mixed: Mixed) -> tuple[str, bytes]:
    """Return the set in one sheet."""
    schools = {stage: [(stage, row) for row in rows_of(stage, mixed)] for stage in STAGES}
    if mixed.way == "below":
        lines: list[list[Any]] = []
        for stage, rows in schools.items():
            paths, units = columns_of([stage])
            title = f"澄湖县{STAGES[stage]}办学条件综合报表"
            lines += [*_table(title, paths, units, rows, mixed), ["注：以上是一个学段。"], []]
    else:
        paths, units = columns_of(list(STAGES))
        every = [pair for rows in schools.values() for pair in rows]
        if mixed.mixed:
            random.Random(mixed.seed).shuffle(every)
        lines = _table(mixed.title, paths, units, every, mixed)
    return "全县.xlsx", _saved({"Sheet1": lines} | (_extra_sheets(schools) if mixed.extra else {}))


def _table(
    title: str, paths: list[Path], units: dict[Path, str], rows: list[tuple[str, dict[Path, Any]]], mixed: Mixed
) -> list[list[Any]]:
    has_column = mixed.way == "column" and len({stage for stage, _ in rows}) > 1
    headings = [("学段",), *paths] if has_column else paths
    depth = max(map(len, headings))
    lines = [[title], [DATED]]
    lines += [
        [_written(path, level, units) if level < len(path) else "" for path in headings] for level in range(depth)
    ]
    if mixed.units:
        lines.append([units.get(path, "") or "—" for path in headings])
    last = ""
    for place, (stage, row) in enumerate(rows):
        if mixed.way == "sections" and stage != last:
            lines.append([f"{'一二三'[list(STAGES).index(stage)]}、{STAGES[stage]}"])
        last = stage
        own = set(clean_table(stage).paths)
        values = [row[path] if path in own else mixed.zeros if _is_figure(path) else "" for path in paths]
        lines.append([*([STAGE_WORDS[mixed.words][stage]] if has_column else []), *values])
        if mixed.sums in ("each", "both") and (place + 1 == len(rows) or rows[place + 1][0] != stage):
            own_rows = [other for each, other in rows if each == stage]
            name = f"{STAGES[stage]}合计" if has_column else "合计"
            lines.append(_sums(headings, own_rows, name))
    if mixed.sums in ("all", "both"):
        lines.append(_sums(headings, [row for _, row in rows], "合计"))
    for number in range(mixed.kindergartens):
        garden = dict(rows[-1][1]) | {KIND: "111-幼儿园", NAME: f"第{number + 1}幼儿园", CODE: f"11429910{number:02}"}
        values = [garden.get(path, "") for path in paths]
        lines.insert(
            -1 if mixed.sums else len(lines), [*([STAGE_WORDS[mixed.words][rows[-1][0]]] * has_column), *values]
        )
    return lines


def _written(path: Path, level: int, units: dict[Path, str]) -> str:
    """A heading; 食堂(有/无) is another thing than 食堂."""
    is_last = level + 1 == len(path)
    return f"{path[level]}(有/无)" if is_last and units.get(path) == "有/无" else path[level]


def _is_figure(path: Path) -> bool:
    return len(path) > 1


def _sums(headings: list[Path], rows: list[dict[Path, Any]], name: str) -> list[Any]:
    line: list[Any] = []
    for path in headings:
        values = [row[path] for row in rows if isinstance(row.get(path), int | float)]
        line.append(round(sum(values), 2) if values else "")
    line[headings.index(NAME)] = name
    return line


def _extra_sheets(schools: dict[str, list[tuple[str, dict[Path, Any]]]]) -> dict[str, list[list[Any]]]:
    every = [row for rows in schools.values() for _, row in rows]
    return {
        "学校名录": [
            ["澄湖县学校名录"], ["学校标识码", "学校名称", "办学类型", "地址"],
            *([row[CODE], row[NAME], row[KIND], "某路1号"] for row in every),
        ],
        "指标解释": [["指标", "解释"], ["学校标识码", "统一编制的10位代码"], ["在校生数", "有学籍的学生数"]],
        "填表说明": [["填表说明"], ["一、学校标识码必须填写。"], ["二、没有的填 0。"]],
    }  # fmt: skip


def _saved(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append([None if value == "" else value for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
