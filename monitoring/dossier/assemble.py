"""Gathers a school's file from the frames of a judgement, and of the period before."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from monitoring.dossier.model import FULL, Before, Dossier, Fact, Line, Part, Step, Way
from monitoring.errors import NotFound
from monitoring.figures import is_missing
from monitoring.indicators.ratio import WHOLE_SCHOOL
from monitoring.results import Results
from monitoring.schools.columns import COMPULSORY, columns
from monitoring.settings import state_of
from monitoring.standards import Indicator, Requirement
from monitoring.standards.vocabulary import CODES, vocabulary

OWN_FACTS = ("pupils", "classes", "teachers", "backbone_teachers")  # each stage reports its own: they add up
SHARED_FACTS = ("land_m2", "teaching_area_m2", "books", "computers", "multimedia_rooms", "bandwidth_mbps")
SHORT_LABELS = {"backbone_teachers": "骨干教师", "teaching_area_m2": "教学及辅助用房", "multimedia_rooms": "多媒体教室"}
WAYS = ("fewest_teachers", "least_money")
NOTHING = float("nan")
SPLIT_BY = "各学段学生数（分摊要用）"


def dossier(
    judged: Results, indicators: Mapping[str, Indicator], school_code: str, before: Results | None = None
) -> Dossier:
    """
    Return the file of one school.

    Args:
        judged: its county judged by a standard.
        indicators: every indicator by its key.
        before: the county in an earlier period, judged by the same standard; None where there is none.

    Raises:
        NotFound: no school of that code.
    """
    schools = judged.schools[judged.schools["school_code"] == school_code]
    if schools.empty:
        raise NotFound(f"这一期数据里没有标识码为“{school_code}”的学校。请核对标识码，或从名单里选择。")
    school = schools.iloc[0]
    own = judged.parts[judged.parts["school_code"] == school_code]
    stages = [stage for stage in COMPULSORY if (own["stage"] == stage).any()]
    earlier = of(before.schools, school_code) if before else None
    code_words = _code_words(state_of(CODES))
    return Dossier(
        standard=judged.standard,
        code=school_code,
        name=school["school_name"],
        county_code=school["county_code"],
        township=school["township"],
        township_code=school["township_code"],
        kind=code_words["kinds"].get(school["kind"], ""),
        sponsor=code_words["sponsors"].get(school["sponsor"], ""),
        urban=code_words["urban"].get(school["urban"], ""),
        year_built=float(school["year_built"]),
        is_boarding=float(school["is_boarding"]),
        is_centre=float(school["is_centre"]),
        verdict=school["verdict"],
        verdict_before=earlier.iloc[0]["verdict"] if earlier is not None and len(earlier) else "",
        parts=tuple(_part(judged, indicators, school_code, stage, before) for stage in stages),
        facts=tuple(_facts(_rowsof(judged, school), own)),
        campuses=_campuses(judged, school),
        longitude=float(school["longitude"]),
        latitude=float(school["latitude"]),
        location=school["location"],
    )


def reach(value: float, required: float, operator: str, *, is_yes_no: bool = False) -> float:
    """
    Return how far a value reaches what is required, in percent; NaN where that is no share.

    >>> reach(0.9, 1.2, ">="), reach(10, 8, "<="), reach(3, 0, "==")
    (75.0, 80.0, nan)
    """
    if is_missing(value) or is_missing(required) or is_yes_no or operator == "==" or required <= 0:
        return NOTHING
    if operator == ">=":
        return FULL * value / required
    return FULL * required / value if value > 0 else NOTHING


def of(frame: pd.DataFrame, school_code: str, stage: str = "") -> pd.DataFrame:
    """Return the rows of a school in a frame, of one stage where one is named."""
    rows = frame[frame["school_code"] == school_code]
    return rows[rows["stage"] == stage] if stage else rows


def _part(
    judged: Results, indicators: Mapping[str, Indicator], school_code: str, stage: str, before: Results | None
) -> Part:
    verdict = of(judged.verdicts, school_code, stage).iloc[0]
    own = of(judged.parts, school_code, stage).iloc[0]
    lines = _lines(judged, indicators, school_code, stage, before)
    is_unknown = bool(own["split_unknown"])
    earlier = of(before.verdicts, school_code, stage) if before else None
    return Part(
        stage=stage,
        status=verdict["status"],
        why=verdict["why"] if isinstance(verdict["why"], str) else "",
        met=_states(lines, "met"),
        unmet=_states(lines, "gap"),
        unknown=_states(lines, "no_data"),
        pupils=float(own["pupils"]),
        share=NOTHING if is_unknown else int(own["share_num"]) / int(own["share_den"]),
        is_split=is_unknown or own["share_num"] != own["share_den"],
        lines=lines,
        ways=_ways(of(judged.paths, school_code, stage), lines),
        before=_verdict_before(earlier) if earlier is not None and len(earlier) else None,
    )


def _states(lines: tuple[Line, ...], status: str) -> int:
    return sum(line.status == status for line in lines)


def _verdict_before(rows: pd.DataFrame) -> Before:
    met = rows.iloc[0]["met"]
    return Before(NOTHING if is_missing(met) else float(met), NOTHING, rows.iloc[0]["status"])


def _lines(
    judged: Results, indicators: Mapping[str, Indicator], school_code: str, stage: str, before: Results | None
) -> tuple[Line, ...]:
    own = of(judged.parts, school_code, stage).iloc[0]
    rows = of(judged.assessment, school_code, stage).set_index("requirement")
    gaps = of(judged.gaps, school_code, stage).set_index("requirement")
    earlier = of(before.assessment, school_code, stage).set_index("requirement") if before else pd.DataFrame()
    return tuple(
        _line(asked, indicators[asked.indicator], own, rows.loc[asked.key], gaps, earlier)
        for asked in judged.standard.requirements
    )


def _line(
    asked: Requirement, indicator: Indicator, own: pd.Series, row: Any, gaps: pd.DataFrame, earlier: pd.DataFrame
) -> Line:
    gap = gaps.loc[asked.key] if asked.key in gaps.index else {}
    old = earlier.loc[asked.key] if asked.key in earlier.index else None
    return Line(
        asked=asked,
        indicator=indicator,
        value=float(row["value"]),
        required=float(row["required"]),
        status=row["status"],
        reach_pct=_reach_of(asked, row),
        missing=float(gap.get("missing", NOTHING)),
        missing_to_floor=float(gap.get("missing_to_floor", NOTHING)),
        missing_whole=float(gap.get("missing_whole", NOTHING)),
        missing_to_floor_whole=float(gap.get("missing_to_floor_whole", NOTHING)),
        cost_yuan=float(gap.get("cost_yuan", NOTHING)),
        absent=_absent(indicator, own) if row["status"] == "no_data" else (),
        before=None if old is None else Before(float(old["value"]), _reach_of(asked, old), old["status"]),
    )


def _absent(indicator: Indicator, own: pd.Series) -> tuple[str, ...]:
    """
    The fields without which there is no figure; of several ways to make it, of the one that lacks least.

    Where a split is not known it is the pupils of the stages that are missing, whatever is shared.
    """
    shared = set(columns().shared) if own["split_unknown"] else set()
    ways = []
    for terms in indicator.alternatives(own["stage"]):
        fields = [term.field for term in terms] + [indicator.per] * (indicator.per != WHOLE_SCHOOL)
        if any(field not in own.index for field in fields):
            continue
        if shared.intersection(fields):
            return (SPLIT_BY,)
        ways.append([field for field in fields if is_missing(float(own[field]))])
    labels = vocabulary().fields
    return tuple(labels[field].label.replace("›", "·") for field in min(ways, key=len, default=[]))


def _reach_of(asked: Requirement, row: Any) -> float:
    return reach(float(row["value"]), float(row["required"]), asked.operator, is_yes_no=asked.is_yes_no)


def _ways(paths: pd.DataFrame, lines: tuple[Line, ...]) -> tuple[Way, ...]:
    by_key = {line.asked.key: line for line in lines}
    rows = {row["way"]: row for row in paths.to_dict("records")}
    return tuple(_way(rows[name], by_key) for name in WAYS if name in rows)


def _way(row: Mapping[str, Any], lines: Mapping[str, Line]) -> Way:
    close, to_floor, kept = (set(filter(None, row[name].split("|"))) for name in ("close", "to_floor", "kept"))
    return Way(
        name=row["way"],
        kept=tuple(line for key, line in lines.items() if key in kept),
        kept_pct=float(row["kept_pct"]),
        steps=tuple(_step(line, to_floor=key in to_floor) for key, line in lines.items() if key in close | to_floor),
        teachers=float(row["teachers"]),
        cost_yuan=float(row["cost_yuan"]),
        all_cost_yuan=float(row["all_cost_yuan"]),
    )


def _step(line: Line, *, to_floor: bool) -> Step:
    if not to_floor:
        return Step(line, False, line.missing_whole, line.cost_yuan)
    # A gap's cost is its size × the unit cost: a part of the gap costs that part.
    return Step(
        line, True, line.missing_to_floor_whole, line.cost_yuan * line.missing_to_floor_whole / line.missing_whole
    )


def _facts(rows: pd.DataFrame, own: pd.DataFrame) -> list[Fact]:
    """
    The school's figures; of the rows as they stand where a split that is not known has taken them from its parts.

    Args:
        rows: of the school and its campuses.
        own: its parts.
    """
    facts = []
    for name in (*OWN_FACTS, *SHARED_FACTS):
        parts = dict(zip(own["stage"], own[name], strict=True))
        figures = {
            stage: _sum(rows[rows["stage"] == stage], own, name) if is_missing(figure) else float(figure)
            for stage, figure in parts.items()
        }
        if name in OWN_FACTS:
            value = math.fsum(figures.values())  # one missing stage makes the sum missing
        else:
            figures = dict([item for item in figures.items() if not is_missing(item[1])][:1]) or figures
            value = next(iter(figures.values()))
        facts.append(Fact(name, _label(name), vocabulary().fields[name].unit, value, figures))
    return facts


def _sum(rows: pd.DataFrame, own: pd.DataFrame, name: str) -> float:
    """A figure of one stage with the campuses' added; of a fact the main school's alone."""
    if name not in columns().shared and name not in columns().of_stage:
        rows = rows[rows["school_code"] == own["school_code"].iloc[0]]
    return float(rows[name].sum(skipna=False, min_count=1))


def _label(name: str) -> str:
    if name in SHORT_LABELS:
        return SHORT_LABELS[name]
    return vocabulary().fields[name].label.removesuffix("数")


def _rowsof(judged: Results, school: Any) -> pd.DataFrame:
    """The rows of a school and of the campuses merged into it."""
    codes = [school["school_code"], *filter(None, school["campuses"].split("|"))]
    return judged.rows[judged.rows["school_code"].isin(codes)]


def _campuses(judged: Results, school: Any) -> dict[str, str]:
    """The campuses merged into a school: code → name, as the rows have it."""
    rows = _rowsof(judged, school)
    campuses = rows[rows["school_code"] != school["school_code"]].drop_duplicates("school_code")
    return dict(zip(campuses["school_code"], campuses["school_name"], strict=True))


@lru_cache(maxsize=2)
def _code_words(file: object) -> Mapping[str, Mapping[str, str]]:  # noqa: ARG001 (the key)
    return tomllib.loads(CODES.read_text(encoding="utf-8"))
