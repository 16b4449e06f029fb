"""Writes one clean set of school tables again in other bureaus' layouts; it uses nothing of the reader under test."""

from __future__ import annotations

import csv
import io
import random
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import openpyxl

from tests.support import DATA
from tests.support.strange_sheets import xlsx

CLEAN = DATA / "A_clean" / "2026年3月"
STAGES = {"primary": "小学", "junior": "初中", "senior": "高中"}
HEADING_ROWS = range(3, 6)
FIRST_SCHOOL = 6

# The same columns in other bureaus' words: path in the clean set → paths elsewhere. {area} and {count} are units.
OTHER_WORDS: dict[tuple[str, ...], list[tuple[str, ...]]] = {
    ("学校(机构)名称",): [("学校名称",), ("学校（机构）名称",), ("学校基本情况", "学校名称")],
    ("学校标识码",): [("学校（机构）标识码",), ("标识码",), ("学校基本情况", "学校标识码")],
    ("所在地区划三级",): [("所在地区划", "三级"), ("所在地区划（三级）",)],
    ("所在地区划四级",): [("所在地区划", "四级"), ("所在乡镇",)],
    ("所在地区划五级",): [("所在地区划", "五级")],
    ("所在地区划代码",): [("所在地区划", "代码")],
    ("办学类型",): [("学校（机构）办学类型",), ("学校办学类型",)],
    ("举办者类型",): [("举办者",)],
    ("城乡类型",): [("城乡分类",)],
    ("是否寄宿制学校",): [("寄宿制学校",)],
    ("是否乡镇中心小学",): [("乡镇中心小学",)],
    ("班级数", "计"): [("班级数", "合计"), ("班级数", "小计"), ("班级数合计",)],
    ("在校生数", "合计"): [("在校学生数", "计"), ("在校生数", "#合计"), ("在校生数合计",)],
    ("在校生数", "女"): [("在校学生数", "其中：女"), ("在校生数", "#女")],
    ("专任教师", "合计"): [("专任教师", "计"), ("专任教师合计",)],
    ("县级及以上骨干教师",): [("县级以上骨干教师",), ("专任教师", "县级及以上骨干教师")],
    ("占地面积", "计"): [("占地面积", "合计"), ("占地面积{area}", "计")],
    ("占地面积", "运动场地面积"): [("占地面积", "其中:运动场地面积"), ("占地面积", "运动场地")],
    ("教学及辅助用房", "面积计"): [("校舍建筑面积", "教学及辅助用房", "计"), ("教学及辅助用房面积计{area}",)],
    ("教学及辅助用房", "普通教室", "间数"): [("普通教室间数",), ("校舍建筑面积", "教学及辅助用房", "普通教室", "间数")],
    ("教学及辅助用房", "普通教室", "面积"): [
        ("普通教室面积{area}",),
        ("校舍建筑面积", "教学及辅助用房", "普通教室", "面积"),
    ],
    ("教学及辅助用房", "专用教室面积小计"): [("教学及辅助用房", "专用教室", "面积计"), ("专用教室面积小计{area}",)],
    ("教学及辅助用房", "公共教学用房面积小计"): [("教学及辅助用房", "公共教学用房", "面积小计")],
    ("教学及辅助用房", "音乐专用教室", "间数"): [("专用教室", "音乐", "间数"), ("音乐间数",), ("音乐专用教室间数",)],
    ("教学及辅助用房", "音乐专用教室", "面积"): [("专用教室", "音乐", "面积"), ("音乐面积",), ("音乐专用教室{area}",)],
    ("教学及辅助用房", "美术专用教室", "间数"): [("专用教室", "美术", "间数"), ("美术专用教室（间）",)],
    ("教学及辅助用房", "图书阅览室"): [("教学及辅助用房", "公共教学用房", "图书阅览室", "面积")],
    ("教学及辅助用房", "室内体育用房"): [("教学及辅助用房", "公共教学用房", "室内体育用房", "面积{area}")],
    ("教室间数",): [("教室", "计"), ("教室{count}",)],
    ("网络多媒体教室间数",): [("网络多媒体教室",), ("教室", "网络多媒体教室"), ("教室", "其中：网络多媒体教室间数")],
    ("计算机数", "计"): [("数字终端数", "计"), ("计算机数合计",)],
    ("计算机数", "教学用计算机", "计"): [("数字终端数", "教学用计算机", "计"), ("数字终端数", "其中：教学用计算机")],
    ("计算机数", "教学用计算机", "平板电脑"): [("数字终端数", "教学用计算机", "平板"), ("教学用计算机", "平板电脑")],
    ("计算机数", "学生终端"): [("数字终端数", "学生终端数")],
    ("计算机数", "教师终端"): [("数字终端数", "教师终端数")],
    ("固定资产总值", "计"): [("固定资产总值", "合计")],
    ("固定资产总值", "教学仪器设备资产值"): [("固定资产总值", "教学仪器设备值"), ("教学仪器设备值",)],
    ("信息化", "出口带宽"): [("互联网出口带宽",), ("互联网出口带宽(Mbps)",), ("出口带宽",)],
    ("信息化", "接入校园网教室数"): [("接入校园网教室数",)],
    ("信息化", "百兆到班教室数"): [("百兆到班教室数",)],
    ("信息化", "无线覆盖教室数"): [("无线（网络）覆盖教室数",), ("无线网络覆盖教室数",)],
}
GROUPS = {
    "按年级分": ["按年级分", "分年级", ""],
    "按学历分": ["按学历分", "分学历", "学历"],
    "按职称分": ["按职称分", "按专业技术职务分", "专业技术职务"],
    "按课程分": ["按课程分", "按授课课程分", "授课课程"],
    "在校生数": ["在校生数", "在校学生数"],
    "班额": ["班额", "班级数›按班额分"],
    "体育": ["体育", "体育与健康"],
    "高中阶段及以下": ["高中阶段及以下", "高中及以下"],
}
UNITS = {
    "个": ["(个)", ""],
    "人": ["(人)", "（人）", ""],
    "平方米": ["(平方米)", "（㎡）", "（m²）", "【平方米】", "(单位：平方米)"],
    "间": ["(间)", "（间）", ""],
    "册": ["(册)", "（册）", ""],
    "台": ["(台)", ""],
    "万元": ["(万元)", "（万元）", "(单位:万元)"],
    "Mbps": ["(Mbps)", "（兆）", ""],
    "有/无": ["(有/无)", "（有/无）"],
}


