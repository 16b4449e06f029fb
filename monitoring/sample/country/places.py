"""The provinces and counties of the invented country: codes, names, where they lie, how many schools they have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitoring.sample.country.plan import read_country, stream


@dataclass(frozen=True)
class County:
    """
    A county of the country.

    Attributes:
        code: six digits that GB/T 2260 has not; the first four are its prefecture's.
        middle: longitude and latitude of its middle, degrees.
        schools: with 小学 or 初中, on the last report date; campuses are none of their own.
    """

    code: str
    name: str
    province: str
    middle: tuple[float, float]
    schools: int


def counties(schools: int) -> Iterator[County]:
    """
    Return whole counties in the order of the country until they have at least so many schools together.

    Raises:
        ValueError: the country has fewer.

    >>> [(county.code, county.name, county.schools) for county in counties(100)]
    [('990101', '青渚区', 42), ('990102', '薇沄县', 86)]
    """
    left = schools
    for county in _all():
        if left <= 0:
            return
        left -= county.schools
        yield county
    if left > 0:
        raise ValueError(f"the country has no {schools} schools")


def _all() -> Iterator[County]:
    plan = read_country()
    land, names = plan["land"], plan["names"]
    each = land["counties"]
    for place, (province, province_name) in enumerate(land["provinces"].items()):
        for within in range(each):
            prefecture, number = divmod(within, land["of_prefecture"])
            code = f"{province}{prefecture + 1:02}{number + 1:02}"
            rng = stream(code, "size")
            least, usual, most = plan["size"]["schools"]
            yield County(
                code=code,
                name=_name(place * each + within, names["county_kinds"], number == 0),
                province=province_name,
                middle=_middle(place, within),
                schools=round(rng.triangular(least, usual, most)),
            )


def _name(number: int, kinds: list[str], is_seat: bool) -> str:
    """The name of the county of a number; no two have the same. The first of a prefecture is a 区."""
    names = read_country()["names"]
    first, last = names["county_first"], names["county_last"]
    pair = number * names["shuffle"] % (len(first) * len(last))
    kind = "区" if is_seat else kinds[number % len(kinds)]
    return first[pair // len(last)] + last[pair % len(last)] + kind


def _middle(province: int, within: int) -> tuple[float, float]:
    """Provinces lie side by side in a square, so do a province's counties."""
    land = read_country()["land"]
    across, inside = land["columns"]["country"], land["columns"]["province"]
    row, column = divmod(province, across)
    down, right = divmod(within, inside)
    place = (column * inside + right, row * inside + down)
    return tuple(
        round(start + (number + 1 / 2) * size, land["decimals"])
        for start, number, size in zip(land["south_west"], place, land["degrees"], strict=True)
    )
