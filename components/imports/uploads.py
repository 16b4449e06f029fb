"""
The files of an import on their way into the database: what was handed in, what it would store, what was decided.

The only owner of the session's keys that begin with "import". Decisions are kept by the place, what stands there and
what was proposed: they survive a second upload of a corrected file where it asks the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime

import pandas as pd
import streamlit as st

from components.drawing import messages
from components.frame import ahead, cached
from monitoring import snapshots
from monitoring.errors import ImportRefused, UserError
from monitoring.findings import dates
from monitoring.findings import imports as findings
from monitoring.findings.typed_days import day_of, not_a_day
from monitoring.results import judge
from monitoring.schools import prepare
from monitoring.schools.columns import STAGES
from monitoring.snapshots import Proposal
from monitoring.validation import Problem
from monitoring.validation.catalogue.problem import identity
from monitoring.workbook import SourceFile, list_files, wrong_files

FILES, PROPOSAL, DECISIONS, SAVED, PERIOD, LISTS, CHANGED = (
    "import files", "import proposal", "import decisions", "import saved", "import period", "import saved lists",
    "import changed",
)  # fmt: skip
ENDINGS = [
    "xlsx",
    "xls",
    "et",
    "xlsm",
    "xlsb",
    "ods",
    "csv",
    "txt",
    "html",
    "htm",
    "xml",
    "geojson",
    "json",
    "gpkg",
    "zip",
]
DAY = "import day"
LOCAL = "本机"  # who, where nobody signs in


def pick_files() -> list[SourceFile]:
    """Draw the place for files and return what lies there."""
    number = st.session_state.setdefault("import round", 0)
    with st.container(key="upload"):
        uploaded = st.file_uploader(
            "综合报表、班班通台账、工程项目进度和乡镇边界",
            accept_multiple_files=True,
            key=f"{FILES} {number}",
            label_visibility="collapsed",
        )
    if uploaded:
        st.session_state.pop(SAVED, None)
    return [SourceFile(file.name, file.getvalue()) for file in uploaded]


def set_apart(files: list[SourceFile]) -> tuple[list[SourceFile], list[str]]:
    """Return the files that may be imported, and a sentence for each of the others."""
    return wrong_files.set_apart(files, ENDINGS)


def pick_period() -> None:
    """Ask for the report date: some files do not say it."""
    st.text_input("报告期（文件里没有写时填）", key=PERIOD, placeholder="如 2026-09-30", width=240)


def asked_period() -> date | None:
    """Return the report date that was typed; None: as the files say."""
    return _typed(PERIOD, "报告期")


def pick_days(names: Iterable[str]) -> None:
    """Ask of which day a list is that names a month or nothing; left blank it is as the line above says."""
    for name in names:
        st.text_input(
            f"“{name}”是哪一天的（表里只写了月份或没有写）",
            key=f"{DAY} {name}",
            placeholder="如 2026-11-20",
            width=380,
        )


def asked_days(files: list[SourceFile]) -> dict[str, date]:
    """Return file → the day that was typed for it."""
    typed = {file.name: _typed(f"{DAY} {file.name}", f"“{file.name}”的日期") for file in files}
    return {name: day for name, day in typed.items() if day}


def _typed(key: str, field: str) -> date | None:
    text = st.session_state.get(key, "").strip()
    day = day_of(text)
    if text and day is None:
        messages.notice(not_a_day(field, text))
    return day


def proposal(files: list[SourceFile], period: date | None, days: Mapping[str, date]) -> Proposal:
    """
    Return what the files would store, checked once a set of files.

    Raises:
        ImportRefused: they cannot be imported at all.
    """
    digest = hashlib.sha256(repr((period, sorted(days.items()))).encode())
    for file in files:
        digest.update(f"\0{file.name}\0{len(file.content)}\0".encode() + file.content)
    key = digest.hexdigest()
    kept = st.session_state.get(PROPOSAL)
    if kept is None or kept[0] != key:
        with st.spinner("正在逐格检查…"):
            kept = key, _checked(files, period, days)
        if isinstance(kept[1], Proposal):
            _take_over(kept[1])
        st.session_state[PROPOSAL] = kept
    if isinstance(kept[1], UserError):
        raise kept[1]
    return kept[1]


def _checked(files: list[SourceFile], period: date | None, days: Mapping[str, date]) -> Proposal | UserError:
    """Keep a refusal like a proposal: it would be found again at every click."""
    try:
        return snapshots.propose(
            cached.storage(), cached.settings(), cached.rulebook().projects, files, period,
            dates=days, later_counts=True, today=date.today(),
        )  # fmt: skip
    except ImportRefused as refusal:
        return refusal


def _take_over(proposed: Proposal) -> None:
    """What was decided in a file holds in the one that replaces it, where the cell is the same; what is stored, too."""
    known = st.session_state.setdefault(DECISIONS, {})
    for problem in proposed.stops:
        if problem.id in proposed.checked.decided:
            known.setdefault(_key(problem), proposed.checked.decided[problem.id])
        for file, sheet in proposed.checked.aliases.get((problem.file, problem.sheet), ()):
            if _key(problem, file, sheet) in known:
                known.setdefault(_key(problem), known[_key(problem, file, sheet)])
    before = decided_before(proposed)
    for problem in (*proposed.stops, *proposed.questions):
        if problem.id in before:
            known.setdefault(_key(problem), before[problem.id])


def decided_before(proposed: Proposal) -> dict[str, str]:
    """Return how stops and questions of unchanged files were decided when they were stored: problem id → decision."""
    answers: dict[str, str] = {}
    records = {same.number: cached.record(same.number) for same in proposed.stored.values()}
    for name, same in proposed.stored.items():
        record = records[same.number]
        asked = {_key(one): record.decisions[one.id] for one in record.problems if one.id in record.decisions}
        for problem in (*proposed.stops, *proposed.questions):
            key = _key(problem, same.name, problem.sheet)
            if problem.file == name and key in asked:
                answers[problem.id] = asked[key]
    return answers


def _key(problem: Problem, file: str = "", sheet: str = "") -> tuple[str, str]:
    """
    What a decision is kept by: the place, what stands in it, and what was proposed: another proposal is asked anew.

    Args:
        file, sheet: where the same cell stood before, under another name.
    """
    place = (file or problem.file, sheet or problem.sheet, problem.cell, problem.code, problem.found)
    return identity(*place), problem.proposal


def decisions(proposed: Proposal) -> dict[str, str]:
    """Return what is decided of a proposal's stops and questions: problem id → "repair" or "missing"."""
    known = st.session_state.setdefault(DECISIONS, {})
    may_be = (*proposed.stops, *proposed.questions)
    return {problem.id: known[_key(problem)] for problem in may_be if _key(problem) in known}


