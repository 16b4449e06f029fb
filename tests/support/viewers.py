"""People who look at the dashboard without a browser: raw websockets, as a browser's session speaks them."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection

PATIENCE_S = 60
ENDED = "script_finished"
CRASHED = '<p class="notice crash"'


@dataclass(frozen=True)
class Visit:
    """An address: the page's path ("" 总览) and the keys of its address."""

    page: str
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """How long a page took until it was whole, and whether it was drawn without an error."""

    seconds: float
    is_whole: bool


class Viewer:
    """One open session."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def look(self, visit: Visit) -> Answer:
        """Go to an address and wait until all of it has come."""
        asked = BackMsg()
        asked.rerun_script.page_name = visit.page
        asked.rerun_script.query_string = urlencode(visit.query)
        start = time.perf_counter()
        await self._connection.send(asked.SerializeToString())
        is_whole = True
        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(self._connection.recv(), PATIENCE_S))
            kind = message.WhichOneof("type")
            if kind == "delta":
                element = message.delta.new_element
                is_whole &= element.WhichOneof("type") != "exception" and CRASHED not in element.html.body
            if kind == ENDED and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return Answer(time.perf_counter() - start, is_whole)


@asynccontextmanager
async def viewer(url: str) -> AsyncIterator[Viewer]:
    """Open a session, and close it after."""
    address = f"ws://{urlsplit(url).netloc}/_stcore/stream"
    async with websockets.connect(address, origin=url, subprotocols=["streamlit"], max_size=None) as connection:
        yield Viewer(connection)


async def crowd(url: str, visits: Sequence[Visit], *, people: int, pages_a_second: float, for_s: float) -> list[Answer]:
    """
    Let people look at addresses in an order of their own, each with an equal pause between two pages.

    Args:
        people: sessions that are open at the same time.
        pages_a_second: of all of them together.
        for_s: seconds.
    """
    answers: list[Answer] = []
    pause, chance = people / pages_a_second, random.Random(20260930)
    end = time.perf_counter() + for_s

    async def person(number: int) -> None:
        async with viewer(url) as own:
            due = time.perf_counter() + pause * number / people
            while due < end:
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                answers.append(await own.look(chance.choice(visits)))
                due += pause

    await asyncio.gather(*(person(number) for number in range(people)))
    return answers


def processor_ms(process: int) -> float:
    """Processor time that a process has used; of Linux alone."""
    user, system = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    """Memory that a process holds; of Linux alone."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