TYPED_IN = {
    "万元": {"万元": 1, "元": 10_000, "千元": 10},
    "平方米": {"平方米": 1, "㎡": 1, "亩": 3 / 2000, "公顷": 1 / 10_000},
    "册": {"册": 1, "万册": 1 / 10_000},
}
"""Unit of the clean set → units elsewhere, and what a figure is multiplied by to be in them."""


@dataclass(frozen=True)
class Table:
    """One stage: heading paths without units, the unit of each, and the schools' values."""

    paths: list[tuple[str, ...]]
    units: list[str]
    schools: list[list[Any]]


@dataclass(frozen=True)
class Layout:
    """
    How a bureau writes its tables. `seed` decides order and words; 0 keeps the clean set's.

    Attributes:
        depth: 1 joins every heading path into one cell.
        codes: both 211-小学, code, label, or turned 小学(211).
        numbering: a row of column numbers, letters, or both below the headings.
        repeat_after: headings again after so many schools, as on printed pages.
        dated: how the report date is written; note: a last line.
        units_at: where the units of money, areas and books stand: heading, title (a line of its own), beside (right of
            the title), note (below the schools); money, area, books: which they are.
        schools: how many of each stage; None all.
    """

    seed: int = 0
    shuffled: bool = True
    depth: int | None = None
    merged: bool = True
    dashes: str = "-"
    codes: str = "both"
    yes: tuple[Any, Any] = ("是", "否")
    numbering: str = ""
    serial: bool = False
    sums: bool = True
    sub_sums: bool = False
    repeat_after: int = 0
    blank_rows: bool = False
    trailing: int = 0
    title: bool = True
    dated: str = "统计时点：2026年3月31日"
    note: str = ""
    as_text: bool = False
    sheet: str = ""
    units_at: str = "heading"
    money: str = "万元"
    area: str = "平方米"
    books: str = "册"
    one_file: bool = False
    cover: bool = False
    schools: int | None = 5


