"""The report date and the counties of an import, as its files say them; what contradicts refuses the import."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from monitoring.errors import ImportRefused
from monitoring.validation.cells.date_words import date_words, is_possible
from monitoring.validation.entries import Entry, Findings
from monitoring.workbook import NOTHING_SAVED, RawTable, plain

DATE = r"{year}(?:[年./-](\d{{1,2}})(?:[月./-](\d{{1,2}})[日号]?|月)?|(\d\d)(\d\d))(?!\d)"
DAY = r"(?<!\d)" + DATE.format(year=r"((?:19|20)\d\d)")
ANY_YEAR = DATE.format(year=r"(\d{4})")
"""Behind a label: 9999 is a year there, however impossible."""
NO_GROUPS = re.sub(r"\((?!\?)", "(?:", DAY)


def _one_of(words: Iterable[str]) -> str:
    """The longest first: 有效期 begins 有效期限."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


LABEL = _one_of(date_words()["period"]["labels"])
LABELLED = re.compile(rf"{LABEL}(?:数据)?(?:时间|日期|到|至|于)?[:为是]?{ANY_YEAR}")
ANY = re.compile(DAY)
SHORT_YEAR = re.compile(rf"({LABEL}[^0-9]{{0,4}})(?=\d\d年)")
NO_PERIOD = date_words()["no_period"]
BARE, NAMED, SPAN, NUMBER, PERSON = (_one_of(NO_PERIOD[key]) for key in ("bare", "named", "spans", "numbers", "people"))
NOT_THE_PERIOD = re.compile(
    rf"{BARE}(?:日期|时间)?(?:\([^()]*\))?[:为是于]?{NO_GROUPS}"
    rf"|{NO_GROUPS}{BARE}(?!日期|时间|人|员|单位|机关|部门|说明|[:为是于])"
    rf"|{NAMED}(?:日期|时间|:|于)(?:\([^()]*\))?[:为是于]?{NO_GROUPS}"
    rf"|{SPAN}[:为是]?[自从]?(?:{NO_GROUPS}|\d{{4}}年?)?起?(?:截?[至止到]|-){{0,2}}[:为是]?{NO_GROUPS}"
    rf"|{NUMBER}:?(?:(?!{LABEL})[^\d;,]){{0,12}}{NO_GROUPS.replace('[年./-]', '[./-]')}"
    rf"|{PERSON}(?:\([^()]*\))?:?(?:(?!{LABEL})[一-鿿]){{0,4}}{NO_GROUPS}"
)
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
TENS = re.compile("([一二三]?)十([一二三四五六七八九]?)(?=[月日])")
CHINESE_YEAR = re.compile(
    "[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?"
)
NAMED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-—至/]((?:19|20)?\d\d))?(学年|年)(?!版|修订|制)")
CHINESE_YEAR_ALONE = re.compile("[〇○零一二三四五六七八九]{4}(?=年|学年)")
FIRST_MONTH = 9  # of a school year
BUREAU = re.compile(r"(?:^|[:、,])([一-鿿]{1,12}?[县市区旗])教育")
COUNTY_DIGITS = 6


@dataclass(frozen=True)
class Said:
    """The date that a sheet says: of a month alone its last day, and is_day is False."""

    day: date
    is_day: bool

    def __str__(self) -> str:
        return self.day.isoformat() if self.is_day else f"{self.day.year}年{self.day.month}月"


def period_of(tables: Sequence[RawTable], asked: date | None) -> date:
    """
    Return the report date of school tables.

    Args:
        asked: --period; None: as the files say.

    Raises:
        ImportRefused: a file says another date, or two; or none says any and none was asked for; or it is impossible.
    """
    for table in tables:
        own = said(table)
        if own is None:
            continue
        day = own.day
        check_possible(day, f"文件“{table.file}”写的统计时点")
        if asked is None:
            asked = day
        if day != asked:
            raise ImportRefused(
                f"文件“{table.file}”写的统计时点是 {day}，这次导入的报告期是 {asked}。"
                f"请核对是不是拿错了文件；{NOTHING_SAVED}"
            )
    if asked is None:
        raise ImportRefused(f"文件里没有写统计时点，请给出报告期，如 2026-09-30；{NOTHING_SAVED}")
    return asked


