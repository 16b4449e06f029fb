"""
How one figure of a school reads: what is had and required, how it is made, its cells, its gap and price.

For 学校档案 on the screen and on paper alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from monitoring.dossier import Line
from monitoring.dossier.origins import ADDRESS, Cell, Doubt
from monitoring.figures import (
    MISSING,
    STAFF,
    WHOLE_UNITS,
    YES_NO,
    cut,
    decimals_of,
    is_missing,
    percent,
    quantity,
    threshold,
    value,
    wan,
)
from monitoring.findings.standards import formula
from monitoring.standards.vocabulary import vocabulary
from monitoring.workbook import list_label

SIGNS = {">=": "≥", "<=": "≤", "==": "应为"}
EXTRA = 2  # decimals that a calculation shows beyond those of the figure on the page
ALMOST = "99.9%"
NUMERALS = "零一二三四五六七八九十"


def required(line: Line, *, with_unit: bool = True) -> str:
    """Write what is required: ≥ 4.5 ㎡/生, ≤ 8.0 人/台, 须做到, 应为 0 班; the unit alone where nothing is."""
    unit = line.asked.unit if with_unit else ""
    if line.asked.is_yes_no:
        return MISSING if is_missing(line.required) else "须做到"
    if is_missing(line.required):
        return unit or MISSING
    limit = exactly(line.required) if line.asked.operator == "==" else threshold(line.required, line.asked.unit)
    return f"{SIGNS[line.asked.operator]} {limit} {unit}".rstrip()


def had(line: Line) -> str:
    """Write what the part has, cut; a part of a room or a machine, allotted to a stage, with decimals."""
    unit = line.asked.unit
    if unit in WHOLE_UNITS and unit != YES_NO and not is_missing(line.value) and not float(line.value).is_integer():
        return cut(line.value, EXTRA)
    return value(line.value, unit, line.required, less_is_better=line.less_is_better)


def exactly(number: float) -> str:
    """
    Write a number as it was reported, without a digit more or less.

    >>> exactly(6373.74), exactly(1118.0), exactly(float("nan"))
    ('6,373.74', '1,118', '—')
    """
    return MISSING if is_missing(number) else format(Decimal(repr(float(number))).normalize(), ",f")


def exactly_cut(number: float, unit: str) -> str:
    """
    Write the result of a calculation with two decimals more than the page shows, cut.

    >>> exactly_cut(5.70102, "㎡/生"), exactly_cut(float("nan"), "人")
    ('5.7010', '—')
    """
    return cut(number, decimals_of(unit) + EXTRA)


def how(line: Line) -> str:
    """Say how the figure is made, with the indicator's note."""
    note = f"（{line.indicator.note}）" if line.indicator.note else ""
    return f"{formula(line.indicator)}{note}"


def gap(line: Line) -> str:
    """Say how large a gap is, to requirement and floor, of the whole school where that differs, and its price."""
    if line.status != "gap":
        return ""
    unit = line.indicator.gap_unit
    said = [f"补到标准还差 {quantity(line.missing, unit)}"]
    if line.missing != line.missing_whole:
        said.append(f"几个学段共用，按全校要补 {quantity(line.missing_whole, unit)}，本学段才分得到这么多")
    if not is_missing(line.missing_to_floor):
        at = quantity(line.missing_to_floor_whole, unit)
        said.append("已在下限以上" if line.missing_to_floor_whole == 0 else f"补到下限要 {at}")
    if not is_missing(line.cost_yuan):
        unit_cost = line.cost_yuan / line.missing_whole
        said.append(f"每{unit} {exactly(round(unit_cost, 2))} 元，共约 {wan(line.cost_yuan, 1)} 万元")
    return "；".join(said) + "。"


def to_close(line: Line, amount: float) -> str:
    """Write how much a gap lacks, or how much has to go where there is to be none; a dash where there is no gap."""
    if line.status != "gap":
        return MISSING
    text = quantity(amount, line.indicator.gap_unit)
    is_to_go = line.asked.operator == "==" and not line.asked.is_yes_no
    return f"消除 {text}" if is_to_go else text


def price(line: Line) -> str:
    """Write what closing a gap costs in 万元: 编制 for teachers, a dash where there is nothing to say."""
    if line.status == "gap" and line.is_staff and is_missing(line.cost_yuan):
        return STAFF
    return wan(line.cost_yuan, 1)


