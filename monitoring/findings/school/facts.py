"""学校档案, the school itself: what it is and was, what its figures add up, its doubtful cells, where it lies."""

from __future__ import annotations

from datetime import date

from monitoring.dossier import Dossier
from monitoring.figures import count, is_missing
from monitoring.findings.sentences import Sentence
from monitoring.standards.vocabulary import vocabulary
from monitoring.words import VERDICT_WORDS

LOCATIONS = {
    "swapped": "原表经纬度填反，已对调",
    "dms": "原表是度分秒，已换算",
    "decimal_comma": "原表小数点写成逗号，已改",
    "lost_point": "原表漏了小数点，已补",
}


def description(file: Dossier) -> str:
    """Say what the school is: township, kind, sponsor, place, year, code; what is not reported is left out."""
    facts = [
        file.township,
        file.kind,
        f"{file.sponsor}办" if file.sponsor and file.sponsor != "民办" else file.sponsor,
        file.urban,
        "" if is_missing(file.year_built) else f"{file.year_built:.0f} 年建",
        "寄宿制" if file.is_boarding == 1 else "",
        f"学校标识码 {file.code}",
    ]
    return " · ".join(fact for fact in facts if fact)


def before(file: Dossier, month: str) -> str:
    """
    Say what the school was in the period before; "" where it was not in the tables.

    Args:
        month: the earlier period as it is named, "3月".
    """
    parts = [part for part in file.parts if part.before]
    if not parts:
        return f"{month}没有这所学校的数据" if month else ""
    said = []
    for part in parts:
        stage = vocabulary().stages[part.stage] if len(file.parts) > 1 else ""
        met = part.before.value
        verdict = VERDICT_WORDS[part.before.status]
        said.append(f"{stage}{verdict}" if is_missing(met) else f"{stage}{verdict}，达标 {count(met)} 项")
    return f"{month}：{'；'.join(said)}"


def since(file: Dossier, month: str, corrected: str) -> Sentence:
    """
    Say what the school was in the period before, and that its tables were corrected; [] without such a period.

    Args:
        month: the earlier period as it is named, "3月".
        corrected: what was corrected of it (findings.dates.corrected); "" nothing.
    """
    said = before(file, month)
    return [(said, "strong"), *([(f"（{corrected}）", "")] if corrected else [])] if said else []


def facts_line(file: Dossier, saved_on: date, saved_by: str) -> str:
    """Say when the figures were stored, and what they add up: the stages, and the campuses merged into the school."""
    said = [f"{saved_on.isoformat()} 入库（{saved_by}）"]
    if len(file.parts) > 1:
        said.append("在校生、班级、教师是小学与初中之和，其余是全校数")
    if file.campuses:
        said.append(f"已并入校区：{'、'.join(file.campuses.values())}")
    return "；".join(said)


def doubts_title(doubts: int, notes: int) -> str:
    """
    Say how many cells of the school were doubtful.

    >>> doubts_title(3, 1), doubts_title(0, 2)
    ('导入时 3 处存疑', '导入时没有存疑的格子')
    """
    return f"导入时 {count(doubts)} 处存疑" if doubts else "导入时没有存疑的格子" if notes else ""


def doubts_line(doubts: int, notes: int) -> str:
    """Say what becomes of them, and how many were only put in order."""
    said = ["原表改正后重新导入即消除"] if doubts else []
    said += [f"另有 {count(notes)} 处写法已规范（全角、单位等），不影响数值"] if notes else []
    return "；".join(said)


def place_line(file: Dossier) -> str:
    """Say where the school is, and what was done to the coordinates that were typed."""
    if not file.is_located:
        return f"{file.township}；原表没有能用的经纬度，图上没有它的点"
    done = [LOCATIONS[word] for word in file.location.split("+") if word in LOCATIONS]
    where = f"{file.township}，东经 {file.longitude:.4f}°，北纬 {file.latitude:.4f}°"
    return "；".join([where, *done])
