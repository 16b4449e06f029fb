"""What a rulebook is: each room's own rules side by side, so that a pure function is handed its part and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitoring.classrooms import ClassroomRules
from monitoring.layers import MapRules
from monitoring.network import NetworkRules
from monitoring.projects import PolicyPlan, ProjectRules
from monitoring.results import ResultRules
from monitoring.standards import Indicator, Standard


@dataclass(frozen=True)
class Rulebook:
    """
    The rules of a bureau at one moment; nobody changes one.

    Attributes:
        standards: id → standard, those that the bureau shows first; indicators: how each figure is made.
        results: peers and class sizes (data/results.toml).
        classrooms: thresholds and spans of the ledger (data/informatization.toml).
        projects: milestones, lights, what closes what (data/projects.toml, [projects.closes] of config.toml).
        plans: id → a document that groups projects into programmes (data/plans).
        network: measures and the limits chosen (data/network.toml, [network] of config.toml).
        map: classes and names of the map's layers (data/map.toml).
        unit_costs: indicator → yuan a unit ([unit_costs] of config.toml).
        fingerprint: stands for all of it, 16 hexadecimal digits.
    """

    standards: Mapping[str, Standard]
    indicators: Mapping[str, Indicator]
    results: ResultRules
    classrooms: ClassroomRules
    network: NetworkRules
    map: MapRules
    projects: ProjectRules
    plans: Mapping[str, PolicyPlan]
    unit_costs: Mapping[str, float]
    unit_costs_are_examples: bool
    fingerprint: str
