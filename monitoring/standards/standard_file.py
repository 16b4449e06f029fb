"""Reads one file of data/standards into a Standard; refuses, with a sentence, whatever a bureau can write wrongly."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from monitoring.standards import states
from monitoring.standards.case_file import read_cases
from monitoring.standards.entry import Entry, read_toml
from monitoring.standards.indicator_file import load_indicators
from monitoring.standards.model import Balance, Clause, Indicator, Requirement, Scope, Standard, Verdict
from monitoring.standards.states import Check
from monitoring.standards.vocabulary import vocabulary

OPERATORS = (">=", "<=", "==")
RULES = ("all", "at_least", "at_most_unmet", "none")
UNKNOWN_DAY = "不详"


def check_file(path: Path, indicators: Mapping[str, Indicator] | None = None) -> Standard:
    """
    Read one standard and check all of it.

    Args:
        path: the TOML file.
        indicators: what it may name; by default those of data/indicators.toml.

    Raises:
        StandardError: the first thing that is wrong: file, key, what was found, what is expected.

    >>> from monitoring.settings import DATA
    >>> check_file(DATA / "standards" / "moe-2017-6.toml").short
    '优质均衡七项'
    """
    entry = read_toml(path)
    indicators = load_indicators() if indicators is None else indicators
    written, started = _start(entry)
    scope = _scope(entry.table("scope"))
    complete = entry.yes_no("complete")
    requirements = _requirements(entry, indicators, scope)
    source = entry.text("source")
    standard = Standard(
        id=entry.text("id", pattern="[a-z0-9][a-z0-9-]*", expected="小写字母、数字和连字符，如 moe-2017-6"),
        title=entry.text("title"),
        short=entry.text("short"),
        number=entry.text("number", ""),
        issuer=entry.text("issuer"),
        in_force=started,
        in_force_as_written=written,
        repealed=entry.day("repealed", None),
        replaces=entry.text("replaces", ""),
        checked_on=entry.day("checked_on"),
        complete=complete,
        source=source,
        note=entry.text("note", ""),
        scope=scope,
        verdict=_verdict(entry.table("verdict"), len(requirements), complete, source),
        balance=_balance(entry, scope),
        requirements=requirements,
        clauses=tuple(_clause(clause) for clause in entry.tables("clause", "个 [[clause]]")),
    )
    check = _check(entry)
    entry.close()
    if standard.repealed and started and standard.repealed <= started:
        entry.refuse("repealed", f"晚于 in_force（{written}）的日期")
    return compared(standard, {"": check}) if check else standard


def _start(entry: Entry) -> tuple[str, date | None]:
    """Return the date in force as written, and the first day it surely was: of a year or a month the last day."""
    written = entry.raw("in_force")
    if not isinstance(written, str):
        day = entry.day("in_force")
        return day.isoformat(), day
    if written == UNKNOWN_DAY:
        return written, None
    expected = '日期，如 2017-05-23；只知道年月写 "2011-06"，只知道年写 "2008"，不知道写 "不详"'
    entry.text("in_force", pattern=r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", expected=expected)
    year, month = int(written[:4]), int(written[5:] or 12)
    return written, date(year, month, calendar.monthrange(year, month)[1])


def _scope(entry: Entry) -> Scope:
    known = vocabulary()
    scope = Scope(
        stages=entry.texts("stages", allowed=known.stages),
        exclude_kinds=entry.codes("exclude_kinds", known.kinds, known.kind_groups),
        teaching_point_min_pupils=entry.whole("teaching_point_min_pupils", None),
        exclude_teaching_points=entry.yes_no("exclude_teaching_points", False),
        public_only=entry.yes_no("public_only", False),
        teaching_points=known.kind_groups["teaching_point"],
    )
    entry.close()
    return scope


def _verdict(entry: Entry, count: int, complete: bool, source: str) -> Verdict:
    """
    Read the rule; the number of requirements is the document's where it says so, else the file's own; so is its source.
    """
    verdict = Verdict(
        rule=entry.choice("rule", RULES),
        of=entry.whole("of", count),
        at_least=entry.whole("at_least", None),
        at_most_unmet=entry.whole("at_most_unmet", None),
        floor_pct=entry.number("floor_pct", None, above=Decimal(0)),
        floor_verified=entry.yes_no("floor_verified", True),
        **_state(entry, entry.text("source", source)),
    )
    entry.close()
    for key, wanted in (("at_least", verdict.at_least), ("at_most_unmet", verdict.at_most_unmet)):
        if (verdict.rule == key) != (wanted is not None):
            raise entry.wrong(f'rule 写的是“{verdict.rule}”：{key} 只在 rule = "{key}" 时写，这时必须写。')
        if wanted is not None and wanted > verdict.of:
            entry.refuse(key, f"不大于指标总数 {verdict.of} 的整数")
    if verdict.floor_pct is not None and verdict.rule not in ("at_least", "at_most_unmet"):
        raise entry.wrong(f"floor_pct 只在允许个别指标不达标时有意义；rule 写的是“{verdict.rule}”。")
    if verdict.floor_pct is not None and verdict.floor_pct >= 100:
        entry.refuse("floor_pct", "大于 0、小于 100 的百分数")
    if verdict.of < count or (complete and verdict.of != count):
        entry.refuse("of", f"文件里 [[requirement]] 的个数 {count}；文件没有录全的写 complete = false，of 写全部项数")
    return verdict


def _balance(standard: Entry, scope: Scope) -> Balance | None:
    entry = standard.table("balance")
    if not standard.has("balance"):
        return None
    limits = {}
    for key in ("cv_limit", "composite_limit"):
        table = entry.table(key)
        for stage in table.names():
            if stage not in scope.stages:
                raise table.wrong(f"学段 {stage} 不在 [scope] 的 stages（{'、'.join(scope.stages)}）里。")
        limits[key] = MappingProxyType({stage: table.number(stage, above=Decimal(0)) for stage in table.names()})
    entry.close()
    return Balance(**limits)


def _requirements(entry: Entry, indicators: Mapping[str, Indicator], scope: Scope) -> tuple[Requirement, ...]:
    requirements: list[Requirement] = []
    for part in entry.tables("requirement", "个 [[requirement]]"):
        requirement = _requirement(part, indicators, scope)
        if requirement.key in {earlier.key for earlier in requirements}:
            part.refuse("key", "没有用过的名字：前面已有同名的一项")
        requirements.append(requirement)
    if not requirements:
        raise entry.wrong("没有 [[requirement]]：至少写一项要求。")
    return tuple(requirements)


def _requirement(entry: Entry, indicators: Mapping[str, Indicator], scope: Scope) -> Requirement:
    key = entry.text("key", pattern="[A-Z][A-Za-z0-9]*", expected="大写字母开头、只含字母和数字的名字，如 L4")
    entry.rename(f"要求 {key}")
    indicator = indicators[entry.choice("indicator", indicators, called=" data/indicators.toml 里的指标名")]
    operator = entry.choice("operator", OPERATORS)
    requirement = Requirement(
        key=key,
        clause=entry.text("clause"),
        name=entry.text("name"),
        short=entry.text("short"),
        indicator=indicator.key,
        operator=operator,
        cases=read_cases(entry, indicator, operator, scope),
        unit=indicator.unit,
        is_yes_no=indicator.yes_no,
        source=entry.text("source"),
        note=entry.text("note", ""),
        **_state(entry, entry.text("source")),
    )
    entry.close()
    if indicator.gap_in == "denominator" and operator != "<=":
        entry.refuse("operator", f" <=：指标 {indicator.key} 的缺口补在分母上，数越小越好")
    return requirement


def _state(entry: Entry, source: str) -> dict[str, Any]:
    """
    How far a line was compared: by its source, unless it is doubted or the bureau compared it.

    verified = false is how older files of a bureau say doubtful = true; verified = true said nothing of a text.
    """
    is_doubtful = entry.yes_no("doubtful", False) or not entry.yes_no("verified", True)
    check = _check(entry)
    return {"state": states.state(source, is_doubtful=is_doubtful, check=check), "check": check}


def _check(entry: Entry) -> Check | None:
    """Read who of the bureau compared a line with its own copy, and when; None where nobody did."""
    if entry.raw("checked", None) is None:
        return None
    table = entry.table("checked")
    check = Check(table.text("by"), table.day("on"))
    table.close()
    return check


def compared(standard: Standard, checks: Mapping[str, Check]) -> Standard:
    """
    Return a standard whose lines the bureau compared, as its own file or config.toml says.

    Args:
        checks: key of a requirement, "verdict", or "" the whole document → who and when.
    """

    def line(part: Any, key: str) -> Any:
        check = part.check or checks.get(key) or checks.get("")
        return replace(part, check=check, state=states.OWN) if check else part

    return replace(
        standard,
        verdict=line(standard.verdict, "verdict"),
        requirements=tuple(line(asked, asked.key) for asked in standard.requirements),
        clauses=tuple(line(clause, "") for clause in standard.clauses),
    )


def _clause(entry: Entry) -> Clause:
    clause = Clause(
        number=entry.text("number"),
        group=entry.text("group"),
        text=entry.text("text"),
        figure=entry.text("figure", ""),
        source=entry.text("source", ""),
        **_state(entry, entry.text("source", "")),
    )
    entry.close()
    return clause
