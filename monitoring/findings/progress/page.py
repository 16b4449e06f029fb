"""信息化与班班通: how many classrooms are in use, where the funnel narrows, who is late and who stands still."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from monitoring.classrooms import ClassroomRules
from monitoring.figures import count, is_missing, share, tenths
from monitoring.findings.sentences import Piece, Sentence, listed
from monitoring.projects import ProjectRules
from monitoring.words import DUE_UNREPORTED, NOT_REPORTED

USED, USED_ALONE = "验收后常态使用", "在用"
"""In use with every step before it; in use alone, whatever was done before: two figures of one page, two words."""
STEPS: Mapping[str, str] = {
    "classrooms": "教室", "equipped": "设备到位", "connected": "联网", "at_100mbps": "百兆到班（台账）",
    "accepted": "验收", "in_use": USED,
}  # fmt: skip
"""The steps of the funnel as they are shown."""
STOPS: Mapping[str, str] = {"not_equipped": "设备未到位", "not_connected": "到位未联网", "not_accepted": "联网未验收"}
DOUBTS: Mapping[str, str] = {
    "never_used": "已验收，近四周使用课时是 0",
    "used_not_started": "已验收，近四周有使用课时，却没有启用",
    "use_unknown": "已验收，没有填近四周使用课时，不知道用没用",
    "used_before_accepted": "没有验收就启用，或先启用后验收",
    "later_without_earlier": "后面的步骤完成了，前面的没有",
}
NO_PLAN = "没有一间教室填了计划日期"
TOWNS_LINE = (
    "累计间数，只算有计划日期的教室。虚线：到那天已过计划日期的；实线：其中到那天已验收的；"
    "竖线是数据日期，这天的两个数是已验收/应验收"
)


def headline(total: Mapping[str, int], where: str = "", no_plan: int = 0) -> Sentence:
    """
    Say how many classrooms are in use, and how many are past their date.

    Args:
        total: the last row of the funnel.
        where: the township or stage it is narrowed to, "" the county.
        no_plan: rooms without a planned date: nobody knows whether they are late.

    >>> from monitoring.findings.sentences import plain
    >>> plain(headline({"classrooms": 1399, "in_use": 683, "overdue": 138}))
    '1,399 间教室中 683 间验收后常态使用“班班通”（48.8%）；138 间过了计划日期还没验收。'
    >>> plain(headline({"classrooms": 20, "in_use": 20, "overdue": 0}, "荷塘乡"))
    '荷塘乡 20 间教室全部验收后常态使用“班班通”；没有一间逾期。'
    """
    rooms, used, overdue = int(total["classrooms"]), total["in_use"], total["overdue"]
    start = f"{where} " if where else ""
    if not rooms:
        return [(f"{where or '这里'}没有普通教室在台账里。", "")]
    if is_missing(used) and is_missing(overdue):
        return [(f"{start}{count(rooms)} 间教室，几间{USED}、几间逾期都{NOT_REPORTED}。", "")]
    if is_missing(used):
        first = f"{start}{count(rooms)} 间教室，几间{USED}{NOT_REPORTED}；"
    elif used == rooms:
        first = f"{start}{count(rooms)} 间教室全部{USED}“班班通”；"
    else:
        first = f"{start}{count(rooms)} 间教室中 {count(used)} 间{USED}“班班通”（{share(used, rooms)}）；"
    if is_missing(overdue):
        return [(first, ""), (f"几间逾期{NOT_REPORTED}。", "")]
    late = [(f"{count(overdue)} 间", "fail"), ("过了计划日期还没验收。", "")]
    return [(first, ""), *(late if overdue else [(f"{none_overdue(rooms, no_plan)}。", "")])]


def none_overdue(rooms: int, no_plan: int) -> str:
    """
    Say that no room is overdue, as far as that is known: one without a planned date is not in time.

    >>> none_overdue(9, 0), none_overdue(9, 9)
    ('没有一间逾期', '没有一间教室填了计划日期，说不出谁逾期')
    >>> none_overdue(9, 4)
    '有计划日期的没有一间逾期，4 间没有计划日期'
    """
    if not no_plan:
        return "没有一间逾期"
    return (
        f"{NO_PLAN}，说不出谁逾期" if no_plan >= rooms else f"有计划日期的没有一间逾期，{count(no_plan)} 间没有计划日期"
    )


def absent_line(columns: Mapping[str, int], rooms: int) -> str:
    """
    Say which columns of the ledger are not there; "" where all are.

    Args:
        columns: label → classrooms whose sheet has no such column.
        rooms: all classrooms looked at.

    >>> absent_line({"验收日期": 9}, 9)
    '台账没有“验收日期”这一列：靠它的数都是未填报，不是 0；补上这一列再导入'
    >>> absent_line({"验收日期": 4, "网速": 9}, 9)
    '台账没有“验收日期”（4 间教室的表）、“网速”这 2 列：靠它们的数都是未填报，不是 0；补上再导入'
    """
    if not columns:
        return ""
    named = [f"“{label}”" + ("" if own == rooms else f"（{count(own)} 间教室的表）") for label, own in columns.items()]
    which, add = ("这一列：靠它", "补上这一列") if len(named) == 1 else (f"这 {len(named)} 列：靠它们", "补上")
    return f"台账没有{'、'.join(named)}{which}的数都是未填报，不是 0；{add}再导入"


def line(
    plan: pd.DataFrame,
    total: Mapping[str, int],
    all_connected: int,
    no_plan: int,
    stage: str = "",
    absent: str = "",
    *,
    due_unreported: int = 0,
    strangers: str = "",
) -> Sentence:
    """
    Say how the plan stands, at which step most rooms are lost, and how many schools are connected as a whole.

    Args:
        plan: classrooms.late.plan.
        all_connected: schools whose rooms are all connected, as the ledger lists them: a campus is one of its own.
        no_plan: rooms without a planned date.
        stage: the one that is chosen, whose rooms alone are counted; "" all.
        absent: of absent_line; what rests on it is left out.
        due_unreported: rooms that are 到期待报.
        strangers: of findings.dates.strangers.
    """
    if not total["classrooms"]:
        return []
    pieces, worst = _plan_pieces(plan, has_awaited=due_unreported > 0), widest(total)
    if absent:
        pieces = [(absent, "fail"), *([(" · ", ""), *pieces] if pieces else [])]
    if worst:
        pieces.append((f" · 减少最多的一步是{STEPS[worst]}：少 {count(_lost(total)[worst])} 间", ""))
    if not is_missing(total["connected"]):
        pieces.append((f" · 台账里 {count(all_connected)} 所学校（校区单算）的{stage}教室都已联网", ""))
    if no_plan and plan["planned"].any():
        pieces.append((f" · 另有 {count(no_plan)} 间无计划", ""))
    if due_unreported:
        pieces.append((f" · {awaited(due_unreported)}", ""))
    if strangers:
        pieces.append((f" · {strangers}", ""))
    return pieces


def awaited(due_unreported: int) -> str:
    """
    Count the rooms that were planned since the ledger's date: nobody says that they are late.

    >>> awaited(3)
    '另有 3 间计划在台账日期之后到期，待报'
    """
    return f"另有 {count(due_unreported)} 间计划在台账日期之后到期，待报"


def _plan_pieces(plan: pd.DataFrame, *, has_awaited: bool) -> list[Piece]:
    """How the plan stands; where rooms fell due since, that this is of the ledger's date."""
    if plan[["planned", "due", "done"]].isna().any(axis=None):
        return []
    planned, due, done = (int(plan[name].sum()) for name in ("planned", "due", "done"))
    if not planned:
        return [(NO_PLAN, "")]
    when = "到台账日期" if has_awaited else ""
    if not due:
        return [(f"{when}有计划日期的 {count(planned)} 间还没过计划日期", "")]
    return [
        (f"{when}按计划应验收 {count(due)} 间，已验收 ", ""),
        (f"{count(done)} 间", "strong"),
        (f"（{share(done, due)}）", ""),
    ]


