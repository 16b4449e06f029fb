"""办学标准: official documents as data. Reads data/standards and data/indicators.toml; it judges no school."""

from monitoring.standards.indicator_file import load_indicators
from monitoring.standards.library import check_all, load_standards, own_troubles
from monitoring.standards.model import (
    Balance,
    Case,
    Clause,
    Condition,
    Indicator,
    Requirement,
    Scope,
    Standard,
    Term,
    Verdict,
    in_force,
)
from monitoring.standards.sources import cited
from monitoring.standards.standard_file import check_file
from monitoring.standards.states import Check
from monitoring.standards.versions import versions

__all__ = [
    "Balance",
    "Case",
    "Check",
    "Clause",
    "Condition",
    "Indicator",
    "Requirement",
    "Scope",
    "Standard",
    "Term",
    "Verdict",
    "check_all",
    "check_file",
    "cited",
    "in_force",
    "load_indicators",
    "load_standards",
    "own_troubles",
    "versions",
]