def check_possible(day: date, what: str) -> None:
    if not is_possible(day):
        first, last = (date_words()[name] for name in ("earliest_year", "latest_year"))
        raise ImportRefused(
            f"{what}是 {day}，报告期应在 {first} 年至 {last} 年之间，如 2026-09-30。请核对；{NOTHING_SAVED}"
        )


def check_not_ahead(
    tables: Sequence[RawTable], date_of: Callable[[RawTable], date], today: date | None, findings: Findings
) -> None:
    """
    Tell a date that has not come yet, of several tables of one date once.

    Args:
        date_of: table → its date.
        today: the computer's own day; None: nobody asks.
    """
    told: set[date] = set()
    for table in tables:
        day = date_of(table)
        if today and day > today and day not in told:
            told.add(day)
            findings.on_table(table, "period_ahead", "报告期", day.isoformat(), value=today)


def said(table: RawTable) -> Said | None:
    """
    Return the date that a sheet says of itself; None where it says none.

    A list is of the day that it says; the month of that day beside it, in its title, says nothing else.

    Raises:
        ImportRefused: it says two.
    """
    texts = [text for _, text in table.texts]
    own = _dated(texts)
    others = {_said(match) for text in texts for match in LABELLED.finditer(_cleaned(text))}
    titles = [text for row, text in table.texts if row < table.first_row]
    others |= {_said(match) for text in titles for match in ANY.finditer(_cleaned(text)) if match[2] or match[4]}
    others -= {None}
    if table.kind != "schools":
        days = [one for one in others if one.is_day]
        own = own if own is None or own.is_day or len(days) != 1 else days[0]
        others = {one for one in others if one.is_day or not own.is_day or not _holds(one.day, own.day)}
    others = sorted((one for one in others if one.day != own.day), key=lambda one: one.day)
    if others:
        what = "统计时点" if table.kind == "schools" else "日期，只留这张表统计到的那一天，"
        raise ImportRefused(
            f"文件“{table.file}”工作表“{table.sheet}”里写了两个日期：{own} 和 {others[0]}。"
            f"请改成同一个{what}再导入；{NOTHING_SAVED}"
        )
    return own


def _said(match: re.Match) -> Said | None:
    day = _day(match)
    return Said(day, bool(match[3] or match[5])) if day else None


def _holds(month: date, day: date) -> bool:
    return (month.year, month.month) == (day.year, day.month)


def date_in(texts: Iterable[str]) -> date | None:
    """
    Return the report date that titles and notes say; of a month alone its last day; None where they say none.

    A date with a label goes before one without, and a day before a month. 报出日期 never counts.

    >>> date_in(["清渚县2026年3月小学综合报表", "统计时点：2026年3月31日　报出日期：2026年4月15日"])
    datetime.date(2026, 3, 31)
    >>> date_in(["清渚县2026年9月小学综合报表"]), date_in(["报出日期：2026-04-15"])
    (datetime.date(2026, 9, 30), None)
    >>> date_in(["截至二〇二六年三月三十一日"]), date_in(["统计时点：26年3月31日"]), date_in(["2026年4月15日填报"])
    (datetime.date(2026, 3, 31), datetime.date(2026, 3, 31), None)
    >>> date_in(["有效期至：2027年6月30日　批准文号：国统制2025-12　制表人：张三　2026年4月8日"])
    """
    own = _dated(texts)
    return own.day if own else None


def _dated(texts: Iterable[str]) -> Said | None:
    cleaned = [_cleaned(text) for text in texts]
    for pattern in (LABELLED, ANY):
        matches = [match for text in cleaned for match in pattern.finditer(text)]
        for match in sorted(matches, key=lambda match: not (match[3] or match[5])):
            own = _said(match)
            if own:
                return own
    return None


