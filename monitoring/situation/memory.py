"""Figures that were made once, kept by what they are a function of; the oldest unused ones are let go."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

MOST = 96
"""Of one kind of figure: a year of a county's dates under several standards."""
LARGE = {"snapshot": 16, "list": 16, "prepared": 16, "results": 24, "entries": 8}
"""Fewer of those that hold every cell, verdict or entry of a county: more than one office looks at in a day."""


class Memory:
    """
    Figures by name and key. Made once, even where several threads ask at the same time; nobody changes one.

    >>> memory, made = Memory(most=2), []
    >>> [memory.get("share", key, lambda key=key: made.append(key) or key) for key in (1, 2, 1, 3, 2)], made
    ([1, 2, 1, 3, 2], [1, 2, 3, 2])
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[str, OrderedDict[Hashable, Any]] = {}
        self._making: dict[tuple[str, Hashable], Lock] = {}
        self._lock = Lock()

    def get(self, name: str, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return the figure of a key, made where it is not kept; an error is not kept."""
        with self._lock:
            kept = self._kept.setdefault(name, OrderedDict())
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
            making = self._making.setdefault((name, key), Lock())
        with making:
            with self._lock:
                if key in kept:
                    return kept[key]
            try:
                made = make()
            finally:
                with self._lock:
                    self._making.pop((name, key), None)
            with self._lock:
                kept[key] = made
                while len(kept) > min(self._most, LARGE.get(name, self._most)):
                    kept.popitem(last=False)
        return made

    def frame(self, part: Hashable, make: Callable[[], Any]) -> Any:
        """Return the frame of a stored table's part (snapshots.load): several days may have the same table."""
        return self.get("frame", part, make)
