"""信息化与班班通 without a browser: the clean example county, narrowed; and a county without a ledger."""

import re
from dataclasses import replace
from urllib.parse import unquote

import pandas as pd
import pytest
import streamlit as st

from components.progress.towns import HEIGHT
from monitoring import snapshots
from monitoring.findings.progress.page import STOPS
from tests.support.pages import bodies, forget_other_databases, headline, listed, looks_whole, open_page, titles, words


@pytest.mark.usefixtures("clean")
def test_the_page_says_how_many_rooms_are_in_use_and_who_is_late():
    visit = open_page("progress.py")

    looks_whole(visit)
    assert "1,399 间教室中 683 间验收后常态使用“班班通”（48.8%）；138 间过了计划日期还没验收。" == headline(visit)
    assert re.search("按计划应验收 739 间，已验收 +601 间 *（81.3%）", words(visit))
    assert "1,399 间教室，四成八验收后常态使用" in titles(visit)
    assert "澄阳街道落后最多，37 间；2 个乡镇未到期" in titles(visit)
    assert "逾期清单：138 间教室，涉及 70 所学校" in titles(open_page("progress.py", view="late"))


@pytest.mark.usefixtures("clean")
def test_late_schools_stand_in_their_order():
    """The most rooms first; a bar, where they stopped, whole weeks."""
    late = listed(open_page("progress.py", view="late"), "逾期清单")
    rooms = late[["逾期教室（间）", *STOPS.values()]].replace("—", "0").astype(int)

    assert 70 == len(late)
    assert 138 == rooms["逾期教室（间）"].sum() == rooms[[*STOPS.values()]].sum().sum()
    assert ["第四小学", "6", "3", "2", "1", "87"] == late.iloc[0][
        ["学校", "逾期教室（间）", *STOPS.values(), "最长逾期（周）"]
    ].tolist()


def panels_of(visit):
    """Of each township's panel: what was done and due, the points of both lines, and where the report date stands."""
    towns = next(body for body in bodies(visit) if 'class="towns"' in body)
    found = []
    for words_of, source in re.findall(r"<em>(.*?)</em></span><img[^>]* src=\"data:image/svg\+xml,(.*?)\"", towns):
        paths = re.findall(r'<path d="([^"]*)"', unquote(source))
        lines = [re.findall(r"([MHV])([\d.]+)", path.replace(" ", "V")) for path in (paths[-1], paths[-2])]
        points = []
        for line in lines:
            across = [float(value) for kind, value in line if kind != "V"]
            down = [float(value) for kind, value in line if kind == "V"]
            points.append(list(zip(across, down, strict=True)))
        today = float(re.match(r"M([\d.]+) 0V", next(path for path in paths if " 0V" in path))[1])
        found.append((words_of, *points, today))
    return found


@pytest.mark.usefixtures("clean")
def test_a_panel_holds_the_days_on_which_its_line_rises():
    """And its two ends: a step that does not rise is drawn by the next one."""
    panels = panels_of(open_page("progress.py"))

    assert 16 == len(panels)
    for _, due, done, today in panels:
        for line in (due, done):
            across, down = zip(*line, strict=True)
            assert sorted(set(across)) == list(across)
            assert sorted(set(down[:-1]), reverse=True) == list(down[:-1])
        assert done[-1][0] == today


@pytest.mark.usefixtures("clean")
def test_the_late_rooms_are_red():
    """The bar has the colour of what fails, not the accent."""
    late = next(body for body in bodies(open_page("progress.py", view="late")) if 'aria-label="逾期清单"' in body)

    assert 70 == late.count('<div class="bar"><i class="fail"')
    assert 'class="accent"' not in late


@pytest.mark.usefixtures("clean")
def test_the_two_rates_of_the_county_and_of_every_township():
    """At the funnel with what they are of; in the table with their definition."""
    visit = open_page("progress.py")

    said = re.sub(" +", " ", words(visit))
    assert "开通率 85.0% （已联网 1,190 间 ÷ 教室 1,399 间）；应用率 85.3% （在用 1,076 间" in said
    assert "2026-09-03 至 09-30" in said
    visit = open_page("progress.py", view="forecast")
    table = next(body for body in bodies(visit) if 'aria-label="各乡镇的进度和预计"' in body)
    assert 2 * 16 == len(re.findall(r'<td class="number">[\d.]+%</td>', table))
    assert "开通率 = 已联网 ÷ 教室；应用率 = 近 4 周在用 ÷ 设备到位" in words(visit)


@pytest.mark.usefixtures("clean")
def test_a_township_and_a_stage_narrow_the_page():
    """The headline says which; a township counts its own rooms."""
    visit = open_page("progress.py", township="990121002", stage="primary", view="late")

    looks_whole(visit)
    assert headline(visit).startswith("湖滨街道小学 ")
    assert {"湖滨街道"} == set(listed(visit, "逾期清单")["乡镇"])


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
    said = words(open_page("progress.py", view="doubts"))

    assert "填报的状态是“已启用”，还有 138 间教室没有验收。" in said
    assert "49 间已验收，近四周使用课时是 0。" in said
    assert "90 间已验收，没有填近四周使用课时，不知道用没用。" in said
    assert "168 间没有验收就启用，或先启用后验收。" in said


