"""Reads the files of rules and what config.toml says of them."""

from __future__ import annotations

import hashlib

from monitoring.classrooms import load_classroom_rules
from monitoring.classrooms.rules import FILE as CLASSROOMS
from monitoring.layers import load_map_rules
from monitoring.layers.rules import FILE as MAP
from monitoring.network import load_network_rules
from monitoring.network.rules import FILE as NETWORK
from monitoring.projects import load_plans, load_project_rules
from monitoring.results import load_result_rules
from monitoring.rulebook.model import Rulebook
from monitoring.settings import Settings
from monitoring.standards import fingerprint, load_indicators, load_standards

FILES = (CLASSROOMS, NETWORK, MAP)
"""What decides figures beside the files of standards and indicators."""


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
    standards = load_standards(settings)
    return Rulebook(
        standards=standards,
        indicators=load_indicators(),
        results=load_result_rules(),
        classrooms=load_classroom_rules(),
        network=load_network_rules(settings.network_limits),
        map=load_map_rules(),
        projects=load_project_rules(settings.project_closes, standards),
        plans=load_plans(),
        unit_costs=settings.unit_costs,
        unit_costs_are_examples=settings.unit_costs_are_examples,
        fingerprint=fingerprint_of(settings),
    )


def fingerprint_of(settings: Settings) -> str:
    """Return what stands for every rule and figure that no import holds, as 16 hexadecimal digits."""
    chosen = (settings.unit_costs, settings.network_limits, settings.compared_standards, settings.project_closes)
    said = [settings.default_standard, settings.shown_standards, *(sorted(each.items()) for each in chosen)]
    files = [hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES]
    return hashlib.sha256(f"{fingerprint(settings)} {files} {said}".encode()).hexdigest()[:16]