@cache
def clean_table(stage: str) -> Table:
    """Read a clean table by its fixed places; this test's own knowledge, not the reader's."""
    sheet = openpyxl.load_workbook(CLEAN / f"综合报表_{STAGES[stage]}.xlsx").active
    merged = {
        (row, column): sheet.cell(area.min_row, area.min_col).value
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    paths, units = [], []
    for column in range(1, sheet.max_column + 1):
        path: list[str] = []
        unit = ""
        for row in HEADING_ROWS:
            text = merged.get((row, column), sheet.cell(row, column).value)
            if not text:
                continue
            bare = text.replace("其中:", "")
            found = re.search(r"\(([^()]+)\)$", bare)
            if found and found[1] in UNITS:
                bare, unit = bare[: found.start()], found[1]
            if not path or path[-1] != bare:
                path.append(bare)
        paths.append(tuple(path))
        units.append(unit)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_SCHOOL, max_row=sheet.max_row - 2)]
    return Table(paths, units, rows)


@cache
def chosen_schools(many: int | None) -> frozenset[str]:
    """Return the codes of the first schools of every stage: a school is chosen with all its stages."""
    return frozenset(row[1] for stage in STAGES for row in clean_table(stage).schools[:many])


def workbooks(layout: Layout) -> list[tuple[str, bytes]]:
    """Return (name, content) of the clean set in a layout, as .xlsx."""
    grids = {stage: grid(stage, layout) for stage in STAGES}
    if layout.one_file:
        return [
            (
                "全县报表.xlsx",
                xlsx([(_sheet(stage, layout), *made) for stage, made in grids.items()], has_cover=layout.cover),
            )
        ]
    return [
        (f"{STAGES[stage]}.xlsx", xlsx([(_sheet(stage, layout), *made)], has_cover=layout.cover))
        for stage, made in grids.items()
    ]


def texts(layout: Layout, encoding: str = "gb18030", delimiter: str = ",") -> list[tuple[str, bytes]]:
    """Return (name, content) of the clean set in a layout, as .csv."""
    made = []
    for stage in STAGES:
        out = io.StringIO()
        lines, _ = grid(stage, replace(layout, merged=False))
        csv.writer(out, delimiter=delimiter).writerows(lines)
        made.append((f"{STAGES[stage]}.csv", out.getvalue().encode(encoding)))
    return made


def _sheet(stage: str, layout: Layout) -> str:
    return layout.sheet or STAGES[stage]


