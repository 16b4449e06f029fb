"""What a rulebook is: each room's own rules side by side, so that a pure function is handed its part and no more."""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

from monitoring.classrooms import ClassroomRules
from monitoring.layers import MapRules
from monitoring.network import NetworkRules
from monitoring.projects import PolicyPlan, ProjectRules
from monitoring.results import ResultRules
from monitoring.rulebook.fingerprints import together
from monitoring.schools import Splitting
from monitoring.standards import Indicator, Standard, in_force, versions


@dataclass(frozen=True)
class Rulebook:
    """
    The rules of a bureau at one moment; nobody changes one. It can be pickled, to be used by another process.

    Attributes:
        standards: id → standard, those that the bureau shows first; indicators: how each figure is made.
        splitting: what a pupil of a stage weighs where stages share (data/columns/codes.toml).
        results: peers and class sizes (data/results.toml).
        classrooms: thresholds and spans of the ledger (data/informatization.toml).
        network: measures and the limits chosen (data/network.toml, [network] of config.toml).
        projects: milestones, lights, what closes what (data/projects.toml, [projects.closes] of config.toml).
        plans: id → a document that groups projects into programmes (data/plans).
        map: classes and names of the map's layers (data/map.toml).
        unit_costs: indicator → yuan a unit ([unit_costs] of config.toml), which may be the examples that are shipped.
        default_standard: that is meant where none is named; shown_standards: that are offered.
        fingerprints: part → what stands for it (fingerprints.PARTS).
    """

    standards: Mapping[str, Standard]
    indicators: Mapping[str, Indicator]
    splitting: Splitting
    results: ResultRules
    classrooms: ClassroomRules
    network: NetworkRules
    projects: ProjectRules
    plans: Mapping[str, PolicyPlan]
    map: MapRules
    unit_costs: Mapping[str, float]
    unit_costs_are_examples: bool
    default_standard: str
    shown_standards: tuple[str, ...]
    fingerprints: Mapping[str, str]

    @cached_property
    def fingerprint(self) -> str:
        """What stands for all of it, 16 hexadecimal digits."""
        return self.fingerprint_of(*self.fingerprints)

    def fingerprint_of(self, *parts: str) -> str:
        """Return what stands for the parts that a figure needs: another part may change and the figure is kept."""
        return together(self.fingerprints[part] for part in parts)

    def versions(self, name: str) -> tuple[Standard, ...]:
        """Return the versions of the document that a standard is one of, the oldest first."""
        return versions(self.standards, name)

    def in_force(self, name: str, on: date) -> Standard:
        """
        Return the version of a document that was in force on a day, the newest of several; else the one asked for.

        Only another version of the same document ever takes the place of the one asked for, and only where that one's
        own dates are known: a standard without a date may have been in force.

        Args:
            name: id of any version.

        Raises:
            KeyError: no standard has that id.
        """
        asked = self.standards[name]
        if asked.in_force is None:
            return asked
        return next((each for each in reversed(self.versions(name)) if in_force(each, on)), asked)


def read_only(mapping: Mapping) -> Mapping:
    """Return a mapping that nobody changes."""
    return MappingProxyType(mapping)


# Standards, indicators and costs hold mappings of this kind, and Python cannot pickle one by itself.
copyreg.pickle(MappingProxyType, lambda view: (read_only, (dict(view),)))