def _lost(total: Mapping[str, int]) -> dict[str, int]:
    """How many rooms each step loses, where both counts are reported."""
    names = list(STEPS)
    lost = {step: total[before] - total[step] for before, step in zip(names, names[1:], strict=False)}
    return {step: int(rooms) for step, rooms in lost.items() if not is_missing(rooms)}


def widest(total: Mapping[str, int]) -> str:
    """Return the step at which most rooms are lost, of equal ones the first; "" where none is lost."""
    lost = _lost(total)
    step = max(lost, key=lambda name: lost[name], default="")
    return step if lost.get(step) else ""


def funnel_title(total: Mapping[str, int]) -> Sentence:
    """
    Say how much of the whole is in use.

    >>> from monitoring.findings.sentences import plain
    >>> plain(funnel_title({"classrooms": 1399, "in_use": 683}))
    '1,399 间教室，四成八验收后常态使用'
    """
    rooms, used = int(total["classrooms"]), total["in_use"]
    if not rooms:
        return [(f"从教室到{USED}", "")]
    if is_missing(used):
        return [(f"{count(rooms)} 间教室，{USED}{NOT_REPORTED}", "")]
    if used in (0, rooms):
        return [(f"{count(rooms)} 间教室，{'全部' if used else '没有一间'}{USED}", "")]
    return [(f"{count(rooms)} 间教室，{tenths(used, rooms)}{USED}", "")]


