"""What a page says of the dates of its figures: of which day the schools, the ledger and the projects are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from monitoring.findings.sentences import listed

KINDS = {
    "schools": "综合报表", "rooms": "班班通台账", "projects": "项目清单", "funds": "资金", "reports": "周进度",
    "boundary": "乡镇边界",
}  # fmt: skip
SCHOOLS = "schools"
NAMES = {"schools": "学校", "rooms": "班班通", "projects": "项目"}
STAGES = {"primary": "小学", "junior": "初中", "senior": "高中"}


def period_label(day: date) -> str:
    """
    Return a report date as the filter shows it.

    >>> period_label(date(2026, 9, 30))
    '2026年9月（9-30）'
    """
    return f"{day.year}年{day.month}月（{day.month}-{day.day}）"


def day_label(day: date) -> str:
    """
    Return any day as the filter shows it.

    >>> day_label(date(2026, 11, 20))
    '2026年11月20日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def short(day: date, on: date) -> str:
    """
    Return a day without its year, where that is the year of the day that is looked at.

    >>> short(date(2026, 9, 30), date(2026, 11, 27)), short(date(2025, 9, 30), date(2026, 1, 9))
    ('9-30', '2025-9-30')
    """
    return f"{day.month}-{day.day}" if day.year == on.year else f"{day.year}-{day.month}-{day.day}"


def as_of(on: date, dates: Mapping[str, date], stages: Collection[str] = ()) -> str:
    """
    Return of which dates the figures are.

    Args:
        on: the day that is looked at.
        dates: "schools", "rooms", "projects" → the date of each; what is not known is absent.
        stages: those of the school tables, where there is room to name them.

    >>> as_of(date(2026, 9, 30), {"schools": date(2026, 9, 30)}, ("primary", "junior"))
    '数据截至 2026-09-30 · 小学、初中综合报表'
    >>> as_of(date(2026, 11, 27), {"schools": date(2026, 9, 30), "rooms": date(2026, 11, 20)})
    '学校 9-30 · 班班通 11-20'
    >>> as_of(date(2026, 11, 27), {"schools": date(2026, 9, 30)})
    '数据截至 2026-09-30'
    """
    days = set(dates.values())
    if len(days) > 1:
        return " · ".join(f"{NAMES[kind]} {short(dates[kind], on)}" for kind in NAMES if kind in dates)
    day = next(iter(days), on)
    if not stages:
        return f"数据截至 {day.isoformat()}"
    return f"数据截至 {day.isoformat()} · {'、'.join(STAGES[stage] for stage in stages)}综合报表"


def old(ages: Mapping[str, int]) -> str:
    """
    Say which lists are older than two weeks; "" none.

    Args:
        ages: "rooms", "projects" → days before the day that is looked at, of those that are old.

    >>> old({"rooms": 28, "projects": 15}), old({})
    ('班班通台账是 28 天前的，项目清单是 15 天前的', '')
    """
    return "，".join(f"{KINDS[kind]}是 {ages[kind]} 天前的" for kind in NAMES if kind in ages)


def without(day: date, stages: Collection[str]) -> str:
    """
    Say which stages have no school table of a report date, though the county has some of other dates; "" none.

    >>> without(date(2026, 9, 30), ("junior",)), without(date(2026, 9, 30), ())
    ('2026-09-30 没有初中综合报表，初中学校没有算在内', '')
    """
    named = "、".join(STAGES[stage] for stage in stages)
    return f"{day.isoformat()} 没有{named}综合报表，{named}学校没有算在内" if named else ""


def corrected(when: str, stages: Collection[str], lists: Collection[str] = ()) -> str:
    """
    Say that tables that are compared with were corrected; "" where none was.

    Args:
        when: their date, as figures.month writes it, or a day and a blank.
        stages: of the school tables; lists: kinds of lists.

    >>> corrected("3月", ("primary", "junior")), corrected("3月", ())
    ('3月的小学、初中综合报表更正过，比较按更正后的算', '')
    >>> corrected("2026-03-31 ", (), ("projects", "funds"))
    '2026-03-31 的项目清单、资金更正过，比较按更正后的算'
    """
    named = tables((*((SCHOOLS, stage) for stage in stages), *((kind, "") for kind in lists)))
    return f"{when}的{named}更正过，比较按更正后的算" if named else ""


def tables(asked: Iterable[tuple[str, str]]) -> str:
    """
    Name tables, in the order of the kinds.

    Args:
        asked: kind and stage; "" of a list.

    >>> tables([("rooms", ""), ("schools", "primary"), ("schools", "junior")])
    '小学、初中综合报表、班班通台账'
    """
    known = set(asked)
    stages = "、".join(word for stage, word in STAGES.items() if (SCHOOLS, stage) in known)
    lists = [word for kind, word in KINDS.items() if (kind, "") in known]
    return "、".join([*([f"{stages}{KINDS[SCHOOLS]}"] if stages else []), *lists])


def strangers(counted: str, names: Sequence[str], period: date | None) -> str:
    """
    Count and name what a list has of schools that are in no school table that is known; "" none.

    Args:
        counted: how many, with what they are: "12 间教室".
        names: of these schools.
        period: the report date of the school tables; None: there are none to compare with.

    >>> strangers("12 间教室", ["甲小学", "乙小学"], date(2026, 9, 30)), strangers("0 间教室", [], date(2026, 9, 30))
    ('其中 12 间教室的学校不在 2026-09-30 的综合报表里：甲小学、乙小学', '')
    >>> strangers("12 间教室", ["甲小学"], None)
    ''
    """
    if not names or period is None:
        return ""
    return f"其中 {counted}的学校不在 {period.isoformat()} 的综合报表里：{listed(names, '所学校')}"


def no_schools(on: date) -> str:
    """
    Say that no school table is known on a day.

    >>> no_schools(date(2026, 1, 9))
    '2026-01-09 时还没有综合报表，这一页没有可看的；班班通和工程项目在各自的页面上'
    """
    return f"{on.isoformat()} 时还没有综合报表，这一页没有可看的；班班通和工程项目在各自的页面上"


def dated(dates: Mapping[str, date]) -> str:
    """
    Name the tables of an import by their dates; of one date alone the date.

    Args:
        dates: kind of table → its date.

    >>> dated({"schools": date(2026, 9, 30), "rooms": date(2026, 9, 30)})
    '2026-09-30'
    >>> dated({"schools": date(2026, 9, 30), "rooms": date(2026, 11, 20), "reports": date(2026, 11, 20)})
    '综合报表 2026-09-30、班班通台账和周进度 2026-11-20'
    """
    days = dict.fromkeys(dates.values())
    if len(days) == 1:
        return next(iter(days)).isoformat()
    of = {day: [KINDS[kind] for kind in KINDS if dates.get(kind) == day] for day in days}
    return "、".join(f"{'和'.join(names)} {day.isoformat()}" for day, names in of.items())
