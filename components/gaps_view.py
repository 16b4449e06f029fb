"""设施短板: what the page looks at, from the choice in the address: the shortages now and in the period before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from components import cached, filters
from components.choice import ALL, Choice
from components.gaps_matrix import SHOWN
from monitoring import figures
from monitoring.reports.shortages import Heading, shortages_workbook
from monitoring.shortages import Shortages, shortages

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Narrowed:
    """What the page alone can be narrowed to: one requirement ("" all), and which school × stage are listed."""

    requirement: str
    shown: str


def now(choice: Choice) -> Shortages:
    """Return the shortages of what is chosen."""
    return _of(choice, choice.snapshot)


def before(choice: Choice) -> tuple[date | None, Mapping[str, float]]:
    """
    Return the report date before the chosen one, and how many school × stage lacked each requirement then.

    A requirement of which nothing was reported then is left out: it cannot be compared. None and nothing without an
    earlier period.
    """
    earlier = [day for day in cached.periods(choice.county) if day < choice.period]
    if not earlier:
        return None, {}
    table = _of(choice, cached.snapshot_id(choice.county, earlier[0])).requirements
    reported = table[table["judged"] > table["unknown"]]
    return earlier[0], dict(zip(reported["requirement"], reported["gaps"], strict=True))


def _of(choice: Choice, snapshot: int) -> Shortages:
    judged = cached.results(snapshot, choice.standard)
    return shortages(judged, cached.indicators(), township=choice.township, stage=choice.stage)


def where(choice: Choice) -> str:
    """Name the township and the stage looked at; "" for the whole county."""
    stage = "" if choice.stage == ALL else filters.stage_label(choice.stage)
    return f"{township(choice)}{stage}"


def township(choice: Choice) -> str:
    """Name the township looked at, "" for none."""
    return cached.places(choice.snapshot).townships[choice.township] if choice.township else ""


def since(day: date | None, choice: Choice) -> str:
    """Name the earlier report date in a column's head."""
    return figures.month(day, choice.period) if day else ""


def tools(view: Shortages) -> Narrowed:
    """Draw what narrows the list to one requirement or to what is missing; both stay in the address."""
    asked = {"": "全部要求"} | dict(zip(view.requirements["requirement"], view.requirements["short"], strict=True))
    requirement = filters.pick("requirement", "要求", asked, width=150)
    return Narrowed(requirement, filters.pick("show", "列出哪些", SHOWN, width=130))


def export(view: Shortages, choice: Choice, day: date | None, earlier: Mapping[str, float]) -> None:
    """Draw the button that saves all of the page as a workbook; it is made when it is pressed."""
    settings = cached.settings()
    heading = Heading(choice.county_name, choice.period, where(choice), day, settings.unit_costs_are_examples)
    st.download_button(
        "导出 Excel",
        data=lambda: shortages_workbook(view, heading, earlier, settings.unit_costs),
        file_name=f"{choice.county_name}{where(choice)}设施短板_{choice.period.isoformat()}.xlsx",
        mime=MIME,
        on_click="ignore",
        key="gaps export",
    )


def address_of(choice: Choice, narrowed: Narrowed) -> Callable[..., str]:
    """Return how this page's address is made with a change, what the page is narrowed to kept."""
    own = {"requirement": narrowed.requirement, "show": "" if narrowed.shown == next(iter(SHOWN)) else narrowed.shown}
    return lambda **changes: filters.address("gaps", choice, **(own | changes))
