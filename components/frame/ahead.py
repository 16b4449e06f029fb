"""
What most people look at first, made before they ask: when the server starts, and when what is known has changed.

Whoever opens a page meanwhile waits for the figure that is being made, and makes the others beside it.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from threading import Event, Thread
from typing import Any

from components.frame import cached
from components.frame.choice import Choice, read
from components.map.choice import LayerChoice
from monitoring.errors import UserError
from monitoring.layers.standard import SHARE

MOMENT_S = 5.0
PAUSE_S = 0.1
REST_S = 4.0
"""Who has started the server opens 总览 now, and a browser needs the processor for it as much as we do."""
IN_USE = "rooms.in_use"  # the layer of the small map on 信息化与班班通

LOG = logging.getLogger(__name__)


@asynccontextmanager
async def at_start(app: Any) -> AsyncIterator[None]:  # noqa: ARG001 (the server hands itself)
    """Hold while the server runs; it answers once 总览 is made, or after a moment."""
    is_made = Event()
    start(is_made)
    await asyncio.to_thread(is_made.wait, MOMENT_S)
    yield


def start(is_made: Event | None = None) -> Thread:
    """
    Begin to make it, beside whatever else the server does; a mistake of ours ends it, loudly, in the log.

    Args:
        is_made: is set when the figures of 总览 are there; those of other pages follow while nobody waits for a page.
    """
    thread = Thread(target=_make, args=[is_made or Event()], name="ahead", daemon=True)
    thread.start()
    return thread


def _make(is_made: Event) -> None:
    try:
        _load_overview()
        with cached.one_run():
            choices = [read({"county": county}, cached) for county in cached.counties()]
            choices = [each[0] for each in choices if each]
            for choice in choices:
                of_overview(choice)
        is_made.set()
        time.sleep(REST_S)
        for choice in choices:
            for make in of_other_pages(choice):
                while not cached.is_quiet():
                    time.sleep(PAUSE_S)
                with cached.one_run():
                    make()
    except UserError as error:  # the first page says it to whom it concerns
        LOG.info("Nothing was made ahead: %s", error)
    finally:
        is_made.set()


def _load_overview() -> None:
    """
    Read what 总览 is drawn by, and let the framework find out where it runs: once a process, 0.5 s of the first page.

    Of other pages nothing is read here: the map's component can only be declared while a page is drawn.
    """
    importlib.import_module("components.overview")
    importlib.import_module("streamlit.emojis")
    inspect.stack()


def of_overview(choice: Choice) -> None:
    """Make the figures that 总览 shows of a choice, in its order."""
    key, standard = choice.snapshot, choice.standard
    held = cached.situation(key)
    if held.has_schools:
        held.results(standard)
        if held.earlier:
            held.earlier.results(standard)
        cached.standing_of(key, standard)
        if cached.layer(LayerChoice.of(choice, SHARE)):
            cached.township_layer(LayerChoice.of(choice, SHARE))
        cached.shortages(key, standard)
    if held.works:
        cached.projects(choice)
    if held.rooms is not None:
        held.ledger()
    if held.has_schools:
        cached.shares(choice)


def of_other_pages(choice: Choice) -> Iterator[Callable[[], object]]:
    """What makes the figures that other pages show of a choice, one after another."""
    held = cached.situation(choice.snapshot)
    if held.works:
        yield lambda: cached.expected(choice)
    if held.has_schools:
        yield lambda: cached.looks(choice.snapshot, choice.standard)
    if held.has_schools and held.rooms is not None:
        yield lambda: cached.layer(LayerChoice.of(choice, IN_USE))
        yield lambda: cached.township_layer(LayerChoice.of(choice, IN_USE))
    if held.works:
        yield lambda: cached.falls(choice)
