"""Townships by their share: where nobody meets, and two shares that must not print alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitoring.figures import share
from monitoring.standing import Count

MOST_DECIMALS = 6


@dataclass(frozen=True)
class NoneMeets:
    """In how many places nobody meets, and the words for it; undetermined schools stand beside them."""

    places: int
    text: str


def none_meets(places: Sequence[Count], unit: str, word: str = "待定") -> NoneMeets:
    """
    Say that no school meets, and how many of them are undetermined.

    >>> none_meets([Count("甲镇", 4, 0, 1), Count("乙镇", 5, 2, 1)], "所")
    NoneMeets(places=1, text='无一所达标（1 所待定）')
    """
    none = [place for place in places if place.judged and not place.met]
    unclear = sum(place.undetermined for place in none)
    beside = f"（{unclear} {unit}{word}）" if unclear else ""
    return NoneMeets(len(none), f"无一{unit}达标{beside}")


def told_apart(low: Count, high: Count) -> tuple[str, str]:
    """
    Write two shares, cut, with the decimals it takes to see that they differ; what is above none is not written 0%.

    >>> told_apart(Count("乙镇", 100, 66, 0), Count("甲镇", 3, 2, 0))
    ('66.0%', '66.6%')
    >>> told_apart(Count("乙镇", 6, 0, 0), Count("甲镇", 6, 5, 0))
    ('0%', '83%')
    """
    for decimals in range(MOST_DECIMALS):
        texts = share(low.met, low.judged, decimals), share(high.met, high.judged, decimals)
        if (texts[0] != texts[1] or low.share == high.share) and (not low.met or texts[0] != "0%"):
            break
    return texts
