"""
设置: what the fields hold while one types, and what saving them does.

A field that nobody touched follows the file; one that was typed in keeps its text, whoever else changes the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from components.frame import cached
from components.imports.uploads import LOCAL
from components.settings.costs import ADDED, Costs, costs, forget
from monitoring import events
from monitoring.errors import UserError
from monitoring.findings import settings as findings
from monitoring.settings.reading import SettingsFile, read_file
from monitoring.settings.typed import COSTS, EXAMPLE, SHOWN, Change, Draft, Offered, as_typed, draft, standing
from monitoring.settings.writing import Key, Value, save

SEEN, DONE = "settings seen", "settings done"


@dataclass(frozen=True)
class Outcome:
    """
    What came of the last save.

    Attributes:
        sentence: what went wrong, or that the changes hold; "" nothing was saved yet.
        saved: what was saved.
        is_failure: the sentence must not be missed.
    """

    sentence: str = ""
    saved: Sequence[Change] = ()
    is_failure: bool = False


@dataclass(frozen=True)
class Form:
    """
    The page as it is at the moment.

    Attributes:
        file: config.toml as it was read for this run.
        names: of what can be set.
        offered: what can be chosen.
        stands: the values in force.
        costs: which unit costs stay, come and go.
        draft: what is typed, held against them.
    """

    file: SettingsFile
    names: findings.Names
    offered: Offered
    stands: Mapping[Key, Value]
    costs: Costs
    draft: Draft

    def limits(self) -> dict[str, str]:
        """Return the limit in force of every measure of the network, "" none."""
        return {name: str(self.stands["network", name]) for name in self.offered.limits}

    @property
    def costs_change(self) -> bool:
        """Whether a unit cost gets another figure, or comes."""
        return any(
            change.key[0] == COSTS and change.key != EXAMPLE and change.new is not None for change in self.draft.changes
        )


def field(key: Key) -> str:
    """Return the key of a setting's widget."""
    return f"setting {key[0]} {key[1]}"


def tick(standard: str) -> str:
    """Return the key of the widget that says whether a standard is shown."""
    return f"setting shown {standard}"


def open_form() -> Form:
    """Read the file, bring the fields that nobody touched to its values, and hold what is typed against it."""
    file = read_file()
    form = _form(file)
    _follow(form)
    return _form(file, _typed(form))


def _form(file: SettingsFile, typed: Mapping[Key, Value] | None = None) -> Form:
    book = cached.rulebook()
    measures = book.network.measures
    names = findings.Names(book.standards, book.indicators, measures)
    shelf = [*names.standards, *(name for name in file.settings.shown_standards if name not in names.standards)]
    offered = Offered(shelf, {key: list(measure.limits) for key, measure in measures.items()}, names.priced())
    stands = standing(file.settings, {key: measure.chosen for key, measure in measures.items()})
    held = draft(typed or as_typed(stands), stands, offered)
    return Form(file, names, offered, stands, costs(stands, offered.costs), held)


def _fields(form: Form) -> dict[str, Any]:
    """What every widget shows while nothing is typed."""
    shown = form.stands[SHOWN]
    ticks = {tick(name): name in shown for name in form.offered.standards}
    return {field(key): value for key, value in as_typed(form.stands).items() if key != SHOWN} | ticks


def _typed(form: Form) -> dict[Key, Value]:
    """What the widgets hold: the standards in the order in which they stand in the file, new ones after them."""
    fields = {name: st.session_state.get(name, value) for name, value in _fields(form).items()}
    before = form.stands[SHOWN]
    order = [*before, *(name for name in form.offered.standards if name not in before)]
    shown = tuple(name for name in order if fields[tick(name)])
    typed = {key: shown if key == SHOWN else fields[field(key)] for key in form.stands}
    added = {key: st.session_state.get(field(key), "") for key in form.costs.added}
    return typed | added | dict.fromkeys(form.costs.gone)


def _follow(form: Form) -> None:
    """Give every field that nobody touched the value of the file; say so where somebody else changed it meanwhile."""
    now = _fields(form)
    content, before, stood = st.session_state.get(SEEN, (form.file.content, now, ()))
    held = {key: st.session_state.get(key, value) for key, value in now.items()}
    kept = [key for key, value in held.items() if value not in (now[key], before.get(key))]
    for key, value in now.items():
        # Not set where it is the same: that would undo what is being typed and has not arrived yet.
        if key not in st.session_state or (key not in kept and held[key] != value):
            st.session_state[key] = value
    pending = len(kept) + len(form.costs.added) + len(form.costs.gone)
    if content != form.file.content and pending:
        changed = [form.names.of(key) for key in form.stands if _is_other(key, form, now, before)]
        changed += [form.names.of(key) for key in stood if key not in form.stands]
        st.session_state[DONE] = Outcome(findings.meanwhile(changed, pending), is_failure=True)
    st.session_state[SEEN] = form.file.content, now, list(form.stands)


def _is_other(key: Key, form: Form, now: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    widgets = [tick(name) for name in form.offered.standards] if key == SHOWN else [field(key)]
    return any(now[widget] != before.get(widget) for widget in widgets)


def reset() -> None:
    """For callbacks: every field as the file has it."""
    st.session_state.pop(DONE, None)
    added = [field(key) for key in st.session_state.get(ADDED, ())]
    for key in [*st.session_state.pop(SEEN, ((), {}))[1], *added]:
        st.session_state.pop(key, None)
    forget()


def keep(file: SettingsFile) -> None:
    """
    For callbacks: save what the fields hold at this moment, and remember what to say.

    Args:
        file: as the page that is looked at has read it.
    """
    form = _form(file)
    typed = draft(_typed(form), form.stands, form.offered)
    if not typed.can_be_saved:
        return
    try:
        remarks = {key: form.names.cost_label(key[1]) for key in form.costs.added}
        save(file, {change.key: change.new for change in typed.changes}, remarks)
    except UserError as refusal:
        st.session_state[DONE] = Outcome(str(refusal), is_failure=True)
        return
    reset()
    st.session_state[DONE] = Outcome(findings.AT_ONCE, typed.changes)
    try:
        settings_changed(typed.changes, form.names, datetime.now())
    except UserError as refusal:
        st.session_state[DONE] = Outcome(findings.not_recorded(str(refusal)), typed.changes, is_failure=True)


def settings_changed(changes: Sequence[Change], names: findings.Names, at: datetime) -> None:
    """
    Record every change as an event: which key, from what to what, when; all of them or none.

    Raises:
        DatabaseFailed: the database could not keep them.
    """
    with cached.storage().write() as connection:
        for change in changes:
            details = findings.event_details(change, names)
            events.record(connection, events.Event(events.SETTING, LOCAL, at, ".".join(change.key), details=details))


def outcome(form: Form) -> Outcome:
    """Return what came of the last save: once, but for what went wrong while there is still something to save."""
    done = st.session_state.get(DONE, Outcome())
    if not done.is_failure or not form.draft.changes:
        st.session_state.pop(DONE, None)
    return done
