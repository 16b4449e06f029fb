"""Invented results of schools that lack something, for what adds gaps up."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from monitoring.findings import gaps as findings
from monitoring.findings.sentences import plain
from monitoring.settings import load_settings
from monitoring.shortages import shortages
from monitoring.standards import load_indicators, load_standards

SETTINGS = load_settings()
STANDARDS = load_standards(SETTINGS)
INDICATORS = load_indicators()
ROOM_YUAN = 45_000  # of the invented cases below, for one 间
GAP_COLUMNS = [
    "school_code", "stage", "requirement", "missing", "missing_whole", "missing_to_floor", "missing_to_floor_whole",
    "unit", "cost_yuan",
]  # fmt: skip


def school(code, stage="primary", township="甲镇", verdict="met", pupils=100.0, why="", **cells):
    """
    One school × stage. A cell is what it lacks of a requirement: a number (of the whole school), "no_data",
    "not_applicable", or nothing for one that is met.
    """
    facts = {"code": code, "stage": stage, "township": township, "verdict": verdict, "pupils": pupils, "why": why}
    return facts | {"cells": cells}


def judged(*parts, standard="moe-2017-6", paths=(), allotted=1.0):
    """Results of invented schools; `allotted` is the part of a whole gap that falls to the stage."""
    asked = STANDARDS[standard]
    assessment, gaps = [], []
    for part in parts:
        for requirement in asked.requirements:
            lack = part["cells"].get(requirement.key, "met")
            status = lack if isinstance(lack, str) else "gap"
            required = 2.0 if requirement.cases and status != "not_applicable" else np.nan
            value = {"gap": 1.0, "met": 3.0}.get(status, np.nan)
            here = (part["code"], part["stage"], requirement.key)
            assessment.append((*here[:1], f"清渚县{part['township']}{part['code']}小学", *here[1:], value, required,
                               np.nan, requirement.unit, status))  # fmt: skip
            if status == "gap":
                unit = INDICATORS[requirement.indicator].gap_unit
                cost = lack * ROOM_YUAN if unit == "间" else np.nan
                floor = 0.0 if lack == 1 else lack - 1
                gaps.append((*here, lack * allotted, lack, floor, floor, unit, cost))
    columns = ["school_code", "school_name", "stage", "requirement", "value", "required", "floor", "unit", "status"]
    frame = pd.DataFrame(parts).rename(columns={"code": "school_code", "verdict": "status"})
    schools = frame.drop_duplicates("school_code").assign(township_code=frame["township"])
    return SimpleNamespace(
        standard=asked,
        assessment=pd.DataFrame(assessment, columns=columns),
        gaps=pd.DataFrame(gaps, columns=GAP_COLUMNS).astype({name: float for name in GAP_COLUMNS if "missing" in name}),
        verdicts=frame[["school_code", "stage", "status", "why"]],
        parts=frame[["school_code", "stage", "pupils"]],
        schools=schools[["school_code", "township_code", "township"]],
        paths=pd.DataFrame(
            [(*path, 0)[:6] for path in paths],
            columns=["school_code", "stage", "way", "close", "to_floor", "teachers"],
        ),
    )


def view_of(*parts, township="", stage="all", **options):
    """Return what invented schools lack together."""
    return shortages(judged(*parts, **options), INDICATORS, township=township, stage=stage)


def row(view, requirement):
    """Return the row of a requirement."""
    return view.requirements.set_index("requirement").loc[requirement]


def said(view, where="", stage="all", way=None, examples=True):
    """Return the headline of what is lacking, and the line below it."""
    return plain(findings.headline(view, where)), plain(findings.counts(view, stage, way, costs_are_examples=examples))