def grid(stage: str, layout: Layout) -> tuple[list[list[Any]], list[tuple[int, int, int, int]]]:
    """Return the cells of one sheet and its merged ranges."""
    dice = random.Random(layout.seed)
    table = clean_table(stage)
    table = replace(table, schools=[row for row in table.schools if row[1] in chosen_schools(layout.schools)])
    headings = [_heading(path, unit, layout, dice) for path, unit in zip(table.paths, table.units, strict=True)]
    order = list(range(len(headings)))
    if layout.shuffled:
        order = _shuffled(headings, dice)
    depth = max(len(path) for path in headings)
    columns = [headings[place] for place in order]
    body = [[_value(table, row[place], place, layout) for place in order] for row in table.schools]
    header, merges = _header(columns, depth, layout)
    names = [place for place, at in enumerate(order) if at == 0]
    lines = _body(body, header, names[0], table, order, layout)
    top = _top(stage, layout)
    merges = [(r0 + len(top), c0, r1 + len(top), c1) for r0, c0, r1, c1 in merges]
    all_lines = top + header + _numbering(len(columns), layout) + lines + _bottom(layout)
    if layout.serial:
        number = iter(range(1, len(all_lines)))
        first = len(top) + len(header) + len(_numbering(len(columns), layout))
        marked = []
        for place, line in enumerate(all_lines):
            code = line[order.index(1)] if len(line) > order.index(1) else ""
            is_school = place >= first and re.fullmatch(r"\d{10}", str(code))
            marked.append(["序号" if place == len(top) else next(number) if is_school else "", *line])
        if not top:
            marked[0][0] = "序号"
        all_lines = [line if len(line) > 2 else line[1:] for line in marked]  # noqa: PLR2004 (a title keeps its place)
        merges = [(r0, c0 + 1, r1, c1 + 1) for r0, c0, r1, c1 in merges]
        if layout.merged and len(header) > 1:
            merges.append((len(top), 0, len(top) + len(header) - 1, 0))
    return [line + [""] * layout.trailing for line in all_lines], merges


def _heading(path: tuple[str, ...], unit: str, layout: Layout, dice: random.Random) -> tuple[str, ...]:
    options = [path, *OTHER_WORDS.get(path, [])]
    chosen = list(dice.choice(options) if layout.seed else path)
    area, count = dice.choice(["（平方米）", "(㎡)"]), dice.choice(["(间)", "（间）"])
    has_unit = any("{" in part or part.endswith((")", "）")) for part in chosen)
    own = typed_in(unit, layout)
    if layout.units_at != "heading":
        chosen = [part.replace("{area}", "" if "面积" in part else "面积") for part in chosen]
    elif own != unit:
        area = f"（{own}）"
    chosen = [part.replace("{area}", area).replace("{count}", count) for part in chosen]
    spelt: list[str] = []
    for part in chosen:
        word = dice.choice(GROUPS[part]) if layout.seed and part in GROUPS else part
        spelt += [piece for piece in word.split("›") if piece]
    if layout.dashes != "-":
        spelt = [re.sub(r"(?<=\d)-(?=\d)", layout.dashes, part) for part in spelt]
    if unit and not has_unit and (layout.units_at == "heading" or unit not in TYPED_IN):
        spelt[-1] += f"（{own}）" if own != unit else dice.choice(UNITS[unit]) if layout.seed else f"({unit})"
    if layout.depth == 1:
        return (dice.choice(["", "-", "_", "·"]).join(spelt) if layout.seed else "".join(spelt),)
    return tuple(spelt)


def typed_in(unit: str, layout: Layout) -> str:
    """The unit in which a layout writes figures that the clean set has in another."""
    return {"万元": layout.money, "平方米": layout.area, "册": layout.books}.get(unit, unit)


def units_line(layout: Layout) -> str:
    """What a bureau writes once for its table: 计量单位：元、亩、万册."""
    return f"计量单位：人、{layout.area}、{layout.books}、{layout.money}"


def _shuffled(headings: list[tuple[str, ...]], dice: random.Random) -> list[int]:
    """Groups in another order, and the columns of each group in another order."""
    groups: dict[str, list[int]] = {}
    for place, path in enumerate(headings):
        groups.setdefault(path[0], []).append(place)
    names = list(groups)
    dice.shuffle(names)
    for places in groups.values():
        subgroups: dict[str, list[int]] = {}
        for place in places:
            subgroups.setdefault("›".join(headings[place][:2]), []).append(place)
        keys = list(subgroups)
        dice.shuffle(keys)
        places[:] = [place for key in keys for place in subgroups[key]]
    return [place for name in names for place in groups[name]]


