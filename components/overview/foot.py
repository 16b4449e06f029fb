"""The lower row of 总览: what is lacking and what it costs, how far schools differ, and what changed."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.drawing.charts.dots import DotColumn, dots
from components.frame import cached, corrected, filters
from components.frame.choice import stage_label
from components.overview.view import ROUNDED, View
from monitoring import figures, standing
from monitoring.findings.overview import page as findings

MOST_NAMES = 8  # in a column: as many lines as the blocks beside it have rows
MOST_REQUIREMENTS = 9
STATE_OF = {
    "improved": "met", "entered": "met", "new": "met",
    "regressed": "not_met", "unclear": "undetermined", "outside": "not_judged", "gone": "not_judged",
}  # fmt: skip
"""The state that a school has now, by what became of it (standing.Change)."""
BETTER = [name for name, state in STATE_OF.items() if state == "met"]
WORSE = [name for name in STATE_OF if name not in BETTER]


def gaps(view: View) -> None:
    """Draw how many school × stage lack each requirement, how much is missing, and what it costs."""
    choice = view.choice
    shortages = cached.shortages(choice.snapshot, choice.standard, township=choice.township, stage=choice.stage)
    lacking = shortages.requirements[shortages.requirements["gaps"] > 0]
    how = findings.gaps_how(shortages, costs_are_examples=cached.settings().unit_costs_are_examples)
    with messages.block("gaps", findings.gaps_title(shortages), how):
        if lacking.empty:
            messages.nothing(findings.no_gaps(shortages))
            return
        longest = lacking["gaps"].max()
        columns = [
            tables.Column("", lambda row: row["short"], style="nowrap"),
            tables.Column("不足（所次）", lambda row: _amount(row["gaps"], longest), width="34%"),
            tables.Column("还差", lambda row: figures.quantity(row["missing"], row["unit"]), is_number=True),
            tables.Column("估算 万元", lambda row: _cost(row), is_number=True),
        ]
        rows = tables.records(lacking.head(MOST_REQUIREMENTS))
        tables.draw(
            columns,
            rows,
            label="各项要求的缺口",
            style="amounts",
            address=lambda row: filters.address("gaps", choice, requirement=row["requirement"]),
        )
        rest = len(lacking) - len(rows)
        more = Markup("另有 {} 项，{}；").format(rest, _link(view, "gaps", "见设施短板")) if rest else Markup("")
        st.html(Markup('<p class="note">{}{}</p>').format(more, ROUNDED))


def _amount(number: int, longest: int) -> Markup:
    """A bar up to four fifths of the cell, its figure behind it."""
    return Markup('<div class="amount"><i style="width:{}%"></i><b>{}</b></div>').format(
        f"{80 * number / longest:.1f}", figures.count(number)
    )


def _cost(row: tables.Row) -> Markup | str:
    text = figures.cost(row["cost_yuan"], row["unit"])
    return tables.toned(text, "quiet") if text in (figures.STAFF, figures.MISSING) else text


def _link(view: View, page: str, words: str) -> Markup:
    return messages.link(words, filters.address(page, view.choice))


def balance(view: View) -> None:
    """Draw the coefficients of every requirement against the limit of each stage; they are always the county's."""
    rows = cached.coefficients(view.choice.snapshot, view.standard.id, view.choice.stage)
    rows = rows[rows["stage"].isin(view.stages)]
    names = {asked.key: asked.short for asked in view.standard.requirements}
    rows = rows[rows["requirement"].isin(names)]
    stages = {stage: stage_label(stage) for stage in view.stages}
    how = "差异系数，越小越均衡；超过限值为未达标" + ("；按全县算，不分乡镇" if view.choice.township else "")
    with messages.block("balance", findings.balance_title(rows, stages, names), how):
        st.html(coefficient_chart(rows, list(names), names, stages))
        st.html(Markup('<p class="note">{}</p>').format(_link(view, "balance", "看是哪些学校拉开了差距")))


def coefficient_chart(rows: pd.DataFrame, keys: Sequence[str], names: dict[str, str], stages: dict[str, str]) -> Markup:
    """Return coefficients against their limits: a row a requirement, a column a stage."""
    columns = []
    for stage, word in stages.items():
        own = rows[rows["stage"] == stage].set_index("requirement").reindex(keys)
        limit = own["limit"].dropna()
        columns.append(DotColumn(word, limit.iloc[0] if len(limit) else float("nan"), own["cv"].tolist()))
    return dots([names[key] for key in keys], columns, label="差异系数与限值")


def change(view: View) -> None:
    """Name the schools that meet newly and those that fell back since the period before."""
    if view.before is None:
        with messages.block("change", findings.change_title(view.seen, None), "导入更早的一期，这里就列出变化的学校"):
            messages.nothing("数据库里这一期之前没有别的报告期。")
        return
    now, before = view.schools, view.schools_before
    changes = standing.changes(now, before)
    names = {**_names(view, before), **_names(view, now)}
    said = corrected.before(view.choice, view.seen.since)
    how = "；".join(part for part in ("待定不算退回；点校名打开学校档案", said) if part)
    with messages.block("change", findings.change_title(view.seen, changes), how):
        lists = {
            name: _list(view, state, findings.CHANGES[name], getattr(changes, name), names, linked=name != "gone")
            for name, state in STATE_OF.items()
        }
        if not any(lists.values()):
            messages.nothing("没有新达标的，也没有退回的。")
            return
        better, worse = (Markup("").join(lists[name] for name in side) for side in (BETTER, WORSE))
        st.html(Markup('<div class="changes"><div>{}</div><div>{}</div></div>').format(better, worse))


def _names(view: View, schools: pd.DataFrame) -> dict[str, str]:
    return {row.school_code: view.name(row.school_name) for row in schools.itertuples()}


def _list(
    view: View, state: str, word: str, codes: Sequence[str], names: dict[str, str], *, linked: bool = True
) -> Markup:
    if not codes:
        return Markup("")
    shown = [
        Markup('<li><a class="plain" href="{}">{}</a></li>').format(view.school(code), names[code])
        if linked
        else Markup("<li>{}</li>").format(names[code])
        for code in codes[: MOST_NAMES if len(codes) > MOST_NAMES + 1 else len(codes)]
    ]
    rest = len(codes) - len(shown)
    more = Markup("<li>{}</li>").format(f"等 {len(codes)} {view.seen.unit}") if rest else Markup("")
    head = Markup("<h3>{}{} {} {}</h3>").format(messages.mark(state), word, len(codes), view.seen.unit)
    return head + Markup("<ul>{}{}</ul>").format(Markup("").join(shown), more)
