"""What was told of one project in sentences: every statement in words, what replaced it, what was just kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import pandas as pd

from monitoring.figures import count, cut, is_missing
from monitoring.findings.dates import short
from monitoring.findings.projects.entering import MONEY_WORDS
from monitoring.findings.projects.falls import exact
from monitoring.findings.projects.photos import day as day_name
from monitoring.findings.sentences import listed
from monitoring.projects.told import (
    MILESTONE,
    MONEY,
    PAUSED,
    PROGRESS,
    RESUMED,
    STANDING,
    Answer,
    Lists,
    answers,
    base_of_source,
)
from monitoring.snapshots import Statement
from monitoring.words import STANDING_WORDS

LINE = "同一天填了几次的，以最后一次为准，被替换的划去；再报而没有变的合成一行"
SAID = ["statement", "amount", "done_on", "work", "problem"]
NAMES = {PROGRESS: "形象进度", **MONEY_WORDS}
UNITS = {PROGRESS: "%", **dict.fromkeys(MONEY, " 万元")}


def words(said, on: date) -> str:
    """
    Return a statement in words.

    Args:
        said: of snapshots.entries, or a Statement: statement, subject, amount, done_on, work.
        on: the day that is looked at; a day of another year is named with it.

    >>> day, on = date(2026, 11, 20), date(2026, 11, 30)
    >>> words(Statement("990121", "A", day, statement="milestone", subject="验收", done_on=date(2026, 11, 18)), on)
    '验收 11-18 完成'
    >>> words(Statement("990121", "A", day, 500.0, statement="paid", subject="中央"), on)
    '累计支付 500 万元（中央）'
    >>> words(Statement("990121", "A", day, statement="paused", work="资金未到位"), on)
    '暂停：资金未到位'
    >>> words(Statement("990121", "A", day, statement="resumed"), on), words(Statement("990121", "A", day, 66.5), on)
    ('恢复施工', '66.5%')
    """
    if said.statement == MILESTONE:
        return f"{said.subject} {short(said.done_on, on)} 完成"
    if said.statement in STANDING:
        return "：".join([STANDING_WORDS[said.statement], *([said.work] if said.work else [])])
    if said.statement == PROGRESS:
        return _progress(said.amount, exact)
    of = f"（{said.subject}）" if said.subject else ""
    return f"{NAMES[said.statement]} {_figure(said.statement, said.amount)}{of}"


def _figure(statement: str, amount: float) -> str:
    return f"{exact(amount)}{UNITS[statement]}"


def _progress(percent: float, write=lambda value: cut(value, 0)) -> str:
    return "未填进度" if is_missing(percent) else f"{write(percent)}%"


def entries(told: pd.DataFrame, on: date, answered: Mapping[int, Answer] | None = None) -> pd.DataFrame:
    """
    Return what was told of a project, the newest day first, each beside what it replaced and what replaced it.

    Args:
        told: of snapshots.entries, of one project: the newest entry first.
        on: the day that is looked at.
        answered: of situation.Works.answers.

    Returns:
        The columns of `told`; said (the statement in words); counts (bool: no newer one of its kind and day), replaces
        ("" or a sentence in short), is_again (bool: it says the same as the one before it, which it replaces without a
        change; `replaces` is then ""), is_repeated (bool: the next newer one says the same); listed ("" or what a list
        dated since says of it), is_listed (bool: that list replaced it), is_odd (bool: the list leaves it blank, or has
        less).
    """
    told = told.sort_values(["reported_on", "id"], ascending=False, ignore_index=True)
    about = told["statement"].replace(RESUMED, PAUSED)
    kind = pd.Series(list(zip(about, told["subject"], told["reported_on"], strict=True)), dtype=object)
    before = told.groupby(kind, sort=False).shift(-1)
    there = before["id"].notna()
    again = there & ((told[SAID] == before[SAID]) | (told[SAID].isna() & before[SAID].isna())).all(axis=1)
    pairs = zip(before.itertuples(), there, again, strict=True)
    replaced = [_replaced(old, on, is_again=same) if known else "" for old, known, same in pairs]
    repeated = again.groupby(kind, sort=False).shift(1, fill_value=False).astype(bool)
    newest = ~pd.DataFrame({"about": about, "subject": told["subject"]}).duplicated()
    marks = [
        _mark(row, (answered or {}).get(row.id), on, is_newest=is_newest)
        for row, is_newest in zip(told.itertuples(), newest, strict=True)
    ]
    return told.assign(
        said=[words(row, on) for row in told.itertuples()],
        counts=~kind.duplicated(),
        replaces=replaced,
        is_again=again,
        is_repeated=repeated,
        listed=[text for text, _, _ in marks],
        is_listed=[is_listed for _, is_listed, _ in marks],
        is_odd=[is_odd for _, _, is_odd in marks],
    )


def folded(told: pd.DataFrame) -> pd.DataFrame:
    """
    Return entries with those that say the same again as one: the newest of them stands for all.

    Args:
        told: of `entries`.

    Returns:
        Its columns and rows but for those that are repeated; again (how often it was said before without a change), and
        in `replaces` what the first of them replaced.
    """
    about = told["statement"].replace(RESUMED, PAUSED)
    kind = [about, told["subject"], told["reported_on"]]
    chain = (~told["is_repeated"]).groupby(kind, sort=False).cumsum()
    together = told.groupby([*kind, chain], sort=False)
    again, first = together["id"].transform("size") - 1, together["replaces"].transform("last")
    return told.assign(again=again, replaces=first)[~told["is_repeated"]].reset_index(drop=True)


def older(number: int) -> str:
    """
    Name the entries that are not shown at once.

    >>> older(12)
    '更早的 12 条'
    """
    return f"更早的 {count(number)} 条"


def said_again(times: int) -> str:
    """
    Say how often an entry was told again without a change; "" never.

    >>> said_again(2), said_again(0)
    ('再报 2 次，未变', '')
    """
    return f"再报 {count(times)} 次，未变" if times else ""


def _replaced(old, on: date, *, is_again: bool) -> str:
    if is_again:
        return ""
    said = _progress(old.amount) if old.statement == PROGRESS else f"“{words(old, on)}”"
    return f"替换 {said}（{old.entered_by}，{old.entered_at:%m-%d %H:%M}）"


def _mark(said, answer: Answer | None, on: date, *, is_newest: bool) -> tuple[str, bool, bool]:
    """What a list dated since says, whether it replaced the entry, whether that is to be looked at."""
    if answer is None or (said.statement == PROGRESS and is_missing(said.amount)):
        return "", False, False
    day = short(answer.listed_on, on)
    if answer.value is None:
        return (f"{day} 的清单里空着，仍按这条", False, True) if is_newest else ("", False, False)
    if said.statement in STANDING:
        return f"{day} 起以清单为准：{answer.value}", True, False
    if said.statement == MILESTONE:
        return f"{day} 起以清单为准：{short(answer.value, on)} 完成", True, answer.value != said.done_on
    fell = "，比这条小，请核实" if answer.value < said.amount else ""
    return f"{day} 起以清单为准：{_figure(said.statement, answer.value)}{fell}", True, bool(fell)


def title(told: pd.DataFrame, on: date) -> str:
    """
    Say what was told last up to a day.

    Args:
        told: of `entries`.
    """
    made = told[told["counts"] & (told["reported_on"] <= pd.Timestamp(on))]
    if made.empty:
        return "周进度：还没有填报"
    day = made["reported_on"].max()
    last = made[made["reported_on"] == day]
    when = f"{day.month}月{day.day}日"
    if set(last["statement"]) == {PROGRESS}:
        return f"周进度：{when}报 {_progress(last['amount'].iloc[0])}"
    return f"{when}填报：{listed(_in_order(last, on), '项')}"


def _in_order(rows: pd.DataFrame, on: date) -> list[str]:
    """Several statements in words: the progress first, a text without a figure not at all, else as they were typed."""
    shown = rows[rows["statement"].ne(PROGRESS) | rows["amount"].notna()]
    shown = shown.assign(place=shown["statement"].ne(PROGRESS)).sort_values(["place", "id"])
    return [words(row, on) for row in shown.itertuples()]


def kept(
    given: Sequence[Statement],
    told: pd.DataFrame,
    listing: Lists,
    dates: Mapping[str, date],
    row: Mapping,
    totals: Mapping[str, frozenset[str]],
    who: str,
    on: date,
    *,
    is_seen: bool = True,
) -> str:
    """
    Say that statements are kept, what is odd about them, and where they do not count.

    Args:
        given: of one day and project.
        told: of snapshots.entries, of the project, before they were kept.
        listing, dates: the list that is known, as it was imported, and its dates (projects.told.told).
        row: of projects_table, of the project.
        totals: of situation.Works.
        on: the day that is looked at; a day of another year is named with it.
        is_seen: whether the page will show the day of the statements.
    """
    day = given[0].reported_on
    cells = {each: _cell(each, listing, dates) for each in given}
    replaced = {each: cell for each, cell in cells.items() if cell and cell.value is not None and cell.listed_on >= day}
    odd = [said for each in given for said in (_fell(each, told, cells[each], on),) if said]
    odd += _beyond(given, told, row, listing)
    said = f"{_kept(given, day, who, on)}{''.join(f'；{each}' for each in odd)}"
    said += "，已按填的存入，请核实。" if odd else "。"
    if replaced:
        names = "、".join(dict.fromkeys(_name(each) for each in replaced))
        lists = "、".join(dict.fromkeys(day_name(cell.listed_on, on) for cell in replaced.values()))
        said += f"{lists}的清单里有{names}，各页以清单为准。"
    of_source = [each for each in given if each.statement in MONEY and each.subject and each not in replaced]
    if any(base_of_source(each, listing, dates, totals) is None for each in of_source):
        said += "项目的合计没有跟着变，合计也变了的请按“合计”再填一次。"
    if not is_seen:
        said += f"现在看的是 {on.isoformat()} 的数据，这次填的还不在里面，日期选“最新”就能看到。"
    return said


def _kept(given: Sequence[Statement], day: date, who: str, on: date) -> str:
    first = given[0]
    if len(given) == 1 and first.statement == PROGRESS:
        if is_missing(first.amount):
            return f"{day_name(day, on)}的文字已存入（{who}），没有填进度"
        return f"{day_name(day, on)} {exact(first.amount)}% 已存入（{who}）"
    texts = [words(each, on) for each in given if each.statement != PROGRESS or not is_missing(each.amount)]
    return f"{day_name(day, on)}的填报已存入（{who}）：{'、'.join(texts)}"


def _name(said: Statement) -> str:
    if said.statement == MILESTONE:
        return f"{said.subject}的完成日期"
    if said.statement in STANDING:
        return "状态"
    return f"{said.subject}{NAMES[said.statement]}"


def _cell(said: Statement, listing: Lists, dates: Mapping[str, date]) -> Answer | None:
    """What the list has in the cell that a statement is about, whenever it was told."""
    one = {"id": 0, "project": said.project, "statement": said.statement, "subject": said.subject}
    return answers(pd.DataFrame([one | {"reported_on": pd.Timestamp.min}]), listing, dates).get(0)


def _fell(said: Statement, told: pd.DataFrame, cell: Answer | None, on: date) -> str:
    """That a cumulative figure is below the last one before its day, of an entry or of the list; "" it is not."""
    if said.statement not in UNITS or is_missing(said.amount):
        return ""
    same = told[(told["statement"] == said.statement) & (told["subject"] == said.subject) & told["amount"].notna()]
    same = same.drop_duplicates("reported_on")
    earlier = same[same["reported_on"] < pd.Timestamp(said.reported_on)]
    known = [(row.reported_on.date(), row.amount) for row in earlier.itertuples()]
    if cell and cell.value is not None and cell.listed_on < said.reported_on:
        known = [each for each in known if each[0] > cell.listed_on] + [(cell.listed_on, cell.value)]
    if not known:
        return ""
    day, before = max(known)
    if said.amount >= before:
        return ""
    if said.statement == PROGRESS:
        return f"比 {day_name(day, on)}的 {exact(before)}% 低"
    return f"{said.subject}{NAMES[said.statement]}比 {day_name(day, on)}的 {exact(before)} 万元低"


def _beyond(given: Collection[Statement], told: pd.DataFrame, row: Mapping, listing: Lists) -> list[str]:
    """That more is paid than has arrived, or more of either than is planned: of the total, or of the source."""
    money = {each.statement: each for each in given if each.statement in MONEY}
    if not money:
        return []
    source = next(iter(money.values())).subject
    known = _of_source(row["project"], source, told, listing) if source else row
    planned, arrived, paid = (
        money[name].amount if name in money else known.get(name, float("nan")) for name in ("planned", *MONEY)
    )
    said = []
    if paid > arrived:
        said.append(f"{source}累计支付 {exact(paid)} 万元多于累计到位 {exact(arrived)} 万元")
    for name, amount in (("arrived", arrived), ("paid", paid)):
        if name in money and amount > planned:
            said.append(f"{source}{NAMES[name]} {exact(amount)} 万元多于计划 {exact(planned)} 万元")
    return said


def _of_source(project: str, source: str, told: pd.DataFrame, listing: Lists) -> dict[str, float]:
    """What was told last of a source, else what 资金 has of it; what is planned, of 资金, else of 项目清单."""
    amounts: dict[str, float] = {}
    for name in ("sources", "funds"):
        rows = listing.get(name)
        own = rows[(rows["project"] == project) & (rows["source"] == source)] if rows is not None else ()
        for row in own.to_dict("records") if len(own) else ():
            columns = {each: f"{each}_wan_yuan" for each in ("planned", *MONEY)}
            amounts |= {each: row[column] for each, column in columns.items() if column in row}
    own = told[told["subject"] == source].sort_values(["reported_on", "id"])
    return amounts | {each.statement: each.amount for each in own.itertuples() if each.statement in MONEY}


def withdrawing(said, on: date) -> str:
    """
    Ask whether an entry is to be withdrawn, and say what that does.

    >>> day = pd.Timestamp(2026, 11, 20)
    >>> withdrawing(Statement("990121", "A", day, 500.0, statement="paid"), date(2026, 11, 30))
    '撤回 11月20日填报的“累计支付 500 万元”？撤回后各页不再计入它，这里也不再列出；操作记录里留着。'
    """
    named = f"{day_name(said.reported_on, on)}填报的“{words(said, on)}”"
    return f"撤回 {named}？撤回后各页不再计入它，这里也不再列出；操作记录里留着。"


def withdrawn(said, on: date) -> str:
    """
    Say that an entry was withdrawn.

    >>> withdrawn(Statement("990121", "A", pd.Timestamp(2026, 11, 20), 66.0), date(2026, 11, 30))
    '已撤回 11月20日填报的“66%”，各页不再计入。'
    """
    return f"已撤回 {day_name(said.reported_on, on)}填报的“{words(said, on)}”，各页不再计入。"
