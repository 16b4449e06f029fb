"""信息化与班班通: a small map of the townships by the share of their classrooms in use, and the way to the map."""

from __future__ import annotations

import streamlit as st

from components.drawing import messages
from components.drawing.charts.small_map import not_drawn, small_map
from components.frame import cached, filters
from components.frame.choice import Choice
from components.map import data
from components.map.choice import LayerChoice
from monitoring.findings.map import layers as findings
from monitoring.findings.progress.page import USED
from monitoring.findings.sentences import plain

IN_USE = "rooms.in_use"
HOW = f"做到“{USED}”的教室比例；底色越深越高；点乡镇看全镇"


def draw(choice: Choice) -> None:
    """Draw the map in a block; nothing where the period has no ledger."""
    asked = LayerChoice.of(choice, IN_USE)
    shown = cached.layer(asked)
    if shown is None:
        return
    title = findings.rooms_title(list(shown.places.values()), shown.look.subject)
    townships = cached.township_layer(asked)
    apart = not_drawn(townships, {code: place.name for code, place in shown.places.items()})
    way = messages.link("在地图上看", filters.address("map", choice, measure=IN_USE))
    with messages.block("map", title, f"{HOW}；{apart}" if apart else HOW, aside=way):
        picture = small_map(
            townships,
            address=lambda code: filters.address("progress", choice, township=code),
            classes=data.shades(shown.look.classes),
            chosen=choice.township,
            label=plain(title),
        )
        if picture:
            st.html(picture)
        else:
            messages.nothing("没有乡镇边界，也没有学校坐标可以推算，画不出地图。")
