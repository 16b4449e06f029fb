"""The sentences on projects beside other things: true where there is no list, or a stage is chosen; else not said."""

from datetime import date

from monitoring.findings.projects import works


def test_no_list_of_projects():
    said = works.absent(date(2026, 9, 30))

    assert said.startswith("报告期 2026-09-30 的数据里没有“工程项目进度”这个工作簿")
    assert said.endswith("学校的各张表不变")


def test_a_chosen_stage_does_not_narrow_the_projects():
    """Said where one is chosen; without one there is nothing to say."""
    assert "工程项目不分学段，选了初中，这里仍是全部学段的" == works.every_stage("初中")
    assert "" == works.every_stage("")
