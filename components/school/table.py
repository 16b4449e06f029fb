"""The requirements of one part of a school: a row each, whose figure opens to how it is made."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.school.trace import trace
from monitoring import figures
from monitoring.dossier import Dossier, Line, Part
from monitoring.dossier.traces import Trace
from monitoring.findings.school import figures as figure_words
from monitoring.findings.school import page as findings
from monitoring.findings.school import ways
from monitoring.reports.columns import by_key
from monitoring.reports.school_sheet import REQUIREMENTS
from monitoring.standards import states

OF = by_key(REQUIREMENTS)
SCALE = 1.5  # a bar ends at one and a half times the requirement


def draw(file: Dossier, part: Part, traces: Mapping[str, Trace], *, note: str) -> None:
    """
    Draw the table.

    Args:
        traces: requirement → how its figure is made.
        note: under the table: where prices come from.
    """
    columns = _columns(file, part)
    rows = Markup("").join(_row(columns, file, part, line, traces[line.asked.key]) for line in part.lines)
    heads = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(column.classes, column.head) for column in columns
    )
    title = findings.requirements_title(file, part)
    with messages.block(f"requirements_{part.stage}", title, findings.how_to_read(file, part)):
        st.html(
            Markup(
                '<div class="table-window"><table class="table requirements" aria-label="{}"><thead><tr>{}</tr></thead>'
                "<tbody>{}</tbody></table></div>"
            ).format(title, heads, rows)
        )
        reason = findings.why(file, part)
        if reason:
            messages.panel(reason)
        paths = ways.way(file, part)
        if paths:
            messages.panels(paths)
        if _has_prices(part):
            messages.note(note)


def _columns(file: Dossier, part: Part) -> list[tables.Column]:
    has_limits = any(not figures.is_missing(line.required) for line in part.lines)
    has_gaps = bool(part.gaps)
    columns = [
        tables.shown(OF["requirement"], style="name"),
        tables.shown(OF["value"], cell=_value),
    ]
    if has_limits:
        columns.append(tables.shown(OF["required"], cell=_required))
    columns.append(tables.shown(OF["unit"], style="quiet nowrap"))
    if any(not figures.is_missing(line.reach_pct) for line in part.lines):
        columns.append(tables.shown(OF["reach"], cell=lambda line: _bar(file, line), style="reach"))
        columns.append(tables.Column("", figure_words.reached, is_number=True))
    if has_limits or part.unknown:
        columns.append(tables.shown(OF["status"], cell=lambda line: messages.state(line.status), style="state-cell"))
    if has_gaps:
        columns.append(tables.shown(OF["missing"], cell=lambda line: _missing(line, line.missing)))
        if any(line.missing != line.missing_whole for line in part.gaps):
            columns.append(tables.shown(OF["missing_whole"], cell=lambda line: _missing(line, line.missing_whole)))
        if _has_prices(part):
            columns.append(tables.shown(OF["cost"], cell=_cost))
    columns.append(tables.shown(OF["clause"], cell=_clause, style="quiet nowrap"))
    return columns


def _has_prices(part: Part) -> bool:
    return any(figure_words.price(line) != figures.MISSING for line in part.gaps)


def _row(columns: list[tables.Column], file: Dossier, part: Part, line: Line, made: Trace) -> Markup:
    cells = Markup("").join(
        Markup('<td class="{}">{}</td>').format(column.classes, _cell(column, line, made)) for column in columns
    )
    return Markup('<tr class="figure-row">{}</tr><tr class="figure-origin"><td colspan="{}">{}</td></tr>').format(
        cells, len(columns), trace(made, file.standard, part.stage)
    )


def _cell(column: tables.Column, line: Line, made: Trace) -> object:
    content = column.cell(line)
    if column.head == OF["requirement"].head:
        doubts = Markup("").join(
            Markup('<em class="doubt">{}</em>').format(words) for words in figure_words.doubts_of(made.doubts)
        )
        return Markup("{}{}").format(content, doubts)
    return content


def _value(line: Line) -> Markup:
    tone = {"met": "met", "gap": "fail"}.get(line.status, "quiet")
    text = figure_words.had(line)
    return Markup('<details><summary class="{}" title="点开看这个数怎么来的">{}</summary></details>').format(tone, text)


def _required(line: Line) -> object:
    text = figure_words.required(line, with_unit=False)
    return tables.dash("" if text == figures.MISSING else text)


def _bar(file: Dossier, line: Line) -> object:
    if figures.is_missing(line.reach_pct):
        return ""
    ticks = {"limit": 100 / SCALE}
    floor = file.standard.verdict.floor_pct
    if floor is not None and file.judges_schools:
        ticks["floor"] = float(floor) / SCALE
    state = "fail" if line.status == "gap" else "met" if line.status == "met" else "idle"
    return tables.bar(line.reach_pct / SCALE, state=state, ticks=ticks)


def _missing(line: Line, amount: float) -> object:
    text = figure_words.to_close(line, amount)
    return tables.dash("") if text == figures.MISSING else tables.toned(text, "strong")


def _cost(line: Line) -> object:
    text = figure_words.price(line)
    return tables.toned(text, "quiet") if text in (figures.STAFF, figures.MISSING) else text


def _clause(line: Line) -> Markup:
    is_unsure = line.asked.state in states.UNSURE
    unsure = (
        Markup('<em class="unverified">{}</em>').format(states.WORDS[line.asked.state]) if is_unsure else Markup("")
    )
    return Markup("{}{}").format(line.asked.clause, unsure)
