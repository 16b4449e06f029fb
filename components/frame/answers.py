"""What the screens are answered with where no module of the product has a name for it (cached.py makes them)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd


@dataclass(frozen=True)
class Places:
    """What can be chosen in a snapshot: names by code, the township of each school, the stages that were reported."""

    townships: Mapping[str, str]
    schools: Mapping[str, str]
    township_of: Mapping[str, str]
    stages: tuple[str, ...]


@dataclass(frozen=True)
class Earlier:
    """A period before: its report date and the snapshot that counts for it."""

    period: date
    snapshot: int


@dataclass(frozen=True)
class Projects:
    """
    The projects of a snapshot.

    Attributes:
        table: of projects.listing.projects_table.
        milestones: of projects.milestones.milestone_table.
        history: of snapshots.report_history: every weekly report, those that were replaced too.
    """

    table: pd.DataFrame
    milestones: pd.DataFrame
    history: pd.DataFrame
