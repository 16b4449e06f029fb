"""How a figure is made: its formula with the school's own numbers, each with the cells it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from monitoring.dossier.assemble import of
from monitoring.dossier.model import Dossier, Line, Part
from monitoring.dossier.origins import Cell, Doubt, Origins
from monitoring.figures import is_missing
from monitoring.indicators.ratio import WHOLE_SCHOOL
from monitoring.results import Results
from monitoring.schools.columns import STAGES, Splitting, columns
from monitoring.standards import Indicator
from monitoring.standards import Term as Named
from monitoring.standards.vocabulary import vocabulary

NOTE = "note"


@dataclass(frozen=True)
class Term:
    """
    One number of a formula.

    Attributes:
        label, unit: of the field.
        sign: +1 or −1.
        value: of the school, its campuses added; NaN not reported. Of a shared field the whole school's.
        is_split: the stage is allotted a part of it (Trace.share).
        cells: where it was read from.
    """

    label: str
    unit: str
    sign: int
    value: float
    is_split: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Weight:
    """What a stage weighs in the split of shared resources: pupils × weight, with the pupils' cells."""

    stage: str
    pupils: float
    weight: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Trace:
    """
    How one requirement's figure is made.

    Attributes:
        above: the terms of the numerator; () where no workbook carries them.
        below: what it is divided by; None for an absolute figure.
        times: 100 for "per 100 pupils", 10000 for 万元.
        weights: of the stages that share what is split; () where nothing is.
        share: the part allotted to this stage, 0–1; NaN not known.
        value: the result; NaN not reported.
    """

    line: Line
    stage: str
    above: tuple[Term, ...]
    below: Term | None
    times: float
    weights: tuple[Weight, ...]
    share: float
    value: float

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What the import found doubtful in the cells behind the figure, each once; notes are left out."""
        terms = [*self.above, *([self.below] if self.below else [])]
        cells = [cell for each in (*terms, *self.weights) for cell in each.cells]
        doubts = [doubt for cell in cells for doubt in cell.doubts if doubt.severity != NOTE]
        return tuple(dict.fromkeys(doubts))


def traces(judged: Results, origins: Origins, file: Dossier, part: Part, splitting: Splitting) -> dict[str, Trace]:
    """
    Return how every figure of a part was made, by requirement.

    Args:
        judged: the judgement that the file is of.
        origins: the school's cells.
    """
    own = of(judged.parts, file.code, part.stage).iloc[0]
    weights = _weights(judged, origins, own, splitting.weights) if part.is_split else ()
    return {line.asked.key: _trace(origins, line, own, weights) for line in part.lines}


def _trace(origins: Origins, line: Line, own: pd.Series, weights: tuple[Weight, ...]) -> Trace:
    indicator = line.indicator
    is_split = line.is_shared and not indicator.whole and bool(weights)
    below = None
    if indicator.per != WHOLE_SCHOOL and indicator.in_tables:
        below = _term(origins, Named(indicator.per, 1), own, is_split)
    return Trace(
        line=line,
        stage=own["stage"],
        above=tuple(_term(origins, named, own, is_split) for named in _used(indicator, own)),
        below=below,
        times=float(indicator.times),
        weights=weights if is_split else (),
        share=float("nan") if own["split_unknown"] else int(own["share_num"]) / int(own["share_den"]),
        value=line.value,
    )


def _used(indicator: Indicator, own: pd.Series) -> tuple[Named, ...]:
    """The sum that made the numerator: the first that is reported in full, else the first; () where no table has it."""
    sums = [terms for terms in indicator.alternatives(own["stage"]) if all(term.field in own.index for term in terms)]
    full = [terms for terms in sums if not any(is_missing(float(own[term.field])) for term in terms)]
    return (full or sums or [()])[0]


def _term(origins: Origins, named: Named, own: pd.Series, is_split: bool) -> Term:
    field = vocabulary().fields.get(named.field)
    return Term(
        label=field.label if field else named.field,
        unit=field.unit if field else "",
        sign=named.sign,
        value=float(own[named.field]) if named.field in own.index else float("nan"),
        is_split=is_split and named.field in columns().shared,
        cells=origins.cells(named.field, own["stage"]),
    )


def _weights(
    judged: Results, origins: Origins, own: pd.Series, weights: Mapping[str, Mapping[str, int]]
) -> tuple[Weight, ...]:
    """The stages of the school's tables, senior included, with what they weigh."""
    of_kind = weights.get(own["kind"], weights["default"])
    codes = [own["school_code"], *filter(None, own["campuses"].split("|"))]
    rows = judged.rows[judged.rows["school_code"].isin(codes)]
    weighed = []
    for stage in STAGES:
        here = rows[rows["stage"] == stage]
        if len(here) and stage in of_kind:
            pupils = float(here["pupils"].sum(skipna=False))
            weighed.append(Weight(stage, pupils, of_kind[stage] / 100, origins.cells("pupils", stage)))
    return tuple(weighed)
