"""The words of headings: a heading is cut into the words of a column file (data/columns), units apart."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitoring.settings import DATA

SCHOOLS = DATA / "columns" / "schools.toml"
BRACKETS = re.compile(r"\(([^()]*)\)")
LEADING = re.compile(r"^(?:其中[::]?|[#*]+|\d{1,2}[.、](?=\D))+")
FILLERS = frozenset("数量的、/,:;.")  # stand between words without changing what is meant
UNIT_TOKENS = {"count": "COUNT", "area": "AREA", "yes_no": "YES_OR_NO"}


@dataclass(frozen=True)
class Field:
    """
    A column of a table.

    Attributes:
        needs, may: words that must and may stand in its heading path.
        kind: count, area, wan_yuan, number, text, code, yes_no (data/columns/schools.toml).
        scope: stage, shared or fact.
    """

    name: str
    label: str
    unit: str
    kind: str
    scope: str
    needs: frozenset[str]
    may: frozenset[str]


@dataclass(frozen=True)
class Wording:
    """What a column file says: words → token, units → what they say, fields, key fields."""

    tokens: Mapping[str, str]
    units: Mapping[str, str]
    fields: tuple[Field, ...]
    factors: Mapping[str, float]

    def labels(self) -> dict[str, str]:
        """Return field → label; of a field with several wordings the first."""
        return {field.name: field.label for field in reversed(self.fields)}


@cache
def wording(path: Path = SCHOOLS) -> Wording:
    """
    Read a column file.

    >>> wording().tokens["在校学生数"], wording().units["㎡"]
    ('PUPILS', 'area')
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    tokens = {_bare(word): token for token, words in content["words"].items() for word in words}
    units = {plain(unit): kind for kind, words in content["units"].items() for unit in words}
    fields = tuple(
        Field(
            entry["name"], entry["label"], entry["unit"], entry["kind"], entry["scope"],
            frozenset(entry["needs"]), frozenset(entry.get("may", ())),
        )
        for entry in content["field"]
    )  # fmt: skip
    factors = {plain(unit): factor for unit, factor in content["factors"].items()}
    return Wording(tokens, units | {"㎡": "area"}, fields, factors)


def plain(text: str) -> str:
    """
    Return a text for comparing: half width, without blanks, one kind of dash.

    >>> plain("学校（机构）　名称"), plain("26～30人")
    ('学校(机构)名称', '26-30人')
    """
    half = unicodedata.normalize("NFKC", str(text))
    return re.sub(r"[~～‐‑–—―−﹣－]+", "-", re.sub(r"\s+", "", half))


def _bare(word: str) -> str:
    """A word without its brackets: 学校(机构)名称 is written 学校机构名称, too."""
    return plain(word).replace("(", "").replace(")", "")


def heading(text: str, words: Wording | None = None) -> tuple[frozenset[str] | None, tuple[str, ...]]:
    """
    Cut one heading cell into tokens and units.

    Returns:
        The tokens, None where a part of the text is no known word; and the units in its brackets.

    >>> heading("音乐间数（间）") == (frozenset({"MUSIC", "COUNT"}), ("间",))
    True
    >>> heading("其中：女")[0] == frozenset({"FEMALE"}), heading("智慧校园星级")[0] is None
    (True, True)
    """
    words = words or wording()
    return _heading(plain(text), words.tokens, words.units)


def _heading(text: str, tokens: Mapping[str, str], known: Mapping[str, str]):
    text = LEADING.sub("", text)
    units = []

    def unit(match: re.Match) -> str:
        if match[1] in known:
            units.append(match[1])
            return ""
        return match[1]

    text = BRACKETS.sub(unit, text)
    found = _cut(text, tokens) if text else frozenset()
    return found, tuple(units)


def _cut(text: str, tokens: Mapping[str, str]) -> frozenset[str] | None:
    """The fewest words that make up the whole text, None where it cannot be cut."""
    best: list[tuple[int, frozenset[str]] | None] = [(0, frozenset())] + [None] * len(text)
    longest = max(map(len, tokens))
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            if best[start] is None:
                continue
            count, sofar = best[start]
            word = text[start:end]
            if word in tokens:
                option = count + 1, sofar | {tokens[word]}
            elif len(word) == 1 and word in FILLERS and sofar:
                option = count + 1, sofar
            else:
                continue
            if best[end] is None or option[0] < best[end][0]:
                best[end] = option
    return best[-1][1] if best[-1] else None