def place(cell: Cell) -> str:
    """Name a cell: file, sheet and address; a workbook without the column says so."""
    if not cell.address:
        return f"{cell.file} · {cell.sheet}：没有这一列"
    return f"{cell.file} · {cell.sheet}!{cell.address}"


def doubt_place(doubt: Doubt) -> str:
    """Name the place of a doubt: a cell's address, or the row or column that it is about, and what stands there."""
    mark = "!" if ADDRESS.match(doubt.cell) else " · "
    return f"{doubt.file} · {doubt.sheet}{mark}{doubt.cell} {_label(doubt)}".rstrip()


def _label(doubt: Doubt) -> str:
    known = vocabulary().fields.get(doubt.field)
    return known.label if known else list_label(doubt.field)


def doubt_line(one: Doubt) -> str:
    """
    Say where a doubtful cell is, what it is of, what stands there, what was expected and what was stored.

    >>> doubt_line(Doubt("表.xlsx", "小学", "CZ27", "stop", "judgement", "books", "约300", "整数", "repair", "300", ""))
    '表.xlsx“小学”表 CZ27（图书）填的是“约300”，应为整数；按建议入库：300'
    """
    label = _label(one)
    return f"{one.file}“{one.sheet}”表 {one.cell}{f'（{label}）' if label else ''}{doubt(one)}"


def typed(cell: Cell) -> str:
    """Say what was typed in a cell, and what was stored where the two are not the same number."""
    if not cell.address:
        return "未填报"
    text = f"原文“{cell.raw}”" if cell.raw.strip() else "空白"
    if is_missing(cell.stored):
        return f"{text}，未填报"
    return text if _same(cell.raw, cell.stored) else f"{text}，入库 {exactly(cell.stored)}"


def _same(raw: str, stored: float) -> bool:
    try:
        return float(raw) == stored
    except ValueError:
        return False


def doubt(one: Doubt) -> str:
    """
    Say what the import found doubtful in a cell, and what it stored.

    >>> cell = ("综合报表_小学.xlsx", "小学", "CZ27", "stop", "text_in_number", "books", "约300", "整数")
    >>> doubt(Doubt(*cell, "repair", "300", "")), doubt(Doubt(*cell, "missing", "300", ""))
    ('填的是“约300”，应为整数；按建议入库：300', '填的是“约300”，应为整数；按未填报入库')
    >>> asked = ("表.xlsx", "小学", "N列", "warning", "blank_is_no", "is_centre", "空白 96 行", "否？")
    >>> doubt(Doubt(*asked, "repair", "否", "没有选定", by="王芳"))
    '这一列空白 96 行；王芳选定：按“否”入库'
    """
    if one.is_question:
        return f"这一列{one.found}；{_stored(one)}"
    what = f"填的是“{one.found}”" if one.found.strip() else "空白"
    expected = f"，应为{one.expected}" if one.expected else ""
    return f"{what}{expected}；{_stored(one)}"


def _stored(doubt: Doubt) -> str:
    if doubt.is_question and doubt.done:
        chosen = f"按“{doubt.proposal}”入库" if doubt.done == "repair" else "按未填报入库"
        return f"{doubt.by or '入库时'}选定：{chosen}"
    if doubt.done == "missing" or (doubt.done == "repair" and not doubt.proposal):
        return "按未填报入库"
    return f"按建议入库：{doubt.proposal}" if doubt.done == "repair" else doubt.treatment


def doubts_of(doubts: Sequence[Doubt]) -> list[str]:
    """Say in short which cells behind a figure are doubtful, for the row of the figure itself."""
    return [f"{each.cell} {_what(each)}，{_stored(each)}" for each in doubts]


def _what(doubt: Doubt) -> str:
    if doubt.is_question:
        return doubt.found
    return f"填的是“{doubt.found}”" if doubt.found.strip() else "空白"


def reached(line: Line) -> str:
    """
    Write how far a requirement is reached, cut: what misses it never prints as 100%.

    "" where it is no share.
    """
    if is_missing(line.reach_pct):
        return ""
    text = percent(line.reach_pct)
    return ALMOST if line.status == "gap" and text == percent(100) else text


def numeral(number: int) -> str:
    """
    Write a small number as people say it.

    >>> numeral(7), numeral(20)
    ('七', ' 20 ')
    """
    return NUMERALS[number] if number < len(NUMERALS) else f" {number} "
