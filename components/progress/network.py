"""信息化与班班通, the network: each measure against what is asked, bandwidth by class, school by school."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import cached, filters
from components.frame.choice import ALL, Choice, stage_label
from components.progress.view import LADDER, school_address
from monitoring.figures import count
from monitoring.findings import network as findings
from monitoring.layers.network import FAMILY
from monitoring.network import Measure, bandwidths, had, summary, written
from monitoring.schools.names import short_name

MBPS = "Mbps"
NONE = "none"  # stands in the address for no ladder


def draw(choice: Choice) -> None:
    """Draw the network of the schools that are chosen; nothing where the workbooks hold no school."""
    above, below = st.container(gap=None), st.container(key="network_list", gap=None)
    left, right = above.columns([1.9, 1], gap="medium")
    with left:
        opened = st.container(gap=None)
        ladder = _ladder()
    shown = _narrowed(cached.network(choice.snapshot, ladder=ladder), choice)
    if shown.empty:
        with opened:
            messages.nothing("所选的范围里没有学校。")
        return
    with opened:
        _measures(shown, choice, {LADDER: ladder})
    with right:
        _bandwidths(shown)
    with below:
        _schools(shown, choice)


def _ladder() -> str:
    """Offer what bandwidth may be held against beside 千兆进校, that of the rules first; it stays in the address."""
    measure = cached.rulebook().network.measures[LADDER]
    names = {NONE: "出口带宽分档：不用"} | {key: f"出口带宽分档：{limit.name}" for key, limit in measure.limits.items()}
    first = measure.chosen or NONE
    asked = filters.pick(LADDER, "出口带宽分档", {first: names[first]} | names, width=420)
    return "" if asked == NONE else asked


def _narrowed(assessed: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    inside = assessed["township_code"].isin([choice.township]) | (choice.township == "")
    runs = assessed["stages"].str.split("|").map(lambda stages: choice.stage in stages)
    return assessed[inside & (runs | (choice.stage == ALL))]


def _where(choice: Choice) -> str:
    town = cached.places(choice.snapshot).townships[choice.township] if choice.township else ""
    return town + (f"有{stage_label(choice.stage)}的" if choice.stage != ALL else "")


def _measures(shown: pd.DataFrame, choice: Choice, limits: dict[str, str]) -> None:
    rules = cached.rulebook().network
    table, measures = summary(shown, rules), rules.measures
    shown_keys = [key for key in measures if key != LADDER or limits[LADDER]]
    rows = [{"key": key, "measure": measures[key], **table.loc[key].to_dict()} for key in shown_keys]
    on_map = cached.looks(choice.snapshot, choice.standard)

    def name(row: tables.Row) -> Markup | str:
        layer = f"{FAMILY}.{row['key']}"
        if layer not in on_map:
            return row["measure"].name
        return messages.link(row["measure"].name, filters.address("map", choice, measure=layer))

    def asked(row: tables.Row) -> Markup | str:
        required = shown.loc[shown["measure"] == row["key"], "required"]
        words = findings.asked_of_all(row["measure"], required.tolist())
        why = findings.source(row["measure"], limits)
        return Markup('<span title="{}">{}</span>').format(why, words) if why else tables.toned("不判断", "quiet")

    def reached(row: tables.Row) -> Markup | str:
        if not row["asked"]:
            return tables.dash("")
        return Markup("{}/{} 所").format(count(row["met"]), count(row["asked"]))

    def part(row: tables.Row) -> Markup | str:
        return tables.bar(100 * row["met"] / row["asked"], state="accent") if row["asked"] else ""

    columns = [
        tables.Column("要求", name, style="strong nowrap"),
        tables.Column("怎么算", lambda row: row["measure"].what, style="quiet"),
        tables.Column("门槛", asked, style="nowrap"),
        tables.Column("达到", reached, is_number=True, style="nowrap"),
        tables.Column("", part, width="14%"),
        tables.Column("未填报（所）", lambda row: _some(row["schools"] - row["reported"]), is_number=True),
        tables.Column("合计", lambda row: tables.dash(_pooled(row)), is_number=True),
        tables.Column("还差", lambda row: tables.dash(_lacking(row)), is_number=True, style="nowrap"),
    ]
    with messages.block("network", findings.title(table, rules, _where(choice)), findings.LINE):
        tables.draw(columns, rows, label="网络各项", style="compact")
        said = findings.absent(rules)
        if said:
            messages.note(said)


def _some(number: float) -> Markup | str:
    return tables.dash(count(number) if number else "")


def _pooled(row: tables.Row) -> str:
    return "" if pd.isna(row["pooled"]) else had(row["measure"], row["pooled"])


def _lacking(row: tables.Row) -> str:
    """What can be added up: bandwidth of several schools is no figure."""
    return findings.lacking(row["measure"], row["missing"]) if row["measure"].below else ""


def _bandwidths(shown: pd.DataFrame) -> None:
    classes = bandwidths(shown, cached.rulebook().network)
    schools = shown["school_code"].nunique()
    most = max((number for _, number in classes), default=0)
    labels = findings.class_labels([low for low, _ in classes])
    rows = [{"label": label, "number": number} for label, (_, number) in zip(labels, classes, strict=True)]
    columns = [
        tables.Column("Mbps", lambda row: row["label"], style="nowrap"),
        tables.Column("", lambda row: tables.bar(100 * row["number"] / most, state="accent"), width="58%"),
        tables.Column("所", lambda row: _some(row["number"]), is_number=True),
    ]
    with messages.block(
        "bandwidth", findings.bandwidth_title(classes, schools), "一所学校一条出口；每档含下限，不含上限"
    ):
        if most:
            tables.draw(columns, rows, label="出口带宽分布", style="compact")


def _head(measure: Measure) -> str:
    return f"{'出口带宽' if measure.unit == MBPS else measure.name}（{measure.unit}）"


def _schools(shown: pd.DataFrame, choice: Choice) -> None:
    """School by school: shares in percent and ratios as numbers, to sort; what is not reported is a dash."""
    measures = {key: measure for key, measure in cached.rulebook().network.measures.items() if key != LADDER}
    wide = shown.pivot(index="school_code", columns="measure", values="value")[list(measures)]
    wide = wide.replace(math.inf, math.nan)
    wide = wide.assign(**{key: [written(each, value) for value in wide[key]] for key, each in measures.items()})
    lacks = (shown["status"] == "gap").groupby(shown["school_code"]).sum()
    named = shown.drop_duplicates("school_code").set_index("school_code")
    table = wide.assign(
        school=[short_name(name, choice.county_name) for name in named.loc[wide.index, "school_name"]],
        township=named.loc[wide.index, "township"],
        lacks=lacks.reindex(wide.index),
    ).sort_values(["lacks", "uplink"], ascending=[False, True])
    columns = [
        tables.Column("学校", lambda row: row["school"]),
        tables.Column("乡镇", lambda row: row["township"], style="quiet nowrap"),
        tables.Column("未达标（项）", lambda row: _some(row["lacks"]), is_number=True),
        *(
            tables.Column(_head(measure), _figure(key, measure), is_number=True, hint=measure.what)
            for key, measure in measures.items()
        ),
    ]
    with messages.block(
        "network_schools", "一所学校一行", "未达标最多、带宽最低的在上面；横线是没有填报，或没有机器；点表头排序"
    ):
        rows = tables.records(table.reset_index())
        tables.draw_list(
            columns, rows, label="各校网络", address=lambda row: school_address(choice, row["school_code"])
        )


def _figure(key: str, measure: Measure) -> Callable[[tables.Row], Markup | str]:
    def shown(row: tables.Row) -> Markup | str:
        value = row[key]
        if pd.isna(value):
            return tables.dash("")
        return count(value) if measure.unit == MBPS else f"{value:.1f}"

    return shown
