"""设置 without a browser: checked as one types, saved into config.toml, in force on every page without a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.frame import cached
from components.frame.choice import read
from components.school import papers
from monitoring import events
from monitoring.errors import DatabaseFailed
from monitoring.events import SETTING
from monitoring.settings import config_file
from tests.support.pages import bodies, field, headline, looks_whole, open_page, titles, words
from tests.support.settings import button, changes, picked, refusals, type_in, written

BOOKS, ROOMS = "图书（元/册）", "教学及辅助用房（元/㎡）"
PAGE = "settings.py"


@pytest.fixture
def own(configure) -> Path:
    """A config.toml of the test's own, as shipped."""
    configure(('county = "990122"', 'county = "990122"'))
    return config_file()


@pytest.mark.usefixtures("own", "clean")
def test_the_page_shows_what_stands():
    visit = open_page(PAGE)

    looks_whole(visit)
    assert "各页打开时按优质均衡七项，9 部标准可选；6 项单价含示例。" == headline(visit)
    assert "3 项有门槛" in words(visit)
    assert ["本单位", "单价", "标准", "网络", "没有改动", "不在这一页改的"] == titles(visit)
    assert "2800" == field(visit, "教学及辅助用房（元/㎡）").value
    assert button(visit, "保存").disabled
    assert "转载核对 · 泰州市政府 2017-09-13 实施意见第 28 条“千兆进校”" in words(visit)


@pytest.mark.usefixtures("clean")
def test_a_wrong_number_is_said_beside_its_field_and_cannot_be_saved(own):
    before = own.read_bytes()
    visit = type_in(open_page(PAGE), BOOKS, "二十五")

    looks_whole(visit)
    assert ["“二十五”不是一个数。应填数字，单位元，如 2800；这一项没有改。"] == refusals(visit)
    assert "没有改动，1 处有误" in titles(visit)
    assert button(visit, "保存").disabled

    visit = type_in(visit, BOOKS, "30")
    assert [] == refusals(visit)
    assert not button(visit, "保存").disabled
    assert before == own.read_bytes()


@pytest.mark.usefixtures("clean")
def test_a_unit_cost_is_saved_and_every_page_reckons_by_it_at_once(own):
    """The money of 设施短板 doubles for what costs twice as much; nothing is started anew."""
    gaps = open_page("gaps.py")
    assert "示例" in own_words(gaps)
    before = own.read_text(encoding="utf-8")

    visit = type_in(open_page(PAGE), ROOMS, "5,600 元")
    assert "教学及辅助用房单价" in changes(visit)
    assert "2,800 元/㎡" in changes(visit)
    assert "5,600 元/㎡" in changes(visit)
    button(visit, "保存").click()
    visit.run()

    looks_whole(visit)
    assert "各页从现在起就按它显示，不用重新启动。" in words(visit)
    assert "5,600 元/㎡" in changes(visit)
    assert "6 项单价含示例。" in headline(visit)
    assert "已保存 1 处" in titles(visit)
    assert before.replace("= 2800 ", "= 5600 ") == own.read_text("utf-8")
    after = open_page("gaps.py")
    assert money(gaps) < money(after)
    assert "单价含示例" in own_words(after)


@pytest.mark.usefixtures("clean")
def test_that_no_unit_cost_is_an_example_any_more_is_said_by_a_person_alone(own):
    """One that changes leaves the others what they are; the page says so beside the tick."""
    visit = type_in(open_page(PAGE), ROOMS, "5600")
    assert "改、加单价不会自动去掉这个勾" in words(visit)
    tick = next(each for each in visit.checkbox if "含示例" in each.label)
    assert (True, False) == (tick.value, tick.disabled)
    tick.uncheck()
    visit.run()
    assert "不会自动去掉" not in words(visit)
    assert "都是本单位的" in changes(visit)
    button(visit, "保存").click()
    visit.run()

    assert "6 项单价都是本单位的。" in headline(visit)
    assert "已保存 2 处" in titles(visit)
    assert not written(own)["unit_costs"]["example"]
    assert "示例" not in own_words(open_page("gaps.py"))


