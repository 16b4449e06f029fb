"""
Parts of pages that were drawn once, sent again as they are to everyone who asks the same.

What a part without widgets shows is a function of the address, the database, the rules and config.toml; the framework
keeps the messages that drew it, and the next viewer costs no figure, no sentence and no chart.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar

import streamlit as st

from components.frame import cached
from monitoring.settings import config_file, state_of

MOST = 160
"""Parts kept: of some 15 to 400 kB each, all that an office opens in a day."""
Draw = TypeVar("Draw", bound=Callable[..., None])


def once(draw: Draw) -> Draw:
    """
    Keep what a function draws, by the address, the state of the database, the rules and settings.

    Its arguments must follow from these too. It may draw no widget, and must not end the run (st.stop).
    """

    @wraps(draw)
    def drawn(*given: object) -> None:
        _again(_key(draw), lambda: draw(*given))

    return drawn


def _key(draw: Callable[..., None]) -> Hashable:
    where = draw.__code__
    address = tuple(sorted(st.query_params.to_dict().items()))
    of = (cached.state(), cached.fingerprint(), state_of(config_file()))
    return where.co_filename, where.co_firstlineno, address, of


@st.cache_data(show_spinner=False, max_entries=MOST)
def _again(key: Hashable, _draw: Callable[[], None]) -> None:  # noqa: ARG001 (key is what it is kept by)
    _draw()
