"""The words of headings: a heading is cut into the words of a column file (data/columns), units apart."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from monitoring.settings import DATA
from monitoring.settings.kept import kept

SCHOOLS = DATA / "columns" / "schools.toml"
UNITS = DATA / "columns" / "units.toml"
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
"""Characters without a width, which copying from web pages leaves in cells: blanks."""
BRACKETS = re.compile(r"\(([^()]*)\)")
ALL_BRACKETS = str.maketrans("[{【〔〈《「]}】〕〉》」", "(((((((" + ")))))))")
LEADING = re.compile(r"^(?:其中[::]?|[#*☆△]+|\d{1,2}[.、](?=\D))+")
FOOTNOTES = re.compile("[①-⑳⑴-⒇*＊※]+$")
"""Behind a heading; brought to half width ① would be a figure."""
UNIT_SAID = re.compile(r"^(?:计量)?单位[::]?|^以|计$|^人民币[::]?(?=.)")
TO = re.compile(r"(?<=\d)人?[至到](?=\d)")
BEHIND = re.compile(r"[/,:|](\w+)$")
"""A unit without brackets: 图书/册."""
FILLERS = frozenset("数量的、/,:;.-_·›>|#")  # stand between words without changing what is meant
GROUP = "GROUP"
"""Words of a heading above others that says nothing of its own: 学校基本情况."""
MOST_CUTS = 8  # ways to cut one heading into words that are tried
LONGEST = 60  # characters of a heading; a longer text is a note
UNIT_TOKENS = {"间": "COUNT", "m2": "AREA", "yes_no": "YES_OR_NO"}
"""What a unit in a heading says where its words do not: 音乐（间） is 间数."""


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


@dataclass(frozen=True, eq=False)
class Wording:
    """
    What a column file says.

    Attributes:
        tokens: word → token; units: unit → what it says: the unit that it is measured in, "yes_no", "none".
        factors: unit → what a figure is multiplied by to be in the unit that it is measured in.
        counts: units of counting; the first counts anything.
        remarks: what may stand in brackets and changes nothing: 不含电子图书.
        owned, used_alone, not_counted: tokens of 学校产权 and its like; owned_only: fields that stand below it alone.
        this_year, last_year: the tokens of 本年 and of 上年, "" none.
        weak: tokens that say less than others: 编号 beside 项目编号.
    """

    tokens: Mapping[str, str]
    units: Mapping[str, str]
    fields: tuple[Field, ...]
    factors: Mapping[str, float]
    weak: frozenset[str] = frozenset()
    counts: tuple[str, ...] = ()
    remarks: frozenset[str] = frozenset()
    this_year: str = ""
    last_year: str = ""
    owned: str = ""
    used_alone: str = ""
    not_counted: frozenset[str] = frozenset()
    owned_only: frozenset[str] = frozenset()

    def labels(self) -> dict[str, str]:
        """Return field → label; of a field with several wordings the first."""
        return {field.name: field.label for field in reversed(self.fields)}


@kept
def wording(path: Path = SCHOOLS) -> Wording:
    """
    Read a column file.

    >>> wording().tokens["在校学生数"], wording().units["公顷"], wording().factors["公顷"]
    ('PUPILS', 'm2', 10000.0)
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    tokens = {_bare(word): token for token, words in content["words"].items() for word in words}
    in_units = unit_words()
    measures, counts = in_units["measures"], tuple(in_units["counts"])
    measured = {plain(unit): plain(base) for base, units in measures.items() for unit in units}
    units = {plain(unit): kind for kind, words in content["units"].items() for unit in words}
    fields = tuple(
        Field(
            entry["name"], entry["label"], entry["unit"], entry["kind"], entry["scope"],
            frozenset(entry["needs"]), frozenset(entry.get("may", ())),
        )
        for entry in content["field"]
    )  # fmt: skip
    factors = {plain(unit): float(factor) for units in measures.values() for unit, factor in units.items()}
    return Wording(
        tokens, measured | units, fields, factors, frozenset(content.get("weak", ())), counts,
        frozenset(map(plain, content.get("remarks", ()))), content.get("this_year", ""), content.get("last_year", ""),
        content.get("owned", ""), content.get("used_alone", ""), frozenset(content.get("not_counted", ())),
        frozenset(content.get("owned_only", ())),
    )  # fmt: skip


@kept
def unit_words() -> Mapping[str, Any]:
    """
    Return what data/columns/units.toml says, read once.

    >>> unit_words()["measures"]["㎡"]["公顷"]
    10000
    """
    return tomllib.loads(UNITS.read_text(encoding="utf-8"))


