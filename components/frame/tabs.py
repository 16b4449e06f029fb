"""The parts of a long page: a strip of links under its headline. The address keeps which one is open, Back works."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st
from markupsafe import Markup

from components.frame import filters

VIEW = "view"  # the address's key


def opened(tabs: Mapping[str, str], *, hints: Mapping[str, str] | None = None) -> str:
    """
    Return which part is open: the one that the address names, else that of the first hint it holds, else the first.

    Args:
        tabs: value in the address → words.
        hints: another key of the address → the part that it is about: a link to one project opens that project.
    """
    hinted = next((tab for key, tab in (hints or {}).items() if filters.names(key)), "")
    return filters.asked(VIEW, tabs, default=hinted)


def strip(tabs: Mapping[str, str], shown: str, address: Callable[[str], str], *, label: str) -> Markup:
    """
    Return the strip as HTML.

    Args:
        shown: the part that is open.
        address: of a part.
        label: what the parts are of, for screen readers.

    >>> str(strip({"money": "资金"}, "money", "./projects?view={}".format, label="工程项目"))[-79:]
    '<a href="./projects?view=money" class="chosen" aria-current="page">资金</a></nav>'
    """
    links = Markup("").join(
        Markup('<a href="{}"{}>{}</a>').format(
            address(name), Markup(' class="chosen" aria-current="page"') if name == shown else "", words
        )
        for name, words in tabs.items()
    )
    return Markup('<nav class="tabs" aria-label="{}">{}</nav>').format(label, links)


def draw(tabs: Mapping[str, str], shown: str, address: Callable[[str], str], *, label: str) -> None:
    """Draw the strip; arguments as for `strip`."""
    st.html(strip(tabs, shown, address, label=label))
