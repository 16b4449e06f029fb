"""What of a workbook is not read: sheets that lack a key column or are of no stage here, rows without a stage."""

from __future__ import annotations

from collections.abc import Sequence

from monitoring.errors import ImportRefused
from monitoring.validation.catalogue.problem import problem
from monitoring.validation.entries import Findings
from monitoring.validation.schools.kinds import code_in, stages_of
from monitoring.workbook import NOTHING_SAVED, Incomplete, RawTable, Workbook
from monitoring.workbook.stages import NAMES


def tell_elsewhere(file: str, workbook: Workbook, findings: Findings) -> None:
    """
    Tell the sheets of kindergartens and others that no stage here has.

    Raises:
        ImportRefused: such a sheet holds schools of a stage all the same.
    """
    for one in workbook.elsewhere:
        ours = [text for text in sorted(one.kinds) if stages_of(code_in(text, "kinds"))]
        if ours:
            raise ImportRefused(
                f"文件“{file}”工作表“{one.sheet}”的标题写{one.what}，学校的办学类型却有{ours[0]}，不知道以哪个为准。"
                f"请改成一致再导入；{NOTHING_SAVED}"
            )
        words = {"value": one.what, "rows": one.rows}
        findings.problems.append(
            problem("sheet_of_no_stage", file, one.sheet, "工作表", f"{one.what}的表", words=words)
        )


def leave_out_incomplete(
    sheets: Sequence[Incomplete], tables: Sequence[RawTable], lists: Sequence[RawTable], findings: Findings
) -> None:
    """
    Leave out sheets with schools that lack a key column where the tables of their stage are there: a list of names.

    Raises:
        ImportRefused: such a sheet is the only table of its stage: leaving it out would lose the stage.
    """
    complete = {table.stage for table in tables}
    for one in sheets:
        stage = one.stage or _stage_by_kinds(one)
        if stage not in complete and (stage or not (tables or lists)):
            raise ImportRefused(
                f"文件“{one.file}”工作表“{one.sheet}”缺少必需的列：{'、'.join(one.absent)}。"
                f"请补上这些列再导入；{NOTHING_SAVED}"
            )
        words = {"value": "、".join(one.absent), "stage": f"{NAMES[stage]}的" if stage else ""}
        findings.problems.append(
            problem("sheet_incomplete", one.file, one.sheet, "工作表", f"缺少{words['value']}", words=words)
        )


def _stage_by_kinds(one: Incomplete) -> str:
    """The stage that all schools of a sheet can be of, where it is one alone."""
    stages = [set(stages_of(code)) for code in (code_in(text, "kinds") for text in one.kinds) if code]
    common = set.intersection(*stages) if stages else set()
    return common.pop() if len(common) == 1 else ""


def tell_unplaced(table: RawTable, findings: Findings) -> None:
    """Stop the rows of a 学段 column that say no stage: either decision leaves them out."""
    for row in table.unplaced:
        findings.problems.append(
            problem(
                "stage_unreadable", table.file, table.sheet, f"第{row.number}行", row.found or "（空白）",
                school_code=row.code, school=row.name, proposal="不导入这一行",
            )
        )  # fmt: skip
