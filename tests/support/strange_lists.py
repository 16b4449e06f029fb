"""Writes the clean ledger and list of projects again in other bureaus' layouts; it uses nothing of the reader."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import openpyxl
import xlsxwriter

from tests.support import DATA
from tests.support.strange_list_words import FIRST_OF_GROUPS, GROUPS, OTHER_WORDS, STONE_WORDS

CLEAN = DATA / "A_clean" / "2026年3月"
LEDGER, PROJECTS = "班班通台账", "工程项目进度"
SHEETS = {"rooms": (LEDGER, "台账", 2, 1), "projects": (PROJECTS, "项目清单", 3, 2),
          "reports": (PROJECTS, "周进度", 2, 1), "funds": (PROJECTS, "资金", 2, 1)}  # fmt: skip
"""List → workbook, sheet, first row of its headings, how many."""
FIRST_ROOMS, LAST_ROOMS = 30, 12
STONES = ("立项", "招标", "合同", "到货/开工", "安装/主体", "验收", "启用")
DIGITS = "〇一二三四五六七八九十"
MONEY = {"万元": 1, "元": 10_000, "亿元": 1 / 10_000, "千元": 10}
SPEEDS = {"Mbps": 1, "M": 1, "兆": 1, "MB": 1, "G": 1 / 1000, "Gbps": 1 / 1000}
DATES = {
    "real": lambda day: day,
    "dashes": lambda day: f"{day:%Y-%m-%d}",
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "words": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "compact": lambda day: f"{day:%Y%m%d}",
    "number": lambda day: int(f"{day:%Y%m%d}"),
    "moment": lambda day: f"{day:%Y-%m-%d} 00:00:00",
}
MONTHS = {
    "month dashes": lambda day: f"{day:%Y-%m}",
    "month words": lambda day: f"{day.year}年{day.month}月",
    "month dots": lambda day: f"{day.year}.{day.month}",
}
ROOMS = {
    "三年级2班": lambda grade, number: f"{grade}{number}班",
    "三（2）班": lambda grade, number: f"{grade[0]}（{number}）班",
    "三年级（二）班": lambda grade, number: f"{grade}（{DIGITS[number]}）班",
    "3.2班": lambda grade, number: f"{DIGITS.index(grade[0])}.{number}班",
    "302班": lambda grade, number: f"{DIGITS.index(grade[0])}{number:02}班",
}

UNITS = {"万元": ["(万元)", "（万元）", "(单位：万元)", "【万元】", "/万元"], "%": ["(%)", "（％）", ""]}


@dataclass(frozen=True)
class Table:
    """One list: heading paths without units, the unit of each, and its rows."""

    paths: list[tuple[str, ...]]
    units: list[str]
    rows: list[list[Any]]


@dataclass(frozen=True)
class Layout:
    """
    How a bureau writes its lists. `seed` decides words; 0 keeps the clean set's.

    Attributes:
        order: as it is, reversed, shuffled.
        depth: 1 joins every heading path into one cell; turned: the milestones stand below 计划日期 and 实际日期.
        forecast: a third column, 预计日期, below every milestone.
        over: a heading above all others; groups: a line of words of GROUPS above the headings.
        units: where they stand: in brackets, a row of their own, above (单位：元), or in every cell.
        percent: number, text (85%), fraction (0.85, as the office program stores 85%).
        cross: the sources of money are columns below 计划, 累计到位, 累计支付.
        room: how 年级 and 班 are written in one cell; "" two columns. words: 2班.
        numbering: numbers, letters, mixed, formulas.
        sums: rows of 合计 at the end; sub_sums of 小计 after every few rows.
        books: two, one, each (every list in a workbook of its own).
        own: columns of the bureau's own.
    """

    seed: int = 0
    order: str = ""
    depth: int | None = None
    turned: bool = False
    forecast: bool = False
    over: str = ""
    groups: str = ""
    merged: bool = True
    units: str = "brackets"
    money: str = "万元"
    speed: str = "Mbps"
    dates: str = "real"
    percent: str = "number"
    cross: bool = False
    room: str = ""
    class_words: str = "{}"
    numbering: str = ""
    serial: bool = False
    sums: bool = False
    sub_sums: bool = False
    blank_rows: bool = False
    repeat_after: int = 0
    title: bool = True
    filled_in: bool = False
    note: bool = True
    signed: bool = False
    own: bool = False
    sheets: dict[str, str] | None = None
    swapped: bool = False
    more_sheets: bool = False
    books: str = "two"


@cache
def clean_list(kind: str) -> Table:
    """Read a clean list by its fixed places; this test's own knowledge, not the reader's."""
    book, name, first, depth = SHEETS[kind]
    sheet = openpyxl.load_workbook(CLEAN / f"{book}.xlsx")[name]
    merged = {
        (row, column): sheet.cell(area.min_row, area.min_col).value
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    paths, units = [], []
    for column in range(1, sheet.max_column + 1):
        texts = [merged.get((row, column)) or sheet.cell(row, column).value for row in range(first, first + depth)]
        path = list(dict.fromkeys(text for text in texts if text))
        unit = next((part.split("(")[1].rstrip(")") for part in path if "(" in part), "")
        paths.append(tuple(part.split("(")[0] for part in path))
        units.append(unit)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first + depth)]
    rows = [row for row in rows if not str(row[0]).startswith("注")]
    return Table(paths, units, rows if kind != "rooms" else rows[:FIRST_ROOMS] + rows[-LAST_ROOMS:])


def workbooks(layout: Layout = Layout(), kinds: Sequence[str] = tuple(SHEETS)) -> list[tuple[str, bytes]]:  # noqa: B008
    """Return (name, content) of the clean lists in a layout, as .xlsx."""
    made = {kind: grid(kind, layout) for kind in (reversed(kinds) if layout.swapped else kinds)}
    books: dict[str, list[str]] = {}
    for kind in made:
        name = {"two": SHEETS[kind][0], "one": "班班通和工程进度", "each": SHEETS[kind][1]}[layout.books]
        books.setdefault(name, []).append(kind)
    return [
        (
            f"{name}.xlsx",
            _xlsx([((layout.sheets or {}).get(kind, SHEETS[kind][1]), *made[kind]) for kind in own], layout),
        )
        for name, own in books.items()
    ]


def text(kind: str, layout: Layout, encoding: str = "gb18030", delimiter: str = ",") -> tuple[str, bytes]:
    """Return (name, content) of one clean list in a layout, as .csv."""
    out = io.StringIO()
    lines, _ = grid(kind, replace(layout, merged=False))
    csv.writer(out, delimiter=delimiter).writerows(
        [f"{cell:%Y/%m/%d}" if isinstance(cell, datetime) else cell for cell in line] for line in lines
    )
    return f"{SHEETS[kind][1]}.csv", out.getvalue().encode(encoding)


def grid(kind: str, layout: Layout) -> tuple[list[list[Any]], list[tuple[int, int, int, int]]]:
    """Return the cells of one sheet and its merged ranges."""
    dice = random.Random(f"{layout.seed} {kind}")
    table = _written(kind, clean_list(kind), layout)
    if kind == "funds" and layout.cross:
        table = _crossed(table)
    words = {name: dice.choice(options) for name, options in STONE_WORDS.items()} if layout.seed else {}
    headings = [_heading(kind, path, layout, dice, words) for path in table.paths]
    if layout.groups:
        above, place = GROUPS[layout.groups][kind], FIRST_OF_GROUPS[kind]
        headings = [
            (above[place[own[0]]], *path) if own[0] in place else path
            for own, path in zip(table.paths, headings, strict=True)
        ]
    order = _order(kind, table, layout, dice)
    columns, rows = [headings[at] for at in order], [[row[at] for at in order] for row in table.rows]
    units = [table.units[at] for at in order]
    if layout.own:
        columns, units = [("巡检员",), *columns, ("批复文号",)], ["", *units, ""]
        rows = [["张三", *row, f"澄教〔2025〕{number}号"] for number, row in enumerate(rows)]
    if layout.serial:
        columns, units = [("序号",), *columns], ["", *units]
        rows = [[number, *row] for number, row in enumerate(rows, start=1)]
    columns = _with_units(columns, units, layout, dice)
    if layout.forecast and kind == "projects":
        columns, units, rows = _with_forecast(columns, units, rows, layout)
    if layout.depth == 1:
        columns = [("".join(path),) for path in columns]
    if layout.over:
        columns = [(layout.over, *path) for path in columns]
    header, merges = _header(columns, layout)
    if layout.units == "row":
        header.append([_unit(unit, layout) for unit in units])
    top = _top(kind, layout)
    lines = _body(rows, header, layout)
    merges = [(r0 + len(top), c0, r1 + len(top), c1) for r0, c0, r1, c1 in merges]
    return top + header + _numbering(len(columns), layout) + lines + _bottom(layout), merges


def _written(kind: str, table: Table, layout: Layout) -> Table:
    """The values as this bureau writes them."""
    rows = [[_value(value, unit, layout) for value, unit in zip(row, table.units, strict=True)] for row in table.rows]
    if kind != "rooms":
        return replace(table, rows=rows)
    grade, number = table.paths.index(("年级",)), table.paths.index(("班",))
    if not layout.room:
        for row in rows:
            row[number] = row[number] if layout.class_words == "{}" else layout.class_words.format(row[number])
        return replace(table, rows=rows)
    for row in rows:
        row[number] = ROOMS[layout.room](row[grade], row[number])
    return Table(*([item for at, item in enumerate(items) if at != grade] for items in (table.paths, table.units)),
                 [[value for at, value in enumerate(row) if at != grade] for row in rows])  # fmt: skip


def _value(value: Any, unit: str, layout: Layout) -> Any:
    if isinstance(value, datetime):
        return (DATES | MONTHS)[layout.dates](value)
    if value is None:
        return ""
    if unit == "万元":
        figure = round(value * MONEY[layout.money], 10)
        return f"{figure}{layout.money}" if layout.units == "cells" else figure
    if unit == "Mbps":
        figure = value * SPEEDS[layout.speed]
        return f"{figure:g}{layout.speed}" if layout.units == "cells" else figure
    if unit == "%":
        return {"number": value, "text": f"{value}%", "fraction": value / 100}[layout.percent]
    return value


def _crossed(table: Table) -> Table:
    """One row a project; its sources side by side below 计划, 累计到位, 累计支付."""
    sources = list(dict.fromkeys(row[2] for row in table.rows))
    paths = [*table.paths[:2], *((path[0], source) for path in table.paths[3:] for source in sources)]
    units = ["", "", *("万元" for _ in paths[2:])]
    projects: dict[str, list[Any]] = {}
    for project, name, source, *figures in table.rows:
        row = projects.setdefault(project, [project, name, *("" for _ in paths[2:])])
        for at, figure in enumerate(figures):
            row[2 + at * len(sources) + sources.index(source)] = figure
    return Table(paths, units, list(projects.values()))


def _heading(
    kind: str, path: tuple[str, ...], layout: Layout, dice: random.Random, words: dict[str, str]
) -> tuple[str, ...]:
    if path[0] in STONES:
        spelt = tuple(words.get(part, part) for part in path)
        return spelt[::-1] if layout.turned else spelt
    return dice.choice([path, *OTHER_WORDS[kind].get(path, [])]) if layout.seed else path


def _order(kind: str, table: Table, layout: Layout, dice: random.Random) -> list[int]:
    """Columns of one group stay together."""
    turned = layout.turned and kind == "projects"
    groups: dict[str, list[int]] = {}
    for at, path in enumerate(table.paths):
        groups.setdefault(path[-1] if turned and path[0] in STONES else path[0], []).append(at)
    names = list(groups)
    if layout.order == "reversed":
        return [at for name in reversed(names) for at in reversed(groups[name])]
    if layout.order == "shuffled":
        dice.shuffle(names)
        for places in groups.values():
            dice.shuffle(places)
    return [at for name in names for at in groups[name]]


def _unit(unit: str, layout: Layout) -> str:
    return {"万元": layout.money, "Mbps": layout.speed}.get(unit, unit)


def _with_units(columns, units, layout: Layout, dice: random.Random):
    """Units in brackets behind the last heading."""
    spelt = []
    for path, unit in zip(columns, units, strict=True):
        said = _unit(unit, layout)
        if not unit or layout.units not in ("brackets", "above") or (layout.units == "above" and unit == "万元"):
            spelt.append(path)
            continue
        options = UNITS.get(said, ["({})", "（{}）", "/{}"]) if layout.seed else ["({})"]
        spelt.append((*path[:-1], path[-1] + dice.choice(options).format(said)))
    return spelt


def _with_forecast(columns, units, rows, layout: Layout):
    """A third date below every milestone."""
    after = [
        at
        for at, path in enumerate(columns)
        if len(path) > 1 and path[-1] in STONE_WORDS["计划日期"] and not layout.turned
    ]

    def longer(items, added):
        return [one for at, item in enumerate(items) for one in ((item, added(item)) if at in after else (item,))]

    return (
        longer(columns, lambda path: (*path[:-1], "预计日期")),
        longer(units, lambda _: ""),
        [longer(row, lambda _: "2026-12-31") for row in rows],
    )


def _header(columns: list[tuple[str, ...]], layout: Layout) -> tuple[list[list[Any]], list]:
    depth = max(len(path) for path in columns)
    rows: list[list[Any]] = [["" for _ in columns] for _ in range(depth)]
    merges = []
    for level in range(depth):
        place = 0
        while place < len(columns):
            path, end = columns[place], place
            if level < len(path) - 1:
                while end + 1 < len(columns) and columns[end + 1][: level + 1] == path[: level + 1]:
                    end += 1
            if level < len(path):
                rows[level][place] = path[level]
                bottom = depth - 1 if level == len(path) - 1 else level
                if end > place or bottom > level:
                    merges.append((level, place, bottom, end))
            place = end + 1
    return rows, merges if layout.merged else []


def _body(rows: list[list[Any]], header: list[list[Any]], layout: Layout) -> list[list[Any]]:
    lines: list[list[Any]] = []
    for number, row in enumerate(rows, start=1):
        lines.append(row)
        if layout.sub_sums and number % 7 == 0:
            lines.append(_sum_row(rows[number - 7 : number], "毛嘴镇小计"))
        if layout.blank_rows and number % 7 == 0:
            lines.append(["" for _ in row])
        if layout.repeat_after and number % layout.repeat_after == 0:
            lines += [_top("", layout)[0][:1], *(list(line) for line in header)] if layout.title else header
    return [*lines, _sum_row(rows, "合  计")] if layout.sums else lines


def _sum_row(rows: list[list[Any]], word: str) -> list[Any]:
    """合计 stands in the first column of texts."""
    line = [
        round(sum(value for value in values if value != ""), 2)
        if all(value == "" or isinstance(value, int | float) for value in values) and any(values)
        else ""
        for values in zip(*rows, strict=True)
    ]
    line[next(at for at, value in enumerate(line) if value == "")] = word
    return line


def _top(kind: str, layout: Layout) -> list[list[Any]]:
    title = [["澄湖县教育工程及班班通进度统计表（2026年3月）"]] if layout.title else []
    filled = [["填表单位：澄湖县教育局", "", "", "填表日期：2026年4月3日"]] if layout.filled_in else []
    unit = [["", "", "", f"单位：{layout.money}"]] if layout.units == "above" and kind != "rooms" else []
    return [*title, *filled, *unit]


def _numbering(width: int, layout: Layout) -> list[list[Any]]:
    return {
        "": [],
        "numbers": [list(range(1, width + 1))],
        "letters": [[openpyxl.utils.get_column_letter(at + 1) for at in range(width)]],
        "mixed": [["甲", "乙", *(f"({at})" for at in range(1, width - 1))]],
        "stems": [["甲乙丙丁戊己庚辛壬癸子丑寅卯"[at % 14] for at in range(width)]],
        "formulas": [["栏次", 1, 2, "3=4+5", *range(4, width)]],
    }[layout.numbering]


def _bottom(layout: Layout) -> list[list[Any]]:
    note = [["注：1.截至2026年3月31日。2.空表示尚未发生。"]] if layout.note else []
    signed = [["单位负责人：王某", "", "填表人：李某", "填报日期：2026年4月3日"]] if layout.signed else []
    return [*note, *signed]


def _xlsx(sheets: list[tuple[str, list[list[Any]], list]], layout: Layout) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        if layout.more_sheets:
            book.add_worksheet("填表说明").write_column(0, 0, ["填表说明", "一间教室一行，一个项目一行。"])
            book.add_worksheet("Sheet3")
        for name, lines, merges in sheets:
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, datetime):
                        sheet.write_datetime(row, column, value, day)
                    elif value != "":
                        sheet.write(row, column, value)
            for top, left, bottom, right in merges:
                sheet.merge_range(top, left, bottom, right, lines[top][left])
    return out.getvalue()
