"""设置: which unit costs are to come and which are to go, before they are saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from monitoring.settings.typed import COSTS, EXAMPLE
from monitoring.settings.writing import Key, Value

ADDED, GONE = "settings costs added", "settings costs gone"


@dataclass(frozen=True)
class Costs:
    """
    The unit costs of the page.

    Attributes:
        kept: those of the file, in its order, that stay.
        added: those that are to come, in the order in which they were picked.
        gone: those of the file that are to go.
        free: what can have a unit cost and has none.
    """

    kept: Sequence[Key] = ()
    added: Sequence[Key] = ()
    gone: Sequence[Key] = ()
    free: Sequence[Key] = ()


def costs(stands: Mapping[Key, Value], offered: Sequence[str]) -> Costs:
    """
    Return the unit costs as they are at the moment.

    Args:
        stands: the values in force: what somebody else added meanwhile comes no more, what they took out is gone.
        offered: indicators that can have a unit cost.
    """
    there = [key for key in stands if key[0] == COSTS and key != EXAMPLE]
    gone = [key for key in st.session_state.get(GONE, ()) if key in stands]
    added = [key for key in st.session_state.get(ADDED, ()) if key not in stands]
    free = [(COSTS, name) for name in offered if (COSTS, name) not in (*there, *added)]
    return Costs([key for key in there if key not in gone], added, gone, free)


def add_cost(widget: str) -> None:
    """For callbacks: what was picked gets a field of its own, and is saved with what is typed there."""
    key = _picked(widget)
    if key:
        st.session_state[ADDED] = [*st.session_state.get(ADDED, ()), key]


def take_cost(widget: str) -> None:
    """For callbacks: what was picked is to go; what is not saved yet goes at once."""
    key = _picked(widget)
    if key and key in st.session_state.get(ADDED, ()):
        st.session_state[ADDED] = [other for other in st.session_state[ADDED] if other != key]
    elif key:
        st.session_state[GONE] = [*st.session_state.get(GONE, ()), key]


def keep_cost(key: Key) -> None:
    """For callbacks: what was to go stays."""
    st.session_state[GONE] = [other for other in st.session_state.get(GONE, ()) if other != key]


def forget() -> None:
    """For callbacks: nothing is to come or to go."""
    st.session_state.pop(ADDED, None)
    st.session_state.pop(GONE, None)


def _picked(widget: str) -> Key | None:
    key = st.session_state.get(widget)
    st.session_state[widget] = None
    return key
