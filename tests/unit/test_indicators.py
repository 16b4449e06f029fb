"""Every indicator that the tables can answer, computed a second time in plain fractions, written from the documents."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.indicators import exact, figures, ratios, values
from tests.support.engine import SHARED, indicators, parts_of, row


def higher_degree(s):
    """Primary 专科 and above, junior 本科 and above (facts, 2.1)."""
    college = s["teachers_college"] if s["stage"] == "primary" else 0
    return s["teachers_bachelor"] + s["teachers_master"] + s["teachers_doctor"] + college


def pe_and_arts(s):
    """An 艺术›计 contains music and fine art; without it they are added to 艺术 (README, school tables)."""
    if s["teachers_arts_total"] is not None:
        return s["teachers_pe"] + s["teachers_arts_total"]
    return s["teachers_pe"] + s["teachers_music"] + s["teachers_fine_art"] + s["teachers_arts"]


def over_standard(s):
    """Classes above 45 pupils, above 50 in junior schools (facts, 7)."""
    above_50 = [s[f"classes_size_{size}"] for size in ("to_55", "to_60", "to_65", "from_66")]
    return sum(above_50) + (s["classes_size_to_50"] if s["stage"] == "primary" else 0)


WRITTEN = {
    "higher_degree_teachers_per_100": lambda s: 100 * higher_degree(s) / s["pupils"],
    "backbone_teachers_per_100": lambda s: 100 * s["backbone_teachers"] / s["pupils"],
    "pe_arts_teachers_per_100": lambda s: 100 * pe_and_arts(s) / s["pupils"],
    "teaching_area_m2_per_pupil": lambda s: (s["teaching_area_m2"] - s["indoor_sports_m2"]) / s["pupils"],
    "sports_area_m2_per_pupil": lambda s: (s["sports_ground_m2"] + s["indoor_sports_m2"]) / s["pupils"],
    "equipment_yuan_per_pupil": lambda s: 10000 * s["equipment_wan_yuan"] / s["pupils"],
    "multimedia_rooms_per_100": lambda s: 100 * s["multimedia_rooms"] / s["pupils"],
    "teaching_computers_per_100": lambda s: 100 * s["teaching_computers"] / s["pupils"],
    "books_per_pupil": lambda s: s["books"] / s["pupils"],
    "teachers_per_pupil": lambda s: s["teachers"] / s["pupils"],
    "higher_degree_teachers_per_pupil": lambda s: higher_degree(s) / s["pupils"],
    "middle_title_teachers_per_pupil": lambda s: (
        (s["teachers_full_senior"] + s["teachers_senior"] + s["teachers_middle"]) / s["pupils"]
    ),
    "land_m2_per_pupil": lambda s: s["land_m2"] / s["pupils"],
    "buildings_m2_per_pupil": lambda s: s["buildings_m2"] / s["pupils"],
    "pupils_per_computer": lambda s: s["pupils"] / s["teaching_computers"],
    "teachers_per_computer": lambda s: s["teachers"] / s["teacher_terminals"],
    "pupils_per_class": lambda s: s["pupils"] / s["classes"],
    "bachelor_teachers_pct": lambda s: (
        100 * (s["teachers_bachelor"] + s["teachers_master"] + s["teachers_doctor"]) / s["teachers"]
    ),
    "classes_over_standard": over_standard,
    "classes_from_66": lambda s: s["classes_size_from_66"],
    "teaching_area_m2": lambda s: s["teaching_area_m2"],
    "ordinary_rooms": lambda s: s["ordinary_rooms"],
    "ordinary_m2": lambda s: s["ordinary_m2"],
    "special_m2": lambda s: s["special_m2"],
    "public_m2": lambda s: s["public_m2"],
    "music_rooms": lambda s: s["music_rooms"],
    "fine_art_rooms": lambda s: s["fine_art_rooms"],
    "science_rooms": lambda s: s["science_rooms"],
    "computer_rooms": lambda s: s["computer_rooms"],
    "multimedia_rooms": lambda s: s["multimedia_rooms"],
    "multimedia_sets": lambda s: s["multimedia_rooms"],
    "multimedia_rooms_a_school": lambda s: s["multimedia_rooms"],
    "science_rooms_a_school": lambda s: s["science_rooms"],
    "computer_rooms_a_school": lambda s: s["computer_rooms"],
    "music_rooms_a_school": lambda s: s["music_rooms"],
    "fine_art_rooms_a_school": lambda s: s["fine_art_rooms"],
}
"""Formulas as the documents have them, of figures that are fractions; a school of one stage, so nothing is split."""

IN_TABLES = [key for key, indicator in indicators().items() if indicator.in_tables]
FIELDS = sorted({field for key in IN_TABLES for field in indicators()[key].fields})
HUNDREDTHS = {field for field in FIELDS if field.endswith(("_m2", "_wan_yuan"))}


def test_every_indicator_of_the_tables_is_computed_twice():
    """A new indicator must be written down here as its document has it."""
    assert set(IN_TABLES) == set(WRITTEN)


def reports():
    """Schools whose figures are whole, or hundredths where they are areas and money; some are not reported."""

    def figure(field):
        units = st.integers(1, 10**7 if field in HUNDREDTHS else 5000)
        return st.one_of(st.none(), *[units.map(lambda n: Fraction(n, 100 if field in HUNDREDTHS else 1))] * 4)

    return st.fixed_dictionaries({field: figure(field) for field in FIELDS})


@given(reports(), st.sampled_from(["primary", "junior"]))
@settings(max_examples=150, deadline=None)
def test_the_engine_and_the_documents_agree_on_every_indicator(school, stage):
    """To the last digit of a float; where a figure is missing, there is no value, and never a zero."""
    parts = parts_of(row(stage=stage, **school))
    made = ratios([indicators()[key] for key in IN_TABLES], figures(parts, FIELDS, SHARED))

    for key in IN_TABLES:
        found = values(made[key]).item()
        try:
            expected = WRITTEN[key](school | {"stage": stage})
        except TypeError:  # a figure is None
            expected = None
        if expected is None:
            assert np.isnan(found), key
        else:
            assert float(expected) == pytest.approx(found, rel=1e-15), key


@given(st.lists(st.integers(-(10**14), 10**14), min_size=1), st.sampled_from([1, 100, 10_000, 1_000_000]))
@settings(deadline=None)
def test_decimals_become_whole_numbers_without_loss(units, scale):
    """What an office types is a decimal: units ÷ scale is that decimal again."""
    column = exact(np.array(units) / scale)

    assert [Fraction(n, scale) for n in units] == [Fraction(int(n), column.scale) for n in column.units]


def test_a_figure_that_no_table_carries_is_known_of_no_school():
    """课桌椅 are in no workbook: not reported, whatever else is."""
    asked = indicators()["desks_per_pupil"]
    made = ratios([asked], figures(parts_of(row(pupils=100)), asked.fields, SHARED))

    assert [False] == made["desks_per_pupil"].known.tolist()


def test_nothing_to_divide_by_gives_no_value():
    """Neither zero nor infinity."""
    asked = indicators()["pupils_per_computer"]
    made = ratios([asked], figures(parts_of(row(pupils=100, teaching_computers=0)), asked.fields, SHARED))

    assert np.isnan(values(made["pupils_per_computer"])).all()