def own_words(visit) -> str:
    """What a page says of itself, without the line that the county is invented."""
    return words(visit).replace("虚构的示例县", "")


def money(visit) -> float:
    """The 万元 of the headline of 设施短板."""
    return float(headline(visit).split("万元")[0].split()[-1].replace(",", "").lstrip("约"))


@pytest.mark.usefixtures("clean")
def test_what_is_written_by_hand_or_by_another_process_is_in_force_too(own):
    gaps = open_page("gaps.py")
    own.write_text(own.read_text("utf-8").replace("= 2800 ", "= 5600 "), encoding="utf-8")

    assert money(gaps) < money(open_page("gaps.py"))
    assert "5600" == field(open_page(PAGE), ROOMS).value


@pytest.mark.usefixtures("clean")
def test_standards_are_shown_in_the_order_of_the_file_and_the_default_is_one_of_them(own):
    visit = open_page(PAGE)
    next(each for each in visit.checkbox if each.label.startswith("优质均衡七项")).uncheck()
    visit.run()
    assert "打开时默认的标准不在选中的里面" in refusals(visit)[0]
    assert button(visit, "保存").disabled

    picked(visit, "打开时默认的标准").set_value("moe-2012-3")
    visit.run()
    assert [] == refusals(visit)
    assert "去掉 优质均衡七项" in changes(visit)
    button(visit, "保存").click()
    visit.run()

    assert "moe-2012-3" == written(own)["standards"]["default"]
    assert written(own)["standards"]["shown"][0] == "moe-2012-3"
    assert "优质均衡七项" not in {
        option for box in open_page("overview.py").selectbox if box.label == "标准" for option in box.options
    }


@pytest.mark.usefixtures("own", "clean")
def test_no_standard_at_all_is_refused():
    visit = open_page(PAGE)
    for each in visit.checkbox:
        if "示例" not in each.label:
            each.uncheck()
    visit.run()

    assert "一部也没有选。至少要选一部，各页才有标准可按；这一项没有改。" in refusals(visit)


@pytest.mark.usefixtures("clean")
def test_a_limit_of_the_network_is_in_force_at_once(own):
    assert "≥ 4 至 50 Mbps" not in words(open_page("progress.py", view="network"))
    visit = open_page(PAGE)
    picked(visit, "出口带宽分档").set_value("guiyang")
    visit.run()
    assert "贵阳市中小学校信息化建设基本标准" in words(visit)
    button(visit, "保存").click()
    visit.run()

    assert {"ladder": "guiyang"} == written(own)["network"]
    assert "4 项有门槛" in words(visit)
    assert "≥ 4 至 50 Mbps" in words(open_page("progress.py", view="network"))


@pytest.mark.usefixtures("clean")
def test_what_somebody_else_saved_meanwhile_is_told_and_nothing_is_lost(own):
    visit = type_in(open_page(PAGE), BOOKS, "30")
    own.write_text(own.read_text("utf-8").replace('map_approval = ""', 'map_approval = "鲁S1"'), encoding="utf-8")
    button(visit, "保存").click()
    visit.run()

    assert "设置文件刚被别人改过：审图号。" in words(visit)
    assert "您填的 1 处还在，没有保存，请核对后再保存。" in words(visit)
    assert "鲁S1" == field(visit, "审图号").value
    assert 25 == written(own)["unit_costs"]["books_per_pupil"]

    button(visit, "保存").click()
    visit.run()
    assert ("鲁S1", 30) == (written(own)["bureau"]["map_approval"], written(own)["unit_costs"]["books_per_pupil"])


@pytest.mark.usefixtures("clean")
def test_a_file_that_cannot_be_written_is_a_sentence_and_what_was_typed_stays(own):
    visit = type_in(open_page(PAGE), BOOKS, "30")
    own.chmod(0o444)
    button(visit, "保存").click()
    visit.run()

    looks_whole(visit)
    assert "是只读的。请去掉它的只读属性，或请维护人员来改；这次没有保存，设置没有改动。" in words(visit)
    assert "30" == field(visit, BOOKS).value
    assert "将改 1 处" in titles(visit)


