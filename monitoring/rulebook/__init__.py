"""Every rule and figure that no import holds, in one object whose parts are handed to what computes."""

from monitoring.rulebook.fingerprints import (
    CLASSROOMS,
    COSTS,
    INDICATORS,
    MAP,
    NETWORK,
    PARTS,
    PLANS,
    PROJECTS,
    RESULTS,
    SHOWN,
    STANDARDS,
    VERDICTS,
    WORDS,
    fingerprints,
)
from monitoring.rulebook.loading import load_rulebook
from monitoring.rulebook.model import Rulebook

__all__ = [
    "CLASSROOMS",
    "COSTS",
    "INDICATORS",
    "MAP",
    "NETWORK",
    "PARTS",
    "PLANS",
    "PROJECTS",
    "RESULTS",
    "SHOWN",
    "STANDARDS",
    "VERDICTS",
    "WORDS",
    "Rulebook",
    "fingerprints",
    "load_rulebook",
]
