"""
Of which stage a table is: its title says it, then the sheet's name, then the grades in its headings.

What contradicts is refused with both in one sentence. The words are data/columns/codes.toml's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from monitoring.errors import ImportRefused
from monitoring.settings import DATA
from monitoring.settings.kept import kept
from monitoring.workbook.source import NOTHING_SAVED
from monitoring.workbook.wording import plain

CODES = DATA / "columns" / "codes.toml"
NAMES = {"primary": "小学", "junior": "初中", "senior": "高中"}
SAID_BY = {"title": "标题", "sheet": "工作表名", "grades": "年级列", "column": "学段列", "section": "分段的行"}
"""Where a stage was read → what a sentence calls it."""
GRADES = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}
ALLOWED = {**GRADES, "junior": range(6, 10)}
"""Grades that a stage's table may hold: in a 5+4 system the sixth is of 初中."""
OF_GRADE = re.compile(r"(?:pupils|classes)_g(\d+)")
NUMERALS = "零一二三四五六七八九"
NOT_A_TITLE = (
    "填报单位", "填表单位", "制表", "单位:", "注:", "注1", "注意", "说明", "填表说明", "填报说明", "备注",
)  # fmt: skip
"""A line that names who fills in (填报单位:澄湖县第一小学), or explains how."""
NUMBERED = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,2}[)、.]|第[一二三四五六七八九十]部分:?)|(?:\([^()]*\)|:)$")


@dataclass(frozen=True)
class StageWords:
    """
    The words that name stages.

    Attributes:
        titles, values: word → stage: within a title; as all that stands in a cell.
        several: words of a title that name no stage, or several at once; elsewhere: stages that are none of ours.
        kinds: what a kind of school is called, as the parts of a table may be headed, too.
    """

    titles: Mapping[str, str]
    values: Mapping[str, str]
    several: tuple[str, ...]
    elsewhere: tuple[str, ...]
    kinds: frozenset[str]


@kept
def stage_words() -> StageWords:
    """
    Return the words of data/columns/codes.toml, read once.

    >>> stage_words().titles["初级中学"], stage_words().values["普通初中"]
    ('junior', 'junior')
    """
    codes = tomllib.loads(CODES.read_text(encoding="utf-8"))
    titles, values = codes["stage_titles"], codes["stage_values"]
    return StageWords(
        {word: stage for stage in NAMES for word in titles[stage]},
        {plain(word): stage for stage in NAMES for word in values[stage]},
        tuple(titles["several"]),
        tuple(titles["elsewhere"]),
        frozenset(map(plain, (*codes["kinds"].values(), *codes["kind_words"]))),
    )


@dataclass(frozen=True)
class Said:
    """
    What a table says of its stage.

    Attributes:
        titles, sheet: the stages that the lines above its headings, and its sheet's name, name.
        headed: the grades that have a column; filled: those in which a school has anything but 0, with the first cell.
        elsewhere: a stage that is none of ours, where none of ours is named: 幼儿园; "" none.
    """

    titles: frozenset[str]
    sheet: frozenset[str]
    headed: frozenset[int]
    filled: Mapping[int, str]
    elsewhere: str = ""


def said(above: Sequence[str], sheet: str, headed: Collection[int], filled: Mapping[int, str]) -> Said:
    """Return what a table says of its stage; `above` is what stands above its headings, line by line."""
    titles = [text for text in above if not plain(text).startswith(NOT_A_TITLE)]
    words, texts = stage_words(), [plain(text) for text in (*titles, sheet)]
    is_ours = any(word in text for word in (*words.titles, *words.several) for text in texts)
    elsewhere = [word for word in words.elsewhere for text in texts if word in text and not is_ours]
    return Said(
        frozenset(stages_in(titles)),
        frozenset(stages_in([sheet])),
        frozenset(headed),
        filled,
        elsewhere[0] if elsewhere else "",
    )


def stage_said(about: Said) -> tuple[str, str]:
    """Return the stage that a table says, and where: "title", "sheet", "grades"; ("", "") where nothing says one."""
    for where, named in (("title", about.titles), ("sheet", about.sheet)):
        if len(named) == 1:
            return next(iter(named)), where
    fitting = [stage for stage, grades in ALLOWED.items() if set(about.filled or about.headed) <= set(grades)]
    return (fitting[0], "grades") if about.headed and len(fitting) == 1 else ("", "")


