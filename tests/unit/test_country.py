"""The invented country: the same county every time, columns as stored, six dates, schools one believes."""

import hashlib
from datetime import date

import numpy as np
import pandas as pd
import pytest

from components import shell
from components.school import view
from monitoring.sample import COUNTY, country
from tests.support.rules import RULEBOOK, judged_rows

LAST = date(2026, 9, 30)


@pytest.fixture(scope="module")
def three():
    """The first three counties: kind → date → their frames."""
    made = {country.SCHOOLS: {}, country.ROOMS: {}}
    for table in country.tables(200):
        made[table.kind].setdefault(table.dated, []).append(table.frame)
    return made


@pytest.fixture(scope="module")
def judged(three):
    """What 教督〔2017〕6号 says of the three counties together, by date."""
    return {day: judged_rows(together(frames)) for day, frames in three[country.SCHOOLS].items()}


def together(frames):
    return pd.concat(frames, ignore_index=True)


def fingerprint(county):
    """What stands for everything that a county is made of."""
    frames = [table.frame.to_json(date_format="iso", double_precision=15) for table in country.tables_of(county)]
    return hashlib.sha256("".join(frames).encode()).hexdigest()


def met_share(results):
    verdicts = results.schools["verdict"]
    return (verdicts == "met").sum() / (verdicts != "not_judged").sum()


def test_a_county_is_the_same_in_any_order_and_whatever_the_total():
    few, many = list(country.counties(200)), list(country.counties(400))
    forth = [fingerprint(county) for county in few]
    back = [fingerprint(county) for county in reversed(many)][::-1]

    assert few == many[: len(few)]
    assert forth == back[: len(few)]
    assert len(many) == len(set(back))


def test_there_are_as_many_schools_as_were_asked_for(judged):
    """Whole counties: of the last one all schools. Campuses, 高中 and closed schools are none of them."""
    counties = list(country.counties(200))

    assert sum(county.schools for county in counties[:-1]) < 200 <= sum(county.schools for county in counties)
    counted = judged[LAST].schools.groupby("county_code").size()
    assert {county.code: county.schools for county in counties} == counted.to_dict()


def test_the_country_has_provinces_that_nobody_has():
    """Twenty thousand schools are one province, all of them nine; the sample county's code and a name come once."""
    counties = list(country.counties(country.MOST))
    codes = [county.code for county in counties]

    assert {"99"} == {county.code[:2] for county in country.counties(20_000)}
    assert {str(number) for number in range(91, 100)} == {code[:2] for code in codes}
    assert 2800 < len(codes) == len(set(codes)) == len({county.name for county in counties})
    assert COUNTY not in codes
    for where in (shell, view):  # pages say of every county that it is invented
        assert all(code.startswith(where.INVENTED) for code in codes)


@pytest.mark.parametrize("schools", [0, 99, 210_001])
def test_fewer_or_more_schools_than_the_country_can_have_are_refused(schools):
    with pytest.raises(ValueError, match=str(schools)):
        next(country.tables(schools))


def test_dates_are_the_half_years_up_to_the_last_and_ledgers_of_the_last(three):
    half_years = [date(year, month, day) for year in (2024, 2025, 2026) for month, day in ((3, 31), (9, 30))]

    assert half_years == list(three[country.SCHOOLS])
    assert half_years[-2:] == list(three[country.ROOMS])


def test_every_table_says_whose_it_is():
    for table in country.tables(100):
        assert {table.county_code} == set(table.frame["county_code"])
        assert {True} == {name.startswith(table.county_code) for name in table.frame["township_code"]}


def test_school_codes_and_names_are_nobody_elses(three):
    rows = together(three[country.SCHOOLS][LAST])

    assert not rows.duplicated(["school_code", "stage"]).any()
    assert not rows.drop_duplicates("school_code").duplicated(["county_code", "school_name"]).any()
    assert rows["school_code"].str.fullmatch(r"\d{10}").all()
    assert rows["area_code"].str.fullmatch(r"\d{12}").all()
    assert rows["file"].str.contains("虚构").all()


