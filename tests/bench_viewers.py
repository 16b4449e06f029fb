"""What many viewers cost: a page seen before, fifty people at once, six hundred openings. For tests/bench.py."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from monitoring import sample, snapshots
from monitoring.storage import Storage
from tests.support.browser import launch, running, window
from tests.support.measures import Measure
from tests.support.viewers import Answer, Visit, crowd, memory_mb, processor_ms, viewer

PAGES = {
    "": "总览", "map": "学校地图", "gaps": "设施短板", "school": "学校档案", "balance": "校际均衡",
    "progress": "信息化与班班通", "projects": "工程项目", "import": "数据导入", "standards": "标准库",
    "settings": "设置",
}  # fmt: skip
TIMES = 12
PEOPLE, PAGES_A_SECOND, FOR_S = 50, 2.5, 80
SLOWEST_OF = 0.95
OPENINGS = 600
LAST = ".st-key-block_course .course b"
SENTENCE = "one sentence"


def seen_pages(database: str) -> Iterator[Measure]:
    """Processor time of the whole server for a page that another viewer has seen: a new session each time."""
    with running(database) as server:
        asyncio.run(_open(server.url, [Visit(page) for page in PAGES] * 2))
        for page, name in PAGES.items():
            before = processor_ms(server.process)
            asyncio.run(_open(server.url, [Visit(page)] * TIMES))
            yield Measure(
                f"seen before, processor time: {name}", "ms", 60, (processor_ms(server.process) - before) / TIMES
            )


def many_viewers(database: str) -> Iterator[Measure]:
    """People who look at the whole county and at townships, at pages that others have seen and that none has."""
    with running(database) as server:
        asyncio.run(_open(server.url, [Visit(page) for page in PAGES]))
        answers = asyncio.run(
            crowd(server.url, visits(database), people=PEOPLE, pages_a_second=PAGES_A_SECOND, for_s=FOR_S)
        )
        yield Measure(
            f"{PEOPLE} viewers, {PAGES_A_SECOND} pages a second, {_said(answers)}: 95 of 100 whole within",
            "s", 2, statistics.quantiles((each.seconds for each in answers), n=100)[round(100 * SLOWEST_OF) - 1],
        )  # fmt: skip
        asyncio.run(_open(server.url, visits(database)))
        before = memory_mb(server.process)
        opened = asyncio.run(_open(server.url, (visits(database) * OPENINGS)[:OPENINGS]))
        ratio = memory_mb(server.process) / before
        yield Measure(f"memory after {OPENINGS} further openings ({_said(opened)}) over that before", "×", 1.1, ratio)


def cold(database: str) -> Iterator[Measure]:
    """
    总览 in a fresh browser: of a server that has just begun to answer, and after something was withdrawn.

    Beside them what any page costs here: one sentence and nothing else, drawn by the framework alone.
    """
    storage, taken = Storage(database), []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield Measure("a page of one sentence in a fresh browser, the framework alone", "s", 2, _of_framework(browser))
        for _ in range(3):
            with running(database) as server:
                taken.append(_whole(browser, server.url))
        yield Measure("总览 whole in a fresh browser, server just started", "s", 2, statistics.median(taken))
        with running(database) as server:
            _whole(browser, server.url)
            number, changed = int(snapshots.imports(storage)["id"].max()), []
            for state in ("withdrawn", "current") * 2:
                snapshots.set_state(storage, number, state, "本机", datetime.now())  # noqa: DTZ005 (wall clock)
                changed.append(_whole(browser, server.url))
        browser.close()
    yield Measure(
        "总览 whole in a fresh browser, an import just withdrawn or taken back", "s", 2, statistics.median(changed)
    )


def visits(database: str) -> list[Visit]:
    """Every page of the whole county, and of each township those that go by it."""
    storage = Storage(database)
    key = snapshots.newest(storage, sample.COUNTY)
    townships = sorted(set(snapshots.school_rows(storage, key)["township_code"]))
    whole = [Visit(page) for page in PAGES]
    of_townships = [
        Visit(page, {"township": code})
        for code in townships
        for page in PAGES
        if page not in ("import", "standards", "settings")
    ]
    return whole * (len(of_townships) // len(whole)) + of_townships


async def _open(url: str, addresses: list[Visit]) -> list[Answer]:
    answers = []
    for visit in addresses:
        async with viewer(url) as own:
            answers.append(await own.look(visit))
    return answers


def _of_framework(browser: Browser) -> float:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "page.py")
        script.write_text(f"import streamlit as st\nst.markdown({SENTENCE!r})\n", encoding="utf-8")
        with running("sqlite://", str(script)) as server:
            return statistics.median(_whole(browser, server.url, f"text={SENTENCE}") for _ in range(3))


def _whole(browser: Browser, url: str, last: str = LAST) -> float:
    """Seconds from the address typed until the last part stands: of 总览 the line over the report dates."""
    start = time.perf_counter()
    with window(browser, url) as seen:
        seen.page.goto(url)
        seen.page.wait_for_selector(last)
        return time.perf_counter() - start


def _said(answers: list[Answer]) -> str:
    broken = sum(not each.is_whole for each in answers)
    return f"{len(answers)} pages, {broken} with an error"
