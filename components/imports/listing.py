"""The list of problems of an import: stops with their two choices, warnings with what is stored, notes as a count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.imports import uploads
from monitoring.assessment import VERDICTS
from monitoring.findings import imports as findings
from monitoring.reports.columns import by_key
from monitoring.reports.problems import COLUMNS, Told, treatment
from monitoring.validation import Problem
from monitoring.validation.catalogue.problem import catalogue
from monitoring.words import SEVERITY_WORDS

OF = by_key(COLUMNS)
SHOWN = 12  # stops a page: more would not be read
BLANK = "（空白）"
LONGEST = 40  # characters of what stands in a cell or is done to it
MOST_ALONE = 2  # of one kind in one file that are drawn cell by cell


def counts(problems: Sequence[Problem]) -> dict[str, int]:
    """Return severity → number of places, every severity named; a pair of cells is one place."""
    single = [problem for problem in problems if not problem.twin]
    return {severity: sum(problem.severity == severity for problem in single) for severity in SEVERITY_WORDS}


def files(problems: Sequence[Problem], contents: Mapping[str, str]) -> None:
    """
    Draw what was handed in: a line a file, with its problems by severity.

    Args:
        contents: name of each file → what is in it.
    """
    lines = [
        {"name": name, "contents": what, **counts([problem for problem in problems if problem.file == name])}
        for name, what in contents.items()
    ]
    columns = [tables.Column("文件", _file)]
    columns += [tables.Column(word, _counted(key), is_number=True) for key, word in SEVERITY_WORDS.items()]
    tables.draw(columns, lines, label="上传的文件和每个文件的问题数")


def draw(problems: Sequence[Problem], decisions: Mapping[str, str]) -> None:
    """Draw all problems: stops page by page, warnings, and notes behind a line that opens them."""
    single = [problem for problem in problems if not problem.twin]
    grouped = {severity: [problem for problem in single if problem.severity == severity] for severity in SEVERITY_WORDS}
    if not problems:
        messages.nothing(findings.NOTHING_LISTED)
    if grouped["stop"]:
        group("须处理", len(grouped["stop"]), "每处选一种，选完才能入库", "fail")
        stops(_page(grouped["stop"]), decisions)
    questions([problem for problem in grouped["warning"] if problem.is_question], decisions)
    warnings = [problem for problem in grouped["warning"] if not problem.is_question]
    if warnings:
        group("请核实", len(warnings), "不拦入库；核实后改表重传即可")
        matters(warnings, "请核实的地方和处理办法")
    if grouped["note"]:
        with st.expander(f"已规范 {len(grouped['note'])} 处：全角、千分位、单位、文本型数字等，只换写法，不改数值"):
            others(grouped["note"], "已规范的地方")


def group(word: str, number: int, what: str, tone: str = "") -> None:
    """Draw the line above the problems of one severity."""
    st.html(
        Markup('<p class="group"><b class="{}">{} {} 处</b><span class="quiet">{}</span></p>').format(
            tone, word, number, what
        )
    )


def _page(stops: list[Problem]) -> list[Problem]:
    """Let the officer leaf through many stops; return those of the page chosen."""
    pages = range(1, 1 + -(-len(stops) // SHOWN))
    if len(pages) == 1:
        return stops
    page = st.segmented_control(
        "第几页", pages, default=1, format_func="第 {} 页".format, key="import page", label_visibility="collapsed",
        required=True,
    )  # fmt: skip
    return stops[(page - 1) * SHOWN : page * SHOWN]


def stops(problems: Sequence[Problem], decisions: Mapping[str, str]) -> None:
    """Draw the stops of one page, each with its two choices; the first undecided one with its neighbours."""
    first_open = next((problem.id for problem in problems if problem.id not in decisions), "")
    for problem in problems:
        with st.container(key=f"stop_{problem.id}", gap=None):
            words, choice = st.columns([2.35, 1], vertical_alignment="center", gap="small")
            with words:
                st.html(_line(problem))
            with choice:
                _choices(problem, decisions.get(problem.id))
            if problem.id == first_open and problem.neighbours:
                st.html(_neighbours(problem))


def questions(problems: Sequence[Problem], decisions: Mapping[str, str]) -> None:
    """Draw what is asked once a column and may be left open: what its blanks or dashes mean."""
    if not problems:
        return
    group("可选", len(problems), "一列只问一次，不拦入库；不选就按未填报")
    for problem in problems:
        with st.container(key=f"stop_{problem.id}", gap=None):
            words, choice = st.columns([2.35, 1], vertical_alignment="center", gap="small")
            with words:
                st.html(_line(problem))
            with choice:
                _choices(problem, decisions.get(problem.id), repair=f"按“{problem.proposal}”读")


def matters(problems: Sequence[Problem], label: str, decisions: Mapping[str, str] = MappingProxyType({})) -> None:
    """Draw problems: what is one matter in many cells of a file as one line that opens, the others cell by cell."""
    alike: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        alike[problem.file, problem.code].append(problem)
    few = [one for group in alike.values() if len(group) <= MOST_ALONE for one in group]
    if few:
        others(few, label, decisions)
    lines = [
        Markup('<details class="matter"><summary><b>{}</b><i>{} 处</i><span>{}</span></summary>{}</details>').format(
            catalogue()[code]["name"], len(group), findings.matter(group), _cells(group, label, decisions)
        )
        for (_, code), group in alike.items()
        if len(group) > MOST_ALONE
    ]
    if lines:
        st.html(Markup("").join(lines))


def others(problems: Sequence[Problem], label: str, decisions: Mapping[str, str] = MappingProxyType({})) -> None:
    """Draw warnings or notes: place, school, what stands there, what is expected, what is stored."""
    st.html(_cells(problems, label, decisions))


def _cells(problems: Sequence[Problem], label: str, decisions: Mapping[str, str]) -> Markup:
    columns = [
        tables.shown(OF["cell"], cell=_place, width="12%"),
        tables.Column("学校或项目 · 列", _who, width="32%"),
        tables.shown(OF["found"], cell=_found, width="15%"),
        tables.shown(OF["expected"], width="23%"),
        tables.shown(OF["treatment"], cell=_treatment, width="18%"),
    ]
    rows = [Told(problem, decisions.get(problem.id, "")) for problem in problems]
    return tables.table(columns, rows, label=label, style="compact problems")


def outcome(repair: Mapping[str, int], missing: Mapping[str, int] | None = None) -> None:
    """Draw the verdicts under each of the two ways of deciding everything; None: there is nothing to decide."""
    rows = [{"state": state} for state in VERDICTS]
    ways = {"学校": repair} if missing is None else {"采用建议值": repair, "按未填报": missing}
    columns = [tables.Column("全校结论，所", lambda row: messages.state(row["state"]))]
    columns += [tables.Column(word, _schools(counts), is_number=True) for word, counts in ways.items()]
    tables.draw(columns, rows, label="学校结论")
    if missing is not None:
        messages.note("没有数就不判：按未填报入库，缺数据的学校列为待定。")


def _schools(counts: Mapping[str, int]):
    return lambda row: str(counts.get(row["state"], 0))


def _choices(problem: Problem, decided: str | None, repair: str = "") -> None:
    key = f"import choice {problem.id} {decided}"
    proposed = repair or (f"采用建议值 {problem.proposal}" if problem.proposal else "采用建议")
    words = {"repair": proposed, "missing": "按未填报"}
    st.segmented_control(
        f"{problem.school} {problem.cell}", list(words), default=decided, format_func=words.__getitem__, key=key,
        label_visibility="collapsed", on_change=uploads.decide, args=(problem, key),
    )  # fmt: skip


def _line(problem: Problem) -> Markup:
    row = Told(problem, "")
    return Markup(
        '<div class="stop"><span class="place">{}</span><span class="who">{}</span>'
        '<span class="found">{}</span><span class="expected">{}</span></div>'
    ).format(_place(row), _who(row), _found(row), problem.expected)


def _neighbours(problem: Problem) -> Markup:
    cells = Markup("").join(
        Markup('<span class="{}"><i>{}</i>{}</span>').format(
            "here" if address == problem.cell else "", address, text or BLANK
        )
        for address, text in problem.neighbours
    )
    return Markup('<div class="neighbours">{}</div>').format(cells)


def _place(row: Told) -> Markup:
    return Markup('<b>{}</b> <span class="quiet">{}</span>').format(*findings.place(row.problem))


def _who(row: Told) -> Markup:
    return Markup('<b>{}</b> <span class="quiet">{}</span>').format(*findings.about(row.problem))


def _found(row: Told) -> Markup:
    problem: Problem = row.problem
    loud = " loud" if problem.severity == "stop" else ""
    return Markup('<span class="cell{}" title="{}">{}</span>').format(
        loud, problem.found, _begun(problem.found) or BLANK
    )


def _done(problem: Problem, decision: str) -> str:
    """What is done with a problem, with the value where it is the proposed one; the list to download has a column."""
    value = problem.proposal if decision == "repair" else ""
    return f"{treatment(problem, decision)} {value}".rstrip()


def _treatment(row: Told) -> Markup:
    """A long one, such as a 合计 row's columns, shows its beginning; the list to download has all of it."""
    text = _done(row.problem, row.decision)
    return Markup('<span title="{}">{}</span>').format(text, _begun(text))


def _begun(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _file(row: Told) -> Markup:
    return Markup('{}<br><span class="quiet">{}</span>').format(row["name"], row["contents"])


def _counted(severity: str):
    def cell(row: tables.Row) -> Markup | str:
        number = row[severity]
        return tables.toned(str(number), "fail" if severity == "stop" else "") if number else "·"

    return cell