def test_sums_add_up(three):
    rows = together([frame for frames in three[country.SCHOOLS].values() for frame in frames])
    teachers = {
        "degrees": ["doctor", "master", "bachelor", "college", "high_school"],
        "titles": ["full_senior", "senior", "middle", "assistant", "junior_title", "no_title"],
    }

    for field in ("classes", "pupils"):
        assert (rows[field] == rows.filter(regex=f"^{field}_g").sum(axis=1)).all()
    assert (rows["classes"] == rows.filter(regex="^classes_size").sum(axis=1)).all()
    for names in teachers.values():
        assert (rows["teachers"] == rows[[f"teachers_{name}" for name in names]].sum(axis=1)).all()
    for total, parts in {
        "teaching_area_m2": ["ordinary_m2", "special_m2", "public_m2"],
        "special_m2": ["music_m2", "fine_art_m2", "science_m2", "computer_m2", "other_special_m2"],
        "public_m2": ["reading_m2", "counselling_m2", "indoor_sports_m2", "other_public_m2"],
        "buildings_m2": ["teaching_area_m2", "office_m2", "living_m2", "other_buildings_m2"],
    }.items():
        assert np.allclose(rows[total], rows[parts].sum(axis=1), rtol=0, atol=0.001)
    assert not (rows["multimedia_rooms"] > rows["classrooms"]).any()
    assert not (rows["equipment_wan_yuan"] > rows["assets_wan_yuan"]).any()
    assert (rows.drop(columns=["longitude", "latitude"]).select_dtypes("float64").min().dropna() >= 0).all()


def test_a_believable_mix_of_schools(three):
    rows = together(three[country.SCHOOLS][LAST])
    kinds = rows.drop_duplicates("school_code")["kind"].value_counts(normalize=True)

    assert {"211", "218", "311", "312", "341", "342", "514"} == set(kinds.index)
    assert {"primary", "junior"} == set(rows.loc[rows["kind"] == "312", "stage"])
    assert 0.4 < kinds["211"] < 0.7
    campuses = rows[rows["is_counted"] == 0]
    assert len(campuses) > 0
    mains = campuses[["county_code", "main_school_code"]].apply(tuple, axis=1)
    assert set(mains) <= set(rows[["county_code", "school_code"]].apply(tuple, axis=1))
    assert 0 < rows[["books", "wireless_rooms", "backbone_teachers"]].isna().mean().mean() < 0.05
    assert {"as_given"} == set(rows.loc[rows["longitude"].notna(), "location"])


def test_stages_of_one_school_share_what_it_has(three):
    rows = together(three[country.SCHOOLS][LAST])
    shared = rows[rows["kind"] == "312"].groupby("school_code")[["teaching_area_m2", "land_m2", "ordinary_rooms"]]

    assert (shared.nunique() == 1).all(axis=None)


def test_schools_open_close_and_get_better(three, judged):
    codes = [set(together(frames)["school_code"]) for frames in three[country.SCHOOLS].values()]
    shares = [met_share(results) for results in judged.values()]

    assert codes[0] - codes[-1]
    assert codes[-1] - codes[0]
    assert all(0.2 < share < 0.9 for share in shares)
    assert shares[0] + 0.1 < shares[-1]


def test_some_figures_are_exactly_at_the_limit(judged):
    assessment = judged[LAST].assessment
    areas = assessment[assessment["requirement"].isin(["L4", "L5", "L6"])]
    at_limit = areas[areas["value"] == areas["required"]]

    assert len(at_limit) > 0
    assert {"met"} <= set(at_limit["status"]) <= {"met", "not_applicable"}


def test_every_standard_judges_the_counties(three):
    rows = together(three[country.SCHOOLS][LAST])

    assert all(len(judged_rows(rows, standard).assessment) for standard in RULEBOOK.standards)


def test_ledgers_have_a_room_for_every_class_and_nothing_that_is_still_to_come(three):
    rows = together(three[country.SCHOOLS][LAST])
    rooms = together(three[country.ROOMS][LAST])
    classes = rows[(rows["stage"] != "senior") & (rows["kind"] != "514")].set_index(["school_code", "stage"])["classes"]
    days = rooms[["equipped_on", "connected_on", "accepted_on", "started_on"]]

    assert classes.to_dict() == rooms.groupby(["school_code", "stage"]).size().to_dict()
    assert not rooms.duplicated(["school_code", "grade", "class"]).any()
    assert days.max().max() <= pd.Timestamp(LAST)
    assert (days["connected_on"].isna() >= days["equipped_on"].isna()).all()
    assert 0.7 < days["accepted_on"].notna().mean() < 0.99
    assert (rooms["planned_on"] < pd.Timestamp(LAST))[days["accepted_on"].isna()].any()
    before = together(three[country.ROOMS][date(2026, 3, 31)])
    assert before["accepted_on"].notna().mean() < days["accepted_on"].notna().mean()
