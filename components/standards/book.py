"""标准库, right: one standard, clause by clause: its rule, its sources, and what it finds in the current tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from monitoring.figures import count
from monitoring.findings import standards as findings
from monitoring.standards import Clause, Indicator, Requirement, Standard, cited, states

LINE = "；"
UNVERIFIED = "未核实"
SOURCES_LINE = (
    "原文核对：发文机关自己的文本；本县核对：本县拿手里的文件对照过；转载核对：别处转载的这份文件；"
    "未核实：只有引用、摘要、程序代码，或来历不明的一份；缺：没有出处。未核实的照样判断，结论上注明"
)


def draw(standard: Standard) -> None:
    """Draw what the document is: number, issuer, dates, scope, rule, and what is missing from the file."""
    under = [standard.number or "文号不详", standard.issuer, findings.in_force(standard)]
    under.append(f"{standard.checked_on.isoformat()} 对照出处")
    with messages.block("book", standard.title, " · ".join(under)):
        absent = findings.missing_from(standard)
        if absent:
            messages.notice(absent)
        facts = [("评定范围", findings.scope(standard)), ("学校怎样算达标", _rule(standard))]
        facts += [("校际差异", findings.balance_rule(standard) or "不看校际差异")]
        facts += [("说明", standard.note)] if standard.note else []
        rows = [Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, text) for name, text in facts]
        st.html(Markup('<dl class="terms">{}</dl>').format(Markup("").join(rows)))


def draw_requirements(
    standard: Standard,
    indicators: Mapping[str, Indicator],
    counts: Mapping[str, Mapping[str, Any]],
    address: Callable[[str], str],
) -> None:
    """
    Draw the requirements one by one.

    Args:
        counts: requirement → what the tables of the period show (Shortages.requirements); empty without data.
        address: requirement → where its schools are listed.
    """
    title = findings.states_of(standard.requirements, "条要求")
    columns = [
        tables.Column("条款", lambda asked: asked.clause, style="nowrap quiet"),
        tables.Column("要求", lambda asked: _what(asked, indicators[asked.indicator]), width="46%"),
        tables.Column("标准", lambda asked: _lines(asked.describe())),
        tables.Column("出处", _source, style="nowrap"),
    ]
    under = "算法见每条下面的小字"
    if counts and any(asked.cases for asked in standard.requirements):
        columns.append(
            tables.Column("不足", lambda asked: _gaps(counts[asked.key], address(asked.key)), is_number=True)
        )
        under += "；不足、未填报按所次，是现在所看的范围"
    if counts:
        columns.append(tables.Column("未填报", lambda asked: _unknown(counts[asked.key]), is_number=True))
    with messages.block("requirements", title, under):
        tables.draw(columns, standard.requirements, label="逐条要求", style="clauses")


def draw_clauses(standard: Standard) -> None:
    """Draw the clauses that no school table answers, by their group; nothing where there are none."""
    if not standard.clauses:
        return
    columns = [
        tables.Column("条", lambda clause: clause.number, style="nowrap quiet"),
        tables.Column("内容", lambda clause: clause.text, width="52%"),
        tables.Column("数值", lambda clause: tables.dash(clause.figure)),
        tables.Column("出处", _source, style="nowrap"),
    ]
    title = f"另有 {len(standard.clauses)} 条只列出，不判断"
    with messages.block("clauses", title, "学校报表答不了，或是对县里的要求；不计入上面的结论"):
        for group, clauses in groupby(standard.clauses, key=lambda clause: clause.group):
            st.html(Markup('<h3 class="group-title">{}</h3>').format(group))
            tables.draw(columns, list(clauses), label=group, style="clauses")


def draw_sources(standard: Standard) -> None:
    """Draw every source that the standard cites, once, in the order of first use."""
    fields = [
        standard.source,
        *(part.source for part in (*standard.requirements, *standard.clauses)),
    ]
    texts = list(dict.fromkeys(text for source in fields if source for text in cited(source)))
    with messages.block("sources", "出处", SOURCES_LINE):
        items = Markup("").join(Markup("<li>{}</li>").format(text) for text in texts)
        st.html(Markup('<ul class="sources">{}</ul>').format(items))


def _rule(standard: Standard) -> Markup:
    """How a school passes: marked where a part was not verified; said where it does not count (not the whole file)."""
    text = standard.verdict.describe()
    if not standard.complete and standard.verdict.rule != "none":
        text += "；标准不全，这里不评定"
    unsure = standard.verdict.rule != "none" and standard.verdict.is_unsure
    mark = Markup(' <span class="unverified">{}</span>').format(UNVERIFIED) if unsure else ""
    return Markup("{}{}").format(text, mark)


def _what(asked: Requirement, indicator: Indicator) -> Markup:
    remarks = [findings.formula(indicator), indicator.note, asked.note]
    lines = dict.fromkeys(line for text in remarks if text for line in text.split(LINE))
    small = Markup("").join(Markup('<span class="formula">{}</span>').format(line) for line in lines)
    return Markup("<b>{}</b>{}").format(asked.name, small)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(text.split(LINE))


def _source(cites: Requirement | Clause) -> Markup:
    numbers = Markup('<span class="quiet" title="{}">{}</span>').format("\n".join(cited(cites.source)), cites.source)
    style = "unverified" if cites.state in states.UNSURE else "quiet"
    return Markup('<span class="{}">{}</span> {}').format(style, states.said(cites.state, cites.check), numbers)


def _gaps(counts: Mapping[str, Any], address: str) -> Any:
    if counts["judged"] == counts["unknown"]:  # of what nobody reported nothing is known
        return tables.dash("")
    return messages.link(count(counts["gaps"]), address) if counts["gaps"] else count(0)


def _unknown(counts: Mapping[str, Any]) -> Any:
    return count(counts["unknown"]) if counts["unknown"] else tables.dash("")