def decide(problem: Problem, key: str) -> None:
    """Take over a decision from its widget; an emptied one is undone. For callbacks."""
    chosen = st.session_state[key]
    known = st.session_state.setdefault(DECISIONS, {})
    if chosen:
        known[_key(problem)] = chosen
    else:
        known.pop(_key(problem), None)


def decide_all(problems: list[Problem], decision: str) -> None:
    """Decide every stop alike, those decided before, too. For callbacks."""
    st.session_state.setdefault(DECISIONS, {}).update({_key(problem): decision for problem in problems})


def store(proposed: Proposal) -> None:
    """Store a decided proposal and empty the place for files. For callbacks."""
    settled = decisions(proposed)
    at = datetime.now()  # noqa: DTZ005 (the office's wall clock)
    keys = snapshots.save(cached.storage(), proposed, settled, LOCAL, at)
    ahead.start()
    st.session_state[SAVED] = at, keys, proposed.dates
    st.session_state[LISTS] = bool(proposed.checked.tables), list_counts(proposed)
    st.session_state["import round"] = st.session_state.get("import round", 0) + 1
    st.session_state.pop(PROPOSAL, None)


def set_state(number: int, state: str) -> None:
    """Withdraw an import or use it again, and keep that it was done for the next run. For callbacks."""
    snapshots.set_state(cached.storage(), number, state, LOCAL, datetime.now())  # noqa: DTZ005 (wall clock)
    ahead.start()
    st.session_state[CHANGED] = number, state
    st.session_state.pop(SAVED, None)


