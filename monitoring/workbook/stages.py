"""Of which stage a table is: its title says it, then the sheet's name, then the grades in its headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitoring.errors import ImportRefused
from monitoring.workbook.columns import Column
from monitoring.workbook.source import NOTHING_SAVED
from monitoring.workbook.wording import plain

STAGE_WORDS = {
    "小学": "primary", "初中": "junior", "初级中学": "junior", "高中": "senior", "高级中学": "senior",
}  # fmt: skip
NAMES = {"primary": "小学", "junior": "初中", "senior": "高中"}
GRADES = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}
SEVERAL = ("中小学", "义务教育", "初高中", "小学教学点")
"""Words of a title that name no stage, or several at once."""
NOT_A_TITLE = ("填报单位", "填表单位", "制表", "单位:")
"""A line that names who fills in: 填报单位:澄湖县第一小学."""


def stage_of(file: str, sheet: str, above: Sequence[str], columns: Sequence[Column]) -> tuple[str, str]:
    """
    Return the stage of a table, and where it was read: "title", "sheet", "grades".

    Args:
        above: what stands above the headings, line by line.

    Raises:
        ImportRefused: nothing says it.
    """
    titles = [text for text in above if not plain(text).startswith(NOT_A_TITLE)]
    for where, texts in (("title", titles), ("sheet", [sheet])):
        found = stages_in(texts)
        if len(found) == 1:
            return found.pop(), where
    fields = {column.field.name for column in columns if column.field}
    grades = Counter(
        stage for stage, numbers in GRADES.items() for number in numbers
        if {f"pupils_g{number}", f"classes_g{number}"} & fields
    ).most_common(2)  # fmt: skip
    if grades and (len(grades) == 1 or grades[0][1] > grades[1][1]):
        return grades[0][0], "grades"
    raise ImportRefused(
        f"文件“{file}”工作表“{sheet}”看不出是小学、初中还是高中的表：标题、工作表名和年级栏都没有说明。"
        f"请在标题里写明学段，再导入；{NOTHING_SAVED}"
    )


def stages_in(texts: Sequence[str]) -> set[str]:
    """
    Return the stages that texts name.

    >>> sorted(stages_in(["澄湖县2026年3月初中办学条件综合报表"])), sorted(stages_in(["义务教育中小学情况"]))
    (['junior'], [])
    """
    bare = [plain(text) for text in texts]
    for word in SEVERAL:
        bare = [text.replace(word, "") for text in bare]
    return {stage for text in bare for word, stage in STAGE_WORDS.items() if word in text}
