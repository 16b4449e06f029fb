"""A school that just meets the seven of 2017, and what invented schools come to."""

from tests.support import second_judge as second_judge
from tests.support.engine import judged, row, standard_of

GOOD = {
    "pupils": 100,
    "teachers_college": 5,
    "teachers_bachelor": 1,
    "teachers_master": 0,
    "teachers_doctor": 0,
    "backbone_teachers": 1,
    "teachers_pe": 1,
    "teachers_music": 0,
    "teachers_fine_art": 0,
    "teachers_arts": 0,
    "teaching_area_m2": 450,
    "indoor_sports_m2": 0,
    "sports_ground_m2": 750,
    "equipment_wan_yuan": 20,
    "multimedia_rooms": 3,
}
"""A primary school of 100 pupils that just meets all seven of 2017."""


def status_of(asked, **school):
    """Return the status of one invented requirement for one school."""
    return judged(row(**school), standard=standard_of(asked)).assessment["status"].item()


def verdict_of(standard="moe-2017-6", **school):
    """Return the verdict of one stage of one school."""
    return judged(row(**school), standard=standard).verdicts["status"].item()
