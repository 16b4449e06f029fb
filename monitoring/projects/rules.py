"""The rules of data/projects.toml: milestones, states, lights, warnings, what closes what. No figure stands in code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from monitoring.errors import SettingsError
from monitoring.settings import DATA
from monitoring.standards import Standard

FILE = DATA / "projects.toml"
NOTHING: Mapping = MappingProxyType({})


@dataclass(frozen=True)
class ProjectRules:
    """
    What data/projects.toml says.

    `milestones` are in their order; `weights_pct` is the planned progress at each; `states` gives the state from a
    milestone on. `closes` maps 工程类别 to requirements, `closes_of_project` replaces it for a single project, and
    categories `by_rooms` work at the schools whose rooms name the project.
    """

    milestones: tuple[str, ...]
    weights_pct: tuple[float, ...]
    weights_are_examples: bool
    states: Mapping[str, str]
    first_state: str
    paused: str
    in_use: str
    amber_over_days: int
    red_over_days: int
    ahead_over_points: float
    reports_from: str
    reports_until: str
    silent_over_days: int
    sources: tuple[str, ...]
    standard: str
    closes: Mapping[str, tuple[str, ...]]
    closes_of_project: Mapping[str, tuple[str, ...]]
    by_rooms: frozenset[str]


def load_project_rules(
    chosen: Mapping[str, tuple[str, ...]] = NOTHING, standards: Mapping[str, Standard] = NOTHING, path: Path = FILE
) -> ProjectRules:
    """
    Read the rules of a file, with what config.toml says of single projects.

    Args:
        chosen: project → the requirements that it is for, instead of those of its 工程类别.
        standards: id → standard, among them the one whose requirements are meant; only asked where one is chosen.

    Raises:
        SettingsError: a requirement is chosen that the standard does not have.
        KeyError: a key is missing. The file comes with the program; a bureau that edits it keeps every key.

    >>> rules = load_project_rules()
    >>> rules.milestones[-1], rules.red_over_days, rules.closes["运动场地"]
    ('启用', 42, ('L5',))
    """
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    milestones, closes, reports = given["milestone"], given["closes"], given["reports"]
    if chosen:
        _check(chosen, standards[closes["standard"]])
    return ProjectRules(
        milestones=tuple(each["key"] for each in milestones),
        weights_pct=tuple(float(each["weight_pct"]) for each in milestones),
        weights_are_examples=given["curve"]["example"],
        states={each["key"]: each["state"] for each in milestones if "state" in each},
        first_state=given["states"]["first"],
        paused=given["states"]["paused"],
        in_use=given["states"]["in_use"],
        amber_over_days=given["lights"]["amber_over_days"],
        red_over_days=given["lights"]["red_over_days"],
        ahead_over_points=given["money_ahead"]["over_points"],
        reports_from=reports["from"],
        reports_until=reports["until"],
        silent_over_days=reports["silent_over_days"],
        sources=tuple(given["funds"]["sources"]),
        standard=closes["standard"],
        closes={name: tuple(asked) for name, asked in closes["categories"].items()},
        closes_of_project={name: tuple(asked) for name, asked in closes["projects"].items()} | dict(chosen),
        by_rooms=frozenset(closes["by_rooms"]),
    )


def _check(chosen: Mapping[str, tuple[str, ...]], standard: Standard) -> None:
    """Refuse a requirement that the standard does not have."""
    known = {each.key: each.short for each in standard.requirements}
    for project, asked in chosen.items():
        for key in asked:
            if key not in known:
                words = "、".join(f"{each}（{short}）" for each, short in known.items())
                raise SettingsError(
                    f"config.toml 的 [projects.closes] “{project}”里没有“{key}”这项要求，可写 {words}。"
                    "请改正后重新启动。"
                )
