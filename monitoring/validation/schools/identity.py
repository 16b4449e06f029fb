"""Which school a row is, and where: codes, names, kinds, townships, repeated rows, campuses."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import pandas as pd

from monitoring.townships import same_township_name
from monitoring.validation.cells.reading import EXPECTED, lost_digits
from monitoring.validation.entries import Effect, Entry, Findings
from monitoring.workbook import plain

TOWNSHIP_DIGITS, COUNTY_DIGITS = 9, 6
CODE = "10 位学校标识码"
CUT = (
    f"{CODE}；表格软件把它改成了科学计数，后面的数字已经丢失，补不回来。"
    "请回原系统重新导出，在表格软件里先把这一列的格式设为“文本”再打开或粘贴"
)
SUFFIXES = ("镇", "乡", "街道")
FIRST_MADE_UP = 900  # 001–599 are given out; what is made up must not look like one


def leave_out_unidentified(entries: Sequence[Entry], findings: Findings) -> None:
    """Leave out rows whose code or kind cannot be read; whatever is decided they are no school, only listed."""
    for entry in entries:
        if entry.is_left_out:
            continue
        name = "school_code" if not entry.code else "kind" if not entry.values.get("kind") else ""
        if name and entry.table.column(name):
            expected = EXPECTED["kind"] if name == "kind" else CUT if lost_digits(entry.raw(name)) else CODE
            found = entry.raw(name) or "（空白）"
            findings.forget(entry)
            findings.on_row(entry, "row_unidentified", found, proposal="不导入这一行", expected=expected)
            entry.is_left_out = True


def count_once(entries: Sequence[Entry], findings: Findings) -> None:
    """Of rows that stand twice in one table only the first counts; where they differ somebody has to decide."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        if entry.is_left_out:
            continue
        earlier = first.setdefault((entry.table.stage, entry.code), entry)
        if earlier is entry:
            continue
        entry.is_left_out = True
        findings.forget(entry)
        names = entry.table.places.keys() - {"serial"}
        differing = [
            name for name in entry.table.places if name in names and _typed(entry, name) != _typed(earlier, name)
        ]
        if not differing:
            findings.on_row(entry, "duplicate_same", "（两行相同）")
            continue
        effects = [
            Effect(earlier, name, earlier.values[name], math.nan)
            for name in differing
            if isinstance(earlier.values.get(name), float)
        ]
        labels = [entry.table.column(name).field.label for name in differing]
        found = "、".join(f"{label} {entry.raw(name)}" for label, name in zip(labels, differing, strict=True))
        where = f"第{earlier.row.number}行（{'、'.join(earlier.raw(name) for name in differing)}）"
        findings.on_row(
            entry, "duplicate_conflict", found, proposal=f"用第{earlier.row.number}行", effects=effects, reason=where
        )


def _typed(entry: Entry, name: str) -> object:
    """A cell as typed, before any repair; what was read without loss counts as what it says."""
    value = entry.values.get(name)
    readable = isinstance(value, str) or (isinstance(value, float) and not math.isnan(value))
    return value if readable and name not in entry.doubts else plain(entry.raw(name))


def name_townships(entries: Sequence[Entry], county: str, findings: Findings) -> None:
    """Give every row its township: code from the area code, name as most rows of that code have it."""
    for entry in entries:
        area = entry.values.get("area_code", "")
        if not area[COUNTY_DIGITS:TOWNSHIP_DIGITS].strip("0"):
            area = ""  # a county's own code says no township
        entry.values["township_code"] = area[:TOWNSHIP_DIGITS]
        entry.values["county_code"] = area[:COUNTY_DIGITS]
    counted = [entry for entry in entries if not entry.is_left_out]
    _bring_home(counted, county, findings)
    if not any(entry.table.column("area_code") for entry in counted):
        _name_by_names(entries, counted, county, findings)
        return
    by_county: dict[str, list[Entry]] = defaultdict(list)
    coded = [entry for entry in counted if entry.values["county_code"]]
    known = {entry.values.get("county", ""): entry.values["county_code"] for entry in coded}
    for entry in entries:
        # A row without a code belongs to the county that it names: two counties may have townships of one name.
        own = entry.values["county_code"] or known.get(entry.values.get("county", ""), "") or county
        by_county[own].append(entry)
    for code, own in by_county.items():
        names = _commonest([entry for entry in own if not entry.is_left_out])
        codes = {name: township for township, name in reversed(list(names.items()))}
        _name_in_county(own, names, codes, code, findings, tell=True)


