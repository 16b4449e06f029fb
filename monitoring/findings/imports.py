"""数据导入: what was found in the files, what is left to decide, and what was stored or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from monitoring.figures import count
from monitoring.findings.dates import KINDS, dated
from monitoring.findings.sentences import Sentence
from monitoring.schools.names import short_name
from monitoring.snapshots import Record
from monitoring.standards.vocabulary import vocabulary
from monitoring.validation import Problem
from monitoring.words import SEVERITY_WORDS
from monitoring.workbook import list_file, list_files, list_label

NOTHING_SAVED = "还没有保存任何数据；"
NOTHING_LISTED = "没有要处理、要核实的格子。"
REFUSED_LINE = "请按下面的提示改正后再传；点文件右边的“×”可以移去它，其余文件不用重传。"
MOST_NAMED = 3  # columns in one line
PERIOD_AHEAD = "period_ahead"
SHAPES = KINDS["boundary"]
SCHOOLS = "schools"
"""The kind of the school tables, beside the kinds of lists."""


def headline(stops: int, left: int) -> Sentence:
    """
    Say that nothing is saved yet, and what stands between the officer and saving.

    Args:
        stops: how many places have to be decided.
        left: how many of them are not decided yet.

    >>> from monitoring.findings.sentences import plain
    >>> for stops, left in ((5, 5), (5, 4), (5, 0), (0, 0)):
    ...     print(plain(headline(stops, left)))
    还没有保存任何数据；5 处须处理，处理完才能入库。
    还没有保存任何数据；还有 4 处须处理，处理完才能入库。
    还没有保存任何数据；5 处都已定，可以入库。
    还没有保存任何数据；没有须处理的地方，可以入库。
    """
    if not stops:
        return [(f"{NOTHING_SAVED}没有须处理的地方，", ""), ("可以入库", "met"), ("。", "")]
    if not left:
        return [(f"{NOTHING_SAVED}{count(stops)} 处都已定，", ""), ("可以入库", "met"), ("。", "")]
    still = "还有 " if left < stops else ""
    return [(NOTHING_SAVED, ""), (f"{still}{count(left)} 处须处理", "fail"), ("，处理完才能入库。", "")]


def line(stops: int, left: int, warnings: int, notes: int, *, has_cells: bool = True) -> Sentence:
    """
    Say how far the officer is, and what the other findings do; without cells there are shapes alone.

    >>> from monitoring.findings.sentences import plain
    >>> plain(line(5, 4, 28, 20))
    '已定 1 处，还有 4 处 · 28 处请核实，不拦入库 · 20 处已规范，不用处理 · 也可改表重传，已定的不再问'
    """
    parts = []
    if stops and left:
        parts.append(f"已定 {count(stops - left)} 处，还有 {count(left)} 处")
    if warnings:
        parts.append(f"{count(warnings)} 处请核实，不拦入库")
    if notes:
        parts.append(f"{count(notes)} 处已规范，不用处理")
    if not parts:
        return [(f"{'每个格子都读清楚了' if has_cells else '界线都读清楚了'}，没有要核实的地方。", "")]
    parts.append(f"也可改{'表' if has_cells else '了文件'}重传{'，已定的不再问' if stops else ''}")
    return [(" · ".join(parts), "")]


def scope(
    counties: Sequence[str], dates: Mapping[str, date], stages: Sequence[str], lists: Sequence[str], sheets: int
) -> Sentence:
    """
    Say what is about to be imported: whose, of which day, which tables.

    Args:
        dates: kind of table → its date.
        lists: what the lists are called.
        sheets: in how many sheets the stages stand: one may hold several, told apart by a column 学段.

    >>> from monitoring.findings.sentences import plain
    >>> day = {"schools": date(2026, 3, 31)}
    >>> plain(scope(["澄湖县"], day, ["小学", "初中"], ["项目清单"], 2))
    '澄湖县 2026-03-31 · 小学、初中 2 张综合报表和项目清单'
    >>> plain(scope(["澄湖县"], day, ["小学", "初中"], [], 1))
    '澄湖县 2026-03-31 · 小学、初中综合报表，在 1 张工作表里'
    >>> plain(scope(["澄湖县"], {"boundary": date(2026, 11, 30)}, [], [], 0))
    '澄湖县 2026-11-30 · 乡镇边界'
    >>> plain(scope(["澄湖县"], {"rooms": date(2026, 3, 31)}, [], ["班班通台账"], 0))
    '澄湖县 2026-03-31 · 班班通台账'
    """
    of = "、".join(stages)
    is_each = sheets == len(stages)
    tables = [f"{of} {sheets} 张综合报表" if is_each else f"{of}综合报表，在 {sheets} 张工作表里"] if stages else []
    named = "和".join([*tables, *(["、".join(lists)] if lists else [])]) or SHAPES
    return [(f"{'、'.join(counties)} {dated(dates)}", "strong"), (f" · {named}", "")]


def resting(lists: Sequence[tuple[int, str, date, date | None]]) -> str:
    """
    Say which lists rest on the school tables of an import that is about to be withdrawn; "" none.

    Args:
        lists: number of their import, what each is called, its date, and the report date of the school tables that it
            would be read against then; None: there would be none.

    >>> resting([(9, "班班通台账", date(2026, 11, 20), date(2026, 3, 31))])
    '撤回后，编号 9 的班班通台账（2026-11-20）改按 2026-03-31 的综合报表认学校。'
    >>> resting([(9, "班班通台账", date(2026, 11, 20), None)]), resting([])
    ('撤回后，编号 9 的班班通台账（2026-11-20）没有综合报表可对，只在自己的页面上看得到。', '')
    """
    said = [
        f"编号 {number} 的{name}（{day.isoformat()}）"
        + (f"改按 {then.isoformat()} 的综合报表认学校" if then else "没有综合报表可对，只在自己的页面上看得到")
        for number, name, day, then in lists
    ]
    return f"撤回后，{'；'.join(said)}。" if said else ""


REPLACED = frozenset({"table_replaced", "rows_replaced", "file_replaced"})


def ahead(problems: Sequence[Problem]) -> list[str]:
    """
    Say that the report date has not come yet, with both days; nothing where it has.

    >>> late = {"found": "2027-03-31", "expected": "不晚于…"}
    >>> ahead([Problem("1", "台账.xlsx", "", "报告期", "warning", PERIOD_AHEAD, **late)])
    ['报告期 2027-03-31 应不晚于…；请核对年份，入库后它会是最新一期。']
    """
    return [
        f"报告期 {one.found} 应{one.expected}；请核对年份，入库后它会是最新一期。"
        for one in problems
        if one.code == PERIOD_AHEAD
    ]


def replaced(problems: Sequence[Problem]) -> list[str]:
    """
    Say which files, or rows of them, a later one replaces.

    >>> from monitoring.validation import problem
    >>> words = {"named": "后传的同名文件", "lost": ""}
    >>> replaced([problem("table_replaced", "小学.xlsx", "小学", "整个文件", "小学综合报表 60 所学校", words=words)])
    ['“小学.xlsx”（小学综合报表 60 所学校）已由后传的同名文件替换，不入库。']
    """
    return [f"“{one.file}”（{one.found}）{one.treatment}。" for one in problems if one.code in REPLACED]


def rows(number: int, kind: str) -> str:
    """
    Count the rows of a kind of table: rows of schools, classrooms, projects, weekly reports, funds.

    >>> rows(1404, "rooms"), rows(108, "schools")
    ('1,404 间教室', '108 行')
    """
    return f"{count(number)} {'行' if kind == SCHOOLS else list_file(kind).counted}"


def corrections(number: int) -> str:
    """
    Say how many cells a list of problems corrects.

    >>> corrections(3), corrections(0)
    ('问题清单，更正 3 处', '问题清单，没有填更正')
    """
    return f"问题清单，更正 {count(number)} 处" if number else "问题清单，没有填更正"


def saved(schools: Mapping[str, int], dates: Mapping[str, date], lists: Mapping[str, int]) -> Sentence:
    """
    Say what was stored.

    Args:
        schools: name of each county → its schools; 0 where only lists came in.
        dates: kind of table → its date.
        lists: kind of list → its rows; named where no school table came in.

    >>> from monitoring.findings.sentences import plain
    >>> plain(saved({"清渚县": 117}, {"schools": date(2026, 9, 30)}, {"rooms": 1404}))
    '已入库：清渚县 117 所学校，数据截至 2026-09-30。'
    >>> plain(saved({"清渚县": 0}, {"reports": date(2026, 11, 20)}, {"reports": 110}))
    '已入库：清渚县 110 条周报，数据截至 2026-11-20。'
    >>> plain(saved({"清渚县": 0}, {"boundary": date(2026, 11, 30)}, {}))
    '已入库：清渚县 乡镇边界，数据截至 2026-11-30。'
    """
    if any(schools.values()):
        what = "、".join(f"{name} {count(number)} 所学校" for name, number in schools.items())
    else:
        what = f"{'、'.join(schools)} {listed(lists) or SHAPES}"
    return [("已入库", "met"), (f"：{what}，数据截至 {dated(dates)}。", "")]


def saved_line(number: int, lists: Mapping[str, int], *, with_schools: bool) -> str:
    """
    Say under which number an import is kept, and the lists that came with school tables.

    >>> saved_line(3, {"rooms": 1404, "projects": 46}, with_schools=True)
    '1,404 间教室、46 个项目 · 导入编号 3，可在下面查到'
    >>> saved_line(3, {"reports": 110}, with_schools=False)
    '导入编号 3，可在下面查到'
    """
    return " · ".join([*([listed(lists)] if lists and with_schools else []), f"导入编号 {number}，可在下面查到"])


def listed(lists: Mapping[str, int]) -> str:
    """
    Count the rows of lists, in the order of the kinds.

    >>> listed({"funds": 169, "projects": 46})
    '46 个项目、169 笔资金'
    """
    return "、".join(rows(lists[each.kind], each.kind) for each in list_files() if each.kind in lists)


def refused() -> Sentence:
    """Say that files were refused as a whole; why stands below."""
    return [("这些文件", ""), ("不能导入", "fail"), ("，没有保存任何数据。", "")]


def begin(imports: int) -> Sentence:
    """
    Say what the page is for, before any file is chosen.

    Args:
        imports: how many imports the database holds.

    >>> from monitoring.findings.sentences import plain
    >>> plain(begin(0)), plain(begin(6))
    ('还没有数据。选中一期的综合报表和台账，先检查、后入库。', '选中一期的综合报表和台账，先检查、后入库。')
    """
    return [("还没有数据。" if not imports else "", ""), ("选中一期的综合报表和台账，先检查、后入库。", "")]


def difference(repair: Mapping[str, int], missing: Mapping[str, int] | None = None) -> str:
    """
    Say what the two ways of deciding everything change.

    Args:
        repair, missing: verdict → schools; None where there is nothing to decide.

    >>> difference({"met": 39}, {"met": 36}), difference({"met": 39}, {"met": 39}), difference({"met": 39})
    ('两种处理，结论差在哪里', '两种处理，结论一样', '入库后的学校结论')
    """
    if missing is None:
        return "入库后的学校结论"
    return "两种处理，结论一样" if dict(repair) == dict(missing) else "两种处理，结论差在哪里"


def place(problem: Problem) -> tuple[str, str]:
    """
    Say where a problem stands: its cell and its sheet; of a boundary the township's code.

    >>> place(Problem("1", "小学.xlsx", "小学", "AI93", "stop", "judgement"))
    ('AI93', '小学')
    >>> place(Problem("1", "边界.geojson", "", "town_code=990121107", "warning", "boundary_doubt"))
    ('990121107', '乡镇代码')
    >>> place(Problem("1", "边界.geojson", "", "name=荷塘乡", "note", "boundary_note"))
    ('荷塘乡', '乡镇')
    """
    name, _, value = problem.cell.partition("=")
    if not value or problem.sheet:
        return name, problem.sheet
    return value, "乡镇" if name == "name" else "乡镇代码"


def about(problem: Problem) -> tuple[str, str]:
    """
    Say what a problem is about: a school or project, and the column.

    >>> about(Problem("1", "台账.xlsx", "台账", "J20", "warning", "date_month", school="甲小学", field="accepted_on"))
    ('甲小学', '验收日期')
    >>> about(Problem("1", "边界.geojson", "", "town_code=990121107", "warning", "boundary_doubt"))
    ('乡镇边界', '')
    """
    known = vocabulary().fields.get(problem.field)
    whole = "整张表" if problem.sheet else "乡镇边界"
    return short_name(problem.school, "") or whole, known.label if known else list_label(problem.field)


HAND_BACK = "清单最后一列“更正为”可以填：填好后和原来的表一起选上，就按更正的值检查、入库。"


def matter(problems: Sequence[Problem]) -> str:
    """
    Say what problems of one kind have in common: the columns, how many schools, what is done.

    >>> where = "小学.xlsx", "小学", "L7", "warning", "place_several"
    >>> one = Problem("1", *where, "1", "甲小学", "longitude", treatment="不改")
    >>> matter([one, Problem("2", *where, "2", "乙小学", "longitude", treatment="不改")])
    '经度 · 2 所学校或项目 · 不改'
    """
    columns = list(dict.fromkeys(about(one)[1] for one in problems if one.field))
    schools = {one.school_code or one.school for one in problems} - {""}
    done = {one.treatment for one in problems}
    parts = ["、".join(columns[:MOST_NAMED]) + (f"等 {len(columns)} 列" if len(columns) > MOST_NAMED else "")]
    parts += [f"{count(len(schools))} 所学校或项目" if schools else "", done.pop() if len(done) == 1 else ""]
    return " · ".join(part for part in parts if part)


def counted(numbers: Mapping[str, int]) -> str:
    """
    Count problems by severity, those there are.

    >>> counted({"stop": 5, "warning": 0, "note": 20})
    '须处理 5 处 · 已规范 20 处'
    """
    return " · ".join(f"{SEVERITY_WORDS[key]} {count(number)} 处" for key, number in numbers.items() if number)


def recorded(number: int, school: str, numbers: Mapping[str, int]) -> Sentence:
    """
    Say what an import found, of all its files or of one school.

    >>> from monitoring.findings.sentences import plain
    >>> plain(recorded(5, "", {"stop": 5, "warning": 60, "note": 20}))
    '编号 5 的导入：须处理 5 处 · 请核实 60 处 · 已规范 20 处。'
    >>> plain(recorded(5, "甲小学", {"stop": 0, "warning": 0, "note": 0}))
    '编号 5 的导入，甲小学：没有要处理、要核实的格子。'
    """
    of = f"编号 {number} 的导入{f'，{school}' if school else ''}："
    return [(of, ""), (f"{counted(numbers)}。" if any(numbers.values()) else NOTHING_LISTED, "")]


def record_line(record: Record) -> str:
    """Say whose import it is, of which day, when it was stored and whether it is in use."""
    state = {"withdrawn": "已撤回"}.get(record.state, "")
    saved = f"{record.saved_at:%Y-%m-%d %H:%M} {record.saved_by}入库"
    whose = f"{'、'.join(record.counties)} {dated(record.dates)}"
    return " · ".join(part for part in (whose, saved, state, "、".join(record.files)) if part)


def state_changed(number: int, state: str) -> str:
    """
    Say that an import was withdrawn or is used again.

    >>> state_changed(3, "withdrawn")
    '编号 3 的导入已撤回，各页不再用它；数据仍在库里，在下面的“撤回或恢复一次导入”里可以恢复。'
    >>> state_changed(3, "current")
    '编号 3 的导入已恢复，各页重新用它。'
    """
    if state == "withdrawn":
        return f"编号 {number} 的导入已撤回，各页不再用它；数据仍在库里，在下面的“撤回或恢复一次导入”里可以恢复。"
    return f"编号 {number} 的导入已恢复，各页重新用它。"


def shown_instead(number: int | None) -> str:
    """
    Say what pages show in place of an import that was withdrawn or replaced.

    >>> shown_instead(6), shown_instead(None)
    ('编号 6 的', '没有')
    """
    return f"编号 {number} 的" if number else "没有"
