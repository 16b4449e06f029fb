"""
What sentences are made of: pieces of text with a tone, lists of names that stay short, schools' short names.

A sentence says only what a rule decides: names, numbers, signs, lowest and highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Piece = tuple[str, str]
"""Text and tone: "" plain, "met", "fail", "strong", "accent"."""

Sentence = Sequence[Piece]

MOST_NAMES = 3
SHORTEST = 3  # characters a school's name must keep
LONGEST, END = 24, 6  # characters of a name that a column or a sentence has room for; of them its end


def plain(sentence: Iterable[Piece]) -> str:
    """
    Return a sentence without its tones.

    >>> plain([("毛嘴镇 ", ""), ("0 所达标", "fail")])
    '毛嘴镇 0 所达标'
    """
    return "".join(text for text, _ in sentence)


def listed(names: Sequence[str], counted: str, most: int = MOST_NAMES) -> str:
    """
    Name all of a few, or the first of many with their number.

    Args:
        counted: what is counted, with its measure word: "个乡镇", "所学校".

    >>> listed(["甲镇", "乙镇"], "个乡镇"), listed(["甲镇", "乙镇", "丙镇", "丁镇"], "个乡镇")
    ('甲镇、乙镇', '甲镇、乙镇、丙镇等 4 个乡镇')
    """
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[:most])}等 {len(names)} {counted}"


def short_name(school: str, county: str, township: str = "") -> str:
    """
    Return a school's name as it stands in a column or a sentence: as `local_name`, its middle left out if too long.

    >>> short_name("澄湖县毛嘴镇卢湾小学", "澄湖县"), short_name(f"第一小学{'教育集团' * 40}滨湖东校区", "澄湖县")
    ('毛嘴镇卢湾小学', '第一小学教育集团教育集团教育集团教…团滨湖东校区')
    """
    name = local_name(school, county, township)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - END - 1]}…{name[-END:]}"


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
