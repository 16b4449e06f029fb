"""
设施短板: the gaps of many schools added up, by requirement, township and school. It judges nothing and prices nothing.

A resource that several stages of one school share is counted once, with the larger need of the whole school; teachers
and classes belong to their stage and add up over stages. Requirements are never added to one another, but for money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from monitoring.assessment.statuses import (
    IN_SCOPE,
    INCOMPLETE,
    NO_RULE,
    SCOPE_UNKNOWN,
    STAGE,
    VERDICTS_WORST_FIRST,
    WHY,
)
from monitoring.assessment.verdict import judges_schools
from monitoring.results import Results
from monitoring.standards import Indicator, Standard

JUDGED = ("met", "gap", "no_data")
UNSURE = WHY[SCOPE_UNKNOWN]
ASKED = (WHY[IN_SCOPE], UNSURE, INCOMPLETE, NO_RULE)
"""Why (verdicts) of the school × stage of which something is asked, though the standard may judge no school."""
STAFF_UNIT = "人"
ALL = "all"
WAYS = ("fewest_teachers", "least_money")


@dataclass(frozen=True)
class Shortages:
    """
    The gaps of a county, or of one township or stage of it.

    Attributes:
        standard, indicators: what was asked.
        cells: one row a school × stage × requirement of the schools that are judged: school_code, school_name,
            township_code, township, stage, pupils, verdict, why, requirement, value, required, unit (of the value),
            status, missing, missing_whole, gap_unit, cost_yuan, below_floor (the gap reaches below the document's
            floor, False where it has none).
        lacks: one row a school × requirement that it lacks, shared resources once: school_code, school_name,
            township_code, township, requirement, missing, gap_unit, cost_yuan.
        outside: how many school × stage of the view are not judged, at the stages that the document is about.
    """

    standard: Standard
    indicators: Mapping[str, Indicator]
    cells: pd.DataFrame
    lacks: pd.DataFrame
    outside: int

    @cached_property
    def requirements(self) -> pd.DataFrame:
        """
        One row a requirement, most school × stage first, then in the document's order: requirement, short, unit, judged
        (school × stage asked), gaps (of them, lacking), schools (lacking), unknown (not reported), missing, cost_yuan
        (NaN: no unit cost), is_staff.
        """
        rows = [self._requirement(order, asked) for order, asked in enumerate(self.standard.requirements)]
        table = pd.DataFrame(rows)
        return (
            table.sort_values(["gaps", "order"], ascending=[False, True]).drop(columns="order").reset_index(drop=True)
        )

    def _requirement(self, order: int, asked: Any) -> dict[str, Any]:
        cells = self.cells[self.cells["requirement"] == asked.key]
        lacks = self.lacks[self.lacks["requirement"] == asked.key]
        unit = self.indicators[asked.indicator].gap_unit
        return {
            "order": order,
            "requirement": asked.key,
            "short": asked.short,
            "unit": unit,
            "judged": int(cells["status"].isin(JUDGED).sum()),
            "gaps": int((cells["status"] == "gap").sum()),
            "schools": lacks["school_code"].nunique(),
            "unknown": int((cells["status"] == "no_data").sum()),
            "missing": lacks["missing"].sum(),
            "cost_yuan": lacks["cost_yuan"].sum(min_count=1),
            "is_staff": unit == STAFF_UNIT,
        }

    @cached_property
    def reported(self) -> tuple[str, ...]:
        """The requirements of which any school reported anything, those that most lack first."""
        table = self.requirements
        return tuple(table.loc[table["judged"] > table["unknown"], "requirement"])

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """The short names of the requirements that are asked, and of which no school reported anything."""
        table = self.requirements
        return tuple(table.loc[(table["judged"] > 0) & (table["judged"] == table["unknown"]), "short"])

    @property
    def judges_schools(self) -> bool:
        """Whether the standard gives a school a verdict, and not only looks at its requirements."""
        return judges_schools(self.standard)

    @cached_property
    def townships(self) -> pd.DataFrame:
        """
        One row a township that has judged schools, the dearest first: township_code, township, schools (所, lacking
        anything), unknown (cells not reported), cost_yuan (NaN: nothing priced).
        """
        return self._by(["township_code", "township"])

    @cached_property
    def schools(self) -> pd.DataFrame:
        """One row a judged school: school_code, school_name, township and the figures of `townships`."""
        return self._by(["school_code", "school_name", "township"])

    def _by(self, place: list[str]) -> pd.DataFrame:
        judged = self.cells[place].drop_duplicates()
        grouped = self.lacks.groupby(place, as_index=False)
        sums = grouped.agg(
            schools=("school_code", "nunique"), cost_yuan=("cost_yuan", lambda cost: cost.sum(min_count=1))
        )
        unknown = (self.cells["status"] == "no_data").groupby([self.cells[key] for key in place]).sum()
        table = judged.merge(sums, on=place, how="left").merge(unknown.rename("unknown").reset_index(), on=place)
        table["schools"] = table["schools"].astype(object).where(table["schools"].notna(), 0).astype(int)
        return table.sort_values(["cost_yuan", "schools", place[0]], ascending=[False, False, True]).reset_index(
            drop=True
        )

    @cached_property
    def parts(self) -> pd.DataFrame:
        """
        One row a judged school × stage, worst first: school_code, school_name, township_code, township, stage, pupils,
        verdict, why, gaps (requirements lacking), unknown (not reported, of those that any school reported).
        """
        keys = ["school_code", "school_name", "township_code", "township", "stage", "pupils", "verdict", "why"]
        is_open = (self.cells["status"] == "no_data") & self.cells["requirement"].isin(self.reported)
        marked = self.cells.assign(gaps=self.cells["status"] == "gap", unknown=is_open)
        table = marked.groupby(keys, as_index=False, sort=False, dropna=False)[["gaps", "unknown"]].sum()
        rank = table["verdict"].map({word: place for place, word in enumerate(VERDICTS_WORST_FIRST)})
        table = table.assign(rank=rank).sort_values(
            ["rank", "gaps", "unknown", "pupils"], ascending=[True, False, False, False], kind="stable"
        )
        return table.drop(columns="rank").reset_index(drop=True)

    def of(self, requirement: str) -> pd.DataFrame:
        """
        Return the cells of one requirement, where it is asked, worst first: those that lack it by how little of it they
        reach, then those not reported, then those that meet. Column `reached`: share of the threshold, 0 where there is
        nothing at all to share (no computer for any pupil); NaN where it is to be none.
        """
        asked = next(asked for asked in self.standard.requirements if asked.key == requirement)
        cells = self.cells[(self.cells["requirement"] == requirement) & self.cells["status"].isin(JUDGED)]
        over = {">=": cells["value"] / cells["required"], "<=": cells["required"] / cells["value"]}
        reached = over.get(asked.operator, pd.Series(np.nan, index=cells.index))
        if asked.operator in over:
            reached = reached.mask((cells["status"] == "gap") & reached.isna(), 0.0)
        rank = cells["status"].map({"gap": 0, "no_data": 1, "met": 2})
        sorted_cells = cells.assign(reached=reached, rank=rank).sort_values(
            ["rank", "reached", "missing_whole"], ascending=[True, True, False], kind="stable"
        )
        return sorted_cells.drop(columns="rank").reset_index(drop=True)

    @property
    def cost_yuan(self) -> float:
        """What all gaps with a unit cost come to, in yuan; NaN where none has one."""
        return float(self.lacks["cost_yuan"].sum(min_count=1))

    @property
    def schools_short(self) -> int:
        """How many of the schools that are judged lack anything (所)."""
        lacking = (self.cells["why"] != UNSURE) & (self.cells["status"] == "gap")
        return self.cells.loc[lacking, "school_code"].nunique()

    @property
    def schools_judged(self) -> int:
        """How many schools are judged in this view (所), those of unknown scope not among them."""
        return self.cells.loc[self.cells["why"] != UNSURE, "school_code"].nunique()

    @property
    def parts_judged(self) -> int:
        """How many school × stage are judged in this view (所次), those of unknown scope not among them."""
        return int((self.parts["why"] != UNSURE).sum())

    @property
    def parts_short(self) -> int:
        """How many of the school × stage that are judged lack anything (所次)."""
        return int(((self.parts["why"] != UNSURE) & (self.parts["gaps"] > 0)).sum())

    @property
    def parts_unsure(self) -> int:
        """How many school × stage are listed though it is not known whether they are judged (所次)."""
        return int((self.parts["why"] == UNSURE).sum())


def shortages(
    judged: Results, indicators: Mapping[str, Indicator], *, township: str = "", stage: str = ALL
) -> Shortages:
    """
    Add up the gaps of a county.

    Args:
        judged: a county's schools judged by one standard.
        indicators: every indicator by its key.
        township: nine digits; "" the whole county.
        stage: "primary" or "junior"; "all" every stage.
    """
    cells = _cells(judged, township, stage)
    in_scope = cells["why"].isin(ASKED)
    outside = cells.loc[~in_scope & (cells["why"] != WHY[STAGE]), ["school_code", "stage"]].drop_duplicates()
    cells = cells[in_scope].reset_index(drop=True)
    shared = {asked.key: not indicators[asked.indicator].fixed for asked in judged.standard.requirements}
    return Shortages(judged.standard, indicators, cells, _counted_once(cells, shared), len(outside))


def _cells(judged: Results, township: str, stage: str) -> pd.DataFrame:
    """The assessment beside the gap, the school and the verdict of each row, narrowed to what is looked at."""
    part, cell = ["school_code", "stage"], ["school_code", "stage", "requirement"]
    gaps = judged.gaps.rename(columns={"unit": "gap_unit"})[
        [*cell, "missing", "missing_whole", "missing_to_floor", "gap_unit", "cost_yuan"]
    ]
    verdicts = judged.verdicts[[*part, "status", "why"]].rename(columns={"status": "verdict"})
    cells = (
        judged.assessment.merge(gaps, on=cell, how="left")
        .merge(judged.schools[["school_code", "township_code", "township"]], on="school_code", how="left")
        .merge(verdicts, on=part, how="left")
        .merge(judged.parts[[*part, "pupils"]], on=part, how="left")
    )
    cells["below_floor"] = (cells["status"] == "gap") & (cells["missing_to_floor"] > 0)
    wanted = pd.Series(True, index=cells.index)
    if township:
        wanted &= cells["township_code"] == township
    if stage != ALL:
        wanted &= cells["stage"] == stage
    return cells[wanted].drop(columns="missing_to_floor")


def _counted_once(cells: pd.DataFrame, shared: Mapping[str, bool]) -> pd.DataFrame:
    """One row a school × requirement: the larger need of a shared resource, the sum of what belongs to the stages."""
    keys = ["school_code", "school_name", "township_code", "township", "requirement", "gap_unit"]
    gaps = cells[cells["status"] == "gap"]
    is_shared = gaps["requirement"].map(shared).astype(bool)
    figures = ["missing_whole", "cost_yuan"]
    larger = gaps[is_shared].groupby(keys, as_index=False, sort=False)[figures].max()
    summed = gaps[~is_shared].groupby(keys, as_index=False, sort=False)[figures].sum(min_count=1)
    return pd.concat([larger, summed], ignore_index=True).rename(columns={"missing_whole": "missing"})


@dataclass(frozen=True)
class WayOut:
    """
    What it takes until every school passes that does not meet and of which a way is known at each of its stages.

    Attributes:
        schools: their number (所).
        cost_yuan: what of it has a unit cost; NaN where nothing has.
        teachers: at least so many are to be added, in no sum of money.
        has_unpriced: whether things are among it that have no unit cost.
    """

    schools: int
    cost_yuan: float
    teachers: int = 0
    has_unpriced: bool = False


def way_out(view: Shortages, judged: Results, way: str = WAYS[0]) -> WayOut | None:
    """
    Add up the cheapest ways to pass of the schools of a view; a shared resource that two stages ask for counts once.

    Args:
        way: "fewest_teachers" or "least_money" (docs/architecture.md, paths).

    Returns:
        None where the standard judges no school.
    """
    if not view.judges_schools:
        return None
    seen = view.parts[["school_code", "stage"]]
    paths = judged.paths[judged.paths["way"] == way].merge(seen, on=["school_code", "stage"])
    paths = paths[~paths["school_code"].isin(_without_way(view, paths))]
    close = _steps(paths, "close").assign(target="missing_whole")
    floor = _steps(paths, "to_floor").assign(target="missing_to_floor_whole")
    steps = pd.concat([close, floor], ignore_index=True).merge(
        judged.gaps, on=["school_code", "stage", "requirement"], how="inner"
    )
    amount = np.where(steps["target"] == "missing_whole", steps["missing_whole"], steps["missing_to_floor_whole"])
    priced = steps.assign(cost=steps["cost_yuan"] / steps["missing_whole"] * amount)
    fixed = {asked.key for asked in view.standard.requirements if view.indicators[asked.indicator].fixed}
    by_school = priced.groupby(["school_code", "requirement"])["cost"]
    is_fixed = by_school.max().index.get_level_values("requirement").isin(fixed)
    cost = by_school.max().where(~is_fixed, by_school.sum(min_count=1)).sum(min_count=1)
    unpriced = priced["cost"].isna() & (priced["unit"] != STAFF_UNIT)
    return WayOut(paths["school_code"].nunique(), float(cost), int(paths["teachers"].sum()), bool(unpriced.any()))


def _without_way(view: Shortages, paths: pd.DataFrame) -> set[str]:
    """The schools of which a stage does not meet, or is undetermined, and has no way: all of them cannot be said."""
    waiting = view.parts.loc[view.parts["verdict"].isin(("not_met", "undetermined")), ["school_code", "stage"]]
    merged = waiting.merge(paths[["school_code", "stage"]], how="left", indicator=True)
    return set(merged.loc[merged["_merge"] == "left_only", "school_code"])


def _steps(paths: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row a school × stage × requirement that a path names in a column, joined there by bars."""
    named = paths.assign(requirement=paths[column].str.split("|")).explode("requirement")
    return named.loc[named["requirement"] != "", ["school_code", "stage", "requirement"]]
