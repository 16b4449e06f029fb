"""设施短板, left: what is short, requirement by requirement, and where the money goes. A row is a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from components.drawing import messages, tables
from monitoring import figures
from monitoring.findings import gaps as findings
from monitoring.reports.columns import by_key
from monitoring.reports.shortages import PLACES, requirement_columns
from monitoring.shortages import Shortages

ROUNDED = "各项取整，相加可能与合计略有出入"
ONCE = "一校几个学段共用的只计一次"


def draw(
    view: Shortages,
    before: Mapping[str, float],
    since: str,
    chosen: str,
    address: Callable[[str], str],
    corrected: str = "",
) -> None:
    """
    Draw the shortage table: how many school × stage lack each requirement, how much, and at what cost.

    Args:
        before: requirement → school × stage that lacked it in the earlier period; empty without one.
        since: the earlier period's name, as "3月"; "" without one.
        chosen: the requirement that the page is narrowed to, "" none.
        address: requirement → the page narrowed to it ("" all of them).
        corrected: what was corrected of the earlier period; "" nothing.
    """
    asked = view.requirements[view.requirements["requirement"].isin(view.reported)]
    most = max(1, int(asked["gaps"].max())) if len(asked) else 1
    of = by_key(requirement_columns(view, before, since))
    columns = [
        tables.shown(of["requirement"], cell=lambda row: row["short"], style="nowrap"),
        tables.shown(of["gaps"], cell=lambda row: _bar(row, most), width="27%"),
        tables.shown(of["missing"], cell=lambda row: _missing(view, row)),
        tables.shown(of["cost"], cell=_cost),
    ]
    if since:
        columns.insert(2, tables.shown(of["change"], look=_fewer_is_better))
    with messages.block("kinds", findings.requirements_title(view), f"点一行只看这一项；{ROUNDED}"):
        tables.draw(
            columns,
            tables.records(asked),
            label="各项要求的短板",
            address=lambda row: address("" if row["requirement"] == chosen else row["requirement"]),
            is_chosen=lambda row: row["requirement"] == chosen,
            style="gaps-kinds",
        )
        if view.silent:
            messages.note(findings.silent(view.silent))
        if corrected:
            messages.note(f"{corrected}。")


def draw_places(places: pd.DataFrame, title: str, address: Callable[[Mapping[str, Any]], str]) -> None:
    """
    Draw where the money goes, the dearest first; without unit costs how many schools lack anything.

    Args:
        places: name, schools, cost_yuan: townships, or the schools of one.
        address: row → what opens it.
    """
    has_money = bool(places["cost_yuan"].notna().any())
    are_schools = "school_code" in places
    figure = "cost_yuan" if has_money else "schools"
    shown = places[places["schools"] > 0]
    most, of = shown[figure].max(), by_key(PLACES)
    columns = [
        tables.shown(of["name"], head="学校" if are_schools else "乡镇", style="nowrap"),
        tables.Column("", lambda row: _length(row[figure], most), width="44%"),
    ]
    if has_money:
        columns.append(tables.shown(of["cost"], cell=lambda row: tables.dash(_wan(row))))
    if not are_schools:
        columns.append(tables.shown(of["schools"], cell=lambda row: tables.dash(_schools(row))))
    with messages.block("places", title, f"{'万元；' if has_money else ''}{ONCE}"):
        if shown.empty:
            messages.nothing(findings.none_here(places))
            return
        tables.draw(columns, tables.records(shown), label=title, address=address, style="compact gaps-places")
        if len(shown) < len(places):
            others = places[places["schools"] == 0]
            messages.note(findings.others_without(others, "所学校" if are_schools else "个乡镇"))


def _bar(row: Mapping[str, Any], most: int) -> Markup:
    return Markup('<div class="counted">{}<b>{}</b></div>').format(
        tables.bar(100 * row["gaps"] / most, state="fail"), figures.count(row["gaps"])
    )


def _length(figure: float, most: float) -> Any:
    return tables.bar(100 * figure / most, state="accent") if figure > 0 else ""


def _missing(view: Shortages, row: Mapping[str, Any]) -> Any:
    if not row["gaps"]:
        return tables.dash("")
    amount = figures.quantity(row["missing"], row["unit"])
    is_surplus = findings.is_to_be_none(findings.asked_of(view, row["requirement"]))
    return f"消除 {amount}" if is_surplus else amount


def _cost(row: Mapping[str, Any]) -> Any:
    if not row["gaps"]:
        return tables.dash("")
    return figures.cost(row["cost_yuan"], row["unit"])


def _fewer_is_better(text: str) -> Markup:
    """A signed difference: less is drawn as met, more as fail."""
    return tables.toned(text, {"+": "fail", "−": "met"}.get(text[:1], "quiet"))


def _wan(row: Mapping[str, Any]) -> str:
    return "" if figures.is_missing(row["cost_yuan"]) else figures.wan(row["cost_yuan"])


def _schools(row: Mapping[str, Any]) -> str:
    return f"{figures.count(row['schools'])} 所" if row["schools"] else ""
