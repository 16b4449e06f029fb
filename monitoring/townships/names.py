"""How alike two names of a township are. Codes decide which township is meant; names are only compared."""

from __future__ import annotations

import re
from typing import Literal

from monitoring.settings.kept import kept
from monitoring.townships.words import words

Likeness = Literal["same", "form", "variant", "different"]


def same_township_name(a: str, b: str, county: str = "") -> Likeness:
    """
    Return how alike two names are.

    Args:
        a, b: names as typed.
        county: the county's name, where it is known: then only this county may stand before a name.

    Returns:
        "same": equal but for blanks; "form": a suffix missing, the county before it, 办事处 for 街道 (nothing is lost);
        "variant": another way to write the name (剅 and 豆, 沔城镇 and 沔城回族镇); "different": anything else.

    >>> same_township_name("毛嘴镇", " 毛嘴镇")
    'same'
    >>> [same_township_name("毛嘴镇", other) for other in ("毛嘴", "澄湖县毛嘴镇", "毛咀镇", "毛嘴乡", "白沙镇")]
    ['form', 'form', 'variant', 'different', 'different']
    >>> same_township_name("澄阳街道", "澄阳街道办事处"), same_township_name("沔城镇", "沔城回族镇")
    ('form', 'variant')
    """
    a, b = _joined(a), _joined(b)
    if not a or not b:
        return "different"
    if a == b:
        return "same"
    if _alike(_readings(a, county), _readings(b, county)):
        return "form"
    spelt_a, spelt_b = _spelt(a), _spelt(b)
    return "variant" if _alike(_readings(spelt_a, county), _readings(spelt_b, county)) else "different"


def spelling(name: str) -> str:
    """
    Return a name in the spelling that all its variants share, to look it up in a text written the same way.

    >>> spelling("石倘镇") == spelling("石埫镇")
    True
    """
    return _joined(name).translate(_variants())


def stem(name: str) -> str:
    """
    Return a name without its suffix, of two characters at least.

    >>> stem("毛嘴镇"), stem("澄阳街道办事处"), stem("乡镇")
    ('毛嘴', '澄阳', '乡镇')
    """
    return _parts(_joined(name))[0]


def _joined(name: str) -> str:
    return re.sub(r"\s", "", name)


def _readings(name: str, county: str) -> set[tuple[str, str]]:
    """(stem, suffix) of a name as it stands, and without the county before it."""
    readings = {_parts(name)}
    if county:
        return readings | ({_parts(name.removeprefix(county))} if name != county else set())
    for word in words("names")["counties"]:
        head, cut, rest = name.partition(word)
        if cut and len(head) > 1 and len(_parts(rest)[0]) > 1:  # 澄湖县毛嘴镇, but not 市桥街道
            readings.add(_parts(rest))
    return readings


def _parts(name: str) -> tuple[str, str]:
    """The stem and the kind of unit; "" where the suffix is missing."""
    for suffix in words("names")["suffixes"]:
        if name.endswith(suffix) and len(name) - len(suffix) > 1:
            return name.removesuffix(suffix), words("names")["kinds"].get(suffix, suffix)
    return name, ""


def _alike(some: set[tuple[str, str]], others: set[tuple[str, str]]) -> bool:
    return any(
        stem == other and (suffix == kind or not suffix or not kind)
        for stem, suffix in some
        for other, kind in others
    )  # fmt: skip


def _spelt(name: str) -> str:
    """A name with one character for each group of variants, and without the peoples in it (沔城回族镇)."""
    name = name.translate(_variants())
    peoples = "|".join(sorted(words("names")["peoples"], key=len, reverse=True))
    return re.sub(rf"(?<=..)(?:{peoples})+(?=镇|乡|街道|办事处|$)", "", name)


@kept
def _variants() -> dict[int, str]:
    return {ord(other): group[0] for group in words("names")["variants"] for other in group[1:]}
