"""The headline of a school's page, and the papers that can be taken away."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.frame import filters
from components.school.view import View
from monitoring.findings.school import facts as fact_words
from monitoring.findings.school import page as findings

PAPERS = (("school.xlsx", "缺口清单（Excel）", "plain"), ("school.pdf", "打印一页纸", "primary"))


def draw(view: View) -> None:
    """Draw the verdict with the price of the way out, what the school is, and the links to its papers."""
    head, papers = st.columns([3.6, 1], vertical_alignment="top")
    since = fact_words.since(view.file, view.month, view.corrected)
    unsure = findings.unsure(view.file)
    with head:
        messages.headline(
            findings.headline(view.file, view.name),
            [
                (f"{view.file.name} · " if view.name != view.local_name else "", ""),
                (fact_words.description(view.file), ""),
                ("　" if since else "", ""),
                *since,
                (f"　{unsure}" if unsure else "", "accent"),
            ],
        )
    with papers:
        links = Markup("").join(
            Markup('<a class="button {}" href="{}" download>{}</a>').format(look, _address(view, name), words)
            for name, words, look in PAPERS
        )
        st.html(Markup('<div class="actions papers">{}</div>').format(links))


def _address(view: View, paper: str) -> str:
    """Return the address of a paper (components/school/routes.py): the page's own keys; not a page, so without "./"."""
    return f"api/{filters.address(paper, view.choice).removeprefix('./')}"
