"""What data/map.toml says: the fixed classes of the townships' colours, how layers are named, how much is drawn."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from monitoring.settings import DATA
from monitoring.words import STATUS_WORDS, VERDICT_WORDS

FILE = DATA / "map.toml"
WORDS = {"verdict": VERDICT_WORDS, "requirement": STATUS_WORDS}


@dataclass(frozen=True)
class Classes:
    """What colours a township: the lower limits of its fixed classes, the last one open, with their labels."""

    unit: str
    limits: tuple[float, ...]
    labels: tuple[str, ...]

    @property
    def ranges(self) -> tuple[str, ...]:
        """
        What each class holds.

        >>> Classes("%", (0, 50), ()).ranges, Classes("人", (0, 500), ()).ranges
        (('0–49%', '50–100%'), ('0–499', '500 以上'))
        >>> Classes("间", (0, 1, 5), ()).ranges
        ('0', '1–4', '5 以上')
        """
        unit = "%" if self.unit == "%" else ""
        last = f"{self.limits[-1]:,}–100%" if unit else f"{self.limits[-1]:,} 以上"
        pairs = [(low, high - 1) for low, high in zip(self.limits, self.limits[1:], strict=False)]
        return (*(f"{low:,}–{high:,}{unit}" if low < high else f"{low:,}{unit}" for low, high in pairs), last)

    def class_of(self, value: float | None) -> int | None:
        """
        Return the class a value falls into; None where there is none.

        >>> Classes("%", (0, 20, 40), ()).class_of(39.99)
        1
        """
        if value is None or math.isnan(value):
            return None
        return int(np.searchsorted(self.limits, value, side="right")) - 1


@dataclass(frozen=True)
class Look:
    """
    How a layer is named and coloured.

    Attributes:
        key: in the address: "share", "L4", "rooms.accepted".
        name: as it is chosen; ground: the legend's title of the townships' colours.
        subject: what it shows, as sentences name it; "" the schools' verdicts.
        classes: of the townships' colours.
        states: the legend's words of a school's four states; "" does not occur.
    """

    key: str
    name: str
    ground: str
    subject: str
    classes: Classes
    states: tuple[str, ...]

    @property
    def family(self) -> str:
        """
        What layers have in common that are looked at together: "rooms", "network"; of the standard's each alone.

        >>> load_map_rules().look("rooms.accepted").family
        'rooms'
        """
        return self.key.partition(".")[0]

    @property
    def part(self) -> str:
        """What it shows, as its provider calls it: "accepted"."""
        return self.key.partition(".")[2]


@dataclass(frozen=True)
class MapRules:
    """
    What the file says.

    Attributes:
        classes: by name.
        entries: [layers], by name, in their order: the part before a point is the provider's module.
        most_schools: that are drawn one by one; more become cells. cell_px: the side of a cell on the screen.
        largest_zoom: the largest level of zoom that is asked for.
    """

    classes: Mapping[str, Classes]
    entries: Mapping[str, Mapping[str, Any]]
    most_schools: int
    cell_px: int
    largest_zoom: int

    @property
    def providers(self) -> tuple[str, ...]:
        """
        The modules of monitoring/layers that make layers, in the order in which theirs are offered.

        >>> load_map_rules().providers
        ('standard', 'rooms', 'network', 'values')
        """
        return tuple(dict.fromkeys(name.partition(".")[0] for name in self.entries))

    def entries_of(self, provider: str) -> list[str]:
        """Return the names of a provider's entries, in their order."""
        return [name for name in self.entries if name.partition(".")[0] == provider]

    def look(self, entry: str, key: str = "", subject: str = "", classes: str = "") -> Look:
        """
        Return how a layer looks.

        Args:
            entry: its name in the file.
            key: of the layer; "" the entry's name.
            subject, classes: where they are not those of the entry.

        >>> by = load_map_rules()
        >>> by.look("network", "network.uplink", "千兆进校").ground, by.look("rooms.accepted").subject
        ('底色：千兆进校达标率', '验收')
        """
        given = self.entries[entry]
        subject = subject or given.get("subject", "")
        name, ground = (given[text].format(subject=subject) for text in ("name", "ground"))
        states = given["states"]
        words = WORDS[states].values() if isinstance(states, str) else states
        return Look(key or entry, name, ground, subject, self.classes[classes or given["classes"]], tuple(words))


def load_map_rules(path: Path = FILE) -> MapRules:
    """Read the rules of a file. Raises KeyError where a key is missing."""
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    classes = {
        name: Classes(each["unit"], tuple(each["limits"]), tuple(each["labels"]))
        for name, each in given["classes"].items()
    }
    return MapRules(classes, given["layers"], **given["view"])
