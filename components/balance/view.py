"""校际均衡: what the page looks at, from the address: the coefficients now and before, and which one is opened."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from components.frame import cached, corrected, filters
from components.frame.choice import Choice
from monitoring import figures
from monitoring.results import Results
from monitoring.spreads import course, schools_behind
from monitoring.standards import Standard

KEY = "coefficient"


@dataclass(frozen=True)
class View:
    """
    What is looked at.

    Attributes:
        rows, before: spreads.coefficients of the chosen period and of the one before (empty without one).
        since: the name of the period before, as "3月"; "" without one.
        opened: place in `rows` of the coefficient whose schools are listed; None where there is no coefficient.
    """

    choice: Choice
    judged: Results
    rows: pd.DataFrame
    before: pd.DataFrame
    since: str
    opened: int | None

    @property
    def row(self) -> pd.Series:
        """The coefficient whose schools are listed."""
        return self.rows.loc[self.opened]

    @property
    def township(self) -> str:
        """The name of the chosen township, "" for none."""
        chosen = self.choice.township
        return cached.places(self.choice.snapshot).townships[chosen] if chosen else ""

    def behind(self) -> pd.DataFrame:
        """Return the schools of the opened coefficient (spreads.schools_behind)."""
        return schools_behind(self.judged, self.row["requirement"], self.row["stage"])

    def course(self) -> pd.DataFrame:
        """Return the coefficients of every period up to the chosen one (spreads.course)."""
        outlines = cached.situation(self.choice.snapshot).outlines(self.choice.standard)
        return course({day: each.balance for day, each in outlines.items()}, self.judged.standard, self.choice.stage)

    @property
    def corrected(self) -> str:
        """What was corrected of the period before; "" nothing."""
        return corrected.before(self.choice, self.since)

    def address(self, row: pd.Series) -> str:
        """Return the address of this page with a coefficient opened."""
        return filters.address("balance", self.choice, **{KEY: name_of(row)})


def open_view(choice: Choice) -> View:
    """Return what is looked at."""
    judged = cached.results(choice.snapshot, choice.standard)
    rows = cached.coefficients(choice.snapshot, choice.standard, choice.stage)
    earlier = cached.earlier(choice)
    before = rows.iloc[:0]
    if earlier:
        before = earlier.coefficients(choice.standard, choice.stage)
    since = figures.month(earlier.period, choice.period) if earlier else ""
    return View(choice, judged, rows, before, since, _opened(rows))


def name_of(row: pd.Series) -> str:
    """Return what stands for a coefficient in the address: "primary.L5"."""
    return f"{row['stage']}.{row['requirement']}"


def _opened(rows: pd.DataFrame) -> int | None:
    """The coefficient that the address names, else the one nearest to its limit or beyond, else the largest."""
    if rows.empty:
        return None
    strain = (rows["cv"] / rows["limit"]).fillna(-1 / (1 + rows["cv"]))  # those without a limit after all the others
    order = rows.assign(strain=strain).sort_values("strain", ascending=False, kind="stable")
    names = {name_of(row): place for place, row in order.iterrows()}
    return names[filters.asked(KEY, names)]


def with_balance() -> list[Standard]:
    """Return the standards to choose from that judge coefficients."""
    return [standard for standard in cached.shown_standards() if standard.balance is not None]
