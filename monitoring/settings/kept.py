"""
What is read of the files of words (data/*.toml, data/columns), kept until one of them changes.

The words of one import do not change under it: whoever begins one, or reads the rules anew, asks once whether they
changed since. What a rulebook holds is not kept here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from monitoring.settings.reading import DATA, state_of

_readers: list[Callable[[], None]] = []
_known: list[tuple] = []


def kept(read: Callable[..., Any]) -> Callable[..., Any]:
    """
    Keep what a function makes of the files of words, by its arguments, until `follow_words` finds one changed.

    Args:
        read: of hashable arguments; one that has a cache of its own (lru_cache) is emptied with the others.
    """
    own = read if hasattr(read, "cache_clear") else cache(read)
    _readers.append(own.cache_clear)
    return own


def follow_words() -> None:
    """Forget what was read of the files of words where one of them is another than when this was asked before."""
    state = tuple(map(state_of, _files(DATA)))
    if _known != [state]:
        for forget in _readers:
            forget()
        _known[:] = [state]


def _files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.toml"), *folder.glob("columns/*.toml")])
