"""
The files of an import on their way into the database: what was handed in, what it would store, what was decided.

The only owner of the session's keys that begin with "import". Decisions are kept by problem id: they survive a second
upload of a corrected file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

import pandas as pd
import streamlit as st

from components.drawing import messages
from components.frame import cached
from monitoring import snapshots
from monitoring.errors import ImportRefused, UserError
from monitoring.findings import imports as findings
from monitoring.findings.typed_days import day_of, not_a_day
from monitoring.results import judge
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
LOCAL = "本机"  # who, where nobody signs in


def pick_files() -> list[SourceFile]:
    """Draw the place for files and return what lies there."""
    number = st.session_state.setdefault("import round", 0)
    with st.container(key="upload"):
        found = st.file_uploader(
            "综合报表、班班通台账、工程项目进度和乡镇边界",
            accept_multiple_files=True,
            key=f"{FILES} {number}",
            label_visibility="collapsed",
        )
    if found:
        st.session_state.pop(SAVED, None)
    return [SourceFile(file.name, file.getvalue()) for file in found]


def set_apart(files: list[SourceFile]) -> tuple[list[SourceFile], list[str]]:
    """Return the files that may be imported, and a sentence for each of the others."""
    return wrong_files.set_apart(files, ENDINGS)


def pick_period() -> None:
    """Ask for the report date: some files do not say it."""
    st.text_input("报告期（文件里没有写时填）", key=PERIOD, placeholder="如 2026-09-30", width=240)


def asked_period() -> date | None:
    """Return the report date that was typed; None: as the files say."""
    text = st.session_state.get(PERIOD, "").strip()
    period = day_of(text)
    if text and period is None:
        messages.notice(not_a_day("报告期", text))
    return period


def proposal(files: list[SourceFile], period: date | None) -> Proposal:
    """
    Return what the files would store, checked once a set of files.

    Raises:
        ImportRefused: they cannot be imported at all.
    """
    digest = hashlib.sha256(repr(period).encode())
    for file in files:
        digest.update(f"\0{file.name}\0{len(file.content)}\0".encode() + file.content)
    key = digest.hexdigest()
    kept = st.session_state.get(PROPOSAL)
    if kept is None or kept[0] != key:
        with st.spinner("正在逐格检查…"):
            kept = key, _checked(files, period)
        if isinstance(kept[1], Proposal):
            _take_over(kept[1])
        st.session_state[PROPOSAL] = kept
    if isinstance(kept[1], UserError):
        raise kept[1]
    return kept[1]


def _checked(files: list[SourceFile], period: date | None) -> Proposal | UserError:
    """Keep a refusal like a proposal: it would be found again at every click."""
    try:
        return snapshots.propose(
            cached.storage(), cached.settings(), files, period, later_counts=True, today=date.today()
        )
    except ImportRefused as refusal:
        return refusal


def _take_over(proposed: Proposal) -> None:
    """What was decided in a file holds in the one that replaces it, where the cell is the same."""
    known = st.session_state.setdefault(DECISIONS, {})
    for problem in proposed.stops:
        if problem.id in proposed.checked.decided:
            known.setdefault(problem.id, proposed.checked.decided[problem.id])
        for file, sheet in proposed.checked.aliases.get((problem.file, problem.sheet), ()):
            before = identity(file, sheet, problem.cell, problem.code, problem.found)
            if before in known:
                known.setdefault(problem.id, known[before])


def decisions(proposed: Proposal) -> dict[str, str]:
    """Return what is decided of a proposal's stops and questions: problem id → "repair" or "missing"."""
    known = st.session_state.setdefault(DECISIONS, {})
    return {problem.id: known[problem.id] for problem in (*proposed.stops, *proposed.questions) if problem.id in known}


def decide(problem: Problem, key: str) -> None:
    """Take over a decision from its widget; an emptied one is undone. For callbacks."""
    chosen = st.session_state[key]
    known = st.session_state.setdefault(DECISIONS, {})
    if chosen:
        known[problem.id] = chosen
    else:
        known.pop(problem.id, None)


def decide_all(problems: list[Problem], decision: str) -> None:
    """Decide every stop alike, those decided before, too. For callbacks."""
    st.session_state.setdefault(DECISIONS, {}).update({problem.id: decision for problem in problems})


def store(proposed: Proposal) -> None:
    """Store a decided proposal and empty the place for files. For callbacks."""
    settled = decisions(proposed)
    at = datetime.now()  # noqa: DTZ005 (the office's wall clock)
    numbers = snapshots.save(cached.storage(), proposed, settled, LOCAL, at)
    st.session_state[SAVED] = numbers
    st.session_state[LISTS] = bool(proposed.checked.tables), list_counts(proposed)
    st.session_state["import round"] = st.session_state.get("import round", 0) + 1
    st.session_state.pop(PROPOSAL, None)


def set_state(number: int, state: str) -> None:
    """Withdraw an import or use it again, and keep that it was done for the next run. For callbacks."""
    snapshots.set_state(cached.storage(), number, state)
    st.session_state[CHANGED] = number, state
    st.session_state.pop(SAVED, None)


def changed() -> tuple[int, str] | None:
    """Return the number and the new state of the import that was just withdrawn or taken back, once."""
    return st.session_state.pop(CHANGED, None)


def replaced(proposed: Proposal) -> dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]]:
    """
    Return county → number, stages and titles of the lists of the import that this one would replace.

    A county without one is absent.
    """
    found = {}
    for county in proposed.counties:
        if proposed.period in cached.periods(county):
            number = cached.snapshot_id(county, proposed.period)
            snapshot = cached.snapshot(number)
            found[county] = snapshot.import_id, cached.places(number).stages, titles(snapshot.lists)
    return found


def stages(proposed: Proposal) -> tuple[str, ...]:
    """Return the stages that the tables are of."""
    return tuple(table.stage for table in proposed.checked.tables)


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


def saved(history: pd.DataFrame) -> list[int]:
    """Return the numbers of the snapshots that were just stored and are in use, [] where none are."""
    used = set(history.loc[history["state"] == "current", "snapshot"])
    return [number for number in st.session_state.get(SAVED, []) if number in used]


def saved_lists() -> tuple[bool, dict[str, int]]:
    """Return whether school tables were just stored, and kind of list → rows that were."""
    return st.session_state.get(LISTS, (True, {}))


def contents(proposed: Proposal) -> dict[str, str]:
    """Return the name of each file → how many schools' rows, classrooms, projects … are in it; 边界."""
    checked = proposed.checked
    found: dict[str, list[str]] = {file.name: [] for file in proposed.files}
    for kind, frame in {findings.SCHOOLS: checked.raw, **checked.list_raw}.items():
        for name, number in frame["file"].value_counts().items():
            found[name].append(findings.rows(int(number), kind))
    for name, number in checked.corrections.items():
        found[name].append(findings.corrections(number))
    return {name: "、".join(parts) or "边界" for name, parts in found.items()}


def verdicts(proposed: Proposal, way: str) -> dict[str, int]:
    """Return verdict → schools as they would come out if every stop were decided one way, by the default standard."""
    decided = {problem.id: way for problem in proposed.stops}
    standard = cached.standards()[cached.settings().default_standard]
    rules = cached.rulebook()
    judged = judge(proposed.rows(decided), standard, rules.indicators, rules.results, rules.unit_costs)
    return judged.schools["verdict"].value_counts().to_dict()
