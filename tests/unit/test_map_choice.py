"""What may colour the map, and what an address of a page chooses."""

from datetime import date
from types import SimpleNamespace

import pytest

from components.frame.choice import Choice, address_of, keys_after, read
from monitoring.errors import NotFound
from monitoring.layers import standard
from monitoring.settings import load_settings
from monitoring.standards import load_indicators, load_standards
from tests.support.rules import RULEBOOK

# —— what may colour it


def offered(name):
    """What may colour the map by a standard of the program, by key."""
    judged = SimpleNamespace(standard=load_standards(load_settings())[name])
    return standard.looks(SimpleNamespace(judged=judged, indicators=load_indicators(), map_rules=RULEBOOK.map))


def test_a_standard_with_verdicts_colours_by_them_first():
    """share, then money and pupils, then its requirements."""
    names = offered("moe-2017-6")

    assert ["share", "money", "pupils", "L1"] == list(names)[:4]


@pytest.mark.parametrize("name", ["moe-2012-3", "moe-2014-baseline", "js-2015"])
def test_a_standard_without_verdicts_offers_no_share_of_schools(name):
    """Nobody is judged, so no share would be true; what no table holds colours nothing either."""
    indicators = load_indicators()
    chosen = load_standards(load_settings())[name]

    names = offered(name)

    assert "share" not in names
    assert "pupils" in names
    asked = {item.key: item for item in chosen.requirements}
    assert all(indicators[asked[key].indicator].in_tables for key in names if key in asked)


# —— addresses


class Shelf:
    """A database with one county, two periods, one township with one school, and another township."""

    def settings(self):
        return SimpleNamespace(county="990101")

    def usual_standard(self, on):
        return "s1" if on >= date(2026, 6, 1) else "s2"

    def counties(self):
        return {"990101": "虚构县"}

    def periods(self, _county):
        return [date(2026, 9, 30), date(2026, 3, 31)]

    def last_day(self, _county):
        return date(2026, 11, 27)

    def key_of(self, county, on):
        if on < date(2026, 3, 31):
            raise NotFound("nothing was known")
        return f"{county} {on}"

    def shown_standards(self):
        return [SimpleNamespace(id="s1", short="甲标准"), SimpleNamespace(id="s2", short="乙标准")]

    def places(self, _number):
        return SimpleNamespace(
            townships={"990101100": "甲镇", "990101101": "乙镇"},
            schools={"2199000001": "甲镇小学"},
            township_of={"2199000001": "990101100"},
        )


def test_a_bare_address_means_the_newest_period_of_the_bureaus_county():
    """No keys: the county of the settings, the newest date, all stages, the default standard, nothing chosen."""
    choice, wrong = read({}, Shelf())

    assert [] == wrong
    september, newest = date(2026, 9, 30), date(2026, 11, 27)
    assert Choice("990101", "虚构县", september, "all", "", "", "s1", f"990101 {newest}", newest) == choice


def test_no_standard_in_an_address_means_the_version_of_the_school_tables_date():
    """The one that is named is meant itself, also where another version was in force."""
    march, named = read({"period": "2026-03-31"}, Shelf()), read({"period": "2026-03-31", "standard": "s1"}, Shelf())

    assert ("s2", []) == (march[0].standard, march[1])
    assert ("s1", []) == (named[0].standard, named[1])
    assert "s1" == read({"on": "2026-11-01"}, Shelf())[0].standard


def test_an_address_says_all_that_a_page_shows():
    """What is written into an address is what is read from it."""
    march, key = date(2026, 3, 31), "990101 2026-03-31"
    choice = Choice("990101", "虚构县", march, "junior", "990101100", "2199000001", "s2", key, march, "period")

    assert (choice, []) == read(keys_after(choice, {}), Shelf())
    assert "2026-03-31" == keys_after(choice, {})["period"]


def test_any_day_shows_the_school_tables_that_were_known_on_it():
    """on=DAY; a report date that there is not is read as a day, with a sentence; the newest day needs no key."""
    choice, wrong = read({"on": "2026-10-09"}, Shelf())
    odd, said = read({"period": "2026-10-09"}, Shelf())

    assert (date(2026, 9, 30), date(2026, 10, 9), "on", []) == (choice.period, choice.on, choice.way, wrong)
    assert choice == odd
    assert ["虚构县没有 2026-10-09 的综合报表，现在看的是2026-10-09 那天的数据，综合报表是 2026-09-30 的。"] == said
    assert {"county", "standard", "on"} == set(keys_after(choice, {}))
    assert {"county", "standard", "period"} == set(keys_after(choice, {"period": "2026-03-31"}))
    assert {"county", "standard"} == set(keys_after(choice, {"period": "", "on": ""}))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("county", "110101"),
        ("period", "2020-01-01"),
        ("on", "2020-01-01"),
        ("on", "下周五"),
        ("stage", "大学"),
        ("township", "1"),
        ("school", "<script>"),
        ("standard", "none"),
    ],
)
def test_a_wrong_value_is_named_and_the_default_shown(key, value):
    """One sentence that names what was asked for; the page shows what it would have shown without."""
    choice, wrong = read({key: value}, Shelf())

    assert read({}, Shelf())[0] == choice
    assert 1 == len(wrong)
    assert value in wrong[0]


def test_every_wrong_value_keeps_its_own_sentence():
    """A day before all data and a stage that there is not: two sentences, in the order of the row."""
    _, wrong = read({"period": "2020-01-01", "stage": "大学"}, Shelf())

    assert ["2020-01-01 时虚构县还没有任何数据", "地址里的学段“大学”认不出"] == [
        said.split("，")[0].split("（")[0] for said in wrong
    ]


def test_a_school_that_is_not_in_the_township_wins_over_it():
    """The township follows the school, with a sentence."""
    choice, wrong = read({"township": "990101101", "school": "2199000001"}, Shelf())

    assert "990101100" == choice.township
    assert 1 == len(wrong)


def test_an_empty_database_has_no_choice():
    """No county: nothing to choose, nothing wrong with the address."""
    shelf = Shelf()
    shelf.counties = dict

    assert read({"county": "990101"}, shelf) is None


def test_another_township_drops_the_school_and_another_county_all_of_its_own():
    """What belongs to the old place does not linger in the address."""
    march = date(2026, 3, 31)
    choice = Choice("990101", "虚构县", march, "all", "990101100", "2199000001", "s2", "key", march, "period")

    assert "school" not in keys_after(choice, {"township": "990101101"})
    assert {"county": "990102", "standard": "s2"} == keys_after(choice, {"county": "990102"})
    assert "./map?county=990102" == address_of("map", {"county": "990102"})
