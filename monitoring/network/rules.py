"""The measures and limits of data/network.toml. No figure stands in code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

from monitoring.errors import SettingsError
from monitoring.settings import DATA
from monitoring.standards.states import WORDS

FILE = DATA / "network.toml"
AT_LEAST, AT_MOST = ">=", "<="
NOTHING_CHOSEN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Case:
    """
    One threshold and whom it holds for: every condition that is given.

    Attributes:
        value: exact.
        stage: the school runs this stage; "" any.
        kinds: three-digit codes; () any.
        centre: a 乡镇中心小学; None: whether or not.
    """

    value: Fraction
    stage: str = ""
    kinds: tuple[str, ...] = ()
    centre: bool | None = None


@dataclass(frozen=True)
class Limit:
    """
    What one document asks, with its source and how far that was compared; the first case that fits a school holds.

    Attributes:
        state: one of monitoring.standards.states.WORDS.
    """

    id: str
    name: str
    source: str
    state: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Measure:
    """
    One measure of a whole school: above ÷ below × times.

    Attributes:
        name: short; what: which figures are set against each other.
        above, below: fields of the school tables; below "" an absolute figure.
        operator: ">=" enough, "<=" at most.
        gap: "above" or "below": which of the two is added to; gap_unit: its unit.
        limits: by id; chosen: the one in force, "" none.
    """

    key: str
    name: str
    what: str
    unit: str
    above: str
    below: str
    times: int
    operator: str
    gap: str
    gap_unit: str
    limits: Mapping[str, Limit]
    chosen: str

    @property
    def less_is_better(self) -> bool:
        """Whether the limit is an upper one."""
        return self.operator == AT_MOST

    def limit(self, asked: Mapping[str, str] | None = None) -> Limit | None:
        """Return the limit in force: the one `asked` for (measure → id, "" none), else the chosen one; None: none."""
        return self.limits.get((asked or {}).get(self.key, self.chosen))


@dataclass(frozen=True)
class NetworkRules:
    """
    What the file says.

    Attributes:
        measures: by key, in their order.
        absent: (name, source) of what documents ask and no workbook carries.
        bandwidth_from: the lower limits of the classes of bandwidth in Mbps, the last one open.
    """

    measures: Mapping[str, Measure]
    absent: tuple[tuple[str, str], ...]
    bandwidth_from: tuple[float, ...]


def load_network_rules(chosen: Mapping[str, str] = NOTHING_CHOSEN, path: Path = FILE) -> NetworkRules:
    """
    Read the rules of a file, with the limits that config.toml chooses instead of the file's.

    Args:
        chosen: measure → id of the limit, "" none.

    Raises:
        SettingsError: a measure or a limit is chosen that there is not.
        KeyError: a key is missing. ValueError: an operator, a state or a chosen limit that there is not.

    >>> rules = load_network_rules()
    >>> rules.measures["uplink"].limit().cases[0].value, rules.measures["ladder"].limit()
    (Fraction(1000, 1), None)
    """
    given = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=str)
    measures = {each["key"]: _measure(each, path) for each in given["measure"]}
    absent = tuple((each["name"], each["source"]) for each in given.get("absent", []))
    _check(chosen, measures)
    return NetworkRules(
        {key: _with(each, chosen) for key, each in measures.items()},
        absent,
        tuple(float(low) for low in given["bandwidth"]["from_mbps"]),
    )


def _measure(given: Mapping[str, Any], path: Path) -> Measure:
    limits = {each["id"]: _limit(each) for each in given.get("limits", [])}
    if given["operator"] not in (AT_LEAST, AT_MOST) or given["chosen"] not in ("", *limits):
        raise ValueError(f"{path.name}: {given['key']} 的 operator 或 chosen 写得不对")
    if not {limit.state for limit in limits.values()} <= WORDS.keys():
        raise ValueError(f"{path.name}: {given['key']} 的 state 只能是 {'、'.join(WORDS)}")
    return Measure(
        key=given["key"],
        name=given["name"],
        what=given["what"],
        unit=given["unit"],
        above=given["above"],
        below=given.get("below", ""),
        times=given.get("times", 1),
        operator=given["operator"],
        gap=given["gap"],
        gap_unit=given["gap_unit"],
        limits=limits,
        chosen=given["chosen"],
    )


def _limit(given: Mapping[str, Any]) -> Limit:
    cases = tuple(
        Case(Fraction(str(each["value"])), each.get("stage", ""), tuple(each.get("kinds", ())), each.get("centre"))
        for each in given["cases"]
    )
    return Limit(given["id"], given["name"], given["source"], given["state"], cases)


def _check(chosen: Mapping[str, str], measures: Mapping[str, Measure]) -> None:
    """Refuse a choice of config.toml that the file does not have."""
    for key, limit in chosen.items():
        if key not in measures:
            known = "、".join(f"{each.key}（{each.name}）" for each in measures.values())
            raise SettingsError(f"config.toml 的 [network] 里没有“{key}”这一项，可写 {known}。请改正后再试。")
        if limit not in ("", *measures[key].limits):
            known = "、".join(f"{each.id}（{each.name}）" for each in measures[key].limits.values())
            raise SettingsError(f"config.toml 的 [network] {key} 没有“{limit}”这份要求，可写 {known}。请改正后再试。")


def _with(measure: Measure, chosen: Mapping[str, str]) -> Measure:
    return replace(measure, chosen=chosen.get(measure.key, measure.chosen))
