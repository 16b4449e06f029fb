"""设置 without a browser: a unit cost is added or taken out, recorded, and 设施短板 reckons with it at once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from components.frame import cached
from monitoring.settings import config_file
from tests.support.pages import field, headline, listed, looks_whole, open_page, titles, words
from tests.support.settings import button, changes, picked, refusals, type_in, written

BOOKS = "图书（元/册）"
PAGE = "settings.py"
LAND = ("unit_costs", "land_m2_per_pupil")
BOOKS_KEY = ("unit_costs", "books_per_pupil")


@pytest.fixture
def own(configure) -> Path:
    """A config.toml of the test's own, as shipped."""
    configure(('county = "990122"', 'county = "990122"'))
    return config_file()


def pick(visit, label, key):
    picked(visit, label).set_value(key)
    return visit.run()


def gap_of(standard: str, short: str) -> pd.Series:
    """The row of 设施短板 of one requirement."""
    return listed(open_page("gaps.py", standard=standard), "各项要求的短板").set_index("要求").loc[short]


@pytest.mark.usefixtures("sample_url")
def test_a_unit_cost_is_added_recorded_and_gives_money_at_once(own):
    """By 江苏2015 land is missing; without a unit cost it costs nothing that is known."""
    before = own.read_text(encoding="utf-8")
    short = gap_of("js-2015", "占地")
    assert "—" == short["万元"]
    visit = open_page(PAGE)
    options = picked(visit, "再加一项单价").options
    assert "占地（元/㎡） · 江苏2015、10项达8项" in options
    assert not any("图书" in each or "教师" in each for each in options)

    visit = pick(visit, "再加一项单价", LAND)
    assert ["没有填。应填一个数，单位元，如 2800；这一项没有改。"] == refusals(visit)
    assert button(visit, "保存").disabled
    type_in(visit, "占地（元/㎡）", "三百")
    assert ["“三百”不是一个数。应填数字，单位元，如 2800；这一项没有改。"] == refusals(visit)
    assert before == own.read_text(encoding="utf-8")

    type_in(visit, "占地（元/㎡）", "300")
    assert all(said in changes(visit) for said in ("占地单价", "没有单价", "300 元/㎡"))
    button(visit, "保存").click()
    visit.run()

    looks_whole(visit)
    assert "7 项单价含示例" in headline(visit)
    assert "300" == field(visit, "占地（元/㎡）").value
    line = "land_m2_per_pupil = 300                 # 占地（元/㎡）\n"
    assert line in own.read_text(encoding="utf-8")
    assert before == own.read_text(encoding="utf-8").replace(line, "")
    area = float(short["还差"].removesuffix(" ㎡").replace(",", ""))
    assert area * 300 / 10_000 == pytest.approx(float(gap_of("js-2015", "占地")["万元"].replace(",", "")), abs=1)
    kept = cached.events()
    assert {"old": None, "new": 300.0}.items() <= kept.set_index("subject").loc[".".join(LAND), "details"].items()
    assert "占地单价：没有单价 → 300 元/㎡" in words(open_page("imports.py"))


@pytest.mark.usefixtures("sample_url")
def test_a_unit_cost_is_taken_out_and_its_gaps_cost_nothing_known(own):
    before = own.read_text(encoding="utf-8")
    assert "330" == gap_of("xx-8of10", "图书")["万元"]
    visit = pick(open_page(PAGE), "去掉一项单价", BOOKS_KEY)

    assert "图书单价 25 元/册：保存后去掉，缺口不再折算成钱" in words(visit)
    assert BOOKS not in [each.label for each in visit.text_input]
    button(visit, "留着").click()
    visit.run()
    assert "25" == field(visit, BOOKS).value
    assert "没有改动" in titles(visit)

    visit = pick(visit, "去掉一项单价", BOOKS_KEY)
    button(visit, "保存").click()
    visit.run()

    looks_whole(visit)
    assert "5 项单价含示例" in headline(visit)
    lines = [line for line in before.splitlines(keepends=True) if not line.startswith('"books_per_pupil"')]
    assert "".join(lines) == own.read_text(encoding="utf-8")
    assert "—" == gap_of("xx-8of10", "图书")["万元"]
    assert "图书单价：25 元/册 → 没有单价" in words(open_page("imports.py"))
    assert any("图书（元/册）" in option for option in picked(open_page(PAGE), "再加一项单价").options)


@pytest.mark.usefixtures("clean")
def test_what_is_to_come_or_to_go_can_be_dropped(own):
    before = own.read_bytes()
    visit = pick(open_page(PAGE), "再加一项单价", LAND)
    visit = pick(visit, "去掉一项单价", LAND)
    assert "占地（元/㎡）" not in [each.label for each in visit.text_input]

    visit = pick(visit, "再加一项单价", LAND)
    visit = pick(visit, "去掉一项单价", BOOKS_KEY)
    button(visit, "放弃改动").click()
    visit.run()

    assert ("没有改动", "25") == (titles(visit)[-2], field(visit, BOOKS).value)
    assert "占地（元/㎡）" not in [each.label for each in visit.text_input]
    assert before == own.read_bytes()


@pytest.mark.usefixtures("clean")
def test_what_is_to_come_outlives_what_somebody_else_saves(own):
    visit = type_in(pick(open_page(PAGE), "再加一项单价", LAND), "占地（元/㎡）", "300")
    own.write_text(own.read_text("utf-8").replace('map_approval = ""', 'map_approval = "鲁S1"'), encoding="utf-8")
    button(visit, "保存").click()
    visit.run()

    assert "设置文件刚被别人改过：审图号。" in words(visit)
    button(visit, "保存").click()
    visit.run()
    assert (300, "鲁S1") == (written(own)["unit_costs"][LAND[1]], written(own)["bureau"]["map_approval"])
