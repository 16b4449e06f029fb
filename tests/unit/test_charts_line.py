"""One figure over the report dates, as HTML: places by the calendar, few dates written."""

import re
from datetime import date

from components.drawing.charts.line import LinePoint, line


def points(*dates):
    return [LinePoint(day, place / 10, f"{place}0%") for place, day in enumerate(dates, start=1)]


def test_a_point_stands_where_its_date_is_not_where_its_number_is():
    """One month and then eleven: the second date is near the first."""
    made = line(points(date(2025, 1, 1), date(2025, 2, 1), date(2026, 1, 1)), label="达标率")

    assert ["0.0", "8.5", "100.0"] == re.findall(r'<i style="left:([\d.]+)%', made)


def test_one_date_is_no_line():
    assert "" == line(points(date(2026, 9, 30)), label="达标率")


def test_of_many_dates_the_first_the_last_and_some_between_are_written():
    """Twenty dates: no more than eight words below, so that none lies over another."""
    made = line(points(*(date(2007 + year, 9, 30) for year in range(20))), label="达标率")
    written = re.findall(r"<em [^>]*>(.*?)</em>", made)

    assert ["2007年9月", "2026年9月"] == [written[0], written[-1]]
    assert 8 >= len(written)


def test_the_first_value_stands_on_the_side_that_the_line_leaves_free():
    """Below a line that climbs, above one that falls; and above where the dates are too near."""
    day = [date(2025, 3, 31), date(2025, 9, 30)]
    sides = [
        re.findall(
            r'<b class="(start[^"]*)"', line([LinePoint(*both, "") for both in zip(day, values, strict=True)], label="")
        )
        for values in ((0.4, 0.5), (0.5, 0.4), (0.1, 0.5))
    ]

    assert [["start below"], ["start"], ["start"]] == sides
