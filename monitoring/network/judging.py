"""School × measure: the value, what is asked, what is lacking. Exact: a share is never compared as a rounded number."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from monitoring.assessment.statuses import STATUSES
from monitoring.network.rules import AT_LEAST, Case, Limit, Measure, NetworkRules
from monitoring.network.whole import whole_schools
from monitoring.schools import Prepared, Splitting

MET, GAP, NO_DATA, NOT_APPLICABLE = STATUSES
SCHOOL_COLUMNS = ["school_code", "school_name", "township_code", "township", "stages"]
COLUMNS = [*SCHOOL_COLUMNS, "measure", "above", "below", "value", "required", "status", "missing"]


def assess(
    prepared: Prepared, rules: NetworkRules, splitting: Splitting, asked: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """
    Return one row a school × measure, schools in the order of the parts, measures in that of the rules.

    Args:
        prepared: the schools of an import, senior stages included.
        splitting: which fields belong to a stage, and which stages a kind of school has.
        asked: measure → id of the limit to hold it against instead of the chosen one, "" none.

    Returns:
        school_code, school_name, township_code, township, stages; measure; above, below (the two figures, NaN not
        reported; below NaN for an absolute one); value (inf: people and no machine; NaN); required (NaN where nothing
        is asked); status (met, gap, no_data, not_applicable: nothing is asked, or there is nothing to divide by);
        missing (how much more of what, in gap_unit, rounded up; NaN unless gap).
    """
    schools = whole_schools(prepared, splitting)
    by_measure = [_judged(schools, measure, measure.limit(asked)) for measure in rules.measures.values()]
    if not len(schools):
        return pd.DataFrame(columns=COLUMNS)
    together = pd.concat(by_measure, keys=range(len(by_measure)), names=["place", "school"])
    return together.sort_index(level=["school", "place"]).reset_index(drop=True)[COLUMNS]


def _judged(schools: pd.DataFrame, measure: Measure, limit: Limit | None) -> pd.DataFrame:
    above, count = _field(schools, measure.above), len(schools)
    below = _field(schools, measure.below) if measure.below else np.ones(count)
    known = np.isfinite(above) & np.isfinite(below)
    has_value = known & (below > 0) | known & (above > 0) & measure.less_is_better
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(has_value, above * measure.times / below, np.nan)
    status = np.where(known, NOT_APPLICABLE, NO_DATA).astype(object)
    required, missing = np.full(count, np.nan), np.full(count, np.nan)
    for place in range(count) if limit else ():
        case, is_known = _case(limit, schools, place)
        if case is None:
            status[place] = status[place] if is_known else NO_DATA
            continue
        required[place] = float(case.value)
        if has_value[place]:
            lacks = _lacks(measure, case.value, above[place], below[place])
            status[place] = GAP if lacks > 0 else MET
            missing[place] = lacks if lacks > 0 else np.nan
    return schools[SCHOOL_COLUMNS].assign(
        measure=measure.key,
        above=above,
        below=below if measure.below else np.nan,
        value=value,
        required=required,
        status=status,
        missing=missing,
    )


def _field(schools: pd.DataFrame, field: str) -> np.ndarray:
    return schools[field].to_numpy(float) if field in schools else np.full(len(schools), np.nan)


def _case(limit: Limit, schools: pd.DataFrame, place: int) -> tuple[Case | None, bool]:
    """The case that holds for a school, None where none does; and whether that can be told at all."""
    stages, kind = schools["stages"].iat[place].split("|"), schools["kind"].iat[place]
    centre = schools["is_centre"].iat[place]
    for case in limit.cases:
        if (case.stage and case.stage not in stages) or (case.kinds and kind not in case.kinds):
            continue
        if case.centre is not None and np.isnan(centre):
            return None, False
        if case.centre is None or case.centre == bool(centre):
            return case, True
    return None, True


def _lacks(measure: Measure, required: Fraction, above: float, below: float) -> int:
    """
    How much more of what is lacking makes it enough, rounded up; 0 or less: it is enough.

    >>> from monitoring.network.rules import load_network_rules
    >>> of = load_network_rules().measures
    >>> _lacks(of["wireless"], Fraction(100), 11, 12), _lacks(of["pupils_per_computer"], Fraction(10), 101, 10)
    (1, 1)
    """
    over, under = Fraction(above) * measure.times, Fraction(below)
    if measure.operator == AT_LEAST and measure.gap == "above":
        needed, have = required * under / measure.times, Fraction(above)
    else:
        needed, have = over / required, under
    return -((have - needed) // 1) if needed > have else 0
