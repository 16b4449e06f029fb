"""
学校地图: the headline and the line under it, of whatever layer is looked at.

One function a kind of layer (monitoring/layers/kinds.py); the sentences themselves stand in page, layers and values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from monitoring import standing
from monitoring.assessment.verdict import judges_schools
from monitoring.findings.map import layers, page, values
from monitoring.findings.sentences import Sentence
from monitoring.layers import Layer
from monitoring.layers.kinds import Late, Money, Pupils, Reach, Requirement, Steps, Values, Verdicts
from monitoring.layers.points import UNKNOWN
from monitoring.layers.pooled import Pooled
from monitoring.standards import Standard
from monitoring.standing import ALL, Count

Said = tuple[Sentence, Sentence | str]
"""The headline and the line under it."""


@dataclass(frozen=True)
class Seen:
    """
    What is looked at.

    Attributes:
        standard: by which schools are judged.
        county: its name.
        stage, stage_word: "all" and "", or the one chosen.
        township, town: code and name of the one chosen; "" none.
        school, name: the same of the school, its name as short as a sentence needs it.
        verdict: what the school's verdict comes to (page.school_clause); "" nothing.
    """

    standard: Standard
    county: str
    stage: str = ALL
    stage_word: str = ""
    township: str = ""
    town: str = ""
    school: str = ""
    name: str = ""
    verdict: str = ""


def said(layer: Layer, seen: Seen) -> Said:
    """Return the headline of a layer and the line under it."""
    return SAID[type(layer)](layer, seen)


def _county(layer: Layer, seen: Seen) -> Count:
    return standing.whole(layer.places, seen.county)


def _here(layer: Layer, seen: Seen) -> Count:
    return layer.places.get(seen.township, Count(seen.town, 0, 0, 0))


# —— schools


def _verdicts(layer: Verdicts, seen: Seen) -> Said:
    if seen.township:
        return _township(layer, seen), _verdicts_line(layer, seen)
    places, subject = list(layer.places.values()), layer.look.subject
    return page.county_headline(places, subject, layer.unit(seen.stage)), _verdicts_line(layer, seen)


def _money(layer: Money, seen: Seen) -> Said:
    line = _verdicts_line(layer, seen)
    return _township(layer, seen) if seen.township else page.money_headline(seen.stage_word, layer.lacking), line


def _pupils(layer: Pupils, seen: Seen) -> Said:
    line = _verdicts_line(layer, seen)
    if seen.township:
        return _township(layer, seen), line
    told = layer.rolls.dropna(subset="pupils")
    missing = int(layer.points["pupils"].isna().sum())
    return page.pupils_headline(told["name"].tolist(), told["pupils"].tolist(), missing), line


def _reach(layer: Reach, seen: Seen) -> Said:
    line, subject = _schools_line(layer, seen), layer.look.subject
    if not seen.township:
        return layers.network_headline(list(layer.places.values()), subject), line
    if not layer.places:
        return _plain_township(layer, seen), line
    clause = ""
    if seen.school in layer.schools.index:
        own = layer.schools.loc[seen.school]
        clause = layers.network_clause(seen.name, own["text"], own["status"])
    return layers.network_township(_here(layer, seen), subject, clause), line


def _township(layer: Layer, seen: Seen) -> Sentence:
    if not layer.places:
        return _plain_township(layer, seen)
    unit = layer.unit(seen.stage)
    return page.township_headline(_here(layer, seen), unit, seen.verdict, layer.look.subject)


def _plain_township(layer: Layer, seen: Seen) -> Sentence:
    pupils = layer.points.loc[layer.points["township"] == seen.township, "pupils"]
    return page.plain_township(seen.town, len(pupils), pupils.sum(), int(pupils.isna().sum()))


def _schools_line(layer: Layer, seen: Seen) -> str:
    if not layer.places:
        return f"{page.why_verdictless(seen.standard.short, complete=seen.standard.complete)}。{page.DOOR}"
    return page.county_line(_county(layer, seen), layer.unit(seen.stage), seen.stage_word, layer.look.subject)


def _verdicts_line(layer: Layer, seen: Seen) -> str:
    line = _schools_line(layer, seen)
    if judges_schools(seen.standard) or not layer.places:
        return line
    return f"{page.why_verdictless(seen.standard.short, complete=False)}；{line}"


# —— classrooms


def _steps(layer: Steps, seen: Seen) -> Said:
    step = layer.look.subject
    line = layers.rooms_line(_county(layer, seen), seen.stage_word, step, layer.look.states[UNKNOWN])
    if seen.township:
        return _rooms_township(layer, seen, step), line
    return layers.rooms_headline(list(layer.places.values()), step), line


def _late(layer: Late, seen: Seen) -> Said:
    no_plan = int(layer.towns["no_plan"].sum())
    awaited = int(layer.towns["awaited"].sum())
    line = layers.overdue_line(_county(layer, seen), seen.stage_word, no_plan, awaited)
    if seen.township:
        return _rooms_township(layer, seen, ""), line
    return layers.overdue_headline(list(layer.places.values()), no_plan, awaited), line


def _rooms_township(layer: Steps, seen: Seen, step: str) -> Sentence:
    clause, town = "", layer.towns[["no_plan", "awaited"]].reindex([seen.township], fill_value=0).iloc[0]
    if seen.school:
        own = layer.schools[["classrooms", layer.look.part, "awaited"]].reindex([seen.school], fill_value=0)
        rooms, done, awaited = own.iloc[0]
        clause = layers.rooms_clause(seen.name, int(rooms), float(done), late=not step, due_unreported=int(awaited))
    return layers.rooms_township(layer.places[seen.township], step, clause, *map(int, town))


# —— values


def _values(layer: Values, seen: Seen) -> Said:
    measure, places, whole = layer.measure, layer.pooled, layer.whole(seen.county)
    line = values.line(measure, whole, seen.stage_word)
    if not seen.township:
        return values.headline(measure, list(places.values()), whole), line
    clause = ""
    if seen.school:
        value = layer.schools["value"].get(seen.school, math.nan)
        is_reported = seen.school in layer.schools.index
        clause = values.school_clause(seen.name, measure, value, is_reported=is_reported)
    place = places.get(seen.township, Pooled(seen.town, 0, 0, math.nan))
    return values.township(measure, place, whole, clause), line


SAID: Mapping[type[Layer], Callable[..., Said]] = {
    Verdicts: _verdicts,
    Requirement: _verdicts,
    Money: _money,
    Pupils: _pupils,
    Reach: _reach,
    Steps: _steps,
    Late: _late,
    Values: _values,
}
