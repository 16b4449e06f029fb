"""
达标情况: how many schools meet a standard, by township and stage, and which changed since an earlier period.

Views of one or two judgements; nothing is judged here. With all stages schools are counted (所), with one stage chosen
the stage's parts of schools (所次).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from monitoring.assessment.statuses import SCOPE_UNKNOWN, WHY
from monitoring.assessment.verdict import judges_schools
from monitoring.results import Results
from monitoring.standards import Standard
from monitoring.standards.vocabulary import vocabulary

ALL = "all"
COMPULSORY = ("primary", "junior")
ONE_OR_TWO = 2
SCHOOL, PART = "所", "所次"


@dataclass(frozen=True)
class Count:
    """
    Schools of a place by verdict.

    Attributes:
        name: of the place.
        judged: in scope, those included that are undetermined.
        met, undetermined: of them.
    """

    name: str
    judged: int
    met: int
    undetermined: int

    @property
    def not_met(self) -> int:
        """Those that are judged and surely do not meet."""
        return self.judged - self.met - self.undetermined

    @property
    def is_open(self) -> bool:
        """
        Whether nothing is decided: each of them is undetermined, which is not failed.

        >>> Count("白沙镇", 6, 0, 6).is_open, Count("毛嘴镇", 6, 0, 5).is_open, Count("农场", 0, 0, 0).is_open
        (True, False, False)
        """
        return bool(self.judged) and self.undetermined == self.judged

    @property
    def share(self) -> float:
        """
        The share that meets, unrounded; only where a school is judged.

        >>> Count("毛嘴镇", 4, 1, 0).share
        0.25
        """
        return self.met / self.judged

    @property
    def percent(self) -> int:
        """The share that meets, in percent, cut and never rounded up; only where a school is judged."""
        return 100 * self.met // self.judged


@dataclass(frozen=True)
class Change:
    """
    What became of the schools that meet, between two periods; school codes in the order of the tables.

    met before + improved + entered + new − regressed − unclear − outside − gone = met now.

    Attributes:
        improved: there before and did not meet (or were not decided), meet now.
        entered: there before and not judged, meet now.
        new: not in the tables before, meet now.
        regressed: met, surely do not meet now.
        unclear: met, are undetermined now: 待定 is not 退回.
        outside: met, are not judged now (a teaching point that shrank): neither 退回 nor 待定.
        gone: met, are not in the tables now, for whatever reason.
    """

    improved: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    regressed: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def net(self) -> int:
        """How many more meet than before."""
        better = (self.improved, self.entered, self.new)
        worse = (self.regressed, self.unclear, self.outside, self.gone)
        return sum(map(len, better)) - sum(map(len, worse))


def unit(stage: str) -> str:
    """
    Return what is counted with a stage chosen or not.

    >>> unit("all"), unit("junior")
    ('所', '所次')
    """
    return SCHOOL if stage == ALL else PART


def shares(
    townships: Mapping[date, pd.DataFrame], standard: Standard, township: str = "", stage: str = ALL
) -> list[tuple[date, Count]]:
    """
    Return who met a standard at each of several dates, where any school was judged.

    Args:
        townships: date → the frame townships.
        township: nine digits; "" all of them.
        stage: "primary" or "junior"; "all" whole schools.
    """
    points = []
    for day, judged in townships.items():
        places = counts(judged, standard, stage)
        count = whole({code: one for code, one in places.items() if township in ("", code)}, "")
        if count.judged:
            points.append((day, count))
    return points


def townships(judged: Results, stage: str = ALL) -> dict[str, Count]:
    """
    Return the counts of every township by its code, those without a judged school included.

    {} under a standard that judges no school.
    """
    return counts(judged.townships, judged.standard, stage)


def counts(places: pd.DataFrame, standard: Standard, stage: str = ALL) -> dict[str, Count]:
    """Return the counts of the frame townships by code; {} under a standard that judges no school."""
    if not judges_schools(standard):
        return {}
    rows = places[places["stage"] == stage]
    return {
        row.township_code: Count(row.township, int(row.schools), int(row.met), int(row.undetermined))
        for row in rows.itertuples()
    }


def whole(places: Mapping[str, Count], name: str) -> Count:
    """
    Return the sum of places under one name.

    >>> whole({"1": Count("甲镇", 5, 2, 1), "2": Count("乙镇", 3, 1, 0)}, "全县")
    Count(name='全县', judged=8, met=3, undetermined=1)
    """
    parts = list(places.values())
    return Count(name, *(sum(getattr(part, key) for part in parts) for key in ("judged", "met", "undetermined")))


def schools(judged: Results, *, township: str = "", stage: str = ALL) -> pd.DataFrame:
    """
    Return the schools of a view, each with its verdict and what decides it.

    Args:
        township: nine digits; "" the whole county.
        stage: "all": the verdict of the whole school; else that of the stage, for schools that have it.

    Returns:
        school_code, school_name, township_code, township, kind, pupils (NaN: not reported), status, why (its first
        stage is not judged), unmet, unknown (of all stages in view together; NaN where none is judged), in the order of
        the tables.
    """
    parts = judged.verdicts if stage == ALL else judged.verdicts[judged.verdicts["stage"] == stage]
    by_school = parts.groupby("school_code")
    counts = by_school[["unmet", "unknown"]].sum(min_count=1).assign(why=by_school["why"].first())
    here = judged.schools
    if township:
        here = here[here["township_code"] == township]
    here = here[["school_code", "school_name", "township_code", "township", "kind", "pupils", "verdict"]]
    if stage != ALL:
        roll = judged.parts[judged.parts["stage"] == stage].set_index("school_code")["pupils"]
        verdict = parts.set_index("school_code")["status"]
        here = here[here["school_code"].isin(verdict.index)]
        here = here.assign(pupils=here["school_code"].map(roll), verdict=here["school_code"].map(verdict))
    table = here.rename(columns={"verdict": "status"}).merge(
        counts, left_on="school_code", right_index=True, how="left"
    )
    return table.reset_index(drop=True)


def close_to_meeting(table: pd.DataFrame) -> int:
    """
    Return how many schools that do not meet lack one or two requirements, all their stages together.

    What is not reported may be lacking, too: with it they must be no more than two.
    """
    most = table["unmet"] + table["unknown"]
    return int(((table["status"] == "not_met") & (table["unmet"] > 0) & (most <= ONE_OR_TWO)).sum())


def reasons_outside(outside: pd.DataFrame, standard: Standard) -> list[str]:
    """
    Return why schools are not judged, in words, the commonest first.

    Args:
        outside: the rows of `schools` whose status is not_judged.
    """
    least = standard.scope.teaching_point_min_pupils
    words = {
        "teaching_point": f"不足 {least} 人的教学点" if least else "教学点",
        "private": "民办学校",
        "no_pupils": "没有学生的学校",
        "main_missing": "主校不在表中的校区",
        "stage": "学段不在评定范围的学校",
    }
    said = outside["why"].map(words).where(outside["why"] != "kind", outside["kind"].map(_kind)).dropna()
    return said.value_counts().index.tolist()


def _kind(code: str) -> str:
    """
    Name a kind of school that a standard leaves out.

    >>> _kind("514"), _kind("361"), _kind("312")
    ('特殊教育学校', '职业学校', '九年一贯制学校')
    """
    words = vocabulary()
    named = {"special": "特殊教育学校", "vocational": "职业学校"}
    of_group = [name for group, name in named.items() if code in words.kind_groups[group]]
    return of_group[0] if of_group else words.kinds.get(code, "其他类型的学校")


def unsure(table: pd.DataFrame, standard: Standard) -> dict[str, int]:
    """
    Return how many schools of `schools` are in no share because it is not known whether they are judged, by what they
    did not report, in words; {} none.
    """
    rows = table[(table["status"] == "undetermined") & (table["why"] == WHY[SCOPE_UNKNOWN])]
    is_point = rows["kind"].isin(vocabulary().kind_groups["teaching_point"]) & rows["pupils"].isna()
    decides = standard.scope.teaching_point_min_pupils is not None
    said = (is_point & decides).map({True: "教学点没有填在校生", False: "没有填举办者类型"})
    return {str(word): int(number) for word, number in said.value_counts().items()}


def changes(now: pd.DataFrame, before: pd.DataFrame) -> Change:
    """
    Return what changed between two periods.

    Args:
        now, before: `schools` of the same view in two periods.

    >>> frame = lambda **verdicts: pd.DataFrame({"school_code": list(verdicts), "status": list(verdicts.values())})
    >>> change = changes(frame(a="met", b="not_met", d="met"), frame(a="not_met", b="met", c="met"))
    >>> change.improved, change.regressed, change.new, change.gone, change.net
    (('a',), ('b',), ('d',), ('c',), 0)
    """
    new, old = (dict(zip(table["school_code"], table["status"], strict=True)) for table in (now, before))
    met_now = [code for code, status in new.items() if status == "met"]
    met_before = [code for code, status in old.items() if status == "met"]
    lost = [code for code in met_before if new.get(code, "") not in ("", "met")]
    return Change(
        improved=tuple(code for code in met_now if old.get(code) in ("not_met", "undetermined")),
        entered=tuple(code for code in met_now if old.get(code) == "not_judged"),
        new=tuple(code for code in met_now if code not in old),
        regressed=tuple(code for code in lost if new[code] == "not_met"),
        unclear=tuple(code for code in lost if new[code] == "undetermined"),
        outside=tuple(code for code in lost if new[code] == "not_judged"),
        gone=tuple(code for code in met_before if code not in new),
    )


def requirement_counts(judged: Results, *, township: str = "", stage: str = ALL) -> pd.DataFrame:
    """
    Return how many school × stage meet each requirement, in the document's order, those that nobody is asked left out.

    Returns:
        requirement, short, asked (met, lacking and not reported together), met, gaps, unknown.
    """
    rows = judged.assessment
    if stage != ALL:
        rows = rows[rows["stage"] == stage]
    if township:
        here = judged.schools.loc[judged.schools["township_code"] == township, "school_code"]
        rows = rows[rows["school_code"].isin(here)]
    counted = pd.crosstab(rows["requirement"], rows["status"]).reindex(columns=["met", "gap", "no_data"], fill_value=0)
    asked = counted.sum(axis=1)
    table = [
        {
            "requirement": item.key,
            "short": item.short,
            "asked": int(asked[item.key]),
            "met": int(counted.at[item.key, "met"]),
            "gaps": int(counted.at[item.key, "gap"]),
            "unknown": int(counted.at[item.key, "no_data"]),
        }
        for item in judged.standard.requirements
        if asked.get(item.key, 0)
    ]
    return pd.DataFrame(table, columns=["requirement", "short", "asked", "met", "gaps", "unknown"])
