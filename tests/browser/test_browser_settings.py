"""设置 in a real browser: checked with the cursor in the field, saved, in force on the page that one opens next."""

from __future__ import annotations

import shutil
import tomllib

import pytest

from monitoring.settings import ROOT
from tests.support.browser import OFFICE, PROJECTOR, serve, window
from tests.support.browser_measure import faults

ROOMS = "教学及辅助用房（元/㎡）"


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A config.toml of the test's own, which the server then reads."""
    path = tmp_path / "config.toml"
    shutil.copy(ROOT / "config.toml", path)
    monkeypatch.setenv("MONITORING_CONFIG", str(path))
    return path


def test_a_unit_cost_is_typed_checked_and_saved(browser, sample_database, own):
    with serve(f"sqlite:///{sample_database}") as url, window(browser, url, OFFICE) as seen:
        seen.open("/gaps")
        before = seen.page.locator(".headline").inner_text()
        seen.open("/settings")
        room = seen.page.get_by_label(ROOMS)
        room.fill("")
        room.press_sequentially("五千")  # no Enter, and the cursor stays
        seen.page.get_by_text("“五千”不是一个数。").wait_for()
        assert seen.page.get_by_role("button", name="保存").is_disabled()
        assert [] == faults(seen.page)

        room.fill("")
        room.press_sequentially("5600")
        seen.page.get_by_text("5,600 元/㎡").wait_for()
        assert 0 == seen.page.locator(".refused").count()
        assert "5600" == room.input_value()
        seen.settle()
        seen.page.get_by_role("button", name="保存").click()
        seen.page.get_by_text("各页从现在起就按它显示").wait_for()
        seen.settle()

        assert [] == faults(seen.page)
        assert ([], [], []) == (seen.errors, seen.refused, seen.outside)
        assert 5600 == tomllib.loads(own.read_text("utf-8"))["unit_costs"]["teaching_area_m2_per_pupil"]
        seen.open("/gaps")
        assert before != seen.page.locator(".headline").inner_text()


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("size", [OFFICE, PROJECTOR], ids=["1366", "1920"])
def test_what_would_change_stays_in_sight_further_down(browser, sample_database, size):
    with serve(f"sqlite:///{sample_database}") as url, window(browser, url, size) as seen:
        seen.open("/settings")
        seen.page.get_by_text("10项达8项", exact=False).last.click()
        seen.settle()
        seen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 10000")

        button = seen.page.get_by_role("button", name="保存").bounding_box()
        assert 0 < button["y"] < size["height"]
        assert "去掉 10项达8项" in seen.page.locator(".st-key-block_changes").inner_text()