def _name_by_names(entries: Sequence[Entry], counted: Sequence[Entry], county: str, findings: Findings) -> None:
    """Without a column of area codes townships are told apart by their names alone."""
    codes = _made_up(counted, county)
    names = {code: name for name, code in codes.items()}
    if counted:
        findings.on_table(counted[0].table, "township_made_up", "缺列 所在地区划代码", "（没有这一列）")
    _name_in_county(entries, names, codes, county, findings, tell=False)


def _name_in_county(
    entries: Sequence[Entry],
    names: dict[str, str],
    codes: dict[str, str],
    county: str,
    findings: Findings,
    *,
    tell: bool,
) -> None:
    """Name the townships of one county: `names` by code, `codes` by name."""
    code_of = _codes_by_name([entry for entry in entries if not entry.is_left_out], names)
    for entry in entries:
        if not entry.values["township_code"]:
            _by_name(entry, codes, county, findings, tell=tell)
        typed = entry.values.get("township", "")
        code = entry.values["township_code"]
        if code in names:
            others = set(names.values()) - {names[code]}
            twice = code_of[names[code]] if code_of[names[code]] != code else ""
            _compare(entry, typed, names[code], others, twice, findings)
            entry.values["township"] = names[code]


def _bring_home(entries: Sequence[Entry], home: str, findings: Findings) -> None:
    """A code of another county in a row whose 三级 names this one: a slip, which must not open a county of its own."""
    ours = Counter(entry.values.get("county", "") for entry in entries if entry.values["county_code"] == home)
    ours.pop("", None)
    sizes = Counter(entry.values["county_code"] for entry in entries)
    towns = {entry.values.get("township", ""): entry for entry in entries if entry.values["county_code"] == home}
    for entry in entries:
        town, county = entry.values.get("township", ""), entry.values["county_code"]
        is_fewer = county not in ("", home) and sizes[county] < sizes[home]
        if is_fewer and ours and entry.values.get("county") == ours.most_common(1)[0][0] and town and town in towns:
            entry.values["township_code"] = towns[town].values["township_code"]
            entry.values["county_code"] = home
            findings.at(entry, "area_code", "county_contradicts", value=town)


def _commonest(entries: Sequence[Entry]) -> dict[str, str]:
    """Township code → name that most of its rows have; of equally common ones the first."""
    typed: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        name = _own_name(entry)
        if entry.values["township_code"] and name:
            typed[entry.values["township_code"]][name] += 1
    known = {
        code: max(counter, key=lambda name, counter=counter: (counter[name], name.endswith(SUFFIXES)))
        for code, counter in typed.items()
    }
    blank = {entry.values["township_code"] for entry in entries} - known.keys() - {""}
    return known | {code: code for code in sorted(blank)}


def _own_name(entry: Entry) -> str:
    """A township's name without the county before it: where a township has one school, no other row says it right."""
    name = plain(entry.values.get("township", ""))
    county = plain(entry.values.get("county", ""))
    bare = name.removeprefix(county) if county else name
    return (bare if len(bare) > 1 else name).replace("街道办事处", "街道")


def _codes_by_name(entries: Sequence[Entry], names: dict[str, str]) -> dict[str, str]:
    """Name → the code that most rows so named have: a slip in a code makes a second one."""
    sizes = Counter(entry.values["township_code"] for entry in entries)
    return {name: code for code, name in sorted(names.items(), key=lambda pair: sizes[pair[0]])}


def _made_up(entries: Sequence[Entry], county: str) -> dict[str, str]:
    names = sorted({plain(entry.values.get("township", "")) for entry in entries} - {""})
    return {name: f"{county}{FIRST_MADE_UP + number}" for number, name in enumerate(names)}


