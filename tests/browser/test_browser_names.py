"""A school whose name has 200 characters: on every screen it stays in its column, and moves nothing else."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pytest

from monitoring import snapshots
from monitoring.settings import load_settings
from monitoring.storage import Storage
from monitoring.workbook import SourceFile
from tests.support.browser import OFFICE, serve, window
from tests.support.browser_measure import faults
from tests.support.rules import RULEBOOK

NAME, CODE, TOWNSHIP, PROJECT = "澄湖县荷塘乡万桥小学", "2142991152", "990121201", "CH-2025-001"
LONG = (f"{NAME}与青少年科学素养提升行动联合实验学校暨留守儿童关爱服务示范基地（含附设幼儿班、寄宿部）" * 5)[:200]
LAPTOP = {"width": 1024, "height": 768}
STATES = [
    *("/", f"/?township={TOWNSHIP}", f"/map?township={TOWNSHIP}", f"/map?township={TOWNSHIP}&school={CODE}"),
    *("/gaps", f"/gaps?township={TOWNSHIP}", "/gaps?requirement=L2", "/school", f"/school?school={CODE}"),
    f"/balance?township={TOWNSHIP}",
    *(f"/progress?township={TOWNSHIP}&view={view}" for view in ("funnel", "forecast", "late", "doubts", "network")),
    f"/progress?room_school={CODE}",
    *(f"/projects?township={TOWNSHIP}&view={view}" for view in ("timeline", "money", "delay", "gaps", "list")),
    f"/projects?project={PROJECT}",
]


@pytest.fixture(scope="module")
def files(data, tmp_path_factory):
    """The clean county of September with that name wherever the school is named."""
    folder = tmp_path_factory.mktemp("names")
    for source in sorted((data / "A_clean" / "2026年9月").glob("*.xlsx")):
        book = openpyxl.load_workbook(source)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and NAME in cell.value:
                cell.value = cell.value.replace(NAME, LONG)
        book.save(folder / source.name)
    return sorted(folder.glob("*.xlsx"))


@pytest.fixture(scope="module")
def named_server(files, data, tmp_path_factory):
    """A server that shows that county."""
    url = f"sqlite:///{tmp_path_factory.mktemp('named') / 'named.db'}"
    storage = Storage(url)
    given = [SourceFile(each.name, each.read_bytes()) for each in (*files, data / "A_clean" / "乡镇边界.geojson")]
    proposal = snapshots.propose(storage, load_settings(), RULEBOOK.projects, given, date(2026, 9, 30))
    snapshots.save(storage, proposal, {}, "本机", datetime(2026, 10, 1, 9))  # noqa: DTZ001 (wall clock)
    with serve(url) as address:
        yield address


@pytest.mark.parametrize("address", STATES)
def test_a_name_of_200_characters_stays_in_its_column(browser, named_server, address):
    with window(browser, named_server) as seen:
        seen.open(address)
        for size in (LAPTOP, OFFICE):
            seen.page.set_viewport_size(size)
            seen.settle()

            assert [] == faults(seen.page)
            assert 120 > seen.page.locator("h1.headline").bounding_box()["height"]  # three lines


def test_a_doubtful_cell_of_such_a_school_leaves_room_for_the_decision(browser, named_server, files, tmp_path):
    """The import's own list: the name folds beside its cell, both choices can be reached."""
    book = openpyxl.load_workbook(next(path for path in files if "小学" in path.name))
    for cell in next(row for row in book.active.iter_rows() if any(LONG == cell.value for cell in row))[20:23]:
        cell.value = "四百二"
    book.save(tmp_path / "综合报表_小学.xlsx")
    with window(browser, named_server, LAPTOP) as seen:
        seen.open("/import")
        seen.page.locator("input[type=file]").first.set_input_files(str(tmp_path / "综合报表_小学.xlsx"))
        seen.page.locator(".st-key-block_list").wait_for()
        seen.settle()

        found = [fault for fault in faults(seen.page) if "add icon" not in fault]  # the framework's, a drawing

        assert [] == found
        assert seen.page.get_by_text("四百二").first.is_visible()
