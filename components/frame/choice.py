"""What an address asks for, read and checked against what the database holds. Pure: no widget, no session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Protocol
from urllib.parse import urlencode

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
        period: the report date.
        stage: "all", "primary" or "junior".
        township: nine digits; "" the whole county.
        school: the school's code; "" none.
        standard: id of the standard.
        snapshot: number of the snapshot that counts for county and period.
        unseen_stage: the address's stage on a page that does not go by it; kept for the others.
    """

    KEYS: ClassVar = ("county", "period", "stage", "township", "school", "standard")

    county: str
    county_name: str
    period: date
    stage: str
    township: str
    school: str
    standard: str
    snapshot: int
    unseen_stage: str = ""

    def without_stage(self) -> Choice:
        """Return the choice for a page that does not go by a stage: all of them are shown, addresses keep it."""
        return replace(self, stage=ALL, unseen_stage=self.stage)


class Shelf(Protocol):
    """What the address is checked against; components.frame.cached is one."""

    def settings(self) -> Settings: ...
    def counties(self) -> Mapping[str, str]: ...
    def periods(self, county: str) -> Sequence[date]: ...
    def snapshot_id(self, county: str, period: date) -> int: ...
    def places(self, number: int): ...
    def shown_standards(self) -> Sequence[Standard]: ...


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
    days = {day.isoformat(): day for day in shelf.periods(county)}
    period = _known(query, "period", days, next(iter(days)))
    if _asked(query, "period", period):
        wrong.append(f"{counties[county]}没有报告期“{query['period']}”的数据，现在看的是最新一期 {period}。")
    stage = _known(query, "stage", (ALL, "primary", "junior"), ALL)
    if _asked(query, "stage", stage):
        wrong.append(f"地址里的学段“{query['stage']}”认不出（应为 primary 或 junior），现在看的是全部学段。")
    shown = {standard.id: standard for standard in shelf.shown_standards()}
    usual = shelf.settings().default_standard
    standard = _known(query, "standard", shown, usual if usual in shown else next(iter(shown)))
    if _asked(query, "standard", standard):
        wrong.append(f"没有编号为“{query['standard']}”的标准，现在用的是{shown[standard].short}。")
    number = shelf.snapshot_id(county, days[period])
    places = shelf.places(number)
    township = _known(query, "township", places.townships, "")
    if _asked(query, "township", township):
        wrong.append(f"{period} 的数据里没有代码为“{query['township']}”的乡镇，现在看的是全县。")
    school = _known(query, "school", places.schools, "")
    if _asked(query, "school", school):
        wrong.append(f"{period} 的数据里没有标识码为“{query['school']}”的学校，没有选中学校。")
    if school and township and places.township_of[school] != township:
        wrong.append(f"{places.schools[school]}不在{places.townships[township]}，现在看的是学校所在的乡镇。")
        township = places.township_of[school]
    return Choice(county, counties[county], days[period], stage, township, school, standard, number), wrong


def keys_after(choice: Choice, changes: Mapping[str, str]) -> dict[str, str]:
    """
    Return the address's keys once `changes` are made to a choice, empty ones left out.

    Another county drops period, township and school, which are its own; another township drops the school.
    """
    keys = {key: str(getattr(choice, key)) for key in Choice.KEYS}
    keys["stage"] = choice.unseen_stage or keys["stage"]
    if changes.get("county", choice.county) != choice.county:
        keys |= dict.fromkeys(("period", "township", "school"), "")
    if changes.get("township", choice.township) != choice.township:
        keys["school"] = ""
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
