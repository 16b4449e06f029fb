"""How far a line of a standard was compared with a text, by the kind of what it cites. It compares nothing itself."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from monitoring.settings import DATA, state_of

SOURCES = DATA / "sources.toml"
ORIGINAL, OWN, COPY, UNVERIFIED, ABSENT = "original", "own", "copy", "unverified", "absent"
WORDS = {ORIGINAL: "原文核对", OWN: "本县核对", COPY: "转载核对", UNVERIFIED: "未核实", ABSENT: "缺"}
"""The states, the surest first, as they are said."""
UNSURE = (UNVERIFIED, ABSENT)


@dataclass(frozen=True)
class Check:
    """The bureau compared a line with its own copy: who, and on which day."""

    by: str
    on: date


@dataclass(frozen=True)
class Source:
    """What a number in `source` stands for: its text, the word of its kind, the state that a line of it alone has."""

    text: str
    kind: str
    state: str


def sources() -> dict[str, Source]:
    """Return every source of data/sources.toml by its number; a changed file is read anew."""
    return _sources(state_of(SOURCES))


@lru_cache(maxsize=2)
def _sources(file: object) -> dict[str, Source]:  # noqa: ARG001 (the key)
    given = tomllib.loads(SOURCES.read_text(encoding="utf-8"))
    kinds = given.pop("kinds")
    return {
        number: Source(each["text"], kinds[each["kind"]]["name"], kinds[each["kind"]]["state"])
        for number, each in given.items()
    }


def state(source: str, *, is_doubtful: bool = False, check: Check | None = None) -> str:
    """
    Return the state of a line: the bureau's own comparison, else that of the surest source that it cites.

    Args:
        source: numbers of data/sources.toml, or a bureau's own words, which nobody compared yet.
        is_doubtful: the figure is doubted although its source would be good.

    >>> state("S34"), state("S9 S20"), state("S34", is_doubtful=True), state("")
    ('copy', 'unverified', 'unverified', 'absent')
    >>> state("本县文件第3条"), state("本县文件第3条", check=Check("张三", date(2026, 12, 1)))
    ('unverified', 'own')
    """
    if check is not None:
        return OWN
    if not source:
        return ABSENT
    if is_doubtful:
        return UNVERIFIED
    known = sources()
    states = [known[number].state for number in source.split() if number in known]
    return min(states, key=list(WORDS).index, default=UNVERIFIED)


def said(name: str, check: Check | None = None) -> str:
    """
    Say a state in words, with who compared it and when.

    >>> said("copy"), said("own", Check("张三", date(2026, 12, 1)))
    ('转载核对', '本县核对（张三，2026-12-01）')
    """
    return f"{WORDS[name]}（{check.by}，{check.on.isoformat()}）" if check else WORDS[name]
