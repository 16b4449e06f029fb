"""Reads data/indicators.toml into Indicators and checks every field name in it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from monitoring.settings import DATA
from monitoring.standards.entry import Entry, read_toml
from monitoring.standards.model import Indicator, Term
from monitoring.standards.vocabulary import NUMERIC_KINDS, vocabulary

INDICATORS = DATA / "indicators.toml"
NUMERATORS = ("numerator", "numerator_or", "numerator_primary", "numerator_junior", "numerator_senior")
ONE = Decimal(1)


def load_indicators(path: Path | None = None) -> dict[str, Indicator]:
    """
    Read the indicators, in the order of the file.

    Args:
        path: by default data/indicators.toml.

    Raises:
        StandardError: the file is wrong: says the indicator, the key, what was found and what is expected.

    >>> load_indicators()["books_per_pupil"].unit
    '册/生'
    """
    entry = read_toml(path or INDICATORS)
    return {key: _indicator(key, entry.table(key)) for key in entry.names()}


def _indicator(key: str, entry: Entry) -> Indicator:
    entry.rename(f"指标 {key}")
    in_tables = entry.yes_no("in_tables", True)
    indicator = Indicator(
        key=key,
        name=entry.text("name"),
        unit=entry.text("unit"),
        numerators=_numerators(entry),
        per=entry.text("per"),
        times=entry.number("times", ONE, above=Decimal(0)),
        gap_in=entry.choice("gap_in", ("numerator", "denominator"), "numerator"),
        gap_unit=entry.text("gap_unit"),
        gap_step=entry.number("gap_step", ONE, above=Decimal(0)),
        gap_times=entry.number("gap_times", ONE, above=Decimal(0)),
        yes_no=entry.yes_no("yes_no", False),
        fixed=entry.yes_no("fixed", False),
        whole=entry.yes_no("whole", False),
        in_tables=in_tables,
        source=entry.text("source"),
        note=entry.text("note", ""),
    )
    entry.close()
    _check_fields(indicator, entry)
    if indicator.gap_in == "denominator" and indicator.per == "school":
        entry.refuse("gap_in", " numerator：per 是 school 时没有分母可补")
    if indicator.whole and (indicator.fixed or indicator.per != "school"):
        entry.refuse("whole", " false：只用于整所学校的绝对数（per 是 school，没有 fixed）")
    if indicator.yes_no and indicator.per != "school":
        entry.refuse("per", " school：是否类指标不除以任何数")
    return indicator


def _numerators(entry: Entry) -> Mapping[str, tuple[tuple[Term, ...], ...]]:
    written = [key for key in NUMERATORS if entry.has(key)]
    by_stage = [key for key in written if key.startswith("numerator_") and key != "numerator_or"]
    if not written or len(written) - len(by_stage) > 1 or (by_stage and "numerator_or" in written):
        raise entry.wrong("须写 numerator、numerator_or 或 numerator_primary / numerator_junior 中的一种。")
    numerators = {}
    for key in NUMERATORS:
        names = entry.raw("numerator_or", None) if key == "numerator_or" else entry.texts(key, None)
        if names is None:
            continue
        sums = [names] if key != "numerator_or" else _lists(entry, names)
        stage = "" if key in ("numerator", "numerator_or") else key.removeprefix("numerator_")
        numerators[stage] = tuple(tuple(_term(name) for name in fields) for fields in sums)
    return MappingProxyType(numerators)


def _lists(entry: Entry, lists: object) -> list[list[str]]:
    well = isinstance(lists, list) and lists and all(isinstance(fields, list) and fields for fields in lists)
    if not well or not all(isinstance(name, str) for fields in lists for name in fields):
        entry.refuse("numerator_or", '若干组字段，如 [["甲", "乙"], ["甲", "丙"]]')
    return lists


def _term(name: str) -> Term:
    return Term(name.removeprefix("-"), -1 if name.startswith("-") else 1)


def _check_fields(indicator: Indicator, entry: Entry) -> None:
    """Refuse a field that no table has, unless the indicator says so itself; and one that is not a number."""
    fields = vocabulary().fields
    unknown = sorted(indicator.fields - set(fields))
    if unknown and indicator.in_tables:
        raise entry.wrong(
            f"字段 {'、'.join(unknown)} 不在 data/columns/schools.toml 里；"
            "若报表确实没有这一项，加一行 in_tables = false。"
        )
    if not unknown and not indicator.in_tables:
        entry.refuse("in_tables", " true：所用字段报表里都有")
    for name in sorted(indicator.fields & set(fields)):
        if fields[name].kind not in NUMERIC_KINDS:
            raise entry.wrong(f"字段 {name}（{fields[name].label}）不是数字，不能计算。")