def towns_title(plan: pd.DataFrame) -> Sentence:
    """
    Name the townships with most overdue rooms, and say how many have nothing due yet, and how many no plan; of a
    township alone, how its own rooms stand.
    """
    if len(plan) == 1:
        return [(_one_town(plan.iloc[0]), "")]
    planned, late = plan["planned"] > 0, plan[plan["overdue"] > 0]
    unknown = plan["overdue"].isna()
    if unknown.any() and late.empty:
        others = f"；{count(int((~unknown).sum()))} 个乡镇没有落后" if not unknown.all() else ""
        return [(f"{why(plan)}，说不出谁落后{others}", "")]
    if not planned.any():
        return [(f"{NO_PLAN}，说不出谁落后", "")]
    others = {
        "未到期": int((planned & (plan["due"] == 0)).sum()),
        "没有计划日期": int((~planned & ~unknown).sum()),
        NOT_REPORTED: int(unknown.sum()),
    }
    rest = "".join(f"；{count(number)} 个乡镇{words}" for words, number in others.items() if number)
    if late.empty:
        return [(f"没有乡镇落后于计划{rest}", "")]
    most = late[late["overdue"] == late["overdue"].max()]["township"].tolist()
    each = "各 " if len(most) > 1 else ""
    return [(f"{listed(most, '个乡镇')}落后最多，{each}{count(late['overdue'].max())} 间{rest}", "")]


def _one_town(town: Mapping) -> str:
    name = town["township"]
    if is_missing(town["overdue"]):
        what = "计划完成日期" if is_missing(town["planned"]) else "验收日期"
        return f"{name}的{what}{NOT_REPORTED}，说不出落后没有"
    if not town["planned"]:
        return f"{name}{NO_PLAN}，说不出落后没有"
    if town["overdue"]:
        return (
            f"{name}落后 {count(town['overdue'])} 间：应验收 {count(town['due'])} 间，已验收 {count(town['done'])} 间"
        )
    if not town["due"]:
        return f"{name}有计划日期的 {count(town['planned'])} 间都未到期"
    return f"{name}过了计划日期的 {count(town['due'])} 间{'都' if town['due'] > 1 else ''}已验收"


def why(plan: pd.DataFrame) -> str:
    """What of a plan is not reported: the planned dates, or what is accepted."""
    return f"计划完成日期{NOT_REPORTED}" if plan["planned"].isna().any() else f"验收日期{NOT_REPORTED}"


def rates_line(total: Mapping[str, int], on: date, rules: ClassroomRules) -> Sentence:
    """
    Say 班班通开通率 and 应用率, each flag alone, what they are of, and the weeks that count; a dash of nothing.

    Args:
        total: a row of the funnel.
        on: the report date, the last day of these weeks.

    >>> from monitoring.findings.sentences import plain
    >>> row = {"classrooms": 40, "any_connected": 30, "any_equipped": 32, "any_in_use": 12}
    >>> from monitoring.classrooms import load_classroom_rules
    >>> plain(rates_line(row, date(2026, 9, 30), load_classroom_rules()))
    '开通率 75.0%（已联网 30 间 ÷ 教室 40 间）；应用率 37.5%（在用 12 间 ÷ 设备到位 32 间，2026-09-03 至 09-30）'
    """
    since = on - timedelta(weeks=rules.use_weeks) + timedelta(days=1)
    of = {name: total[name] for name in ("any_connected", "classrooms", "any_in_use", "any_equipped")}
    connected = f"（已联网 {count(of['any_connected'])} 间 ÷ 教室 {count(of['classrooms'])} 间）"
    used = f"{USED_ALONE} {count(of['any_in_use'])} 间 ÷ 设备到位 {count(of['any_equipped'])} 间"
    return [
        ("开通率 ", ""), (_rate(of["any_connected"], of["classrooms"]), "strong"), (f"{connected}；应用率 ", ""),
        (_rate(of["any_in_use"], of["any_equipped"]), "strong"), (f"（{used}，{since} 至 {_until(since, on)}）", ""),
    ]  # fmt: skip


def _rate(part: float, whole: float) -> str:
    return NOT_REPORTED if is_missing(part) or is_missing(whole) else share(part, whole)


def _until(first: date, last: date) -> str:
    return f"{last:%m-%d}" if first.year == last.year else last.isoformat()