@pytest.mark.usefixtures("own", "clean")
def test_what_was_typed_can_be_dropped():
    visit = type_in(open_page(PAGE), BOOKS, "30")
    button(visit, "放弃改动").click()
    visit.run()

    assert "25" == field(visit, BOOKS).value
    assert None is button(visit, "放弃改动")


def test_it_works_without_any_data(own):
    """The bureau's name stands at the top while there is no county's."""
    visit = open_page(PAGE)
    looks_whole(visit)
    type_in(visit, "单位名称", "澄湖县教育和体育局")
    button(visit, "保存").click()
    visit.run()

    looks_whole(visit)
    assert "已保存 1 处" in titles(visit)
    assert "澄湖县教育和体育局" in changes(visit)
    assert "澄湖县教育和体育局" == written(own)["bureau"]["name"]


@pytest.mark.usefixtures("clean")
def test_what_is_typed_is_text_on_the_page(own):
    visit = type_in(open_page(PAGE), "单位名称", "<img src=x>局")
    assert "<img" not in "".join(bodies(visit))
    button(visit, "保存").click()
    visit.run()

    assert "<img" not in "".join(bodies(visit))
    assert "<img src=x>局" == written(own)["bureau"]["name"]


@pytest.mark.usefixtures("clean")
def test_papers_made_before_carry_another_name(own):
    """An archive of A4 pages is made anew once the bureau's name, which is printed on them, has changed."""
    open_page("school.py")
    choice = read({"township": "990121001"}, cached)[0]
    before = papers._key(choice)
    assert before == papers._key(choice)
    own.write_text(own.read_text("utf-8").replace("清渚县教育局（虚构）", "澄湖县教育局"), encoding="utf-8")

    assert before != papers._key(choice)


@pytest.mark.usefixtures("clean")
def test_a_file_that_is_wrong_for_a_while_is_said_and_then_forgotten(own):
    """Somebody's editor saves half a line: every page says so, and is itself again once the line is whole."""
    whole = own.read_text("utf-8")
    visits = [open_page(PAGE), open_page("gaps.py")]
    own.write_text(whole.replace('map_approval = ""', "map_approval = "), encoding="utf-8")
    for visit in visits:
        said = words(visit.run())
        assert "config.toml 写得不对" in said
        assert "改正后再试；什么也没有算，没有改动任何数据。" in said

    own.write_text(whole, encoding="utf-8")
    for visit in visits:
        looks_whole(visit.run())


@pytest.mark.usefixtures("sample_url")
def test_every_change_is_an_event_and_is_listed_on_the_page_of_imports(own):
    visit = type_in(open_page(PAGE), ROOMS, "5600")
    next(each for each in visit.checkbox if each.label == "江苏2015").uncheck()
    visit.run()
    button(visit, "保存").click()
    visit.run()

    looks_whole(visit)
    kept = cached.events()
    kept = kept[kept["kind"] == SETTING].set_index("subject")
    costs, shown = (kept.loc[key] for key in ("unit_costs.teaching_area_m2_per_pupil", "standards.shown"))
    assert {"unit_costs.teaching_area_m2_per_pupil", "standards.shown"} == set(kept.index)
    assert ("本机", 2800.0, 5600.0) == (costs["who"], costs["details"]["old"], costs["details"]["new"])
    assert written(own)["standards"]["shown"] == shown["details"]["new"]
    listed = words(open_page("imports.py"))
    assert "教学及辅助用房单价：2,800 元/㎡ → 5,600 元/㎡" in listed
    assert "可选的标准：9 部 → 8 部（去掉 江苏2015）" in listed


@pytest.mark.usefixtures("clean")
def test_a_change_that_cannot_be_recorded_holds_and_says_so(own, monkeypatch):
    def full(*_):
        raise DatabaseFailed("数据库所在的磁盘满了。")

    monkeypatch.setattr(events, "record", full)
    visit = type_in(open_page(PAGE), BOOKS, "30")
    button(visit, "保存").click()
    visit.run()

    looks_whole(visit)
    assert "各页从现在起就按它显示，不用重新启动。但没有记进操作记录：数据库所在的磁盘满了。" in words(visit)
    assert 30 == written(own)["unit_costs"]["books_per_pupil"]
