"""Names what the geography found: doubtful points, and what is odd about a boundary file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from monitoring.townships import Boundary, Finding, Located, Note
from monitoring.validation.catalogue.problem import Problem, problem

DATUMS = {"GCJ-02": "GCJ-02（火星）", "BD-09": "BD-09（百度）"}
FORMS = {
    "as_given": "照填的", "swapped": "经纬度互换", "dms": "度分秒换成小数", "decimal_comma": "逗号换成小数点",
    "lost_point": "补上小数点",
}  # fmt: skip
CODES = {
    "applied": "place_applied", "several": "place_several", "other_datum": "place_other_datum",
    "other_township": "place_other_township", "outside_county": "place_outside", "zero": "place_zero",
    "blank": "place_blank", "unreadable": "place_unreadable", "declared_datum": "place_declared",
    "column_declared": "place_declared", "shifted": "place_shifted", "column_shifted": "place_shifted",
    "apart": "place_apart",
}  # fmt: skip
FORM_NOTES = {"code_as_number", "name_form", "reprojected", "matched_by_name", "shape_repaired", "code_twice"}
MOST_CODES = 5  # named of another county's file
SILENT_NOTES = {"township_without_shape", "few_schools", "no_school"}
"""Said on the map itself, not cell by cell."""


def place_problems(located: Located, rows: pd.DataFrame, columns: pd.DataFrame) -> list[Problem]:
    """
    Return the problems of the points of one county: two rows a pair of cells, one decided with the other.

    Args:
        located: of the same rows.
        rows, columns: the frames of docs/architecture.md.
    """
    letters = {(row.file, row.sheet, row.field): row.letter for row in columns.itertuples()}
    names = rows["school_name"].to_numpy()
    problems: list[Problem] = []
    whole = _without_any(located, rows, letters)
    for finding in located.findings:
        if finding.kind == "blank" and (finding.file, finding.sheet) in whole:
            continue
        school = names[finding.position] if finding.row else ""
        problems += _pair(finding, school, letters)
    return problems


def boundary_elsewhere(boundary: Boundary, file: str, county: str, name: str) -> Problem:
    """
    Return that a boundary file holds no shape of a county: another county's file, which would leave the map empty.

    Args:
        boundary: as read, of whatever counties.
    """
    codes = sorted({code[:6] for code in [*boundary.townships, *boundary.outlines] if code})
    words = {"expected": f"{name} {county} 开头的代码"}
    return problem("boundary_elsewhere", file, "", "整个文件", "、".join(codes[:MOST_CODES]), words=words)


def _without_any(located: Located, rows: pd.DataFrame, letters) -> set[tuple[str, str]]:
    """Sheets without the columns, or with nothing in them: told once, as columns, not school by school."""
    blank = Counter((finding.file, finding.sheet) for finding in located.findings if finding.kind == "blank")
    sizes = Counter(zip(rows["file"], rows["sheet"], strict=True))
    return {
        sheet
        for sheet, many in blank.items()
        if many == sizes[sheet] > 1 or not all((*sheet, name) in letters for name in ("longitude", "latitude"))
    }


def _pair(finding: Finding, school: str, letters) -> list[Problem]:
    words = {
        "expected": _expected(finding),
        "value": _value(finding),
        "other": finding.other,
        "metres": f"{finding.metres:.0f}",
    }
    pair: list[Problem] = []
    for side, (name, typed) in enumerate(zip(("longitude", "latitude"), finding.found, strict=True)):
        letter = letters.get((finding.file, finding.sheet, name), "")
        cell = f"{letter}{finding.row}" if finding.row else f"{letter}列"
        pair.append(
            problem(
                CODES[finding.kind], finding.file, finding.sheet, cell, typed, words=words,
                school_code=finding.school_code, school=school, field=name, proposal=_proposal(finding, side),
                twin=pair[0].id if pair else "",
            )
        )  # fmt: skip
    return pair


def _expected(finding: Finding) -> str:
    ways = "、".join(_way(reading) for reading in finding.readings)
    if finding.kind == "several":
        return f"本乡镇范围内；这些读法都说得通：{ways}"
    if finding.kind == "other_datum":
        return f"本乡镇范围内；按{ways}才在本乡镇"
    return "本乡镇范围内的经度、纬度"


def _way(reading) -> str:
    form = "、".join(FORMS[form] for form in reading.form.split("+"))
    datum = DATUMS.get(reading.datum, reading.datum)
    return f"{form}、{datum}" if reading.form != "as_given" else datum


def _value(finding: Finding) -> str:
    if not finding.readings:
        return ""
    reading = finding.readings[0]
    if finding.kind == "applied":
        forms = "、".join(FORMS[form] for form in reading.form.split("+"))
        return f"{reading.longitude:.6f}，{reading.latitude:.6f}（{forms}）"
    return DATUMS.get(reading.datum, reading.datum)


def _proposal(finding: Finding, side: int) -> str:
    if finding.kind != "applied":
        return ""
    reading = finding.readings[0]
    return f"{(reading.longitude, reading.latitude)[side]:.6f}"


BOUNDARY_WORDS = {
    "code_unreadable": ("9 位乡镇代码", "按名称对应乡镇"),
    "unmatched": ("表中的乡镇", "不用这个图形"),
    "name_variant": ("{expected}", "名称按报表"),
    "name_different": ("{expected}", "名称按报表"),
    "shape_unreadable": ("乡镇的面", "不用这个图形"),
    "axes_exchanged": ("先经度、后纬度", "整个文件互换后使用"),
    "datum": ("{expected}", "按 {expected} 使用"),
    "no_township_matches": ("本县的乡镇代码", "只用县界"),
    "no_school_inside": ("本县的边界", "不用这个文件"),
}


def boundary_problems(boundary: Boundary, file: str) -> Iterable[Problem]:
    """Return the problems of a boundary file; what belongs on the map itself is left to it."""
    seen = set()
    for note in boundary.notes:
        if note.kind in SILENT_NOTES or note in seen:
            continue
        seen.add(note)
        yield _boundary_problem(note, file)


def _boundary_problem(note: Note, file: str) -> Problem:
    found = DATUMS.get(note.found, note.found)
    expected = DATUMS.get(note.expected, note.expected)
    if note.kind in FORM_NOTES:
        words = {"expected": expected or "规范的写法"}
        return problem("boundary_form", file, "", note.where or "边界文件", found, words=words)
    wanted, treatment = BOUNDARY_WORDS[note.kind]
    words = {"expected": wanted.format(expected=expected), "treatment": treatment.format(expected=expected)}
    return problem("boundary_doubt", file, "", note.where or "边界文件", found, words=words)