def doubts_title(rooms: int) -> Sentence:
    """
    Count the classrooms of which something does not fit.

    >>> doubts_title(12)
    [('台账里对不上的：12 间教室', '')]
    """
    return [(f"台账里对不上的：{count(rooms)} 间教室", "")]


def doubts_of(
    doubts: pd.DataFrame, project: pd.Series, unaccepted: pd.DataFrame, accepted: np.ndarray, rules: ProjectRules
) -> pd.Series:
    """
    Say of each classroom what does not fit, joined by "；"; "" where all does.

    Args:
        doubts: classrooms.doubts; project: each room's project; accepted: whether each is accepted.
        unaccepted: as in doubt_lines.

    >>> one = pd.DataFrame({name: [name == "never_used", False] for name in DOUBTS})
    >>> late = pd.DataFrame({"project": ["X"], "unaccepted": [1]})
    >>> from monitoring.projects import load_project_rules
    >>> doubts_of(one, pd.Series(["", "X"]), late, np.array([True, False]), load_project_rules()).tolist()
    ['已验收，近四周使用课时是 0', '项目填报“已启用”，还没验收']
    """
    reported = (project.isin(unaccepted["project"]) & ~accepted).to_numpy()
    kinds = [(reported, f"项目填报“{rules.in_use}”，还没验收")]
    kinds += [(doubts[name].to_numpy(), words) for name, words in DOUBTS.items()]
    said: list[list[str]] = [[] for _ in range(len(doubts))]
    for holds, words in kinds:
        for place in np.flatnonzero(holds):
            said[place].append(words)
    return pd.Series(["；".join(words) for words in said], index=doubts.index, dtype=object)


def doubt_lines(
    doubts: pd.DataFrame, unaccepted: pd.DataFrame, rules: ProjectRules, names: Mapping[str, str] | None = None
) -> list[Sentence]:
    """
    Say what does not fit together, a sentence a kind; none where all fits.

    Args:
        doubts: classrooms.doubts.
        unaccepted: classrooms.started_unaccepted: projects reported 已启用 whose rooms are not all accepted.
        names: of the projects, by number; a project without one is named by its number.
    """
    lines: list[Sentence] = []
    if len(unaccepted):
        named = listed([(names or {}).get(project, project) for project in unaccepted["project"]], "个项目")
        rooms = count(unaccepted["unaccepted"].sum())
        lines.append([(f"{named}填报的状态是“{rules.in_use}”，还有 {rooms} 间教室没有验收。", "fail")])
    return lines + [
        [(f"{count(int(doubts[name].sum()))} 间{words}。", "")] for name, words in DOUBTS.items() if doubts[name].any()
    ]


def rooms_line(*, has_awaited: bool = False) -> str:
    """
    Say how the picture of a school's rooms is read.

    Args:
        has_awaited: whether a room is 到期待报.

    >>> rooms_line(has_awaited=True).partition("5 ")[2]
    '验收后常态使用），红框逾期，虚框到期待报，圆点是后面的步骤先做了'
    """
    steps = f"一格一间；数字是依次做完的步数（1 设备到位 2 联网 3 百兆到班 4 验收 5 {USED}）"
    return f"{steps}，红框逾期{f'，虚框{DUE_UNREPORTED}' if has_awaited else ''}，圆点是后面的步骤先做了"


def rooms_title(school: str, done: float, rooms: int, due_unreported: int = 0) -> Sentence:
    """
    Say how many of a school's rooms are in use; NaN: not reported.

    Args:
        due_unreported: rooms of it that are 到期待报.

    >>> rooms_title("第二中学", 9, 12), rooms_title("第二中学", 9, 12, 1)
    ([('第二中学 12 间教室，9 间验收后常态使用', '')], [('第二中学 12 间教室，9 间验收后常态使用，1 间到期待报', '')])
    """
    used = f"几间{USED}{NOT_REPORTED}" if is_missing(done) else f"{count(done)} 间{USED}"
    rest = f"，{count(due_unreported)} 间{DUE_UNREPORTED}" if due_unreported else ""
    return [(f"{school} {count(rooms)} 间教室，{used}{rest}", "")]


def absent(county: str, period: date) -> tuple[Sentence, str]:
    """Say that a county has no ledger at a report date, and what that costs."""
    words = [
        (f"{county}这一期没有班班通台账。导入", ""),
        ("班班通台账", "accent"),
        ("，这里就会说出几间教室在用、谁逾期。", ""),
    ]
    return words, f"报告期 {period.isoformat()} 的数据里没有“班班通台账”这个工作簿；可以单独导入，学校的各张表不变"
