"""设置: its fields, block by block; what is wrong with one stands under it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.settings.costs import add_cost, keep_cost, take_cost
from components.settings.form import Form, field, tick
from monitoring.findings import settings as findings
from monitoring.settings.typed import APPROVAL, DEFAULT, EXAMPLE, NAME, NETWORK, SHOWN
from monitoring.settings.writing import Key

MARKDOWN = re.compile(r"([\\`*_\[\]<>$~:#])")
EACH_ROW = 2  # unit costs beside one another


def draw_bureau(form: Form) -> None:
    """Draw the bureau's name and its 审图号."""
    with messages.block("bureau", "本单位", "名称印在学校档案的纸面下方，没有数据时也在页首；审图号印在地图上"):
        left, right = st.columns([1.35, 1], gap="small")
        with left:
            _text(form, NAME, "如 澄湖县教育局")
        with right:
            _text(form, APPROVAL, "如 鲁S(2026)001号")


def draw_costs(form: Form) -> None:
    """Draw a field for every unit cost of the file, what is added to them and taken out, and whose they are."""
    costs = form.costs
    with messages.block("costs", "单价", findings.COSTS_LINE):
        keys = [*costs.kept, *costs.added]
        for first in range(0, len(keys), EACH_ROW):
            for column, key in zip(st.columns(EACH_ROW, gap="small"), keys[first : first + EACH_ROW], strict=False):
                with column:
                    _text(form, key, "如 2800", label=form.names.cost_label(key[1]))
        for key in costs.gone:
            with st.container(key=f"setting_gone_{key[1]}", horizontal=True, vertical_alignment="center", gap="small"):
                messages.note(findings.take_note(form.names, key[1], form.stands[key]))
                st.button("留着", key=f"setting stay {key[1]}", on_click=keep_cost, args=(key,))
        left, right = st.columns([1.7, 1], gap="small")
        with left:
            _pick(findings.ADD, findings.ADD_HINT, costs.free, lambda key: _asked(form, key), add_cost)
        with right:
            _pick(findings.TAKE, findings.TAKE_HINT, keys, lambda key: form.names.cost_label(key[1]), take_cost)
        messages.note(findings.STAFF_LINE)
        still = st.checkbox(findings.ARE_EXAMPLES, key=field(EXAMPLE))
        if still and form.costs_change:
            messages.note(findings.STILL_EXAMPLES)


def _pick(label: str, hint: str, keys: Sequence[Key], said: Callable[[Key], str], act: Callable[[str], None]) -> None:
    """Draw a list of which one is picked, which is then done and leaves the list as it was."""
    widget = f"setting {act.__name__}"
    st.selectbox(
        label, keys, index=None, placeholder=hint, format_func=said, key=widget, on_change=act, args=(widget,),
        disabled=not keys,
    )  # fmt: skip


def _asked(form: Form, key: Key) -> str:
    return f"{form.names.cost_label(key[1])} · {form.names.asking(key[1])}"


def draw_standards(form: Form) -> None:
    """Draw which standards can be chosen on the pages, and which one they begin with."""
    with messages.block("shown", "标准", findings.STANDARDS_LINE):
        st.selectbox(
            form.names.of(DEFAULT), form.offered.standards, format_func=form.names.standard, key=field(DEFAULT)
        )
        _refusal(form, DEFAULT)
        st.html(Markup('<p class="field-name">{}</p>').format(form.names.of(SHOWN)))
        with st.container(key="setting_ticks", gap=None):
            for name in form.offered.standards:
                st.checkbox(_label(findings.standard_label(form.names, name)), key=tick(name))
        _refusal(form, SHOWN)


def draw_network(form: Form) -> None:
    """Draw which limit each measure of the network is held against, with where that limit stands."""
    with messages.block("limits", "网络", findings.NETWORK_LINE):
        for name in form.names.measures:
            with st.container(key=f"setting_row_{name}", gap=None):
                _measure(form, name)


def _measure(form: Form, name: str) -> None:
    key, measure = (NETWORK, name), form.names.measures[name]
    said, picked = st.columns([1, 1.35], gap="small", vertical_alignment="center")
    with said:
        st.html(Markup('<p class="measure"><b>{}</b><span>{}</span></p>').format(measure.name, measure.what))
    with picked:
        chosen = st.selectbox(
            measure.name,
            ["", *form.offered.limits[name]],
            format_func=lambda limit: form.names.said(key, limit),
            key=field(key),
            label_visibility="collapsed",
        )
    source = findings.source_of(measure, chosen)
    if source:
        st.html(Markup('<p class="limit-source">{}</p>').format(source))
    _refusal(form, key)


def _text(form: Form, key: Key, hint: str, *, label: str = "") -> None:
    with st.container(gap=None):
        st.text_input(_label(label or form.names.of(key)), key=field(key), placeholder=hint, live=True)
        _refusal(form, key)


def _refusal(form: Form, key: Key) -> None:
    if key in form.draft.refusals:
        st.html(Markup('<p class="refused" role="alert">{}</p>').format(form.draft.refusals[key]))


def _label(text: str) -> str:
    """A text as a label, which the framework reads as Markdown: a standard of the bureau's own may hold anything."""
    return MARKDOWN.sub(r"\\\1", text)
