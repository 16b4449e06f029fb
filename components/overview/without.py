"""What 总览 shows under a standard that gives schools no verdict: coefficients, or requirement by requirement."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.drawing import messages, tables
from components.frame.choice import stage_label
from components.overview.foot import coefficient_chart
from components.overview.verdicts import draw_small_map
from components.overview.view import View
from monitoring import figures, standing
from monitoring.findings.overview import page as findings

MOST_REQUIREMENTS = 18
COMPOSITE = findings.COMPOSITE


# —— only the spread is judged (教督〔2012〕3号)


def spread_headline(view: View) -> None:
    """Draw the headline: composite coefficients against their limits."""
    stages = {stage: stage_label(stage) for stage in view.stages}
    rows = view.now.balance[view.now.balance["stage"].isin(view.stages)]
    looked_at = view.now.townships[view.now.townships["schools"] > 0]["stage"]
    messages.headline(
        findings.spread_headline(rows, stages, set(view.stages) - set(looked_at)),
        findings.verdictless_line(view.standard, view.seen.place),
    )


def _composites(judged, view: View) -> pd.DataFrame:
    rows = judged.balance[judged.balance["requirement"] == COMPOSITE]
    return rows[rows["stage"].isin(view.stages)]


def spread(view: View) -> None:
    """Draw the coefficient of every requirement and stage."""
    names = {asked.key: asked.short for asked in view.standard.requirements}
    stages = {stage: stage_label(stage) for stage in view.stages}
    rows = view.now.balance[view.now.balance["stage"].isin(view.stages)]
    how = "差异系数，越小越均衡；这份标准对单项不设限值，只看各项的平均（综合差异系数）"
    with messages.block("spread", "各项差异系数", how):
        st.html(coefficient_chart(rows, list(names), names, stages))


def composites(view: View) -> None:
    """Draw the composite of each stage, its limit, and the period before."""
    before = _composites(view.before, view).set_index("stage")["cv"] if view.before else pd.Series(dtype=float)
    columns = [
        tables.Column("学段", lambda row: stage_label(row["stage"]), style="strong"),
        tables.Column("综合差异系数", lambda row: _against(row), is_number=True),
        tables.Column("限值", lambda row: figures.limit(row["limit"]), is_number=True),
    ]
    if view.before:
        columns.append(
            tables.Column(
                view.seen.since,
                lambda row: figures.coefficient(before.get(row["stage"])),
                is_number=True,
                style="quiet",
            )
        )
    with messages.block("composites", "综合差异系数", "各项差异系数的平均，不超过限值为通过；按全县算"):
        tables.draw(columns, tables.records(_composites(view.now, view)), label="综合差异系数")


def _against(row: tables.Row):
    text = figures.coefficient_against(row["cv"], row["limit"])
    return tables.toned(text, "fail strong" if ">" in text else "strong")


def small_map_of_pupils(view: View) -> None:
    """Draw the townships in the colour of their pupils: no verdict could colour them."""
    how = "这份标准不给学校下结论，底色只表示在校生多少"
    draw_small_map(view, "pupils", "各乡镇在校生（人）", how)


# —— not complete: requirement by requirement


def _counts(view: View, judged) -> pd.DataFrame:
    return standing.requirement_counts(judged, township=view.choice.township, stage=view.choice.stage)


def requirements_headline(view: View) -> None:
    """Draw the headline: the requirement that the fewest meet."""
    counts = _counts(view, view.now)
    messages.headline(
        findings.requirements_headline(view.seen, counts),
        findings.verdictless_line(view.standard, view.seen.place),
    )


def requirements(view: View) -> None:
    """Draw the share of school × stage that meet each requirement, lowest first."""
    counts = _counts(view, view.now)
    known = counts[counts["met"] + counts["gaps"] > 0]
    known = known.assign(share=known["met"] / known["asked"]).sort_values("share", kind="stable")
    columns = [
        tables.Column("", lambda row: row["short"], style="nowrap"),
        tables.Column("", lambda row: tables.bar(100 * row["share"]), style="bar-cell"),
        tables.Column("达标率", lambda row: figures.share(row["met"], row["asked"]), is_number=True, style="strong"),
        tables.Column("达标/要求", lambda row: f"{row['met']}/{row['asked']} 所次", is_number=True),
        tables.Column("未填报", lambda row: tables.dash(row["unknown"]), is_number=True),
    ]
    title = f"{view.seen.place}{view.seen.stage}逐项达标情况"
    with messages.block("requirements", title, "按所次计，达标率低的在前；未填报的计入总数"):
        if known.empty:
            messages.nothing(findings.nothing_known(counts))
            return
        tables.draw(columns, tables.records(known.head(MOST_REQUIREMENTS)), label=title, style="shares")


def small_map_of_requirement(view: View) -> None:
    """Draw the townships in the colour of the requirement that the fewest meet."""
    counts = _counts(view, view.now)
    known = counts[counts["met"] + counts["gaps"] > 0]
    if known.empty:
        small_map_of_pupils(view)
        return
    worst = known.loc[(known["met"] / known["asked"]).idxmin()]
    how = "各乡镇这一项的达标率（按所计）；底色越深，达标率越高"
    draw_small_map(view, worst["requirement"], f"达标率最低的一项：{worst['short']}", how)


def changed_requirements(view: View) -> None:
    """Draw how many more or fewer meet each requirement than in the period before."""
    if view.before is None:
        with messages.block("change", findings.change_title(view.seen, None), "导入更早的一期，这里就列出变化"):
            messages.nothing("数据库里这一期之前没有别的报告期。")
        return
    now = _counts(view, view.now)
    before = _counts(view, view.before).set_index("requirement")["met"].reindex(now["requirement"])
    rows = now.assign(change=now["met"] - before.to_numpy())
    moved = rows[rows["change"].fillna(1) != 0]
    if moved.empty:
        with messages.block("change", f"与 {view.seen.month}相比，各项要求的达标所次没有变化", "按所次计"):
            messages.nothing("没有哪一项达标的多了或少了。")
        return
    with messages.block("change", f"比 {view.seen.month}：{len(moved)} 项要求的达标所次有变化", "按所次计"):
        columns = [
            tables.Column("要求", lambda row: row["short"]),
            tables.Column("达标（所次）", lambda row: figures.count(row["met"]), is_number=True),
            tables.Column(view.since, lambda row: tables.difference(figures.change(row["change"])), is_number=True),
        ]
        tables.draw(columns, tables.records(moved.head(MOST_REQUIREMENTS)), label="变化的要求", style="amounts")
