"""设置: what stands and what would change, in sentences that are computed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitoring.findings import settings as findings
from monitoring.findings.sentences import plain
from monitoring.network import load_network_rules
from monitoring.settings import load_settings
from monitoring.settings.typed import APPROVAL, COSTS, DEFAULT, EXAMPLE, NETWORK, SHOWN, Change
from monitoring.standards import load_indicators, load_standards

SETTINGS = load_settings()
NAMES = findings.Names(load_standards(SETTINGS), load_indicators(), load_network_rules().measures)


def test_the_headline_says_whose_the_unit_costs_are():
    own = replace(SETTINGS, unit_costs_are_examples=False)
    none = replace(SETTINGS, unit_costs={})

    assert "各页打开时按优质均衡七项，9 部标准可选；6 项单价含示例。" == plain(findings.headline(SETTINGS, NAMES))
    assert "6 项单价都是本单位的。" in plain(findings.headline(own, NAMES))
    assert "没有单价，缺口不折算成钱。" in plain(findings.headline(none, NAMES))


def test_the_line_counts_what_is_judged():
    approved = replace(SETTINGS, map_approval="鲁S1")

    assert plain(findings.line(SETTINGS, {"uplink": "gigabit", "ladder": ""})).startswith(
        "网络 2 项中 1 项有门槛 · 审图号没有填 · "
    )
    assert " · 审图号 鲁S1 · " in plain(findings.line(approved, {"uplink": ""}))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        (APPROVAL, "", "审图号 空"),
        ((COSTS, "teaching_area_m2_per_pupil"), 2800.5, "教学及辅助用房单价 2,800.5 元/㎡"),
        ((COSTS, "equipment_yuan_per_pupil"), 1.0, "教学仪器设备单价 1 元，每缺 1 元"),
        ((COSTS, "no_such_indicator"), 1.0, "no_such_indicator单价 1 元"),
        ((COSTS, "books_per_pupil"), None, "图书单价 没有单价"),
        (EXAMPLE, True, "单价 含示例"),
        (EXAMPLE, False, "单价 都是本单位的"),
        (SHOWN, ("a", "b"), "可选的标准 2 部"),
        (DEFAULT, "moe-2017-6", "打开时默认的标准 优质均衡七项"),
        (DEFAULT, "cannot-be-read", "打开时默认的标准 cannot-be-read"),
        ((NETWORK, "ladder"), "", "出口带宽分档 不判断，只看数"),
        ((NETWORK, "ladder"), "guiyang", "出口带宽分档 贵阳（地方）：4 至 50 Mbps"),
    ],
)
def test_a_key_and_its_value_have_their_words(key, value, said):
    assert said == f"{NAMES.of(key)} {NAMES.said(key, value)}"


def test_what_can_have_a_unit_cost_is_asked_for_reported_and_no_post():
    priced = NAMES.priced()

    assert set(SETTINGS.unit_costs) <= set(priced)
    assert {"land_m2_per_pupil", "music_rooms", "computer_rooms"} <= set(priced)
    assert not {"backbone_teachers_per_100", "teachers_per_pupil", "desks_per_pupil", "multimedia_rooms"} & set(priced)
    assert len(priced) == len({NAMES.cost_label(name) for name in priced})


def test_two_things_of_one_name_are_told_apart():
    assert "音乐室（元/间）" == NAMES.cost_label("music_rooms")
    assert "每校音乐专用教室间数（元/间）" == NAMES.cost_label("music_rooms_a_school")
    assert "占地（元/㎡）" == NAMES.cost_label("land_m2_per_pupil")
    assert "no_such（元）" == NAMES.cost_label("no_such")
    assert "江苏2015" in NAMES.asking("land_m2_per_pupil")


def test_which_standards_come_and_go():
    change = Change(SHOWN, ("moe-2017-6", "js-2015"), ("moe-2017-6", "gs-2012"))

    assert "去掉 江苏2015；加上 甘肃2012" == findings.details(change, NAMES)
    assert "加上 江苏2015" == findings.details(Change(SHOWN, ("moe-2017-6",), ("moe-2017-6", "js-2015")), NAMES)
    assert "" == findings.details(Change(SHOWN, ("a", "b"), ("b", "a")), NAMES)
    assert "" == findings.details(Change(APPROVAL, "", "鲁S1"), NAMES)


def test_a_standard_whose_file_cannot_be_read_is_said_to_be_so():
    assert "优质均衡七项（教督〔2017〕6号）" == findings.standard_label(NAMES, "moe-2017-6")
    assert "own（文件写错了，读不出，见标准库）" == findings.standard_label(NAMES, "own")


def test_a_limit_says_where_it_stands():
    measure = NAMES.measures["pupils_per_computer"]

    assert findings.source_of(measure, "gansu-2012").startswith("转载核对 · 甘政办发〔2012〕233号")
    assert findings.source_of(measure, "unnamed-8of10").startswith("未核实 · ")
    assert "" == findings.source_of(measure, "")


def test_what_others_changed_meanwhile_is_named():
    assert "页上已换成新的值" in findings.meanwhile(["审图号"], 1)
    assert "设置文件刚被别人改过：这一页以外的内容。" in findings.meanwhile([], 1)