@pytest.fixture
def changed(clean, monkeypatch):  # noqa: ARG001 (the settings name its database)
    """Show the clean county with some of its lists changed; what is remembered of it is forgotten afterwards."""
    forget_other_databases()
    load = snapshots.load

    def change(**lists):
        st.cache_resource.clear()

        def read(*given, **more):
            snapshot = load(*given, **more)
            return replace(snapshot, lists={**snapshot.lists, **{name: of(snapshot) for name, of in lists.items()}})

        monkeypatch.setattr(snapshots, "load", read)

    yield change
    st.cache_resource.clear()


def test_projects_reported_in_use_are_those_whose_state_says_so(changed):
    """CH-2024-X02 is in use by its dates and reported 已验收, X01 the other way: X01's 37 count, X02's 24 do not."""

    def projects(snapshot):
        listed = snapshot.lists["projects"]
        return listed.assign(reported_state=listed["reported_state"].mask(listed["project"] == "CH-2024-X02", "已验收"))

    def milestones(snapshot):
        dates = snapshot.lists["milestones"]
        last = (dates["project"] == "CH-2024-X01") & (dates["milestone"] == "启用")
        return dates.assign(actual_on=dates["actual_on"].mask(last))

    changed(projects=projects, milestones=milestones)
    visit = open_page("progress.py", view="doubts")
    said, rooms = words(visit), listed(visit, "台账里对不上的教室")
    flagged = rooms[rooms["哪里对不上"].str.contains("项目填报“已启用”")]["项目编号"].value_counts()

    assert 37 == flagged["CH-2024-X01"]
    assert "CH-2024-X02" not in flagged
    assert "填报的状态是“已启用”，还有 114 间教室没有验收。" in said


def test_a_ledger_without_a_planned_date_says_that_it_has_none(changed):
    """And not that nothing is due, or that everyone will be in time."""
    changed(rooms=lambda snapshot: snapshot.lists["rooms"].assign(planned_on=pd.Timestamp("NaT").as_unit("s")))
    visit = open_page("progress.py")
    said = " ".join([words(visit), *titles(visit)])

    looks_whole(visit)
    assert "没有一间教室填了计划日期，说不出谁落后" in titles(visit)
    assert "没有一间教室填了计划日期，画不出计划线。" in said
    assert "没有一间教室填了计划日期，说不出谁逾期。" in words(open_page("progress.py", view="late"))
    assert "另有" not in said
    assert "未到期" not in said


@pytest.mark.usefixtures("clean")
def test_a_panels_lines_end_at_its_figures():
    """At the report date the dashed line is what was due, the solid one what of it is accepted: 601 of 739."""
    panels = panels_of(open_page("progress.py"))
    figures = [[int(each) for each in said.split("/")] for said, *_ in panels if "/" in said]

    assert [601, 739] == [sum(each) for each in zip(*figures, strict=True)]
    for said, due, done, today in panels:
        if "/" in said:
            accepted, wanted = (int(each) for each in said.split("/"))
            level = [y for x, y in due if x <= today][-1]
            assert accepted / wanted == pytest.approx((HEIGHT - done[-1][1]) / (HEIGHT - level), abs=0.02)


@pytest.mark.usefixtures("clean")
def test_a_stage_says_whose_rooms_are_connected():
    """Of 小学 only the 小学 classrooms are counted; without a stage all are."""
    assert "所学校（校区单算）的小学教室都已联网" in words(open_page("progress.py", stage="primary"))
    assert "所学校（校区单算）的教室都已联网" in words(open_page("progress.py"))


def test_a_county_without_a_ledger_says_how_to_get_one(schools_alone):  # noqa: ARG001 (the settings name its database)
    visit = open_page("progress.py")

    assert "这一期没有班班通台账" in headline(visit)
    assert any('href="./import"' in body for body in bodies(visit))


@pytest.mark.usefixtures("clean")
def test_schools_that_will_be_late_are_listed_with_their_own_pace():
    """Those that will miss their date first; a school whose rooms are all accepted is not there."""
    visit = open_page("progress.py", view="forecast")
    shown = listed(visit, "赶不上日期的学校")

    assert any(title.endswith("所还有教室没验收、近 12 周无验收") for title in titles(visit))
    assert (shown["未验收（间）"].astype(int) > 0).all()
    stalled = (shown["预计全部验收"] == "近12周无验收").tolist()
    assert stalled == sorted(stalled)
    assert sum(stalled) == sum(shown["每周验收（间）"] == "0.00")
    assert shown["每周验收（间）"].str.fullmatch(r"\d+\.\d\d").all()


@pytest.mark.usefixtures("clean")
def test_the_classrooms_of_which_something_does_not_fit_are_named():
    """One row a classroom, with what it is; as many as the sentences count."""
    visit = open_page("progress.py", view="doubts")
    shown = listed(visit, "台账里对不上的教室")

    assert f"台账里对不上的：{len(shown)} 间教室" in titles(visit)
    assert 138 == shown["哪里对不上"].str.contains("项目填报“已启用”，还没验收").sum()
    assert 49 == shown["哪里对不上"].str.contains("已验收，近四周使用课时是 0").sum()
    assert (shown["哪里对不上"] != "").all()
