"""Small school tables made of any headings: identity columns, then those of the test, group names over each column."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from monitoring.workbook import SourceFile

PUPILS = (500, 400, 300)
IDENTITY = {
    "学校名称": ["澄湖县甲小学", "澄湖县乙小学", "澄湖县丙小学"],
    "学校标识码": ["2142991003", "2142991005", "2142991009"],
    "所在地区划代码": ["990121001001", "990121001002", "990121002001"],
    "所在乡镇": ["澄阳街道", "澄阳街道", "毛嘴镇"],
    "办学类型": ["211", "211", "211"],
    "在校生数›合计": list(PUPILS),
}
TITLE = "澄湖县2026年3月小学综合报表"


def table(
    columns: Mapping[str, Any],
    above: Sequence[str] = (TITLE,),
    below: Sequence[str] = (),
    name: str = "小学.xlsx",
    schools: int = 3,
) -> SourceFile:
    """
    Return a workbook of schools.

    Args:
        columns: heading path, joined by "›" → a value each, or one for all schools.
        above, below: lines above the headings and behind the schools; a line's cells are joined by "|".
    """
    every = {**IDENTITY, **columns}
    depth = max(len(path.split("›")) for path in every)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "小学"
    for line in above:
        sheet.append(line.split("|"))
    for level in range(depth):
        sheet.append([(path.split("›") + [""] * depth)[level] for path in every])
    for school in range(schools):
        sheet.append([values[school] if isinstance(values, list | tuple) else values for values in every.values()])
    for line in below:
        sheet.append(line.split("|"))
    out = io.BytesIO()
    book.save(out)
    return SourceFile(name, out.getvalue())
