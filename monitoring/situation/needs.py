"""Which parts of the rulebook each figure needs: it is kept while these stay as they are, whatever else changes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from types import MappingProxyType

from monitoring.rulebook import CLASSROOMS, COSTS, NETWORK, PARTS, PROJECTS, RESULTS, VERDICTS, WORDS, Rulebook

NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "snapshot": (PROJECTS,),  # the names of the milestones, of which a sheet may lack the columns
        "list": (PROJECTS,),
        "places": (WORDS,),
        "prepared": (WORDS,),
        "main_of": (WORDS,),
        "boundary": (),
        "results": (*VERDICTS, RESULTS, COSTS),
        "shortages": (*VERDICTS, COSTS),
        "outline": VERDICTS,
        "standing": VERDICTS,
        "coefficients": VERDICTS,
        "points": VERDICTS,
        "network": (WORDS, NETWORK),
        "ledger": (CLASSROOMS, PROJECTS),
        "works": (PROJECTS,),
        "expected": (*VERDICTS, PROJECTS),
        "course": (PROJECTS,),
        "weeks": (PROJECTS,),
        "falls": (PROJECTS,),
        "list before": (PROJECTS,),
        "looks": PARTS,
        "layer": PARTS,
    }
)
"""Figure, as the memory calls it → parts."""


def kept_by(name: str, rulebook: Rulebook, key: Hashable) -> Hashable:
    """Return what a figure is kept by: what stands for the rules that it needs, and a key of its own."""
    return rulebook.fingerprint_of(*NEEDS[name]), key
