"""Beside the map: a township's schools as a list, whatever is looked at, and the ways on from the lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st
from markupsafe import Markup

from components.drawing import messages, tables
from components.frame import filters
from components.map.view import View


def draw_school_list(
    view: View, columns: Sequence[tables.Column], rows: Iterable[tables.Row], title: str, how: str = ""
) -> None:
    """
    Draw a township's schools, a row each that opens it, and the way back.

    They scroll in a window that is as high whatever is open: what a row opens stands below, no row moves away from
    under the pointer.

    Args:
        rows: with the school's code.
        how: how the list is read.
    """
    with messages.block("schools", title, how):
        body = tables.table(
            columns, rows, label=title, style="compact",
            address=lambda row: view.here(school=row["code"]),
            is_chosen=lambda row: row["code"] == view.choice.school,
        )  # fmt: skip
        st.html(Markup('<div class="map-window" tabindex="0">{}</div>').format(body))
        draw_back(view)


def draw_way(view: View, words: str) -> None:
    """Draw the way to the page of informatization, narrowed as this one is."""
    messages.actions(
        messages.link(words, filters.address("progress", view.choice, school="", view="network"), button="plain")
    )


def draw_back(view: View) -> None:
    """Draw the way back to the whole county."""
    back = messages.link("回到全县", view.here(township="", school=""))
    st.html(Markup('<p class="note">{}</p>').format(back))
