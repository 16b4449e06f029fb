"""同类学校: schools of the same stage and kind with about as many pupils, and where a school stands among them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from monitoring.results.judgement import Results
from monitoring.results.rules import ResultRules

COLUMNS = ["school_code", "school_name", "township", "pupils", "verdict"]
OF_STRIP = ["requirement", "school_code", "school_name", "value", "rank", "is_self"]


def peers(results: Results, school_code: str, stage: str, rules: ResultRules) -> pd.DataFrame:
    """
    Return the peers of a school at one stage, without itself, the nearest number of pupils first.

    Peers have the same stage, the same kind and pupils within a percentage of the school's own (data/results.toml, both
    ends included; this program's definition, no document's).

    Returns:
        Columns school_code, school_name, township, pupils (of the stage), verdict (of the stage). Empty where the
        school's pupils are not reported.

    Raises:
        KeyError: the school has no such stage.
    """
    parts, own = results.parts, _own(results, school_code, stage)
    pupils = parts["pupils"].to_numpy(float)
    apart = np.abs(pupils - own["pupils"])
    is_near = apart * 100 <= rules.peers_within_pct * own["pupils"]
    is_same = (parts["stage"] == stage) & (parts["kind"] == own["kind"]) & (parts["school_code"] != school_code)
    near = parts.assign(verdict=results.verdicts["status"].to_numpy(), apart=apart)[is_same & is_near]
    return near.sort_values(["apart", "school_code"])[COLUMNS].reset_index(drop=True)


def strips(results: Results, school_code: str, stage: str, rules: ResultRules) -> pd.DataFrame:
    """
    Return one row a requirement × school that has a value: the school itself and its peers, for a strip plot.

    Columns: requirement, school_code, school_name, value, rank (1 the best of those with a value; equal values share
    the better rank; smaller is better where the document sets a most), is_self. Best first within each requirement.

    Raises:
        KeyError: the school has no such stage.
    """
    codes = {school_code, *peers(results, school_code, stage, rules)["school_code"]}
    asked = {requirement.key: place for place, requirement in enumerate(results.standard.requirements)}
    less = {r.key for r in results.standard.requirements if r.operator != ">=" and not r.is_yes_no}
    cells = results.assessment
    cells = cells[cells["school_code"].isin(codes) & (cells["stage"] == stage) & cells["value"].notna()]
    sign = np.where(cells["requirement"].isin(less), 1, -1)
    cells = cells.assign(
        order=cells["requirement"].map(asked), signed=cells["value"] * sign, is_self=cells["school_code"] == school_code
    )
    rank = cells.groupby("requirement")["signed"].rank(method="min").astype("int64")
    return cells.assign(rank=rank).sort_values(["order", "rank", "school_code"])[OF_STRIP].reset_index(drop=True)


def _own(results: Results, school_code: str, stage: str) -> pd.Series:
    parts = results.parts
    own = parts[(parts["school_code"] == school_code) & (parts["stage"] == stage)]
    if own.empty:
        raise KeyError((school_code, stage))
    return own.iloc[0]
