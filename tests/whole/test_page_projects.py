"""工程项目 without a browser: the clean example county, narrowed, one project opened, a weekly report typed in."""

import re
import shutil
from datetime import date, datetime

import pytest
from sqlalchemy import insert, update

from components.projects import report as projects_report
from components.projects.view import TABS
from monitoring import snapshots
from monitoring.settings import ROOT, load_settings
from monitoring.snapshots import Statement
from monitoring.storage import Storage
from monitoring.storage.tables import entries, imports
from tests.support.pages import bodies, field, headline, listed, looks_whole, open_page, titles, words
from tests.support.rules import RULEBOOK

PAUSED = "CH-2025-001"
LATEST = "CH-2025-004"
EARLY = "CH-2025-009"


def box(visit, label):
    return next(each for each in visit.selectbox if each.label == label)


def strip_of(visit):
    """The strip of the page's parts."""
    return next(body for body in bodies(visit) if 'class="tabs"' in body)


def shown(visit):
    """The table of projects, with the number of the project that each row opens."""
    table = next(body for body in bodies(visit) if 'aria-label="项目清单"' in body)
    return listed(visit, "项目清单").assign(project=re.findall(r"[?;&]project=([^&\"]+)", table))


def milestones_of(visit):
    """The table of the milestones of the project that is open."""
    return [body for body in bodies(visit) if 'aria-label="节点"' in body][-1]


@pytest.mark.usefixtures("clean")
def test_the_page_says_who_is_late_and_what_is_paid():
    visit = open_page("projects.py")

    looks_whole(visit)
    assert "45 个项目中 9 个有节点逾期，最长 380 天；已支付 10,602 万元，占计划 46.7%。" == headline(visit)
    found = shown(open_page("projects.py", view="list"))
    assert 45 == len(found)
    assert LATEST == found["project"].iloc[0]


@pytest.mark.usefixtures("clean")
def test_the_list_begins_with_the_longest_overdue_a_paused_one_too():
    """Those in use, of which nothing is overdue, stand below."""
    found = shown(open_page("projects.py", view="list"))

    assert ["380", "215", "128"] == found["逾期天数"].tolist()[:3]
    assert ["已完工", "暂停"] == found["状态"].tolist()[:2]
    assert {"已启用"} == set(found["状态"].tail(31))


@pytest.mark.usefixtures("clean")
def test_an_overdue_milestone_is_not_promised_for_the_report_date():
    """LATEST has been overdue for a year; of EARLY nothing is, and its forecasts are days to come."""
    assert "不早于 2026-09-30" in milestones_of(open_page("projects.py", project=LATEST))
    assert "不早于" not in milestones_of(open_page("projects.py", project=EARLY))


@pytest.mark.usefixtures("clean")
def test_money_and_milestones_stand_beside_the_timeline():
    visit = open_page("projects.py")

    assert "县资金到位比例最低：70.6%" in titles(open_page("projects.py", view="money"))
    assert "到期的 291 个节点中 29 个按时，17 个逾期未完成" in titles(visit)
    timeline = next(body for body in bodies(visit) if 'class="table timeline"' in body)
    assert 45 == timeline.count('class="row-link"')
    assert f"project={LATEST}" in timeline.split("</tr>")[1]
    assert re.search(r">\d+ 天（\d+ 周）</td></tr>", timeline.split("<tbody>")[1].split("</tr>")[0] + "</tr>")


@pytest.mark.usefixtures("clean")
def test_category_light_and_township_narrow_everything():
    visit = open_page("projects.py", view="list", category="信息化", light="amber")

    looks_whole(visit)
    assert ["CH-2026-X14"] == shown(visit)["project"].tolist()
    assert headline(visit).startswith("信息化、黄灯：1 个项目，有节点逾期，最长 33 天")


@pytest.mark.usefixtures("clean")
def test_a_township_is_named_and_its_projects_alone_are_listed():
    storage = Storage(load_settings().database)
    held = snapshots.load(storage, snapshots.newest(storage, "990121", date(2026, 9, 30)), RULEBOOK.projects)
    code = held.lists["projects"].query("township == '石埫镇'")["township_code"].iloc[0]

    visit = open_page("projects.py", view="list", township=code)

    looks_whole(visit)
    assert headline(visit).startswith("石埫镇：2 个项目")
    assert {"石埫镇"} == set(shown(visit)["乡镇"])


@pytest.mark.usefixtures("clean")
def test_what_nothing_matches_is_said():
    visit = open_page("projects.py", category="信息化", light="paused")

    looks_whole(visit)
    assert "信息化、暂停：没有这样的项目。" == headline(visit)


@pytest.mark.usefixtures("clean")
def test_a_project_opens_with_its_reason_its_school_and_what_it_is_for():
    visit = open_page("projects.py", project=PAUSED)

    looks_whole(visit)
    said = words(visit)
    assert "荷塘乡万桥小学教学综合楼建设项目：暂停，逾期 13 周" in titles(visit)
    assert "暂停原因：征地手续未完成" in said
    assert "教学及辅助用房" in said
    assert any("./school?" in body for body in bodies(visit))


