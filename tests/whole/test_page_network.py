"""The network on 信息化与班班通 and 学校档案, without a browser."""

import pytest

from tests.support.pages import bodies, listed, looks_whole, open_page, titles, words


@pytest.mark.usefixtures("clean")
def test_the_page_counts_the_schools_and_shows_bandwidth_by_class():
    visit = open_page("progress.py", view="network")

    looks_whole(visit)
    assert "117 所学校中 18 所千兆进校，没有一所百兆进班（综合报表），4 所无线全覆盖" in titles(visit)
    assert "出口带宽 100–500 Mbps 的最多（55 所）" in titles(visit)
    assert "智慧校园：综合报表没有这一列，未填报" in words(visit)
    assert 117 == len(listed(visit, "各校网络"))


@pytest.mark.usefixtures("clean")
def test_a_local_ladder_is_off_until_it_is_chosen():
    assert "≥ 4 至 50 Mbps" not in words(open_page("progress.py", view="network"))
    assert "≥ 4 至 50 Mbps" in words(open_page("progress.py", ladder="guiyang"))


@pytest.mark.usefixtures("clean")
def test_a_township_and_a_stage_narrow_the_network():
    """A school of two stages stands in both."""
    whole = listed(open_page("progress.py", view="network", township="990121001"), "各校网络")
    junior = open_page("progress.py", view="network", township="990121001", stage="junior")

    looks_whole(junior)
    assert {"澄阳街道"} == set(whole["乡镇"])
    assert len(listed(junior, "各校网络")) < len(whole)
    assert any(title.startswith("澄阳街道有初中的 ") for title in titles(junior))


@pytest.mark.usefixtures("schools_alone")
def test_without_a_ledger_the_network_is_still_there():
    visit = open_page("progress.py", view="network")

    looks_whole(visit)
    assert "117 所学校中 18 所千兆进校，没有一所百兆进班（综合报表），4 所无线全覆盖" in titles(visit)


@pytest.mark.usefixtures("clean")
def test_a_schools_figures_open_to_cells_and_source():
    visit = open_page("school.py", school="3442991030")
    shown = next(body for body in bodies(visit) if "facts network" in body)

    looks_whole(visit)
    assert "网络：未达到百兆进班（综合报表）、无线全覆盖" in titles(visit)
    assert "百兆到班教室数 41 × 100 ÷ 教室" in shown
    assert "还差 12 间" in shown
    assert "泰州市政府 2017-09-13 实施意见第 28 条" in shown
    assert "综合报表_初中.xlsx" in shown
