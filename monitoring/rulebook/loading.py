"""Reads the files of rules and what config.toml says of them."""

from __future__ import annotations

from types import MappingProxyType

from monitoring.classrooms import load_classroom_rules
from monitoring.layers import load_map_rules
from monitoring.network import load_network_rules
from monitoring.projects import load_plans, load_project_rules
from monitoring.results import load_result_rules
from monitoring.rulebook.fingerprints import fingerprints
from monitoring.rulebook.model import Rulebook
from monitoring.schools import load_splitting
from monitoring.settings import Settings
from monitoring.settings.kept import follow_words
from monitoring.standards import load_indicators, load_standards


def load_rulebook(settings: Settings) -> Rulebook:
    """
    Read every rule.

    Args:
        settings: what the bureau chooses.

    Raises:
        SettingsError: config.toml names a standard, a measure, a limit or a requirement that there is not.
        StandardError: a shipped file of data/standards is wrong.

    >>> from monitoring.settings import load_settings
    >>> load_rulebook(load_settings()).network.measures["uplink"].limit().name
    '千兆进校'
    """
    follow_words()
    standards = load_standards(settings)
    return Rulebook(
        standards=MappingProxyType(standards),
        indicators=MappingProxyType(load_indicators()),
        splitting=load_splitting(),
        results=load_result_rules(),
        classrooms=load_classroom_rules(),
        network=load_network_rules(settings.network_limits),
        projects=load_project_rules(settings.project_closes, standards),
        plans=MappingProxyType(load_plans()),
        map=load_map_rules(),
        unit_costs=settings.unit_costs,
        unit_costs_are_examples=settings.unit_costs_are_examples,
        default_standard=settings.default_standard,
        shown_standards=settings.shown_standards,
        fingerprints=MappingProxyType(fingerprints(settings)),
    )
