"""数据导入: hand in a period's workbooks, see every doubtful cell, decide, and only then store."""

import streamlit as st

from components.drawing import messages
from components.frame import cached, filters
from components.imports import history as import_history
from components.imports import listing, notices, record, uploads
from monitoring.errors import DayUnknown, UserError
from monitoring.findings import imports as findings

if record.asked():
    record.draw(record.asked())
    st.stop()
history = cached.imports()
stored = uploads.saved(history)
if stored:
    import_history.draw_saved(stored)
picked = uploads.pick_files()
if not picked:
    if not stored:
        messages.headline(findings.begin(len(history)), import_history.WHAT)
    import_history.draw(history)
    st.stop()

files, set_apart = uploads.set_apart(picked)
if not files:
    notices.refused([], set_apart)
    st.stop()
period, days = uploads.asked_period(), uploads.asked_days(files)
try:
    proposed = uploads.proposal(files, period, days)
except UserError as refusal:
    notices.refused(str(refusal).splitlines(), set_apart)
    if "报告期" in str(refusal):
        uploads.pick_period()
    if isinstance(refusal, DayUnknown):
        uploads.pick_days(refusal.files)
    st.stop()

decisions = uploads.decisions(proposed)
left = proposed.undecided(decisions)
number = listing.counts(proposed.problems)
stages = [filters.stage_label(stage) for stage in uploads.stages(proposed)]
lists = uploads.titles(proposed.checked.lists)
messages.headline(
    findings.headline(number["stop"], len(left)),
    [
        *findings.scope([*proposed.counties.values()], proposed.dates, stages, lists, uploads.sheets(proposed)),
        (" · ", ""),
        *findings.line(number["stop"], len(left), number["warning"], number["note"], has_cells=bool(stages or lists)),
    ],
)
notices.draw(proposed, set_apart, stages)
uploads.pick_days(proposed.unsure_of_day)
side, main = st.columns([1, 3.15], gap="medium")
with side:
    with messages.block("files", "这次上传了什么"):
        listing.files(proposed.problems, uploads.contents(proposed))
    if stages:
        ways = ("repair", "missing") if number["stop"] else ("repair",)
        verdicts = [uploads.verdicts(proposed, way) for way in ways]
        with messages.block("ways", findings.difference(*verdicts)):
            listing.outcome(*verdicts)
with main, messages.block("list", "逐格列出"):
    with st.container(key="import_actions", horizontal=True, horizontal_alignment="right"):
        if number["stop"]:
            for word, way in (("全部采用建议值", "repair"), ("全部按未填报", "missing")):
                st.button(word, on_click=uploads.decide_all, args=(proposed.stops, way))
        record.downloads(proposed.problems, decisions, proposed.period.isoformat())
        st.button(
            f"入库（还有 {len(left)} 处未定）" if left else "入库",
            type="primary",
            disabled=bool(left),
            on_click=uploads.store,
            args=(proposed,),
        )
    listing.draw(proposed.problems, decisions)