def warn_of_years(tables: Sequence[RawTable], date_of: Callable[[RawTable], date], findings: Findings) -> None:
    """Tell a title that names years or school years, and not one of them is that of the table's date."""
    for table in tables:
        report_date = date_of(table)
        school_year = report_date.year - (report_date.month < FIRST_MONTH)
        titles = [(row, text) for row, text in table.texts if row < table.first_row]
        named = [(row, *year) for row, text in titles for year in years_in(text)]
        if named and not any(
            (school_year if is_school else report_date.year) in years for _, _, years, is_school in named
        ):
            row, said, _, _ = named[0]
            findings.on_table(
                table, "title_year", f"第{row}行", said,
                value=f"{report_date.year}年或{school_year}-{school_year + 1}学年", on=report_date,
            )  # fmt: skip


def years_in(text: str) -> list[tuple[str, range, bool]]:
    """
    Return the years that a title names: as written, the years they are, whether they are school years.

    >>> years_in("清渚县2024-2025学年初小学综合报表"), years_in("2025年度统计（依据2017年版）")
    ([('2024-2025学年', range(2024, 2025), True)], [('2025年', range(2025, 2026), False)])
    >>> years_in("二〇二五年综合报表　报出日期：2026年4月3日"), years_in("教督〔2017〕6号")
    ([('2025年', range(2025, 2026), False)], [])
    """
    cleaned = CHINESE_YEAR_ALONE.sub(lambda match: match[0].translate(DIGITS), _cleaned(text))
    years = []
    for match in NAMED_YEAR.finditer(cleaned):
        first, is_school = int(match[1]), match[3] == "学年"
        last = int(f"{match[1][: -len(match[2])]}{match[2]}") if match[2] else first
        years.append((match[0], range(first, last if is_school and last > first else last + 1), is_school))
    return years


def _cleaned(text: str) -> str:
    text = CHINESE_YEAR.sub(lambda match: _in_digits(match[0]), plain(text))
    return NOT_THE_PERIOD.sub("", SHORT_YEAR.sub(r"\g<1>20", text))


def _in_digits(text: str) -> str:
    """二〇二六年三月三十一日 in figures."""
    text = TENS.sub(lambda match: f"{match[1] or '一'}{match[2] or '零'}", text)
    return text.translate(DIGITS)


def _day(match: re.Match) -> date | None:
    year, month, day = int(match[1]), int(match[2] or match[4]), match[3] or match[5]
    try:
        return date(year, month, int(day) if day else calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def default_county(entries: Sequence[Entry], asked: str | None, tables: Sequence[RawTable]) -> str:
    """
    Return the county of rows that do not say their own.

    Raises:
        ImportRefused: no row says a county and none was asked for.
    """
    said = Counter(entry.values.get("area_code", "")[:COUNTY_DIGITS] for entry in entries)
    said.pop("", None)
    if asked:
        others = sorted(set(said) - {asked})
        if others and asked not in said:
            raise ImportRefused(
                f"文件“{tables[0].file}”里的区划代码属于 {'、'.join(others)}，这次导入的县是 {asked}。"
                f"请核对是不是拿错了文件；{NOTHING_SAVED}"
            )
        return asked
    if not said:
        raise ImportRefused(f"文件里没有区划代码，看不出是哪个县。请给出 6 位县代码；{NOTHING_SAVED}")
    return said.most_common(1)[0][0]


def county_names(entries: Sequence[Entry]) -> dict[str, str]:
    """Return the counties of the rows that count: code → name as most rows have it, else the title, else the code."""
    names: dict[str, Counter[str]] = {}
    for entry in entries:
        if entry.is_left_out:
            continue
        known = names.setdefault(entry.values["county_code"], Counter())
        name = plain(entry.values.get("county") or entry.values.get("county_stat") or _bureau(entry.table))
        known.update([name] if name else [])
    return {code: known.most_common(1)[0][0] if known else code for code, known in sorted(names.items())}


def _bureau(table: RawTable) -> str:
    """The county before 教育局 in the lines above the headings: 填报单位：澄湖县教育局."""
    matches = (BUREAU.search(plain(text)) for _, text in table.texts)
    return next((match[1] for match in matches if match), "")
