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
    files_state,
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
    "files_state",
    "fingerprints",
    "load_rulebook",
]