def stage_of(file: str, sheet: str, about: Said) -> tuple[str, str]:
    """
    Return the stage of a table whose rows are all of one, and where it was read: "title", "sheet", "grades".

    Raises:
        ImportRefused: nothing says it, or two things say different ones.
    """
    stage, where = stage_said(about)
    if not stage:
        held = f"，年级列有{grades_named(about.filled or about.headed)}" if about.headed else "，也没有年级列"
        raise ImportRefused(
            f"文件“{file}”工作表“{sheet}”看不出是小学、初中还是高中的表：标题和工作表名没有写明一个学段{held}。"
            f"请在标题里写明学段；几个学段在一张表里的，加一列“学段”，每行写明；{NOTHING_SAVED}"
        )
    if where == "title" and len(about.sheet) == 1 and about.sheet != {stage}:
        raise contradicts(file, sheet, where, stage, f"工作表名却是{NAMES[next(iter(about.sheet))]}")
    other = foreign_grades(stage, about.filled)
    headed = set(about.headed)
    if where != "grades" and headed and not headed & set(ALLOWED[stage]):
        raise contradicts(file, sheet, where, stage, f"年级列却是{grades_named(headed)}")
    if other:
        raise contradicts(file, sheet, where, stage, f"{grades_named(other)}却有数（{about.filled[min(other)]}）")
    return stage, where


def contradicts(file: str, sheet: str, where: str, stage: str, but: str) -> ImportRefused:
    """Build the refusal of a table that says two stages: what says the one, and `but`: what says the other."""
    return ImportRefused(
        f"文件“{file}”工作表“{sheet}”的{SAID_BY[where]}写{NAMES[stage]}，{but}，不知道以哪个为准。"
        f"请改成一致再导入；{NOTHING_SAVED}"
    )


def foreign_grades(stage: str, grades: Collection[int]) -> list[int]:
    """
    Return those of some grades that a stage's table cannot hold.

    >>> foreign_grades("junior", [6, 7]), foreign_grades("primary", [6, 7])
    ([], [7])
    """
    return sorted(set(grades) - set(ALLOWED[stage]))


def grade_of_field(name: str) -> int:
    """
    Return the grade that a field is of, 0 of none.

    >>> grade_of_field("pupils_g7"), grade_of_field("pupils")
    (7, 0)
    """
    match = OF_GRADE.fullmatch(name)
    return int(match[1]) if match else 0


def grades_named(grades: Collection[int]) -> str:
    """
    Name grades as headings do.

    >>> grades_named([7, 8, 9]), grades_named([6]), grades_named([10, 11, 12]), grades_named([1, 3, 10])
    ('七至九年级', '六年级', '高一至高三', '一年级、三年级、高一')
    """
    numbers = sorted(grades)
    is_run = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1))
    if is_run and (numbers[-1] in GRADES["senior"]) == (numbers[0] in GRADES["senior"]):
        first, last = _grade(numbers[0]), _grade(numbers[-1])
        return f"{first.removesuffix('年级')}至{last}"
    return "、".join(map(_grade, numbers))


def _grade(number: int) -> str:
    senior = GRADES["senior"]
    return f"高{NUMERALS[number - senior.start + 1]}" if number in senior else f"{NUMERALS[number]}年级"


def stages_in(texts: Sequence[str]) -> set[str]:
    """
    Return the stages that texts name.

    >>> sorted(stages_in(["澄湖县2026年3月初中办学条件综合报表"])), sorted(stages_in(["义务教育中小学情况"]))
    (['junior'], [])
    """
    bare = [plain(text) for text in texts]
    for word in stage_words().several:
        bare = [text.replace(word, "") for text in bare]
    return {stage for text in bare for word, stage in stage_words().titles.items() if word in text}


def stage_in_cell(text: str) -> str:
    """
    Return the stage that a cell of a 学段 column says, "" where it says none.

    >>> stage_in_cell("普通初中"), stage_in_cell(" 小 学 "), stage_in_cell("1"), stage_in_cell("九年一贯制")
    ('junior', 'primary', 'primary', '')
    """
    return stage_words().values.get(plain(text), "")


def section_of(text: str) -> str | None:
    """
    Return the stage that a line parting a table says; "" a kind of school, of whatever stage; None: it parts nothing.

    >>> [section_of(text) for text in ("一、小学", "初中（24所）", "九年一贯制学校", "城区", "2")]
    ['primary', 'junior', '', None, None]
    """
    bare = plain(text)
    for _ in range(2):  # a number before, brackets behind
        bare = NUMBERED.sub("", bare)
    if bare.isdigit():
        return None  # a page number
    return stage_words().values.get(bare, "" if bare in stage_words().kinds else None)
