"""What an address asks for, read and checked against what the database holds. Pure: no widget, no session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Protocol
from urllib.parse import urlencode

from monitoring.errors import NotFound
from monitoring.findings.typed_days import day_of
from monitoring.settings import Settings
from monitoring.standards import Standard

ALL = "all"
STAGES = {ALL: "全部学段", "primary": "小学", "junior": "初中", "senior": "高中"}


@dataclass(frozen=True)
class Choice:
    """
    What a page shows.

    Attributes:
        county, county_name: six digits, and the name as in the tables.
        period: the report date of the school tables; None where none is known on the day.
        on: the day that is looked at.
        way: how the address says the day: "" 最新, "period" the report date, "on" any day.
        stage: "all", "primary" or "junior".
        township: nine digits; "" the whole county.
        school: the school's code; "" none.
        standard: id of the standard.
        snapshot: key of what is known of the county on the day.
        unseen_stage: the address's stage on a page that does not go by it; kept for the others.
    """

    KEYS: ClassVar = ("county", "period", "on", "stage", "township", "school", "standard")

    county: str
    county_name: str
    period: date | None
    stage: str
    township: str
    school: str
    standard: str
    snapshot: str
    on: date
    way: str = ""
    unseen_stage: str = ""

    def without_stage(self) -> Choice:
        """Return the choice for a page that does not go by a stage: all of them are shown, addresses keep it."""
        return replace(self, stage=ALL, unseen_stage=self.stage)


class Shelf(Protocol):
    """What the address is checked against; components.frame.cached is one."""

    def settings(self) -> Settings: ...
    def counties(self) -> Mapping[str, str]: ...
    def periods(self, county: str) -> Sequence[date]: ...
    def last_day(self, county: str) -> date: ...
    def key_of(self, county: str, on: date) -> str: ...
    def places(self, key: str): ...
    def shown_standards(self) -> Sequence[Standard]: ...
    def usual_standard(self, on: date) -> str: ...


def stage_label(stage: str) -> str:
    """
    Return the word of a stage.

    >>> stage_label("all"), stage_label("junior")
    ('全部学段', '初中')
    """
    return STAGES[stage]


def read(query: Mapping[str, str], shelf: Shelf) -> tuple[Choice, list[str]] | None:
    """
    Read an address.

    Args:
        query: the keys and values of the address; keys that are absent or empty mean the default.
        shelf: what there is to choose from.

    Returns:
        The choice and a sentence for every value that does not exist, with what is shown instead; None where there is
        no county at all.
    """
    counties = shelf.counties()
    if not counties:
        return None
    wrong: list[str] = []
    usual = shelf.settings().county
    county = _known(query, "county", counties, usual if usual in counties else next(iter(counties)))
    if _asked(query, "county", county):
        wrong.append(f"数据库里没有代码为“{query['county']}”的县，现在看的是{counties[county]}。")
    on, way, key, said = _known_day(query, county, counties[county], shelf)
    wrong += said
    period = max((day for day in shelf.periods(county) if day <= on), default=None)
    stage = _known(query, "stage", (ALL, "primary", "junior"), ALL)
    if _asked(query, "stage", stage):
        wrong.append(f"地址里的学段“{query['stage']}”认不出（应为 primary 或 junior），现在看的是全部学段。")
    places, when = shelf.places(key), period or on
    shown = {standard.id: standard for standard in shelf.shown_standards()}
    usual = shelf.usual_standard(when)
    standard = _known(query, "standard", shown, usual if usual in shown else next(iter(shown)))
    if _asked(query, "standard", standard):
        wrong.append(f"没有编号为“{query['standard']}”的标准，现在用的是{shown[standard].short}。")
    township = _known(query, "township", places.townships, "")
    if _asked(query, "township", township):
        wrong.append(f"{when} 的数据里没有代码为“{query['township']}”的乡镇，现在看的是全县。")
    school = _known(query, "school", places.schools, "")
    if _asked(query, "school", school):
        wrong.append(f"{when} 的数据里没有标识码为“{query['school']}”的学校，没有选中学校。")
    if school and township and places.township_of[school] != township:
        wrong.append(f"{places.schools[school]}不在{places.townships[township]}，现在看的是学校所在的乡镇。")
        township = places.township_of[school]
    return Choice(county, counties[county], period, stage, township, school, standard, key, on, way), wrong


def _known_day(query: Mapping[str, str], code: str, county: str, shelf: Shelf) -> tuple[date, str, str, list[str]]:
    """The day that is looked at, how the address says it, the key of what is known on it, and what is to be said."""
    newest = shelf.last_day(code)
    on, way, said = _day(query, county, shelf.periods(code), newest)
    try:
        return on, way, shelf.key_of(code, on), said
    except NotFound:
        said = [f"{on} 时{county}还没有任何数据，现在看的是最新 {newest}。"]
        return newest, "", shelf.key_of(code, newest), said


def _day(query: Mapping[str, str], county: str, periods: Sequence[date], newest: date) -> tuple[date, str, list[str]]:
    """The day that an address means, how it says so, and a sentence where it does not say a day that there is."""
    for key, what in (("on", "日期"), ("period", "报告期")):
        text = query.get(key, "")
        if not text:
            continue
        day = day_of(text)
        if day is None:
            return newest, "", [f"地址里的{what}“{text}”不是一个日期（应如 2026-11-20），现在看的是最新 {newest}。"]
        if key == "on" or day in periods:
            return day, key, []
        held = max((each for each in periods if each <= day), default=None)
        shown = f"{day} 那天的数据，综合报表是 {held} 的" if held else f"{day} 那天的数据"
        return day, "on", [f"{county}没有 {day} 的综合报表，现在看的是{shown}。"]
    return newest, "", []


def keys_after(choice: Choice, changes: Mapping[str, str]) -> dict[str, str]:
    """
    Return the address's keys once `changes` are made to a choice, empty ones left out.

    Another county drops day, township and school, which are its own; another township drops the school; of two ways to
    say a day the new one holds.
    """
    keys = {key: str(getattr(choice, key)) for key in Choice.KEYS if key not in ("period", "on")}
    keys |= {choice.way: (choice.period if choice.way == "period" else choice.on).isoformat()} if choice.way else {}
    keys["stage"] = choice.unseen_stage or keys["stage"]
    if changes.get("county", choice.county) != choice.county:
        keys |= dict.fromkeys(("period", "on", "township", "school"), "")
    if changes.get("township", choice.township) != choice.township:
        keys["school"] = ""
    for one, other in (("period", "on"), ("on", "period")):
        if one in changes and other not in changes:
            keys.pop(other, None)
    keys |= changes
    if keys["stage"] == ALL:
        keys["stage"] = ""
    return {key: value for key, value in keys.items() if value}


def address_of(page: str, keys: Mapping[str, str]) -> str:
    """
    Return an address relative to every page.

    >>> address_of("school", {"county": "990122", "school": "2142992001"})
    './school?county=990122&school=2142992001'
    """
    return f"./{page}?{urlencode(keys)}" if keys else f"./{page}"


def _known(query: Mapping[str, str], key: str, options, default: str) -> str:
    value = query.get(key, "")
    return value if value and value in options else default


def _asked(query: Mapping[str, str], key: str, used: str) -> bool:
    """Whether the address asked for something else than what is used."""
    return query.get(key, "") not in ("", used)