def changed() -> tuple[int, str] | None:
    """Return the number and the new state of the import that was just withdrawn or taken back, once."""
    return st.session_state.pop(CHANGED, None)


def replaced(proposed: Proposal) -> dict[int, list[str]]:
    """Return number of an import in use → what its tables are called that this one would replace."""
    coming = [("schools", stage, proposed.period) for stage in stages(proposed)]
    coming += [(kind, "", day) for kind, day in proposed.dates.items() if kind != "schools"]
    names_of: dict[int, list[str]] = {}
    for county in proposed.counties:
        for number, tables in snapshots.replaced_by(cached.storage(), county, coming).items():
            names_of.setdefault(number, []).extend(table_name(kind, stage) for kind, stage, _ in tables)
    return {number: list(dict.fromkeys(names)) for number, names in names_of.items()}


def table_name(kind: str, stage: str = "") -> str:
    """Return what a table is called: 小学综合报表, 班班通台账."""
    return f"{dates.STAGES.get(stage, '')}{dates.KINDS[kind]}"


def stages(proposed: Proposal) -> tuple[str, ...]:
    """Return the stages that the tables are of."""
    return tuple(table.stage for table in proposed.checked.tables)


def kept_stages(proposed: Proposal) -> tuple[str, ...]:
    """Return the stages that are stored of the same date and do not come in: they stay, and are judged with it."""
    kept = proposed.checked.kept
    return tuple(stage for stage in STAGES if len(kept) and (kept["stage"] == stage).any())


def sheets(proposed: Proposal) -> int:
    """Return in how many sheets the stages stand: one with a column 学段 holds several."""
    return len({(table.file, table.sheet) for table in proposed.checked.tables})


def titles(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return what lists are called, in the order of the kinds; frames made of a list have no name of their own."""
    return tuple(each.title for each in list_files() if each.kind in kinds)


def list_counts(proposed: Proposal) -> dict[str, int]:
    """Return kind of list → the rows of it that count."""
    lists = proposed.checked.lists
    return {kind: sum(not entry.is_left_out for entry in entries) for kind, entries in lists.items()}


def saved(history: pd.DataFrame) -> tuple[int, list[str], dict[str, date]] | None:
    """Return what was just stored and is in use: its number, the keys of the counties, its dates; None: nothing."""
    if SAVED not in st.session_state:
        return None
    at, keys, days = st.session_state[SAVED]
    own = history[(history["saved_at"] == at) & (history["state"] == "current")]
    return (int(own["id"].iloc[0]), keys, days) if len(own) else None


def saved_lists() -> tuple[bool, dict[str, int]]:
    """Return whether school tables were just stored, and kind of list → rows that were."""
    return st.session_state.get(LISTS, (True, {}))


def contents(proposed: Proposal) -> dict[str, str]:
    """Return the name of each file → how many schools' rows, classrooms, projects … are in it; 边界."""
    checked = proposed.checked
    parts_of: dict[str, list[str]] = {file.name: [] for file in proposed.files}
    for kind, frame in {findings.SCHOOLS: checked.raw, **checked.list_raw}.items():
        for name, number in frame["file"].value_counts().items():
            parts_of[name].append(findings.rows(int(number), kind))
    for name, number in checked.corrections.items():
        parts_of[name].append(findings.corrections(number))
    return {name: "、".join(parts) or "边界" for name, parts in parts_of.items()}


def verdicts(proposed: Proposal, way: str) -> dict[str, int]:
    """
    Return verdict → schools as they would come out if every stop were decided one way, by the default standard.

    The stages of the same date that are stored and stay are judged with those that come in.
    """
    decided = {problem.id: way for problem in proposed.stops}
    rules = cached.rulebook()
    standard = rules.standards[cached.usual_standard(proposed.period)]
    rows = pd.concat([proposed.rows(decided), proposed.checked.kept], ignore_index=True)
    rows = rows.sort_values("stage", key=lambda stages: stages.map(STAGES.index), kind="stable", ignore_index=True)
    prepared = prepare(rows, rules.splitting)
    judged = judge(prepared, standard, rules.indicators, rules.results, rules.unit_costs)
    return judged.schools["verdict"].value_counts().to_dict()
