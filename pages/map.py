"""学校地图: which townships are behind, which schools, and what one school lacks."""

import streamlit as st

from components.drawing import messages
from components.frame import cached, filters
from components.map import frame, panel
from components.map import page as map_page

choice = filters.choose()
head, ground = st.columns([5, 1], vertical_alignment="center")
names = {key: look.name for key, look in cached.looks(choice.snapshot, choice.standard).items()}
with ground:
    measure = filters.pick("measure", "底色", names)
page = map_page.open_page(choice, measure)
with head:
    messages.headline(*page.headline())

left, right = st.columns([1.62, 1], gap="medium")
with left, st.container(key="mapbox"):
    frame.draw(page.scene(), key=filters.MAP, picked=filters.picked)
with right:
    panel.draw(page)
