"""
What a page is asked to show: the filter row, and the address that says the same.

The address is the only memory: every choice is written into it and every run reads it, so that a page can be sent,
reloaded and gone back from; the widgets only echo it. This module is the only owner of session_state and of the
address's keys.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape

import streamlit as st

from components.drawing import messages
from components.frame import cached, empty
from components.frame.choice import ALL, Choice, address_of, keys_after, read, stage_label
from monitoring.findings import dates
from monitoring.situation import Places
from monitoring.standards import Standard

__all__ = ["Choice", "address", "asked", "choose", "go", "names", "pick", "stage_label"]

OTHER = "other"
MAP = "county map"  # where the session keeps what was clicked on it


def choose(*, with_school: bool = False, without: Collection[str] = (), needs_schools: bool = True) -> Choice:
    """
    Read the address and draw the filter row; below it a sentence for whatever the address got wrong.

    Where the database holds no county, say how to begin and end the page.

    Args:
        with_school: also offer the schools (of the chosen township).
        without: "stage", "standard": what this page does not go by, and therefore does not offer.
        needs_schools: whether the page has nothing to show where no school table is known on the day: then that is said
            and the page ends.

    Returns:
        The choice; of a stage that is not offered, all of them, though addresses keep it for other pages.
    """
    reading = read(st.query_params.to_dict(), cached)
    if reading is None:
        empty.draw()
        st.stop()
    choice, sentences = reading
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        _row(choice, with_school, without)
    for sentence in (*sentences, *_of_dates(choice)):
        messages.notice(sentence)
    if needs_schools and choice.period is None:
        messages.headline([(f"{dates.no_schools(choice.on)}。", "")], "")
        st.stop()
    return choice.without_stage() if "stage" in without else choice


def address(page: str, choice: Choice, **changes: str) -> str:
    """
    Return the address of a page with this choice, relative to every page: "./map?county=990122&…".

    Args:
        page: "map", "school", …; "" for 总览.
        changes: keys that differ. Another county drops period, township and school, another township the school; ""
            drops the key itself. Keys of one page alone (the map's measure) may be among them.
    """
    return address_of(page, keys_after(choice, changes))


def go(**changes: str) -> None:
    """Write a change of choice into the address, as a click on the map does; in callbacks, the page runs after it."""
    reading = read(st.query_params.to_dict(), cached)
    if reading is not None:
        kept = st.query_params.to_dict().items()
        own = {key: value for key, value in kept if key not in Choice.KEYS and key not in changes}
        st.query_params.from_dict(own | keys_after(reading[0], changes))


def pick(
    key: str, label: str, options: Mapping[str, str], *, width: int | str = "stretch", searches: bool = False
) -> str:
    """
    Offer a choice that one page alone has, kept in the address under `key`.

    Args:
        key: not one of the shared keys, which `choose` owns.
        label: for screen readers.
        options: value in the address → words; the first is the default and is left out of the address.
        searches: typing finds the words anywhere, not only those that begin so.

    Returns:
        The value chosen; a wrong one in the address counts as the default.
    """
    value = asked(key, options)
    _selectbox(key, label, options, value, width=width, filter_mode="contains" if searches else None)
    return value


def asked(key: str, options: Collection[str], *, default: str = "") -> str:
    """Return what the address says of a key, drawing nothing; where it is no option, `default` or the first of them."""
    value = st.query_params.get(key, "")
    return value if value in options else default or next(iter(options))


def names(key: str) -> bool:
    """Tell whether the address says anything of a key."""
    return bool(st.query_params.get(key))


def forget(key: str) -> None:
    """Take a key that one page alone has out of the address; in callbacks, the page runs after it."""
    st.query_params.pop(key, None)


def picked() -> None:
    """Take over what was clicked on the map: a school wins over the township under it."""
    value = st.session_state.get(MAP) or {}
    if "township" in value:
        go(township=value["township"], school=value.get("school", ""))


def _row(choice: Choice, with_school: bool, without: Collection[str]) -> None:
    places = cached.places(choice.snapshot)
    counties = cached.counties()
    if len(counties) > 1:
        _selectbox("county", "县", counties, choice.county, width=130)
    _days(choice)
    if "stage" not in without:
        _stages(choice.stage)
    _selectbox("township", "乡镇", {"": "全县"} | dict(places.townships), choice.township, width=140)
    if with_school:
        in_view = {code: name for code, name in places.schools.items() if _is_in(code, choice.township, places)}
        _selectbox("school", "学校", in_view, choice.school, width=230, filter_mode="contains")
    if "standard" not in without:
        standards = {standard.id: standard_label(standard) for standard in cached.shown_standards()}
        _selectbox("standard", "标准", standards, choice.standard, width=270)
    has_room = not with_school and len(counties) == 1
    of = cached.situation(choice.snapshot).dates
    day, *more = dates.as_of(choice.on, of, places.stages if has_room else ()).split(" · ")
    is_one = len(set(of.values())) < 1 + 1
    look = "workbooks" if is_one else "days"
    rest = f'<span class="{look}"> · {escape(" · ".join(more))}</span>' if more else ""
    said = [choice.county_name, places.townships.get(choice.township, "全县")]
    said += [] if "stage" in without else [stage_label(choice.stage)]
    said += [] if "standard" in without else [standard_label(cached.standards()[choice.standard])]
    printed = f'<span class="printed">{escape(" · ".join(said))} · </span>'
    st.html(f'<div class="asof">{printed}{escape(day)}{rest}</div>')


def _of_dates(choice: Choice) -> list[str]:
    """What is to be known of the dates: lists that are old, stages without a table."""
    of = cached.situation(choice.snapshot)
    said = [dates.old(of.old), dates.without(choice.period, of.missing_stages) if choice.period else ""]
    return [f"{sentence}。" for sentence in said if sentence]


def _days(choice: Choice) -> None:
    """Offer 最新, every report date, and any other day, which is then typed beside it."""
    last = cached.last_day(choice.county)
    offered = {"": f"最新（{dates.short(last, last)}）"} if last else {}
    offered |= {day.isoformat(): dates.period_label(day) for day in cached.periods(choice.county)}
    offered[OTHER] = "其他日期…"
    _renew("when", offered.get("", ""))
    value = {"": "", "period": choice.period.isoformat() if choice.period else ""}.get(choice.way, OTHER)
    _selectbox("when", "日期", offered, value, width=170)
    if value == OTHER:
        key = _key("on", choice.on.isoformat())
        st.text_input(
            "看哪一天",
            value=choice.on.isoformat(),
            key=key,
            placeholder="如 2026-11-20",
            width=118,
            label_visibility="collapsed",
            on_change=_write,
            args=("on", key),
        )


def _is_in(school: str, township: str, places: Places) -> bool:
    return township in ("", places.township_of[school])


def _stages(value: str) -> None:
    key = _key("stage", value)
    st.segmented_control(
        "学段",
        [ALL, "primary", "junior"],
        default=value,
        format_func=stage_label,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=_write,
        args=("stage", key),
    )


def _selectbox(
    name: str, label: str, options: Mapping[str, str], value: str, *, width: int | str, filter_mode: str | None = None
) -> None:
    key = _key(name, value or None if name == "school" else value)
    st.selectbox(
        label,
        list(options),
        index=list(options).index(value) if value in options else None,
        format_func=options.__getitem__,
        key=key,
        placeholder=f"请选择{label}",
        width=width,
        label_visibility="collapsed",
        filter_mode=filter_mode,
        on_change=_write,
        args=(name, key),
    )


def _key(name: str, value: str | None) -> str:
    """
    Return the key of a widget that shows `value`: the one it had, or a new one where it showed something else.

    A widget whose choice was changed elsewhere (on the map, by a link, by Back) is made anew, never set: the browser
    may still send its old value along with the next click, and that would count as a choice.
    """
    number = st.session_state.get(f"number {name}", 0)
    if st.session_state.get(f"filter {name} {number}", value) != value:
        number += 1
        st.session_state[f"number {name}"] = number
    return f"filter {name} {number}"


def _renew(name: str, words: str) -> None:
    """Make a widget anew where the words of a choice have changed: the browser keeps those that it shows."""
    if st.session_state.get(f"words {name}", words) != words:
        st.session_state[f"number {name}"] = st.session_state.get(f"number {name}", 0) + 1
    st.session_state[f"words {name}"] = words


def _write(name: str, key: str) -> None:
    value = st.session_state[key]
    if name != "when":
        go(**{name: "" if value in (None, ALL) else value})
        return
    reading = read(st.query_params.to_dict(), cached)
    if reading and value == OTHER:
        go(on=reading[0].on.isoformat(), period="")
    else:
        go(period=value, on="")


def standard_label(standard: Standard) -> str:
    """Return a standard as the filter shows it: its short name and the document's number."""
    return f"{standard.short}（{standard.number}）" if standard.number else standard.short
