"""学校地图: which townships are behind, which schools, and what one school lacks."""

import streamlit as st

from components.drawing import messages
from components.frame import cached, filters
from components.map import frame, panel
from components.map import view as map_view

choice = filters.choose()
head, ground = st.columns([5, 1], vertical_alignment="center")
names = {key: look.name for key, look in cached.looks(choice.snapshot, choice.standard).items()}
with ground:
    measure = filters.pick("measure", "底色", names)
view = map_view.open_view(choice, measure)
with head:
    messages.headline(*view.headline())

left, right = st.columns([1.62, 1], gap="medium")
with left, st.container(key="mapbox"):
    frame.draw(view.scene(), key=filters.MAP, picked=filters.picked)
with right:
    panel.draw(view)
