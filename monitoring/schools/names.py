"""Schools' names as lists, maps and sentences have room for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

SHORTEST = 3  # characters a school's name must keep
LONGEST, END = 24, 6  # characters of a name that a column or a sentence has room for; of them its end


def short_name(school: str, county: str, township: str = "") -> str:
    """
    Return a school's name as it stands in a column or a sentence: as `local_name`, its middle left out if too long.

    >>> short_name("澄湖县毛嘴镇卢湾小学", "澄湖县"), short_name(f"第一小学{'教育集团' * 40}滨湖东校区", "澄湖县")
    ('毛嘴镇卢湾小学', '第一小学教育集团教育集团教育集团教…团滨湖东校区')
    """
    name = local_name(school, county, township)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - END - 1]}…{name[-END:]}"


def short_names(schools: Mapping[str, str], townships: Mapping[str, str], county: str) -> dict[str, str]:
    """
    Return the names of a county's schools in a list that says the township beside them, each told from all others.

    A name that several schools share keeps its township; where that is not enough, its middle; at last its county.
    Schools of one full name have nothing else to keep.

    Args:
        schools: code → name, of the whole county, whatever part of it is listed.
        townships: code → township.

    >>> schools = {"1": "澄湖县毛嘴镇中心小学", "2": "澄湖县沙港镇中心小学", "3": "澄湖县沙港镇卢湾小学"}
    >>> short_names(schools, {"1": "毛嘴镇", "2": "沙港镇", "3": "沙港镇"}, "澄湖县")
    {'1': '毛嘴镇中心小学', '2': '沙港镇中心小学', '3': '卢湾小学'}
    """
    names = {code: short_name(name, county, townships[code]) for code, name in schools.items()}
    for longer in (lambda name: short_name(name, county), lambda name: local_name(name, county), str):
        many = Counter(names.values())
        names = {code: longer(schools[code]) if many[name] > 1 else name for code, name in names.items()}
    return names


def local_name(school: str, county: str, township: str = "") -> str:
    """
    Return the name of a school or project without its county, and without its township where that is said beside it.

    >>> local_name("澄湖县毛嘴镇卢湾小学", "澄湖县"), local_name("澄湖县毛嘴镇卢湾小学", "澄湖县", "毛嘴镇")
    ('毛嘴镇卢湾小学', '卢湾小学')
    >>> local_name("澄湖县中学", "澄湖县"), local_name("毛嘴中学", "澄湖县", "毛嘴镇")
    ('澄湖县中学', '毛嘴中学')
    """
    name = school
    for place in (county, township):
        rest = name.removeprefix(place)
        if len(rest) >= SHORTEST:
            name = rest
    return name
