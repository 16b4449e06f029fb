"""设施短板: what the page looks at, from the choice in the address: the shortages now and in the period before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.frame import cached, filters
from components.frame.choice import ALL, Choice
from components.gaps.matrix import SHOWN
from monitoring import figures
from monitoring.findings import gaps as findings
from monitoring.projects.aims import Expected
from monitoring.reports.shortages import Heading, shortages_workbook
from monitoring.shortages import Shortages

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Narrowed:
    """What the page alone can be narrowed to: one requirement ("" all), and which school × stage are listed."""

    requirement: str
    shown: str


def open_view(choice: Choice) -> Shortages:
    """Return the shortages of what is chosen."""
    return _of(choice, choice.snapshot)


def before(choice: Choice) -> tuple[date | None, Mapping[str, float]]:
    """
    Return the report date before the chosen one, and how many school × stage lacked each requirement then.

    A requirement of which nothing was reported then is left out: it cannot be compared. None and nothing without an
    earlier period.
    """
    earlier = cached.earlier(choice)
    if earlier is None:
        return None, {}
    table = _of(choice, earlier.snapshot.key).requirements
    reported = table[table["judged"] > table["unknown"]]
    return earlier.period, dict(zip(reported["requirement"], reported["gaps"], strict=True))


def _of(choice: Choice, snapshot: str) -> Shortages:
    return cached.shortages(snapshot, choice.standard, township=choice.township, stage=choice.stage)


def where(choice: Choice) -> str:
    """Name the township and the stage looked at; "" for the whole county."""
    stage = "" if choice.stage == ALL else filters.stage_label(choice.stage)
    return f"{township(choice)}{stage}"


def township(choice: Choice) -> str:
    """Name the township looked at, "" for none."""
    return cached.places(choice.snapshot).townships[choice.township] if choice.township else ""


def places(view: Shortages, choice: Choice) -> tuple[pd.DataFrame, str]:
    """Return where the money goes, with its title: the townships, or the schools of the chosen one; column `name`."""
    here = township(choice)
    if not here:
        rows = view.townships.assign(name=view.townships["township"])
        return rows, findings.places_title(rows, "name", "", "各乡镇的缺口")
    names = cached.places(choice.snapshot).short_names(choice.county_name)
    rows = view.schools.assign(name=view.schools["school_code"].map(names))
    return rows, findings.places_title(rows, "name", here, f"{here}各校的缺口")


def other_standards(choice: Choice) -> list[Markup]:
    """Return links to this page under the standards that ask something of a single school."""
    asking = [standard for standard in cached.shown_standards() if any(asked.cases for asked in standard.requirements)]
    return [
        messages.link(f"按{standard.short}看", filters.address("gaps", choice, standard=standard.id), button="plain")
        for standard in asking
    ]


def since(day: date | None, choice: Choice) -> str:
    """Name the earlier report date in a column's head."""
    return figures.month(day, choice.period) if day else ""


def tools(view: Shortages) -> Narrowed:
    """Draw what narrows the list to one requirement or to what is missing; both stay in the address."""
    asked = {"": "全部要求"} | dict(zip(view.requirements["requirement"], view.requirements["short"], strict=True))
    requirement = filters.pick("requirement", "要求", asked, width=150)
    return Narrowed(requirement, filters.pick("show", "列出哪些", SHOWN, width=130))


def export(view: Shortages, choice: Choice) -> None:
    """Draw the button that saves all of the page as a workbook; it is made when it is pressed."""
    st.download_button(
        "导出 Excel",
        data=lambda: _workbook(view, choice),
        file_name=f"{choice.county_name}{where(choice)}设施短板_{choice.period.isoformat()}.xlsx",
        mime=MIME,
        on_click="ignore",
        key="gaps export",
    )


def _workbook(view: Shortages, choice: Choice) -> bytes:
    rules = cached.rulebook()
    day, earlier = before(choice)
    heading = Heading(choice.county_name, choice.period, where(choice), day, rules.unit_costs_are_examples)
    return shortages_workbook(view, heading, earlier, rules.unit_costs, expected(choice))


def expected(choice: Choice) -> Expected | None:
    """Which projects are for which gap; None where none are known or another standard is asked about."""
    return cached.expected(choice, choice.standard)


def address_of(choice: Choice, narrowed: Narrowed) -> Callable[..., str]:
    """Return how this page's address is made with a change, what the page is narrowed to kept."""
    own = {"requirement": narrowed.requirement, "show": "" if narrowed.shown == next(iter(SHOWN)) else narrowed.shown}
    return lambda **changes: filters.address("gaps", choice, **(own | changes))
