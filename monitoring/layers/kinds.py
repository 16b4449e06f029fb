"""
The kinds of layers: what each counts or measures beside its colours.

A provider returns one of them. Each kind has its sentences in findings/map/said.py and its lists in
components/map/panel.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from monitoring.layers.model import Layer
from monitoring.layers.pooled import Pooled, pooled
from monitoring.network import Measure, NetworkRules
from monitoring.shortages import Shortages
from monitoring.standing import SCHOOL


@dataclass(frozen=True)
class Verdicts(Layer):
    """Schools by their verdict, the townships by the share that meets."""


@dataclass(frozen=True)
class Requirement(Verdicts):
    """Schools by one requirement (look.subject), the townships by the share that meets it."""


@dataclass(frozen=True)
class Money(Verdicts):
    """Schools by their verdict, the townships by what closing their gaps (`lacking`) costs."""

    lacking: Shortages


@dataclass(frozen=True)
class Pupils(Verdicts):
    """Schools by their verdict, the townships by their pupils (`rolls`: grounds.rolls)."""

    rolls: pd.DataFrame


@dataclass(frozen=True)
class Network:
    """
    All that is known of the schools' network, for whoever shows it beside one measure of it.

    Attributes:
        rows: of network.assess, by school_code.
        rules: by which they were assessed.
        measures: that anybody reports: those with a limit in force, then the ratios and shares without.
    """

    rows: pd.DataFrame
    rules: NetworkRules
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Reach(Layer):
    """
    Whole schools by whether they reach what is asked of them, the townships by the share that does.

    Attributes:
        schools: text (what each has, as written), status; by school code.
    """

    schools: pd.DataFrame
    network: Network | None = None

    def unit(self, stage: str) -> str:  # noqa: ARG002 (a school counts once, whatever the stage)
        """Return what is counted: schools."""
        return SCHOOL


@dataclass(frozen=True)
class Values(Layer):
    """
    Places by what they have of a measure that nobody is judged by.

    Attributes:
        measure: what is measured.
        sums: schools, reported, above, below added up; by township code.
        schools: above, below, value of those that report both figures; by school code.
    """

    measure: Measure
    sums: pd.DataFrame
    schools: pd.DataFrame
    network: Network | None = None

    @property
    def pooled(self) -> Mapping[str, Pooled]:
        """What every township has together, by code."""
        return {code: pooled(self.measure, self.places[code].name, row) for code, row in self.sums.iterrows()}

    def whole(self, name: str) -> Pooled:
        """Return what all townships have together."""
        return pooled(self.measure, name, self.sums.sum())


@dataclass(frozen=True)
class Steps(Layer):
    """
    Classrooms that reached a step (look.part) with all steps before it, the townships by their share.

    Attributes:
        towns, schools: classrooms, the steps, overdue, no_plan (NaN: not reported), awaited (到期待报); by township and
            school code.
            Schools have ledger_code, too: the code by which the ledger knows them.
    """

    towns: pd.DataFrame
    schools: pd.DataFrame


@dataclass(frozen=True)
class Late(Steps):
    """Classrooms that are past their date, the townships by their number; what is 到期待报 is none of them."""