def _header(columns: list[tuple[str, ...]], depth: int, layout: Layout) -> tuple[list[list[Any]], list]:
    rows: list[list[Any]] = [["" for _ in columns] for _ in range(depth)]
    merges = []
    for level in range(depth):
        start = 0
        for place, path in enumerate(columns):
            if level >= len(path):
                continue
            same = (
                place and columns[place - 1][: level + 1] == path[: level + 1] and len(columns[place - 1]) > level + 1
            )
            if same and level < len(path) - 1:
                continue
            rows[level][place] = path[level]
            start = place
            end = start
            while (
                level < len(path) - 1
                and end + 1 < len(columns)
                and columns[end + 1][: level + 1] == path[: level + 1]
                and len(columns[end + 1]) > level + 1
            ):
                end += 1
            bottom = depth - 1 if level == len(path) - 1 else level
            if end > start or bottom > level:
                merges.append((level, start, bottom, end))
    return rows, merges if layout.merged else []


def _value(table: Table, value: Any, place: int, layout: Layout) -> Any:
    path, unit = table.paths[place], table.units[place]
    if value is None:
        return ""
    if value in ("是", "否") and path[0].startswith("是否") and path != ("是否通电",):
        return layout.yes[0 if value == "是" else 1]
    if path in (("办学类型",), ("举办者类型",), ("城乡类型",)) and "-" in str(value):
        code, label = str(value).split("-", 1)
        return {"both": value, "code": code, "label": label, "turned": f"{label}({code})"}[layout.codes]
    if typed_in(unit, layout) != unit:
        value = round(value * TYPED_IN[unit][typed_in(unit, layout)], 10)
    if layout.as_text and isinstance(value, int | float):
        return f"{value}"
    return value


def _body(body, header, name_place: int, table: Table, order: list[int], layout: Layout) -> list[list[Any]]:
    lines: list[list[Any]] = []
    town = next(place for place, at in enumerate(order) if table.paths[at] == ("所在地区划四级",))
    for number, row in enumerate(body):
        if layout.repeat_after and number and number % layout.repeat_after == 0:
            lines += [list(line) for line in header]
        lines.append(row)
        last_of_town = number + 1 == len(body) or body[number + 1][town] != row[town]
        if layout.sub_sums and last_of_town:
            lines.append(_sum_row([line for line in body if line[town] == row[town]], name_place, "小计"))
            if layout.blank_rows:
                lines.append(["" for _ in row])
    return [*lines, _sum_row(body, name_place, "合  计")] if layout.sums else lines


def _sum_row(rows: list[list[Any]], name_place: int, word: str) -> list[Any]:
    line: list[Any] = []
    for place in range(len(rows[0])):
        values = [row[place] for row in rows]
        is_figures = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
        line.append(round(sum(values), 8) if is_figures else "")
    line[name_place] = word
    return line


def _top(stage: str, layout: Layout) -> list[list[Any]]:
    if not layout.title:
        return []
    title = [f"澄湖县{STAGES[stage]}办学条件统计表（虚构）"]
    if layout.units_at == "beside":
        title += ["", "", f"（{units_line(layout)}）"]
    above = [[units_line(layout)]] if layout.units_at == "title" else []
    return [title, *above, [f"填报单位：澄湖县教育局　{layout.dated}　报出日期：2026年4月20日"]]


def _numbering(width: int, layout: Layout) -> list[list[Any]]:
    if layout.numbering == "numbers":
        return [list(range(1, width + 1))]
    if layout.numbering == "letters":
        return [[openpyxl.utils.get_column_letter(place + 1) for place in range(width)]]
    if layout.numbering == "mixed":
        return [["甲", "乙", *(f"({place})" for place in range(1, width - 1))]]
    return []


def _bottom(layout: Layout) -> list[list[Any]]:
    note = [[layout.note]] if layout.note else []
    note += [[f"注：{units_line(layout)}。"]] if layout.units_at == "note" else []
    return [*note, ["单位负责人：王某", "", "填表人：李某", "", "报出日期：2026年4月20日"]]
