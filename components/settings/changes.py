"""设置: what would change, from what to what, the button that saves it, and what is changed elsewhere."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.settings.form import Form, keep, outcome, reset
from monitoring.findings import settings as findings
from monitoring.settings.typed import Change


def draw(form: Form) -> None:
    """Draw the changes that are typed, the two buttons, and what was said of the last ones."""
    draft, last = form.draft, outcome(form)
    listed = draft.changes or last.saved
    with messages.block("changes", findings.changes_title(draft, len(last.saved))):
        if last.is_failure:
            messages.notice(last.sentence, is_failure=True)
        elif last.sentence and not draft.changes:
            messages.panel(last.sentence)
        if listed:
            items = Markup("").join(_change(form, change) for change in listed)
            st.html(Markup('<dl class="changes">{}</dl>').format(items))
        elif not last.sentence:
            messages.note(findings.NOTHING_TYPED)
        with st.container(key="setting_buttons", horizontal=True, gap="small"):
            st.button("保存", type="primary", disabled=not draft.can_be_saved, on_click=keep, args=(form.file,))
            if draft.changes or draft.refusals:
                st.button("放弃改动", on_click=reset)
    with messages.block("elsewhere", "不在这一页改的"):
        messages.note(findings.NOT_HERE)
        messages.note(f"设置文件：{form.file.path}")


def _change(form: Form, change: Change) -> Markup:
    names, more = form.names, findings.details(change, form.names)
    under = Markup('<span class="quiet">{}</span>').format(more) if more else ""
    return Markup('<div><dt>{}</dt><dd><s>{}</s><i aria-label="改成">→</i><b>{}</b>{}</dd></div>').format(
        names.of(change.key), names.said(change.key, change.old), names.said(change.key, change.new), under
    )
