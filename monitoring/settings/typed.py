"""
What is typed on the page 设置, held against what stands: what would change, and what cannot be.

Pure: the file is neither read nor written here. Which standards and limits there are is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitoring.settings.reading import Settings
from monitoring.settings.values import UNCHANGED, approval_of, cost_of, cost_text, name_of
from monitoring.settings.writing import Key, Value

NAME, APPROVAL = ("bureau", "name"), ("bureau", "map_approval")
EXAMPLE = ("unit_costs", "example")
SHOWN, DEFAULT = ("standards", "shown"), ("standards", "default")
COSTS, NETWORK = "unit_costs", "network"
UNTYPED = object()


@dataclass(frozen=True)
class Offered:
    """
    What can be chosen.

    Attributes:
        standards: ids, in the order of the shelf.
        limits: measure of the network → ids of its limits, without "" (none).
        costs: indicators that can have a unit cost, in the order of the shelf.
    """

    standards: Sequence[str]
    limits: Mapping[str, Sequence[str]]
    costs: Sequence[str] = ()


@dataclass(frozen=True)
class Change:
    """One key with another value; old None: the file has none; new None: it is to have it no more."""

    key: Key
    old: Value
    new: Value


@dataclass(frozen=True)
class Draft:
    """
    What was typed.

    Attributes:
        changes: in the order of the page.
        refusals: why a field cannot be saved, by its key.
    """

    changes: tuple[Change, ...]
    refusals: Mapping[Key, str]

    @property
    def can_be_saved(self) -> bool:
        """Whether there is something to save and nothing against it."""
        return bool(self.changes) and not self.refusals


def standing(settings: Settings, limits: Mapping[str, str]) -> dict[Key, Value]:
    """
    Return the values in force, in the order of the page.

    Args:
        limits: measure of the network → the limit in force, "" none.
    """
    return {
        NAME: settings.bureau,
        APPROVAL: settings.map_approval,
        **{(COSTS, name): cost for name, cost in settings.unit_costs.items()},
        EXAMPLE: settings.unit_costs_are_examples,
        SHOWN: settings.shown_standards,
        DEFAULT: settings.default_standard,
        **{(NETWORK, measure): limit for measure, limit in limits.items()},
    }


def as_typed(stands: Mapping[Key, Value]) -> dict[Key, Value]:
    """Return values as their fields hold them: unit costs as text."""
    return {key: cost_text(value) if _is_cost(key) else value for key, value in stands.items()}


def draft(typed: Mapping[Key, Value], stands: Mapping[Key, Value], offered: Offered) -> Draft:
    """
    Hold what is typed against what stands.

    A unit cost that changes, comes or goes says nothing of the others: that none is an example any more is told alone.

    Args:
        typed: as `as_typed`, every key of `stands`; a unit cost that is to go is None, one that is to come stands
            under a key of its own.
    """
    new: dict[Key, Value] = {}
    refusals: dict[Key, str] = {}
    untouched = as_typed(stands)
    for key in _order(stands, typed):
        try:
            if key not in stands and key[1] not in offered.costs:
                raise ValueError(f"“{key[1]}”不能定单价；{UNCHANGED}")
            new[key] = stands[key] if typed[key] == untouched.get(key, UNTYPED) else _read(key, typed[key], offered)
        except ValueError as refusal:
            refusals[key] = str(refusal)
    if DEFAULT in new and SHOWN in new and new[DEFAULT] not in new[SHOWN]:
        refusals[DEFAULT] = f"打开时默认的标准不在选中的里面。请在“可选的标准”里选上它，或另选一部作默认；{UNCHANGED}"
    changes = (Change(key, stands.get(key), value) for key, value in new.items())
    return Draft(tuple(change for change in changes if change.new != change.old), refusals)


def _order(stands: Mapping[Key, Value], typed: Mapping[Key, Value]) -> list[Key]:
    """Every key in the order of the page: unit costs that are to come after those there are."""
    keys = list(stands)
    place = keys.index(EXAMPLE)
    return [*keys[:place], *(key for key in typed if key not in stands), *keys[place:]]


def _is_cost(key: Key) -> bool:
    return key[0] == COSTS and key != EXAMPLE


def _read(key: Key, typed: Value, offered: Offered) -> Value:
    """A value from what was typed; ValueError with a sentence where it cannot be."""
    if key == NAME:
        return name_of(str(typed))
    if key == APPROVAL:
        return approval_of(str(typed))
    if _is_cost(key):
        return None if typed is None else cost_of(str(typed))
    if key == SHOWN:
        return _shown(typed, offered)
    if key == DEFAULT and typed not in offered.standards:
        raise ValueError(f"没有“{typed}”这部标准；{UNCHANGED}")
    if key[0] == NETWORK and typed not in ("", *offered.limits.get(key[1], ())):
        raise ValueError(f"没有“{typed}”这份要求；{UNCHANGED}")
    return typed


def _shown(typed: Value, offered: Offered) -> tuple[str, ...]:
    shown = tuple(typed)
    unknown = [name for name in shown if name not in offered.standards]
    if unknown:
        raise ValueError(f"没有“{'”“'.join(unknown)}”这部标准；{UNCHANGED}")
    if not shown:
        raise ValueError(f"一部也没有选。至少要选一部，各页才有标准可按；{UNCHANGED}")
    return shown
