"""The last row of 总览 without a browser: a county with classrooms and projects, and one with schools alone."""

import pytest

from tests.support.pages import bodies, listed, looks_whole, open_page, titles, words

CHARTS = "plotly_chart"


def links(visit, text: str) -> list[str]:
    """The addresses of the page's links with this text."""
    return [
        body.split('href="')[1].split('"')[0] for body in bodies(visit) if f">{text}</a>" in body and 'href="' in body
    ]


@pytest.mark.usefixtures("clean")
def test_the_last_row_says_how_far_classrooms_and_projects_are():
    visit = open_page("overview.py")

    looks_whole(visit)
    assert "1,399 间教室，四成八验收后常态使用" in titles(visit)
    assert 1 == sum("个项目中 " in title and "有节点逾期" in title for title in titles(visit))
    assert "逾期未完成" in words(visit)
    assert "1,399" == listed(visit, "1,399 间教室，四成八验收后常态使用").iloc[0, 1]
    assert 0 == len(visit.get(CHARTS))  # 总览 waits for no script of charts


@pytest.mark.usefixtures("clean")
def test_its_links_keep_the_choice():
    visit = open_page("overview.py", township="990121002")

    looks_whole(visit)
    assert 1 == sum(title.startswith("湖滨街道：") and "个项目" in title for title in titles(visit))
    for page, name in (("progress", "信息化与班班通"), ("projects", "工程项目")):
        [address] = links(visit, f"打开{name}")
        assert address.startswith(f"./{page}?")
        assert "township=990121002" in address


@pytest.mark.usefixtures("clean")
def test_a_chosen_stage_does_not_narrow_the_projects_and_that_is_said():
    """The classrooms are narrowed, the projects are not; without a stage nothing is said of stages."""
    narrowed, whole = open_page("overview.py", stage="junior"), open_page("overview.py")

    assert "工程项目不分学段，选了初中，这里仍是全部学段的。" in words(narrowed)
    assert "工程项目不分学段" not in words(whole)
    of_projects = [[title for title in titles(visit) if "个项目中 " in title] for visit in (narrowed, whole)]
    assert of_projects[0] == of_projects[1] != []


@pytest.mark.usefixtures("schools_alone")
def test_a_county_without_the_lists_gets_a_sentence_and_the_way_to_import():
    visit = open_page("overview.py")

    looks_whole(visit)
    assert {"信息化与班班通", "工程项目"} <= set(titles(visit))
    assert "没有“班班通台账”这个工作簿" in words(visit)
    assert "没有“工程项目进度”这个工作簿" in words(visit)
    assert ["./import", "./import"] == links(visit, "导入")
    assert 0 == len(visit.get(CHARTS))
    assert [] == links(visit, "打开信息化与班班通") + links(visit, "打开工程项目")
