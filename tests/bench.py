"""How fast it is: each promise measured on this machine, its ratio written to docs/benchmarks.md; nothing asserted."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from monitoring import classrooms, snapshots  # noqa: E402 (the line above makes it importable from anywhere)
from monitoring.assessment import compile_standard, evaluate  # noqa: E402
from monitoring.classrooms.flags import day_number  # noqa: E402
from monitoring.indicators import figures  # noqa: E402
from monitoring.schools import prepare  # noqa: E402
from monitoring.settings import load_settings  # noqa: E402
from monitoring.standards import load_indicators, load_standards  # noqa: E402
from monitoring.storage import Storage  # noqa: E402
from tests.bench_databases import many_schools, on_a_server, store  # noqa: E402
from tests.bench_engines import engines  # noqa: E402
from tests.bench_viewers import cold, many_viewers, seen_pages  # noqa: E402
from tests.support.browser import launch, serve, window  # noqa: E402
from tests.support.browser_map import PIXEL, map_of  # noqa: E402
from tests.support.measures import TIMES, Measure, seconds  # noqa: E402
from tests.support.pages import open_page  # noqa: E402
from tests.support.rules import RULEBOOK  # noqa: E402

REPORT = ROOT / "docs" / "benchmarks.md"
CLEAN = ROOT / "tests" / "data" / "A_clean"
REQUIREMENTS = 40
COUNTY, COUNTRY = 300, 210_000  # schools
CLASSROOMS, TOWNSHIPS = 4_000_000, 40_000  # of the whole country
PORT = "8597"


def engine(parts: pd.DataFrame) -> Iterator[Measure]:
    """Statuses of every school × requirement, from arrays."""
    settings, indicators = load_settings(), load_indicators()
    standards = load_standards(settings).values()
    asked = [
        item for each in standards for item in each.requirements if indicators[item.indicator].in_tables and item.cases
    ]
    forty = (asked * REQUIREMENTS)[:REQUIREMENTS]
    standard = replace(load_standards(settings)["moe-2017-6"], requirements=tuple(forty))
    compiled = compile_standard(standard, indicators)
    for schools, unit, scale, promised in ((COUNTY, "ms", 1000, 2), (COUNTRY, "s", 1, 0.15)):
        many = pd.concat([parts] * (schools // len(parts) + 1), ignore_index=True).iloc[:schools]
        arrays = figures(many, compiled.fields, frozenset(RULEBOOK.splitting.columns.shared))
        taken = seconds(lambda arrays=arrays: evaluate(compiled, arrays).status)
        yield Measure(f"engine: {schools:,} schools × {REQUIREMENTS} requirements", unit, promised, taken * scale)


def funnel_of_the_country() -> Measure:
    """The funnel by township over 4,000,000 classrooms, from arrays already loaded."""
    generator = np.random.default_rng(1)
    today = day_number(date(2026, 9, 30))
    days = {
        name: (today + generator.integers(-900, 300, CLASSROOMS)).astype(np.int32)
        for name in ("equipped_on", "connected_on", "accepted_on", "started_on", "planned_on")
    }
    rooms = classrooms.Rooms(
        **days,
        mbps=generator.choice(np.array([50, 100, 200], dtype=np.float32), CLASSROOMS),
        hours=generator.integers(0, 60, CLASSROOMS).astype(np.float32),
    )
    group = generator.integers(0, TOWNSHIPS, CLASSROOMS)
    taken = seconds(
        lambda: classrooms.funnel_counts(
            classrooms.flags(rooms, date(2026, 9, 30), RULEBOOK.classrooms), group, TOWNSHIPS
        ),
        3,
    )
    return Measure(f"funnel by township, {CLASSROOMS:,} classrooms", "s", 1, taken)


def import_by_command(folder: Path) -> Measure:
    """One period of the clean example, from the command line into a new database."""
    files = sorted(str(path) for path in (CLEAN / "2026年9月").glob("综合报表*.xlsx"))
    numbers = iter(range(TIMES))

    def run() -> None:
        url = f"sqlite:///{folder / f'import{next(numbers)}.db'}"
        command = [
            "-m",
            "monitoring",
            "--database",
            url,
            "import",
            *files,
            "--boundary",
            str(CLEAN / "乡镇边界.geojson"),
        ]
        subprocess.run(
            [sys.executable, *command, "--period", "2026-09-30"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )

    return Measure("import of one period of A_clean from the command line", "s", 3, seconds(run, 3))


def second_run(sample: str) -> Measure:
    """A second `make run` until the headline with its figures stands in the browser."""
    environment = {**os.environ, "MONITORING_DATABASE": sample}
    with sync_playwright() as playwright:
        browser = launch(playwright)
        start = time.perf_counter()
        server = subprocess.Popen(
            ["make", "run", f"PORT={PORT}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            while not answers(int(PORT)):
                time.sleep(0.05)
            with window(browser, f"http://127.0.0.1:{PORT}") as seen:
                seen.page.goto(seen.url)
                seen.page.wait_for_selector("h1.headline")
                taken = time.perf_counter() - start
        finally:
            os.killpg(server.pid, 15)
            server.wait()
            browser.close()
    return Measure("second `make run` to first figures", "s", 5, taken)


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def filter_changes() -> Iterator[Measure]:
    """Server time of a changed filter at county size, everything else warm; the sample county."""
    for page, name in (
        ("overview.py", "总览"),
        ("map.py", "学校地图"),
        ("gaps.py", "设施短板"),
        ("balance.py", "校际均衡"),
        ("progress.py", "信息化与班班通"),
        ("projects.py", "工程项目"),
    ):
        visit = open_page(page)
        taken = []
        for stage in ["primary", "junior"] * 4:
            visit.query_params["stage"] = stage
            start = time.perf_counter()
            visit.run()
            taken.append(time.perf_counter() - start)
        promised = 200 if page in ("progress.py", "projects.py") else 150
        yield Measure(f"filter change, server time: {name}", "ms", promised, 1000 * statistics.median(taken[2:]))


def maps(database: str, schools: int) -> Iterator[Measure]:
    """The map of a county of some size: until it is drawn, what its data weigh, and a click."""
    with serve(database) as url, sync_playwright() as playwright:
        browser = launch(playwright)
        with window(browser, url) as warm:
            warm.open("/map")
        ready, weight, click, moved = [], [], [], []
        for _ in range(3):
            with window(browser, url) as seen:
                start = time.perf_counter()
                seen.page.goto(url + "/map")
                seen.page.wait_for_selector(".st-key-mapbox iframe")
                frame = seen.page.query_selector(".st-key-mapbox iframe").content_frame()
                frame.wait_for_function("() => document.querySelector('.leaflet-container')?.dataset.ready === 'yes'")
                ready.append(time.perf_counter() - start)
                drawn = map_of(seen)
                weight.append(drawn.bytes_of_data / 1024)
                before = drawn.view
                free = [school for school in drawn.schools() if is_free(drawn, school)]
                click += [clicked(seen, drawn, school) for school in free[:3]]
                moved.append(before != drawn.view)
        browser.close()
    yield Measure(f"map ready, {schools:,} schools", "s", 2, statistics.median(ready))
    yield Measure(f"map data over the wire, {schools:,} schools", "KB", 300, statistics.median(weight))
    still = "the view did not move" if not any(moved) else "THE VIEW MOVED"
    yield Measure(f"click on a school answered, {schools:,} schools ({still})", "s", 0.3, statistics.median(click))


def is_free(drawn, school) -> bool:
    """Whether a school lies in the middle of the map, where no inset, legend or button covers it."""
    width, height = drawn.frame.evaluate("() => [map.getSize().x, map.getSize().y]")
    x, y = drawn.frame.evaluate(PIXEL, list(school.place))
    return 0.4 * width < x < 0.9 * width and 0.2 * height < y < 0.8 * height


def clicked(seen, drawn, school) -> float:
    """Seconds from a click on a school until its gap list stands beside the map."""
    x, y = drawn.frame.evaluate(PIXEL, list(school.place))
    corner = drawn.frame.frame_element().bounding_box()
    panel = "() => document.querySelector('.st-key-block_school')?.innerText ?? ''"
    before = seen.page.evaluate(panel)
    start = time.perf_counter()
    seen.page.mouse.click(corner["x"] + x, corner["y"] + y)
    # Another school than before: where marks lie over one another the one on top answers.
    seen.page.wait_for_function(f"before => ({panel})() !== before && ({panel})()", arg=before)
    taken = time.perf_counter() - start
    seen.settle()
    return taken


@contextmanager
def sample_county() -> Iterator[Path]:
    """A folder with the sample county in sample.db."""
    folder = Path(tempfile.mkdtemp())
    subprocess.run(
        [sys.executable, "-m", "monitoring", "--database", f"sqlite:///{folder / 'sample.db'}", "demo"],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def report(measures: list[Measure]) -> str:
    """The measures as a page of docs."""
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {date.today().isoformat()}: {os.cpu_count()} cores, {processor()}, "
        f"Python {platform.python_version()}. Ratio = measured ÷ promised, 1 is the promise; no test asserts a time.",
        "",
        "| what | measured | promised | ratio |",
        "|---|---|---|---|",
    ]
    for each in measures:
        lines.append(
            f"| {each.what} | {each.measured:.3g} {each.unit} | ≤ {each.promised:g} {each.unit} | {each.ratio:.2f} |"
        )
    return "\n".join(lines) + "\n"


def processor() -> str:
    """The processor's name, as the system tells it."""
    names = [
        line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return names[0] if names else platform.machine()


def main() -> None:
    """Measure everything, print it as it comes, and write the page."""
    measures: list[Measure] = []

    def add(found: Iterator[Measure]) -> None:
        for measure in found:
            print(f"{measure.what}: {measure.measured:.3g} {measure.unit} (× {measure.ratio:.2f})", flush=True)
            measures.append(measure)

    with sample_county() as folder:
        sample = f"sqlite:///{folder / 'sample.db'}"
        os.environ["MONITORING_DATABASE"] = sample
        storage = Storage(sample)
        rows = snapshots.load(storage, snapshots.newest(storage, "990122"), RULEBOOK.projects).rows
        parts = prepare(rows, RULEBOOK.splitting).parts
        add(engine(parts))
        add(engines(parts))
        add(iter([funnel_of_the_country()]))
        add(iter([import_by_command(folder)]))
        add(iter([second_run(sample)]))
        add(cold(sample))
        add(seen_pages(sample))
        add(many_viewers(sample))
        add(filter_changes())
        add(on_a_server(folder, storage))
        for schools in (COUNTY, 10 * COUNTY):
            many = f"sqlite:///{folder / f'{schools}.db'}"
            store(Storage(many), many_schools(storage, schools))
            add(maps(many, schools))
    REPORT.write_text(report(measures), encoding="utf-8")
    print(f"Written to {REPORT.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
