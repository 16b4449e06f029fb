"""The peers of a school at one stage, with the state of every requirement; the school itself stands first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitoring import results
from monitoring.dossier.model import Dossier, Part
from monitoring.results import ResultRules, Results

NUMBER = re.compile(r"\d+(?:[-—]\d+)?")


@dataclass(frozen=True)
class Peers:
    """
    A school and its peers.

    Attributes:
        rows: school_code, school_name, township, pupils, verdict, states and values (by requirement); the school first,
            then its peers, the nearest number of pupils first; [] without peers.
        met: requirement → peers that meet it; judged: those that are asked and reported.
        passing: peers that meet the standard.
        heads: requirement → what stands above its column: the number of its clause.
    """

    rows: Sequence[Mapping[str, Any]]
    met: Mapping[str, int]
    judged: Mapping[str, int]
    passing: int
    heads: Mapping[str, str]

    @property
    def count(self) -> int:
        """How many peers there are."""
        return max(0, len(self.rows) - 1)


def peers(judged: Results, file: Dossier, part: Part, rules: ResultRules) -> Peers:
    """Return the peers of a part (results.peers), with the states of all."""
    others = results.peers(judged, file.code, part.stage, rules)
    keys = [asked.key for asked in judged.standard.requirements]
    codes = [file.code, *others["school_code"]]
    cells = judged.assessment[(judged.assessment["stage"] == part.stage) & judged.assessment["school_code"].isin(codes)]
    states: dict[str, dict[str, str]] = {code: {} for code in codes}
    values: dict[str, dict[str, float]] = {code: {} for code in codes}
    for code, key, status, value in zip(
        cells["school_code"], cells["requirement"], cells["status"], cells["value"], strict=True
    ):
        states[code][key], values[code][key] = status, value
    own = {
        "school_code": file.code,
        "school_name": file.name,
        "township": file.township,
        "pupils": part.pupils,
        "verdict": part.status,
    }
    rows = [
        row | {"states": states[row["school_code"]], "values": values[row["school_code"]]}
        for row in (own, *others.to_dict("records"))
    ]
    others = rows[1:]
    return Peers(
        rows=rows if others else [],
        met={key: sum(row["states"][key] == "met" for row in others) for key in keys},
        judged={key: sum(row["states"][key] in ("met", "gap") for row in others) for key in keys},
        passing=sum(row["verdict"] == "met" for row in others),
        heads={asked.key: _head(asked.clause, place) for place, asked in enumerate(judged.standard.requirements, 1)},
    )


def _head(clause: str, place: int) -> str:
    """The number in a clause, else the requirement's place in the document."""
    number = NUMBER.search(clause)
    return number[0] if number else str(place)
