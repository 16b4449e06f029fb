"""缺口与项目 in sentences: gaps that no project closes, projects that close no gap."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from monitoring.figures import STAFF_UNIT, count, is_missing, quantity, wan
from monitoring.findings.sentences import listed
from monitoring.projects.aims import (
    KEYS,
    MET,
    NO_DATA,
    NO_GAP,
    NO_REQUIREMENT,
    NOT_JUDGED,
    PARTLY_JUDGED,
)
from monitoring.standards.vocabulary import vocabulary

NAN = float("nan")

COLUMNS = ["requirement", "gaps", "covered", "without", "in_use", "is_staff", "unsure"]
COUNTED = ["gaps", "covered", "without", "in_use", "unsure"]
WORKS, STAFF = "works", "staff"
SUMS = {WORKS: "可由项目解决", STAFF: "教师（不靠工程解决）"}
"""The names of the sums: teachers cannot be built."""
OUTSIDE = "not_applicable"
CERTAIN = (NO_REQUIREMENT, NOT_JUDGED, PARTLY_JUDGED, NO_GAP)
"""Why a project closes no gap, where nothing is left to be known."""


def by_requirement(
    gaps: pd.DataFrame, without: pd.DataFrame, closing: pd.DataFrame, unsure: pd.DataFrame
) -> pd.DataFrame:
    """
    Return one row a requirement with gaps, in the order of `gaps`: how many, of them with a project, with none.

    Args:
        gaps: the frame gaps, of what is looked at: with the unit of what is missing.
        without, closing, unsure: of aims.Expected.

    Returns:
        requirement; gaps (school × stage); covered (with a project that is not in use yet), without (with none), in_use
        (of these, whose project is in use and the gap still there); is_staff (teachers are missing); unsure.
    """
    left, maybe, used = _keys(without), _keys(unsure), _keys(closing[closing["is_in_use"].astype(bool)])
    keys = list(zip(*(gaps[name] for name in KEYS), strict=True))
    marked = gaps[["requirement"]].assign(
        without=[key in left for key in keys],
        unsure=[key in maybe for key in keys],
        in_use=[key in left and key in used for key in keys],
        is_staff=gaps["unit"] == STAFF_UNIT,
    )
    counted = marked.groupby("requirement", sort=False).agg(
        gaps=("without", "size"), without=("without", "sum"), unsure=("unsure", "sum"), in_use=("in_use", "sum"),
        is_staff=("is_staff", "all"),
    )  # fmt: skip
    covered = counted["gaps"] - counted["without"] - counted["unsure"]
    return counted.assign(covered=covered).reset_index()[COLUMNS]


def _keys(rows: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(zip(*(rows[name] for name in KEYS), strict=True))


def in_groups(table: pd.DataFrame) -> pd.DataFrame:
    """
    Return the requirements, those with most gaps without a project first, teachers after all others.

    Args:
        table: of by_requirement.

    Returns:
        Its rows and columns, with is_sum; before each of the two groups its sum, named by SUMS, where there are both.
    """
    order = table.sort_values(["is_staff", "without"], ascending=[True, False], kind="stable").assign(is_sum=False)
    if order["is_staff"].nunique() < len(SUMS):
        return order.reset_index(drop=True)
    parts = []
    for key, rows in zip(SUMS, (order[~order["is_staff"]], order[order["is_staff"]]), strict=True):
        parts += [rows[COUNTED].sum().to_frame().T.assign(requirement=key, is_staff=key == STAFF, is_sum=True), rows]
    return pd.concat(parts, ignore_index=True)[[*COLUMNS, "is_sum"]]


def one_by_one(
    gaps: pd.DataFrame,
    without: pd.DataFrame,
    names: Mapping[str, str],
    schools: Mapping[str, str],
    townships: Mapping[str, str],
    shared: Collection[str] = (),
) -> pd.DataFrame:
    """
    Return the gaps without a project as they are listed, the dearest first, teachers after all others.

    Args:
        gaps: the frame gaps, of what is looked at.
        without: of aims.Expected.
        names: requirement → its short name; schools, townships: school code → name.
        shared: requirements of what the stages of a school share: it is built once, for the stage that needs more.

    Returns:
        school_code; school, stage, requirement (words); missing in unit, of the whole school and rounded up as on every
        screen; cost (万元, one decimal, rounded up; NaN without a unit cost); township; within ("" or the stage in
        whose gap of the same school this one is already contained).
    """
    left = _keys(without)
    shown = gaps[[key in left for key in zip(*(gaps[name] for name in KEYS), strict=True)]]
    amounts = [quantity(*each).rsplit(" ", 1) for each in zip(shown["missing_whole"], shown["unit"], strict=True)]
    table = pd.DataFrame(
        {
            "school_code": shown["school_code"],
            "school": shown["school_code"].map(schools),
            "stage": shown["stage"].map(vocabulary().stages),
            "requirement": [names.get(key, key) for key in shown["requirement"]],
            "missing": [_number(amount) for amount, _ in amounts],
            "unit": [unit for _, unit in amounts],
            "cost": [NAN if is_missing(yuan) else _number(wan(yuan, 1)) for yuan in shown["cost_yuan"]],
            "township": shown["school_code"].map(townships),
            "within": _within(shown, shared),
            "is_staff": shown["unit"] == STAFF_UNIT,
        }
    )
    ordered = table.sort_values(["is_staff", "cost"], ascending=[True, False], na_position="last", kind="stable")
    return ordered.drop(columns="is_staff").reset_index(drop=True)


def _within(shown: pd.DataFrame, shared: Collection[str]) -> list[str]:
    """Of every gap the stage of its school that needs more of the same shared thing, "" where it is that one itself."""
    larger = shown[shown["requirement"].isin(shared)].sort_values("missing_whole", ascending=False, kind="stable")
    stages = larger.drop_duplicates(["school_code", "requirement"]).set_index(["school_code", "requirement"])["stage"]
    keys = zip(shown["school_code"], shown["requirement"], shown["stage"], strict=True)
    return [
        "" if stages.get((school, asked), stage) == stage else vocabulary().stages[stages[school, asked]]
        for school, asked, stage in keys
    ]


WHOLE, WHOLE_HINT = "按全校补", "几个学段共用的，按全校要补多少；设施短板和学校档案里的“还差”是本学段分摊的"
COST_HINT = "按单价估算的费用；教师不花钱买，没有单价的不估"


def contained(stage: str) -> str:
    """
    Say that a gap is closed with that of another stage.

    >>> contained("初中")
    '含在初中那行里'
    """
    return f"含在{stage}那行里"


def whole_note(table: pd.DataFrame) -> str:
    """
    Say what is counted where a school's stages share what is missing.

    Args:
        table: of one_by_one.

    >>> whole_note(pd.DataFrame({"within": ["", "初中"]}))
    '“按全校补”是几个学段共用的按全校要补的数，不是设施短板里本学段分摊的“还差”；一校两个学段都缺的只建一次，记在缺得多的学段'
    >>> whole_note(pd.DataFrame({"within": [""]}))
    '“按全校补”是几个学段共用的按全校要补的数，不是设施短板里本学段分摊的“还差”'
    """
    once = "；一校两个学段都缺的只建一次，记在缺得多的学段" if (table["within"] != "").any() else ""
    return f"“{WHOLE}”是几个学段共用的按全校要补的数，不是设施短板里本学段分摊的“还差”{once}"


def _number(text: str) -> float:
    """
    >>> _number("16,810.1")
    16810.1
    """
    return float(text.replace(",", ""))


def no_gaps(statuses: Collection[str]) -> str:
    """
    Say that there is no gap, only as far as the requirements were judged.

    Args:
        statuses: of the assessment, none of them a gap; one a school, stage and requirement.

    >>> no_gaps(["met"]), no_gaps(["met", "no_data"]), no_gaps(["no_data"])
    ('没有缺口', '已填报的各项没有缺口，1 项未填报', '1 项未填报，还不知道有没有缺口')
    >>> no_gaps(["met", "not_applicable"]), no_gaps(["not_applicable"])
    ('评定的各项没有缺口', '各项都不评定')
    """
    unknown, met = sum(status == NO_DATA for status in statuses), MET in statuses
    if unknown:
        left = f"{count(unknown)} 项未填报"
        return f"已填报的各项没有缺口，{left}" if met else f"{left}，还不知道有没有缺口"
    if not met:
        return "各项都不评定"
    return "评定的各项没有缺口" if OUTSIDE in statuses else "没有缺口"


def without_title(
    table: pd.DataFrame, schools: int, names: Mapping[str, str], statuses: Collection[str], where: str = ""
) -> str:
    """
    Say how many gaps no project is for, at how many schools, and how many of them are teachers; else which are most.

    Args:
        table: of by_requirement.
        schools: how many have such a gap.
        names: requirement → its short name.
        statuses: of the assessment, of what is looked at.
        where: what is looked at ("荷塘乡", "小学"), "" the county.
    """
    before = f"{where}：" if where else ""
    if table.empty:
        return f"{before}{no_gaps(statuses)}"
    left, most, maybe = int(table["without"].sum()), int(table["without"].max()), int(table["unsure"].sum())
    if not left:
        gaps = int(table["gaps"].sum())
        if maybe:
            return f"{before}{count(gaps)} 项缺口中 {count(maybe)} 项不知道有没有项目"
        return f"{before}{count(gaps)} 项缺口{'都' if gaps > 1 else ''}有项目"
    start = f"{before}{count(schools)} 所学校的 {count(left)} 项缺口没有项目"
    staff = int(table.loc[table["is_staff"].astype(bool), "without"].sum())
    if staff:
        some = f"其中 {count(staff)} 项" if staff < left else "都" if left > 1 else ""
        return f"{start}，{some}是教师（不靠工程解决）"
    worst = [names.get(key, key) for key in table.loc[table["without"] == most, "requirement"]]
    each = "各 " if len(worst) > 1 else ""
    most_of = f"最多的是{listed(worst, '项要求')}：{each}{count(most)} 项"
    return f"{start}，{most_of}"


def without_line(standard: str, *, is_listed: bool) -> str:
    """Say what is counted, and by which standard; where some are listed one by one, where."""
    said = f"按{standard}；一项是一所学校一个学段缺一项要求，项目指还没有启用的"
    return f"{said}；没有项目的在下面逐项列出" if is_listed else said


def unsure_note(table: pd.DataFrame) -> str:
    """
    Say of how many gaps it is not known whether they have a project; "" where it is of all.

    >>> unsure_note(pd.DataFrame({"unsure": [2, 1]})), unsure_note(pd.DataFrame({"unsure": [0]}))
    ('另有 3 项不知道有没有项目：学校里有项目没填工程类别', '')
    """
    number = int(table["unsure"].sum())
    return f"另有 {count(number)} 项不知道有没有项目：学校里有项目没填工程类别" if number else ""


def in_use_note(table: pd.DataFrame) -> str:
    """
    Say how many gaps are still there although their project is in use; "" where none is.

    >>> in_use_note(pd.DataFrame({"in_use": [2, 1]})), in_use_note(pd.DataFrame({"in_use": [0]}))
    ('没有项目的缺口中 3 项有过项目：已启用，缺口仍在', '')
    """
    number = int(table["in_use"].sum())
    return f"没有项目的缺口中 {count(number)} 项有过项目：已启用，缺口仍在" if number else ""


def idle_title(idle: pd.DataFrame, under_way: int) -> str:
    """
    Count the projects under way that close no gap, and those of which that is not known.

    Args:
        idle: of aims.Expected, those under way.
        under_way: how many projects are not in use yet.
    """
    if not under_way:
        return "项目都已启用"
    if idle.empty:
        return f"还没启用的 {count(under_way)} 个项目{'都' if under_way > 1 else ''}对应缺口"
    none = int(idle["why"].isin(CERTAIN).sum())
    said = [f"{count(none)} 个不对应任何缺口"] if none else []
    said += [f"{count(len(idle) - none)} 个还不知道对不对应缺口"] if len(idle) > none else []
    return f"还没启用的 {count(under_way)} 个项目中 {'，'.join(said)}"


def idle_line(standard: str) -> str:
    """Say by which standard, and that a project may be for something else."""
    return f"按{standard}的要求看；项目仍可能有别的用处"