@pytest.mark.usefixtures("clean")
def test_every_project_can_be_opened():
    for code in ("CH-2024-X01", "CH-2025-009", "CH-2026-X14", "CH-2024-005"):
        looks_whole(open_page("projects.py", project=code))


@pytest.mark.usefixtures("clean")
def test_a_project_outside_of_what_is_chosen_is_said():
    visit = open_page("projects.py", project=PAUSED, light="red")

    looks_whole(visit)
    assert f"荷塘乡万桥小学教学综合楼建设项目（{PAUSED}）不在所选的范围里" in words(visit)


@pytest.fixture
def own(clean_database, database_url, monkeypatch):
    """The test's own copy of the clean county, to write into on 15 October."""
    monkeypatch.setattr(projects_report, "today", lambda: date(2026, 10, 15))
    shutil.copy(clean_database, database_url.removeprefix("sqlite:///"))
    return database_url


def entered(visit, day, percent, work):
    field(visit, "日期").set_value(day)
    field(visit, "本周进展").set_value(work)
    field(visit, "形象进度 %").set_value(str(percent))
    next(each for each in visit.button if each.label == "保存这次填报").click().run()
    return visit


@pytest.mark.usefixtures("own")
def test_a_weekly_report_typed_in_is_kept_and_shows_what_it_replaced():
    visit = entered(open_page("projects.py", project=PAUSED), "2026-09-25", 22.0, "征地谈妥")

    looks_whole(visit)
    said = words(visit)
    assert "周进度：9月25日报 22%" in titles(visit)
    assert "征地谈妥" in said
    assert "替换 21%（本机，10-01 09:00）" in said
    assert "" == field(visit, "本周进展").value
    assert "9月25日 22% 已存入（本机）。" in words(visit)


@pytest.mark.usefixtures("own")
def test_a_percent_that_fell_is_kept_and_said():
    """18 September said 21 %; once something else is done the sentence is gone."""
    visit = entered(open_page("projects.py", project=PAUSED), "2026-09-25", 6.0, "")

    assert "9月25日 6% 已存入（本机）；比 9月18日的 21% 低，已按填的存入，请核实。" in words(visit)
    assert "周进度：9月25日报 6%" in titles(visit)
    assert "已存入" not in words(open_page("projects.py", project=PAUSED))


@pytest.mark.usefixtures("own")
def test_the_same_report_again_is_no_line_of_its_own():
    before = len(listed(open_page("projects.py", project=PAUSED), "周进度"))
    visit = open_page("projects.py", project=PAUSED)
    last = snapshots.report_history(Storage(load_settings().database), "990121").query("project == @PAUSED").iloc[0]
    field(visit, "存在问题").set_value(last["problem"])
    visit = entered(visit, f"{last['reported_on']:%Y-%m-%d}", last["progress_pct"], last["work"])

    assert any('<em class="quiet">再报 1 次，未变</em>' in body for body in bodies(visit))
    assert before == len(listed(visit, "周进度"))
    assert "替换" not in words(visit).replace("被替换的划去", "")


@pytest.mark.usefixtures("own")
def test_what_another_report_of_the_day_replaced_is_struck_through():
    visit = entered(open_page("projects.py", project=PAUSED), "2026-09-25", 22.0, "征地谈妥")
    table = next(body for body in bodies(visit) if 'aria-label="周进度"' in body)

    assert '<span class="quiet struck">2026-09-25</span>' in table
    assert ".struck { text-decoration: line-through; }" in (ROOT / "components/static/projects.css").read_text("utf-8")


@pytest.mark.usefixtures("own")
def test_the_newest_reports_stand_open_and_the_older_ones_behind_a_line():
    storage = Storage(load_settings().database)
    days = [date(2025, 10, day) for day in range(1, 11)]
    said = [Statement("990121", PAUSED, day, float(day.day)) for day in days]
    snapshots.enter(storage, said, "本机", datetime(2026, 10, 15, 9))
    visit = open_page("projects.py", project=PAUSED, view="project")
    newest, older = listed(visit, "周进度"), listed(visit, "更早的周进度")

    assert (6, len(days)) == (len(newest), older["日期"].str.startswith("2025-10").sum())
    assert newest["日期"].min() > older["日期"].max()
    assert f"更早的 {len(older)} 条" in words(visit)
    assert [*newest.columns] == [*older.columns]


@pytest.mark.usefixtures("own")
def test_a_report_after_the_list_counts_at_once_and_on_an_older_day_not():
    visit = entered(open_page("projects.py", project=PAUSED), "2026-10-09", 25.0, "")
    older = open_page("projects.py", project=PAUSED, period="2026-09-30")

    assert "周进度：10月9日报 25%" in titles(visit)
    assert "晚于所看的日期" not in words(visit)
    assert "周进度：9月25日报 21%" in titles(older)
    assert "晚于所看的日期" in words(older)


