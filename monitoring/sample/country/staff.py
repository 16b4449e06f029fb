"""The columns on teachers of an invented county: by 学历, 职称 and 课程, each of which adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from monitoring.sample.country.enrolment import Rows
from monitoring.sample.country.plan import apportioned, between, between_each, read_country, stream
from monitoring.sample.country.resources import Holdings


def staff_columns(code: str, of: Rows, held: Holdings) -> Mapping[str, np.ndarray]:
    """Return the columns on teachers: name → (dates, r)."""
    spec, rng = read_country()["staff"], stream(code, "staff")
    higher = np.maximum(held["higher"], 1)
    teachers = np.ceil(higher / between_each(rng, np.array(spec["higher_share"])[of.stage]))
    sports_arts = np.minimum(held["pe_arts"], np.rint(teachers * spec["pe_arts_limit"]))
    sports = np.ceil(sports_arts * spec["pe_share"])
    music = np.ceil((sports_arts - sports) * spec["music_share"])
    degrees = _by(higher, spec["higher"], of, rng) + _by(teachers - higher, spec["lower"], of, rng)
    titles = _by(teachers, [spec["title"]] * len(spec["higher"]), of, rng)
    courses = _by(teachers - sports_arts, spec["course"], of, rng)
    return {
        "teachers": teachers,
        "teachers_female": np.rint(teachers * between_each(rng, np.array(spec["female"])[of.stage])),
        **_named(spec["degrees"], degrees),
        **_named(spec["titles"], titles),
        **_named(spec["courses"], courses),
        "teachers_pe": sports,
        "teachers_music": music,
        "teachers_fine_art": sports_arts - sports - music,
        "teachers_arts_total": sports_arts - sports,
        "backbone_teachers": np.minimum(held["backbone"], np.rint(teachers * spec["backbone_limit"])),
    }


def _by(totals: np.ndarray, weights: Sequence[Sequence[float]], of: Rows, rng: np.random.Generator) -> np.ndarray:
    """Totals by the weights of the row's stage, of which each row is off a little: (dates, r) → (dates, r, k)."""
    differ = read_country()["staff"]["differ"]
    own = np.array(weights)[of.stage]
    return apportioned(totals, own * between(rng, (1 - differ, 1 + differ), own.shape))


def _named(names: Sequence[str], counts: np.ndarray) -> dict[str, np.ndarray]:
    return {f"teachers_{name}": counts[..., place] for place, name in enumerate(names)}
