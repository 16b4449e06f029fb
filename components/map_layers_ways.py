"""Beside the map, of a layer of informatization: the ways on from its lists."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components import filters, messages
from components.map_page import MapPage


def draw_way(page: MapPage, words: str) -> None:
    """Draw the way to the page of informatization, narrowed as this one is."""
    messages.actions(messages.link(words, filters.address("progress", page.choice, school=""), button="plain"))


def draw_back(page: MapPage) -> None:
    """Draw the way back to the whole county."""
    back = messages.link("回到全县", page.here(township="", school=""))
    st.html(Markup('<p class="note">{}</p>').format(back))
