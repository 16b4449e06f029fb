"""The unit that a title line, a line of its own or a 注 says for a table: 金额单位：元; 计量单位：人、亩（占地）."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitoring.settings.kept import kept
from monitoring.workbook.columns import Column
from monitoring.workbook.wording import ALL_BRACKETS, INVISIBLE, Wording, heading, plain, unit_words

ALL_COLUMNS, ITS_GROUP = 1, 2
"""How much a statement says of which columns: a kind of columns, or these by name, which goes before."""
SEPARATORS = r"\s、,/;和及与"
END = rf"(?=[{SEPARATORS}()。.:|]|$)"
UNIT_WORD = re.compile(r"单\s?位(?:均|都|统一|一律|分别)?[:为是用按]*\s*")
AS_UNIT = re.compile(r"(?:均|都|统一|一律)?[以按用]([^\s以按用,。;]{1,6}?)(?:为(?:计量)?单位|计算?|填报|填写|填列)")
CUT = re.compile(r"[\s,。;:、()|]")
NUMBERED = re.compile(r"^\d*[.、)]?")


@dataclass(frozen=True)
class Said:
    """
    One unit that a table says.

    Attributes:
        unit: as it is written, for comparing.
        about: the words that say for which columns; "" for all that it measures.
        is_one_of: the same line says another unit of the same kind.
    """

    unit: str
    about: str = ""
    is_one_of: bool = False


def with_units_said(
    columns: Sequence[Column], above: Iterable[str], below: Iterable[str], words: Wording
) -> tuple[Column, ...]:
    """
    Give columns whose headings name no unit the one that the table says.

    What is said of some columns by name goes before what is said of all. Where two units are left, both are kept for
    validation to tell.

    Args:
        above: what stands above the headings; below: 注 and other lines under the rows.
    """
    said = [one for text in above for one in units_said(text, words, is_title=True)]
    said += [one for text in below for one in units_said(text, words)]
    return tuple(_in_unit_said(column, said, words) if said else column for column in columns)


def _in_unit_said(column: Column, said: Sequence[Said], words: Wording) -> Column:
    if column.field is None or column.said_by or plain(column.field.unit) not in words.factors:
        return column
    weights = [(_weight(one, column, words), one.unit) for one in said]
    most = max(weight for weight, _ in weights)
    units = list(dict.fromkeys(unit for weight, unit in weights if weight == most)) if most else []
    if not units:
        return column
    rivals = [unit for unit in units if words.factors[unit] != words.factors[units[0]]]
    factor = words.factors[units[0]]
    return replace(column, unit=units[0], factor=factor, said_by="table", rival=rivals[0] if rivals else "")


def _weight(one: Said, column: Column, words: Wording) -> int:
    """How much a statement says of a column: 0 nothing."""
    if words.units[one.unit] != plain(column.field.unit):
        return 0
    groups = unit_words()["said"]["group"]
    own = next((group for group in groups if one.about in group["words"]), None)
    if one.is_one_of and not one.about and one.unit in _of_land():
        own = next(group for group in groups if group["name"] == "land")
    if own:
        return ITS_GROUP if column.field.name in own["fields"] or _names(own["words"], column, words) else 0
    if not one.about or one.about in unit_words()["said"]["of_kind"].get(column.field.unit, ()):
        return ALL_COLUMNS
    return ITS_GROUP if _names([one.about], column, words) else 0


def _names(about: Iterable[str], column: Column, words: Wording) -> bool:
    """Whether words are those of a column's headings: 占地面积 stands above 运动场地."""
    cuts = [cut for text in about for cut in heading(text, words)[0] if cut]
    return any(cut <= column.tokens for cut in cuts)


@kept
def _of_land() -> frozenset[str]:
    return frozenset(plain(unit) for unit in unit_words()["said"]["land"])


def units_said(text: str, words: Wording, *, is_title: bool = False) -> list[Said]:
    """
    Return the units that a line says.

    Args:
        is_title: units alone in brackets count, too: 综合报表（万元）.

    >>> from monitoring.workbook.wording import wording
    >>> [(one.unit, one.about) for one in units_said("计量单位：人、亩（占地）、平方米（校舍）", wording())]
    [('人', ''), ('亩', '占地'), ('平方米', '校舍')]
    >>> [(one.unit, one.about) for one in units_said("注：1.本表金额单位为元，占地面积以亩计。", wording())]
    [('元', '金额'), ('亩', '占地面积')]
    >>> units_said("单位：清渚县教育局", wording()), units_said("填报单位：元氏县教育局", wording())
    ([], [])
    """
    line = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).translate(ALL_BRACKETS).strip()
    said: list[Said] = []
    for match in UNIT_WORD.finditer(line):
        about = _about(line[: match.start()], words)
        said += _listed(line[match.end() :], about, words) if about is not None else []
    for match in AS_UNIT.finditer(line):
        about = _about(line[: match.start()], words)
        if about is not None and plain(match[1]) in words.factors:
            said.append(Said(plain(match[1]), about))
    if is_title:
        for content in re.findall(r"\(([^()]*)\)", line):
            items = _listed(content, "", words, whole=True)
            said += items if not UNIT_WORD.match(content) else []
    return said


def _about(before: str, words: Wording) -> str | None:
    """The words before 单位 that say which columns are meant, "" none; None: it is about something else."""
    about = NUMBERED.sub("", plain(CUT.split(before)[-1]))
    nothing = unit_words()["said"]["nothing"]
    while about and about not in _about_words():
        bare = next((about.removeprefix(word) for word in nothing if about.startswith(word)), about)
        bare = next((bare.removesuffix(word) for word in nothing if bare.endswith(word)), bare)
        if bare == about:
            return about if any(cut for cut in heading(about, words)[0]) else None
        about = bare
    return about


@kept
def _about_words() -> frozenset[str]:
    said = unit_words()["said"]
    kinds = [word for words in said["of_kind"].values() for word in words]
    return frozenset([*kinds, *(word for group in said["group"] for word in group["words"])])


def _listed(text: str, about: str, words: Wording, *, whole: bool = False) -> list[Said]:
    """
    The units at the beginning of a text, each with what is said of it: 人、亩（占地）, 面积（㎡）, 金额：万元.

    Args:
        whole: nothing else may stand there.
    """
    said: list[Said] = []
    at, last = 0, ""
    while match := _item(words).match(text, at):
        own = match["before"] or match["above"] or match["behind"] or ""
        of = [_about(one, words) for one in re.split("[、,]", own)] if own else [about]
        said += [Said(plain(match["unit"] or match["inside"]), one) for one in of if one is not None]
        step = re.compile(f"[{SEPARATORS}]+").match(text, match.end())
        if not step:
            at, last = match.end(), ""
            break
        at, last = step.end(), step[0]
    if "/" in last:
        said = said[:-1]  # 元/生 is no unit of a column
    if whole and text[at:].strip():
        return []
    measured = [one for one in said if one.unit in words.factors]
    kinds = [words.units[one.unit] for one in measured]
    return [replace(one, is_one_of=kinds.count(words.units[one.unit]) > 1) for one in measured]


@kept
def _item(words: Wording) -> re.Pattern[str]:
    spaced = (r"\s?".join(map(re.escape, unit)) for unit in sorted(words.units, key=len, reverse=True))
    unit = "|".join(spaced)
    scope = r"[一-鿿]{1,8}?"
    return re.compile(
        rf"(?:(?P<before>{scope})\s?[:为是-]\s?)?(?P<unit>{unit}){END}(?:\((?P<behind>[^()]*)\))?"
        rf"|(?P<above>{scope})\((?P<inside>{unit})\)"
    )
