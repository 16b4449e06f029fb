"""Reads the cases of a requirement: thresholds by stage, size, condition. It refuses those that are never reached."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from monitoring.standards.entry import Entry, as_number
from monitoring.standards.model import Case, Condition, Indicator, Scope
from monitoring.standards.vocabulary import NUMERIC_KINDS, vocabulary

SHAPES = {"value": ("value",), "bands": ("bands", "by"), "per": ("per", "every", "each")}


def read_cases(entry: Entry, indicator: Indicator, operator: str, scope: Scope) -> tuple[Case, ...]:
    """
    Read the cases of one requirement, none where it has no threshold (its value is shown, not judged).

    Raises:
        StandardError: a case has no shape or several, its bands do not ascend, its condition contradicts itself, its
            threshold does not suit the indicator, or an earlier case always comes first.
    """
    cases: list[Case] = []
    for part in entry.tables("cases", "种情形"):
        case = _case(part, scope)
        _check_threshold(part, case, indicator, operator)
        if any(_covers(earlier, case) for earlier in cases):
            raise part.wrong("永远轮不到：前面已有一种不带条件的同学段情形；请把带 when 条件的写在前面。")
        cases.append(case)
    return tuple(cases)


def _covers(earlier: Case, case: Case) -> bool:
    return earlier.when.is_always and earlier.stage in (None, case.stage)


def _case(entry: Entry, scope: Scope) -> Case:
    shapes = [shape for shape in SHAPES if entry.has(shape)]
    if len(shapes) != 1:
        raise entry.wrong(
            "须写 value（一个数）、bands 和 by（按规模分档）、per 和 every 和 each（每几个配几个）三种中的一种。"
        )
    case = Case(
        stage=entry.choice("stage", scope.stages, None),
        when=_condition(entry.table("when")),
        **READERS[shapes[0]](entry),
    )
    entry.close()
    return case


def _value(entry: Entry) -> dict[str, object]:
    return {"value": entry.number("value")}


def _bands(entry: Entry) -> dict[str, object]:
    written = entry.raw("bands")
    pairs = written if isinstance(written, list) and written else [None]
    if not all(isinstance(pair, list) and len(pair) == 2 and None not in map(as_number, pair) for pair in pairs):
        entry.refuse("bands", "若干对 [规模, 标准]，如 [[18, 3110], [24, 4328]]，都是数字")
    bands = tuple((Decimal(size), Decimal(threshold)) for size, threshold in pairs)
    for (smaller, _), (larger, _) in zip(bands, bands[1:], strict=False):
        if larger <= smaller:
            raise entry.wrong(f"bands 的规模须从小到大：{smaller} 后面写的是 {larger}。")
    return {"bands": bands, "by": _field(entry, "by")}


def _per(entry: Entry) -> dict[str, object]:
    every = entry.whole("every")
    if every == 0:
        entry.refuse("every", " 1 或更大的整数")
    return {"per": _field(entry, "per"), "every": every, "each": entry.number("each", above=Decimal(0))}


READERS: dict[str, Callable[[Entry], dict[str, object]]] = {"value": _value, "bands": _bands, "per": _per}


def _field(entry: Entry, key: str) -> str:
    numeric = [name for name, field in vocabulary().fields.items() if field.kind in NUMERIC_KINDS]
    name = entry.text(key)
    if name not in numeric:
        entry.refuse(key, "报表里的数字字段（见 data/columns/schools.toml），如 classes（班级数）、pupils（在校生数）")
    return name


def _condition(entry: Entry) -> Condition:
    known = vocabulary()
    when = Condition(
        urban=entry.codes("urban", known.urban, known.urban_groups),
        kinds=entry.codes("kinds", known.kinds, known.kind_groups),
        boarding=entry.yes_no("boarding", None),
        centre=entry.yes_no("centre", None),
        built_before=entry.whole("built_before", None),
        built_from=entry.whole("built_from", None),
        pupils_below=entry.whole("pupils_below", None),
        pupils_from=entry.whole("pupils_from", None),
        classes_to=entry.whole("classes_to", None),
        classes_from=entry.whole("classes_from", None),
    )
    entry.close()
    for low, high, is_empty in (
        ("built_from", "built_before", _reach(when.built_from, when.built_before, 0)),
        ("pupils_from", "pupils_below", _reach(when.pupils_from, when.pupils_below, 0)),
        ("classes_from", "classes_to", _reach(when.classes_from, when.classes_to, 1)),
    ):
        if is_empty:
            entry.refuse(low, f"小于 {high} 的数：现在没有学校能同时符合两个条件")
    return when


def _reach(low: int | None, high: int | None, slack: int) -> bool:
    """Tell whether no whole number lies from `low` to below `high` + slack."""
    return low is not None and high is not None and low >= high + slack


def _check_threshold(entry: Entry, case: Case, indicator: Indicator, operator: str) -> None:
    """Refuse a threshold that cannot be meant for this indicator and operator."""
    if indicator.yes_no and (operator != "==" or case.value != 1):
        raise entry.wrong(f'指标 {indicator.key} 是“是否”类：operator 应写 "=="，value 应写 1。')
    if operator == "==" and not indicator.yes_no and case.value != 0:
        raise entry.wrong('operator 是 "==" 时 value 只能写 0（必须没有）；要求一个数量请用 ">=" 或 "<="。')
    if indicator.gap_in == "denominator" and case.value is not None and case.value <= 0:
        entry.refuse("value", "大于 0 的数字")
    if case.per is not None and indicator.per != "school":
        raise entry.wrong(
            f"per 的写法（每几个配几个）只用于整校的绝对数；指标 {indicator.key} 已经除以 {indicator.per}。"
        )
