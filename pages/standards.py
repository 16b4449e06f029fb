"""标准库: every standard clause by clause, where it stands, whether it was verified, and what it finds."""

import streamlit as st

from components.drawing import messages
from components.frame import cached, drawn, filters
from components.frame.choice import address_of
from components.standards import book
from components.standards import shelf as standards_shelf
from monitoring.findings import standards as findings


@drawn.once
def draw(choice: filters.Choice | None, chosen: str) -> None:
    """The shelf, and the standard that is chosen; without data none is judged by it."""
    settings, shelf = cached.settings(), cached.standards()
    standard = shelf[chosen]

    def address(name: str) -> str:
        """This page with another standard chosen, also while there is no data."""
        keys = {"standard": name}
        return filters.address("standards", choice, **keys) if choice else address_of("standards", keys)

    requirements = {}
    if choice:
        view = cached.shortages(choice.snapshot, chosen, township=choice.township, stage=choice.stage)
        requirements = view.requirements.set_index("requirement").to_dict("index")

    is_usual = chosen == settings.default_standard
    messages.headline(
        findings.headline(shelf.values()), findings.reading(standard, is_usual=is_usual, has_data=choice is not None)
    )
    left, right = st.columns([1, 2.02], gap="medium")
    with left:
        standards_shelf.draw(shelf, chosen, settings, address)
        standards_shelf.draw_own(settings)
    with right:
        book.draw(standard)
        book.draw_requirements(
            standard, cached.indicators(), requirements, lambda key: filters.address("gaps", choice, requirement=key)
        )
        book.draw_clauses(standard)
        book.draw_sources(standard)


def usual() -> list[str]:
    """Return the standards that the settings show, the default one first."""
    settings = cached.settings()
    return [settings.default_standard, *settings.shown_standards]


choice = filters.choose() if cached.counties() else None  # the library is there before any data
draw(choice, choice.standard if choice else filters.asked("standard", usual()))
