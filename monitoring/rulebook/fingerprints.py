"""What stands for the rules, part by part: of the content of its files, and of what config.toml chooses for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from monitoring.classrooms.rules import FILE as CLASSROOM_FILE
from monitoring.layers.rules import FILE as MAP_FILE
from monitoring.network.rules import FILE as NETWORK_FILE
from monitoring.projects.plans import FOLDER as PLAN_FOLDER
from monitoring.projects.rules import FILE as PROJECT_FILE
from monitoring.results.rules import FILE as RESULT_FILE
from monitoring.settings import Settings, state_of
from monitoring.standards.indicator_file import INDICATORS as INDICATOR_FILE
from monitoring.standards.library import files as standard_files
from monitoring.standards.states import SOURCES
from monitoring.standards.vocabulary import CODES, COLUMNS

WORDS, STANDARDS, INDICATORS, RESULTS, CLASSROOMS, NETWORK, PROJECTS, PLANS, MAP, COSTS, SHOWN = PARTS = (
    "words", "standards", "indicators", "results", "classrooms", "network", "projects", "plans", "map",
    "costs", "shown",
)  # fmt: skip
"""words: the fields and kinds of schools, by which campuses are merged and shared figures split; costs: of config.toml,
the unit costs; shown: which standards are offered, and which is meant where none is named."""
VERDICTS = (WORDS, STANDARDS, INDICATORS)
"""What decides whether a school meets a standard."""
DIGITS = 16


def fingerprints(settings: Settings) -> dict[str, str]:
    """
    Return part → what stands for it. Times, folders and the order of keys do not matter.

    Args:
        settings: names the bureau's own folder of standards, and what it chooses.

    >>> from monitoring.settings import load_settings
    >>> tuple(fingerprints(load_settings())) == PARTS
    True
    """
    files, chosen = _files(settings), _chosen(settings)
    return {part: _digest(*map(_content, files.get(part, ())), _canonical(chosen.get(part))) for part in PARTS}


def together(of_parts: Iterable[str]) -> str:
    """Return what stands for several parts, by what stands for each."""
    return _digest(*(each.encode() for each in of_parts))


def files_state(settings: Settings) -> Hashable:
    """Return what tells one state of all files of rules from another without reading them."""
    return tuple((part, *map(state_of, paths)) for part, paths in _files(settings).items())


def _files(settings: Settings) -> Mapping[str, Sequence[Path]]:
    return {
        WORDS: (CODES, COLUMNS),
        STANDARDS: (*standard_files(settings), SOURCES),
        INDICATORS: (INDICATOR_FILE,),
        RESULTS: (RESULT_FILE,),
        CLASSROOMS: (CLASSROOM_FILE,),
        NETWORK: (NETWORK_FILE,),
        PROJECTS: (PROJECT_FILE,),
        PLANS: sorted(PLAN_FOLDER.glob("*.toml")),
        MAP: (MAP_FILE,),
    }


def _chosen(settings: Settings) -> Mapping[str, Any]:
    return {
        STANDARDS: settings.compared_standards,
        NETWORK: settings.network_limits,
        PROJECTS: settings.project_closes,
        COSTS: {"yuan": dict(settings.unit_costs), "examples": settings.unit_costs_are_examples},
        SHOWN: {"default": settings.default_standard, "shown": settings.shown_standards},
    }


def _content(path: Path) -> bytes:
    """A file's name and bytes; a renamed file is another one, since the names are the order of reading."""
    return path.name.encode() + b"\0" + path.read_bytes()


def _canonical(chosen: Mapping[str, Any] | None) -> bytes:
    return json.dumps(dict(chosen or {}), sort_keys=True, ensure_ascii=False, default=str).encode()


def _digest(*contents: bytes) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(f"{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:DIGITS]
