"""What is known of each county of a lake on a day: the rules of the clock (rules 7) over the lake's index."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from monitoring.lake import Lake
from monitoring.scale.county import Known
from monitoring.snapshots.reading import schools_of_list
from monitoring.snapshots.selection import ROOMS, SCHOOLS, known_on


def known_counties(lake: Lake, on: date) -> Mapping[str, Known]:
    """Return the counties of which something is known on a day, in the order of their codes."""
    known = {}
    for code, heads in lake.heads.items():
        own = {each.kind: each for each in known_on(heads, on) if each.kind in (SCHOOLS, ROOMS)}
        if not own:
            continue
        schools, rooms = own.get(SCHOOLS), own.get(ROOMS)
        against = {each.dated for each in schools_of_list(heads, rooms.dated)} if rooms else set()
        name = next(iter(own.values())).county_name
        is_at_home = bool(schools) and against == {schools.dated}
        known[code] = Known(code, name, _day(schools), _day(rooms), is_at_home)
    return known


def _day(head) -> date | None:
    return head.dated if head else None
