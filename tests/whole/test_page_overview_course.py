"""The course of the share on 总览: a line over all report dates, none where there is one; the first and last named."""

import re

import pytest

from tests.support.pages import bodies, looks_whole, open_page, titles


def course_of(visit):
    """The chart, "" where it is not there."""
    return next((body for body in bodies(visit) if 'class="course"' in body), "")


@pytest.mark.usefixtures("sample_url")
def test_the_share_is_drawn_over_all_dates_with_its_first_and_last_value():
    visit = open_page("overview.py")
    drawn = course_of(visit)

    looks_whole(visit)
    assert "2024年3月以来达标率由 23.2% 升到 53.0%" in titles(visit)
    assert 6 == drawn.count("<i ")
    assert ["23.2%（23/99）", "53.0%（52/98）"] == re.findall(r"<b [^>]*>(.*?)</b>", drawn)
    assert ["2024年3月", "2026年9月"] == [re.findall(r"<em [^>]*>(.*?)</em>", drawn)[end] for end in (0, -1)]


@pytest.mark.usefixtures("sample_url")
def test_what_was_not_yet_known_at_a_date_is_not_on_its_line():
    """The page of an earlier date ends there; of the first date there is no line."""
    assert 2 == course_of(open_page("overview.py", period="2024-09-30")).count("<i ")
    assert "" == course_of(open_page("overview.py", period="2024-03-31"))


@pytest.mark.usefixtures("clean")
def test_one_date_shows_no_empty_chart():
    visit = open_page("overview.py")

    looks_whole(visit)
    assert "" == course_of(visit)
    assert not any("以来达标率" in title for title in titles(visit))
