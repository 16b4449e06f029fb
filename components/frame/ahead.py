"""
What most people look at first, made before they ask: when the server starts, and when what is known has changed.

Whoever opens a page meanwhile waits for the figure that is being made, and makes the others beside it.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

from components.frame import cached
from components.frame.choice import ALL, Choice, read
from components.map.choice import LayerChoice
from monitoring.errors import UserError

LOG = logging.getLogger(__name__)


@asynccontextmanager
async def at_start(app: Any) -> AsyncIterator[None]:  # noqa: ARG001 (the server hands itself)
    """Hold while the server runs."""
    start()
    yield


def start() -> Thread:
    """Begin to make it, beside whatever else the server does; a mistake of ours ends it, loudly, in the log."""
    thread = Thread(target=_make, name="ahead", daemon=True)
    thread.start()
    return thread


def _make() -> None:
    try:
        with cached.one_run():
            for county in cached.counties():
                found = read({"county": county}, cached)
                if found:
                    of_choice(found[0])
    except UserError as error:  # the first page says it to whom it concerns
        LOG.info("Nothing was made ahead: %s", error)


def of_choice(choice: Choice) -> None:
    """Make the figures that the pages show of a choice, in the order in which people open them."""
    key, standard = choice.snapshot, choice.standard
    held = cached.situation(key)
    if held.has_schools:
        held.results(standard)
        cached.shortages(key, standard)
        cached.shares(choice)
        if held.earlier:
            held.earlier.results(standard)
        looks = cached.looks(key, standard)
        for measure in looks:
            cached.layer(LayerChoice.of(choice, measure))
        cached.township_layer(LayerChoice.of(choice, next(iter(looks))))
        cached.coefficients(key, standard, ALL)
    held.ledger()
    if held.works:
        cached.expected(choice)
        cached.falls(choice)
