"""信息化与班班通 without a browser: the clean example county, narrowed; and a county without a ledger."""

import json
import re

import pytest

from components import theme
from tests.pages_support import bodies, headline, looks_whole, open_page, titles, words


@pytest.mark.usefixtures("clean")
def test_the_page_says_how_many_rooms_are_in_use_and_who_is_late():
    visit = open_page("progress.py")

    looks_whole(visit)
    assert "1,399 间教室中 683 间常态使用“班班通”（48.8%）；138 间过了计划日期还没验收。" == headline(visit)
    assert re.search("按计划应验收 739 间，已验收 +601 间 *（81.3%）", words(visit))
    assert "1,399 间教室，四成八常态使用" in titles(visit)
    assert "澄阳街道落后最多，37 间；2 个乡镇未到期" in titles(visit)
    assert "逾期清单：138 间教室，涉及 70 所学校" in titles(visit)


@pytest.mark.usefixtures("clean")
def test_late_schools_stand_in_their_order():
    """The most rooms first; a bar, where they stopped, whole weeks."""
    late = open_page("progress.py").dataframe[0].value

    assert 70 == len(late)
    assert 138 == late["overdue"].sum() == late[["not_equipped", "not_connected", "not_accepted"]].sum().sum()
    assert ["第四小学", 6, 3, 2, 1, 87] == late.iloc[0][
        ["school", "overdue", "not_equipped", "not_connected", "not_accepted", "weeks"]
    ].tolist()


@pytest.mark.usefixtures("clean")
def test_a_panel_holds_the_days_on_which_its_line_rises():
    """And its two ends: a step that does not rise is drawn by the next one."""
    towns = json.loads(open_page("progress.py").get("plotly_chart")[2].proto.spec)["data"]

    assert 2 * 16 == len(towns)
    for line in towns:
        assert sorted(set(line["x"])) == line["x"]
        assert sorted(set(line["y"][:-1])) == line["y"][:-1]
    assert {towns[0]["x"][-1]} == {line["x"][-1] for line in towns[::2]}
    assert 1 < len({line["y"][-1] for line in towns[1::2]})


@pytest.mark.usefixtures("clean")
def test_the_late_rooms_are_red():
    """The bar has the colour of what fails, not the accent."""
    columns = json.loads(open_page("progress.py").dataframe[0].proto.columns)

    assert theme.FAIL == columns["overdue"]["type_config"]["color"]


@pytest.mark.usefixtures("clean")
def test_the_two_rates_of_the_county_and_of_every_township():
    """At the funnel with what they are of; in the table with their definition."""
    visit = open_page("progress.py")

    said = re.sub(" +", " ", words(visit))
    assert "开通率 85.0% （已联网 1,190 间 ÷ 教室 1,399 间）；应用率 85.3% （常态使用 1,076 间" in said
    assert "2026-09-03 至 09-30" in said
    table = next(body for body in bodies(visit) if 'aria-label="各乡镇的进度和预计"' in body)
    assert 2 * 16 == len(re.findall(r'<td class="number">[\d.]+%</td>', table))
    assert "开通率 = 已联网 ÷ 教室；应用率 = 近 4 周常态使用 ÷ 设备到位" in said


@pytest.mark.usefixtures("clean")
def test_a_township_and_a_stage_narrow_the_page():
    """The headline says which; a township counts its own rooms."""
    visit = open_page("progress.py", township="990121002", stage="primary")

    looks_whole(visit)
    assert headline(visit).startswith("湖滨街道小学 ")
    assert {"湖滨街道"} == set(visit.dataframe[0].value["township"])


@pytest.mark.usefixtures("clean")
def test_one_schools_classrooms():
    """A cell a room, named by its dates, by grade."""
    visit = open_page("progress.py", room_school="3442991030")
    cells = next(body for body in bodies(visit) if 'class="rooms"' in body)

    assert 13 == cells.count('<span class="room ')
    assert "七年级1班：设备到位 2025-01-20，联网 2025-02-10，验收 2025-03-07，计划 2025-01-27" in cells


@pytest.mark.usefixtures("clean")
def test_what_does_not_fit_together_is_said():
    """Projects reported 已启用 whose rooms are not accepted come first."""
    said = words(open_page("progress.py"))

    assert "已报“已启用”，还有 138 间教室没有验收。" in said
    assert "139 间已验收，近四周没有使用课时。" in said


def test_a_county_without_a_ledger_says_how_to_get_one(schools_alone):  # noqa: ARG001 (the settings name its database)
    visit = open_page("progress.py")

    assert "这一期没有班班通台账" in headline(visit)
    assert any('href="./import"' in body for body in bodies(visit))


@pytest.mark.usefixtures("clean")
def test_schools_that_will_be_late_are_listed_with_their_own_pace():
    """Those that stand still first; a school whose rooms are all accepted is not there."""
    visit = open_page("progress.py")
    shown = next(each.value for each in visit.dataframe if "forecast" in each.value)

    assert any(title.endswith("所还有教室没验收、近 12 周无验收") for title in titles(visit))
    assert (shown["remaining"] > 0).all()
    stalled = (shown["forecast"] == "近12周无验收").tolist()
    assert stalled == sorted(stalled, reverse=True)
    assert sum(stalled) == sum(shown["pace"] == 0)
