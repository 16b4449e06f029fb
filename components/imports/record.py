"""One import of the record, opened again: what was found in its files, by file and by kind, and how it was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components.drawing import messages
from components.frame import cached
from components.frame.choice import address_of
from components.imports import listing
from monitoring.errors import NotFound
from monitoring.findings import imports as findings
from monitoring.reports.problems import problem_list, problem_lists_by_school
from monitoring.validation import Problem
from monitoring.words import SEVERITY_WORDS

KEY = "record"


def address(number: int, school: str = "") -> str:
    """Return the address of the problems of an import, of one school of it."""
    return address_of("import", {KEY: str(number), **({"school": school} if school else {})})


def asked() -> str:
    """Return the number of the import that the address names, "" none."""
    return st.query_params.get(KEY, "")


def draw(number: str) -> None:
    """Draw an import's list of problems, of all files or of the school that the address names."""
    try:
        record = cached.record(int(number) if number.isdecimal() else 0)
    except NotFound as error:
        messages.headline([(str(error), "")], "")
        messages.actions(messages.link("导入记录", address_of("import", {})))
        return
    code = st.query_params.get("school", "")
    problems = [one for one in record.problems if code in ("", one.school_code)]
    name = next((one.school for one in problems if one.school), code) if code else ""
    number_of = listing.counts(problems)
    messages.headline(findings.recorded(record.number, name, number_of), findings.record_line(record))
    with st.container(key="record_actions", horizontal=True):
        messages.actions(
            messages.link("导入记录", address_of("import", {}), button="plain"),
            *([messages.link("看全部学校", address(record.number), button="plain")] if code else []),
        )
        downloads(
            problems, record.decisions, f"{max(record.dates.values())}_编号{record.number}{f'_{name}' if name else ''}"
        )
    if not problems:
        messages.nothing(findings.NOTHING_LISTED)
    for file in dict.fromkeys(one.file for one in problems):
        own = [one for one in problems if one.file == file]
        with messages.block(f"record_{file}", file, findings.counted(listing.counts(own))):
            _by_severity(own, record.decisions)


def _by_severity(problems: Sequence[Problem], decisions: Mapping[str, str]) -> None:
    single = [one for one in problems if not one.twin]
    for severity, word in SEVERITY_WORDS.items():
        own = [one for one in single if one.severity == severity]
        if own:
            listing.group(word, len(own), "", "fail" if severity == "stop" else "")
            listing.matters(own, word, decisions)


def downloads(problems: Sequence[Problem], decisions: Mapping[str, str], name: str) -> None:
    """Draw the two ways to take a list of problems away: one workbook, or one a school to hand back."""
    with st.popover("下载问题清单"):
        st.download_button(
            "一个工作簿",
            lambda: problem_list(problems, decisions, f"问题清单 {name}"),
            f"问题清单_{name}.xlsx",
            on_click="ignore",
        )
        st.download_button(
            "按学校分开（压缩包）",
            lambda: problem_lists_by_school(problems, decisions),
            f"问题清单_按学校_{name}.zip",
            on_click="ignore",
        )
        messages.note(findings.HAND_BACK)
