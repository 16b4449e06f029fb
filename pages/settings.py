"""设置: the bureau's name, 审图号, unit costs, standards and limits of the network, changed without a restart."""

import streamlit as st

from components.drawing import messages
from components.settings import changes, fields
from components.settings.form import open_form
from monitoring.findings import settings as findings

form = open_form()
messages.headline(findings.headline(form.file.settings, form.names), findings.line(form.file.settings, form.limits()))
with st.container(key="settings"):
    left, middle, right = st.columns([1.12, 1, 0.68], gap="medium")
with left:
    fields.draw_bureau(form)
    fields.draw_costs(form)
    fields.draw_standards(form)
with middle:
    fields.draw_network(form)
with right:
    changes.draw(form)