@pytest.mark.usefixtures("own")
def test_a_report_without_a_day_is_refused_in_a_sentence_and_keeps_what_was_typed():
    visit = entered(open_page("projects.py", project=PAUSED), "下周五", 25.0, "征地谈妥")

    assert "日期填的是“下周五”，应为 1990 年以后的日期，写成 2026-09-25 这样；这次没有保存。" in words(visit)
    assert "征地谈妥" == field(visit, "本周进展").value


@pytest.mark.usefixtures("own")
def test_of_two_imports_of_reports_the_one_that_is_not_withdrawn_is_shown():
    """As many reports and the same last one either way: what is remembered of the first is not shown for the second."""
    storage = Storage(load_settings().database)
    for number, percent in ((8, 22.0), (9, 23.0)):
        with storage.write() as connection:
            now = datetime(2026, 10, number)
            values = {"id": number, "saved_at": now, "saved_by": "本机", "files": "[]"}
            connection.execute(insert(imports).values(**values, state="current"))
        [made] = snapshots.enter(storage, [Statement("990121", PAUSED, date(2026, 9, 26), percent)], "本机", now)
        with storage.write() as connection:
            connection.execute(update(entries).where(entries.c.id == made).values(import_id=number))
    other = Statement("990121", "CH-2024-015", date(2026, 9, 26), 50.0)
    snapshots.enter(storage, [other], "本机", datetime(2026, 10, 10))

    said = []
    for states in ({8: "current", 9: "withdrawn"}, {8: "withdrawn", 9: "current"}):
        for number, state in states.items():
            snapshots.set_state(storage, number, state, "本机", datetime(2026, 10, 11))
        said += [text for text in titles(open_page("projects.py", project=PAUSED)) if text.startswith("周进度")]

    assert ["周进度：9月26日报 22%", "周进度：9月26日报 23%"] == said


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize(("key", "label"), [("category", "工程类别"), ("light", "灯")])
def test_a_choice_of_the_page_can_be_set_back(key, label):
    """The first entry of a list takes effect, too: the address no longer narrows."""
    visit = open_page("projects.py", view="list", **{key: {"category": "信息化", "light": "red"}[key]})
    box(visit, label).set_value("any").run()

    assert 45 == len(shown(visit))


@pytest.mark.usefixtures("schools_alone")
@pytest.mark.usefixtures("schools_alone")
def test_a_county_without_projects_says_which_workbook_lights_the_page():
    """Only the school tables are imported."""
    visit = open_page("projects.py")

    looks_whole(visit)
    assert "导入工程项目进度" in headline(visit)
    assert any('href="./import"' in body for body in bodies(visit))


def test_an_empty_database_says_how_to_begin():
    assert "还没有学校数据" in words(open_page("projects.py"))


@pytest.mark.usefixtures("clean")
def test_what_became_of_the_milestones_is_drawn_as_it_is_counted():
    """A bar a milestone, its parts as long as their numbers; the longest row fills its cell."""
    bars = next(body for body in bodies(open_page("projects.py")) if 'class="stack"' in body)
    widths = [
        sum(float(width) for width in re.findall(r"width:([\d.]+)%", bar))
        for bar in re.findall(r'<div class="stack">(.*?)</div>', bars)
    ]

    assert 7 == len(widths)
    assert 100 == pytest.approx(max(widths), abs=0.2)
    due = [45, 45, 45, 44, 38, 38, 36]
    assert [100 * number / 45 for number in due] == pytest.approx(widths, abs=0.2)


@pytest.mark.usefixtures("clean")
def test_a_link_to_a_project_opens_that_project():
    """The part of single projects is open, and that one chosen; a row of the list names project and part."""
    visit = open_page("projects.py", project=PAUSED)
    row = next(body for body in bodies(open_page("projects.py", view="list")) if 'aria-label="项目清单"' in body)

    assert any(title.startswith("单个项目") for title in re.findall(r'class="chosen"[^>]*>(.*?)</a>', strip_of(visit)))
    assert PAUSED == box(visit, "项目").value
    assert f"project={PAUSED}&amp;view=project" in row or f"view=project&amp;project={PAUSED}" in row


@pytest.mark.usefixtures("clean")
def test_a_number_that_is_no_project_is_said():
    visit = open_page("projects.py", project="CH-0000-000")

    looks_whole(visit)
    assert "地址里的项目编号不在这一期的项目清单里" in words(visit)


@pytest.mark.usefixtures("clean")
def test_the_parts_of_the_page_stay_in_the_address():
    """Each part names itself and keeps what the page is narrowed to; an unknown one is the first."""
    links = re.findall(r'href="([^"]*)"', strip_of(open_page("projects.py", view="money", light="red")))

    assert [*TABS] == [re.search("view=([a-z]+)", link)[1] for link in links]
    assert all("light=red" in link for link in links)
    assert "进度" == re.search(r'class="chosen"[^>]*>(.*?)</a>', strip_of(open_page("projects.py", view="none")))[1]