@lru_cache(maxsize=65_536)  # the same names, dates and headings stand in every row
def plain(text: str) -> str:
    """
    Return a text for comparing: half width, without blanks, one kind of dash.

    >>> plain("学校（机构）　名称"), plain("26～30人")
    ('学校(机构)名称', '26-30人')
    >>> plain("学校\\u200b名称\\ufeff")
    '学校名称'
    """
    half = unicodedata.normalize("NFKC", INVISIBLE.sub("", str(text)))
    return re.sub(r"[~～‐‑–—―−﹣－]+", "-", re.sub(r"\s+", "", half))


def _bare(word: str) -> str:
    """A word without its brackets: 学校(机构)名称 is written 学校机构名称, too."""
    return plain(word).replace("(", "").replace(")", "")


def heading(text: str, words: Wording | None = None) -> tuple[tuple[frozenset[str], ...], tuple[str, ...]]:
    """
    Cut one heading cell into tokens and units.

    Returns:
        The ways to cut it, each a set of tokens, that with the fewest words first; none where a part of the text is no
        known word. And the units in its brackets.

    >>> heading("音乐间数（间）") == ((frozenset({"MUSIC", "COUNT"}),), ("间",))
    True
    >>> heading("其中：女")[0] == (frozenset({"FEMALE"}),), heading("智慧校园星级")[0]
    (True, ())
    >>> heading("万元")  # in a row of its own below the headings
    ((frozenset(),), ('万元',))
    """
    return _heading(text, words or wording())


def without_remarks(text: str, words: Wording) -> str:
    """
    Return a heading without what stands in its brackets beside a unit.

    >>> without_remarks("图书（册，不含教学用）", wording()), without_remarks("图书（电子）", wording())
    ('图书(册)', '图书')
    """

    def kept(match: re.Match) -> str:
        units = [part for part in re.split("[、/,;]", match[1]) if UNIT_SAID.sub("", part) in words.units]
        return f"({units[0]})" if units else ""

    return BRACKETS.sub(kept, plain(text).translate(ALL_BRACKETS))


def says(text: str, token: str, words: Wording | None = None) -> bool:
    """
    Return whether a heading says one thing alone.

    >>> says("学校（机构）标识码", "CODE"), says("主校标识码", "CODE")
    (True, False)
    """
    return any(cut == {token} for cut in heading(text, words)[0])


@kept
@lru_cache(maxsize=65_536)  # each kind of table asks anew what the same headings say
def _heading(text: str, words: Wording) -> tuple[tuple[frozenset[str], ...], tuple[str, ...]]:
    text, units = without_units(text, words)
    return tuple(_cuts(text, words.tokens)) if text or not units else (frozenset(),), units


def without_units(text: str, words: Wording) -> tuple[str, tuple[str, ...]]:
    """
    Return what a heading says, for comparing, and the units in it.

    >>> without_units("县级及学校自筹【万元】", wording()), without_units("万元", wording())
    (('县级及学校自筹', ('万元',)), ('', ('万元',)))
    """
    text = FOOTNOTES.sub("", text.strip())
    text = LEADING.sub("", TO.sub("-", plain(text[:LONGEST])).translate(ALL_BRACKETS))
    units = []
    if text in words.units and text not in words.tokens:
        return "", (text,)

    def unit(match: re.Match) -> str:
        said = UNIT_SAID.sub("", match[1])
        if said in words.units:
            units.append(said)
            return ""
        parts = [UNIT_SAID.sub("", part) for part in re.split("[、/,;]", said)]
        in_units = [part for part in parts if part in words.units]
        if said and len(in_units) == len(parts):
            return ""  # 间、平方米: of several columns, none of which is meant alone
        by_comma = [UNIT_SAID.sub("", part) for part in re.split("[,;]", match[1])]
        for read in (by_comma, parts):
            if all(part in words.units or part in words.remarks for part in read):
                units.extend([part for part in read if part in words.units][:1])
                return ""
        return match[1]

    text = BRACKETS.sub(unit, text)
    behind = BEHIND.search(text)
    if behind and behind[1] in words.units:
        units.append(behind[1])
        text = text[: behind.start()]
    return text, tuple(units)


def _cuts(text: str, tokens: Mapping[str, str]) -> list[frozenset[str]]:
    """The ways to make up the whole text of words, the fewest words first; several words may say the same."""
    ways: list[dict[frozenset[str], int]] = [{frozenset(): 0}] + [{} for _ in text]
    longest = max(map(len, tokens))
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            word = text[start:end]
            for sofar, count in ways[start].items():
                if word in tokens:
                    added = sofar | {tokens[word]}
                elif len(word) == 1 and word in FILLERS and start:
                    added = sofar
                else:
                    continue
                ways[end][added] = min(count + 1, ways[end].get(added, count + 1))
        ways[end] = dict(sorted(ways[end].items(), key=lambda way: way[1])[:MOST_CUTS])
    return list(ways[-1])
