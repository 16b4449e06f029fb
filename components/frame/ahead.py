"""
What most people look at first, made before they ask: when the server starts, and when what is known has changed.

Whoever opens a page meanwhile waits for the figure that is being made, and makes the others beside it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

from components.frame import cached
from components.frame.choice import Choice, read
from components.map.choice import LayerChoice
from monitoring.errors import UserError

MOMENT_S = 2.0
IN_USE = "rooms.in_use"  # the layer of the small map on 信息化与班班通

LOG = logging.getLogger(__name__)


@asynccontextmanager
async def at_start(app: Any) -> AsyncIterator[None]:  # noqa: ARG001 (the server hands itself)
    """Hold while the server runs; it answers once all is made, or after a moment."""
    await asyncio.to_thread(start().join, MOMENT_S)
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
        if held.earlier:
            held.earlier.results(standard)
        cached.shortages(key, standard)
        cached.standing_of(key, standard)
    if held.rooms is not None:
        held.ledger()
    if held.works:
        cached.expected(choice)
    if held.has_schools:
        cached.shares(choice)
        for measure in (next(iter(cached.looks(key, standard))), IN_USE):
            if cached.layer(LayerChoice.of(choice, measure)):
                cached.township_layer(LayerChoice.of(choice, measure))
    if held.works:
        cached.falls(choice)