def _by_name(entry: Entry, codes: dict[str, str], county: str, findings: Findings, *, tell: bool) -> None:
    """A row without a readable area code belongs to the township of its name."""
    typed = plain(entry.values.get("township", ""))
    alike = [name for name in codes if typed and same_township_name(name, typed) != "different"]
    if alike:
        code = codes[typed] if typed in codes else codes[alike[0]]
        entry.values["township_code"], entry.values["county_code"] = code, code[:COUNTY_DIGITS]
        if tell and not entry.is_left_out:
            name = "area_code" if entry.table.column("area_code") else "township"
            findings.at(entry, name, "area_code_unreadable", value=alike[0])
    else:
        entry.values["county_code"] = county
        if not entry.is_left_out:
            name = "area_code" if entry.table.column("area_code") else "township"
            findings.at(entry, name, "township_unknown")


def _compare(entry: Entry, typed: str, name: str, others: set[str], name_of_other: str, findings: Findings) -> None:
    """Tell where a row's township is written otherwise than by most rows of its code; or names another code's."""
    if entry.is_left_out or "township" not in entry.table.places:
        return
    if not plain(typed):
        findings.at(entry, "township", "township_filled", value=name)
        return
    likeness = same_township_name(name, typed)
    if likeness == "same":
        if name_of_other:
            findings.at(entry, "township", "township_twice", value=name_of_other)
        return
    if likeness == "form":
        findings.at(entry, "township", "township_form", value=name)
    elif plain(typed) in others:
        findings.at(entry, "township", "township_contradicts", value=name)
    else:
        findings.at(entry, "township", "township_variant", value=name)


def check_campuses(entries: Sequence[Entry], kept: pd.DataFrame, findings: Findings) -> None:
    """
    Stop a campus whose main school is in no table: a school of its own, or not judged; and what leaves it open.

    Args:
        kept: rows of the stages that are stored of the same date and do not come in.
    """
    counted = [entry for entry in entries if not entry.is_left_out]
    schools = {entry.code for entry in counted if entry.values.get("is_counted") != 0}
    schools |= set(kept.loc[kept["is_counted"] != 0, "school_code"]) if len(kept) else set()
    says_no = {id(entry.table) for entry in counted if entry.values.get("is_counted") == 0}
    for entry in counted:
        main = entry.values.get("main_school_code", "")
        named = main or (entry.raw("main_school_code") or "（空白）")
        names_other = bool(entry.raw("main_school_code").strip()) and main != entry.code
        if entry.values.get("is_counted") == 0 and main not in schools:
            name = "main_school_code" if entry.table.column("main_school_code") else "is_counted"
            findings.at(
                entry, name, "campus_alone", proposal="单独作为一所学校",
                effects=[Effect(entry, "is_counted", 1.0, 0.0)], value=named,
            )  # fmt: skip
        elif names_other and entry.values.get("is_counted") == 1:
            findings.at(entry, "main_school_code", "counted_with_main", value=named)
        elif names_other and _is_open(entry) and id(entry.table) not in says_no:
            _stop_open_campus(entry, named, main in schools - {entry.code}, findings)


def _is_open(entry: Entry) -> bool:
    return bool(entry.table.column("is_counted")) and not entry.raw("is_counted").strip()


def _stop_open_campus(entry: Entry, main: str, is_known: bool, findings: Findings) -> None:
    """√ and blanks alone in 是否计校数: a blank with a main school is a campus, or a school that did not answer."""
    findings.forget_cells([entry], ["is_counted"])
    merged = "并入主校" if is_known else "成为没有主校的校区，不评定"
    findings.at(
        entry, "is_counted", "counted_blank", proposal="否，并入主校" if is_known else "单独作为一所学校",
        effects=[Effect(entry, "is_counted", 0.0 if is_known else 1.0, math.nan)], value=main, as_campus=merged,
    )  # fmt: skip


def check_rows(entries: Sequence[Entry], findings: Findings) -> None:
    """Tell schools without pupils, which are kept and not judged, and hidden rows, which are schools all the same."""
    for entry in entries:
        if entry.row.is_hidden:
            findings.on_row(entry, "hidden_row", "（隐藏行）")
        if not entry.is_left_out and entry.number("pupils") == 0:
            findings.on_row(entry, "no_pupils", f"在校生 {entry.raw('pupils')}")
