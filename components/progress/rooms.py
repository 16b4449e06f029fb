"""A school's classrooms as a picture: a cell a room, by grade, shaded by the last nested step that it reached."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.frame import filters
from components.progress.view import ROOM_SCHOOL, View
from monitoring import classrooms
from monitoring.classrooms import ClassroomRules
from monitoring.classrooms.late import due_unreported
from monitoring.classrooms.ledger import is_open, steps_done
from monitoring.findings.progress import page as findings
from monitoring.schools.names import short_name
from monitoring.words import DUE_UNREPORTED, NOT_REPORTED

DATES = {
    "设备到位": "equipped_on", "联网": "connected_on", "验收": "accepted_on", "启用": "started_on",
    "计划": "planned_on",
}  # fmt: skip


def draw(view: View) -> None:
    """Offer the schools, the most late first, and draw the chosen one's classrooms."""
    names = view.ledger.rooms.drop_duplicates("school_code").set_index("school_code")["school_name"]
    if names.empty:
        return
    options = {code: short_name(name, view.choice.county_name) for code, name in names.items()}
    first = view.ledger.late["school_code"].iloc[0] if len(view.ledger.late) else next(iter(options))
    ordered = {first: options[first]} | options
    line = findings.rooms_line(has_awaited=view.ledger.due_unreported > 0)
    with messages.block("rooms", "一所学校的教室", line):
        chosen = filters.pick(ROOM_SCHOOL, "学校", ordered, width=320, searches=True)
        rooms = view.ledger.rooms[view.ledger.rooms["school_code"] == chosen]
        used = classrooms.funnel(rooms, view.ledger.on, view.ledger.rules)["in_use"].iloc[-1]
        on, until, rules = view.ledger.on, view.choice.on, view.ledger.rules
        awaited = int(due_unreported(rooms, on, until, rules).sum())
        words = findings.rooms_title(ordered[chosen], used, len(rooms), awaited)
        st.html(Markup('<p class="rooms-title">{}</p>{}').format(messages.html(words), cells(rooms, on, until, rules)))


def cells(rooms: pd.DataFrame, on: date, until: date, rules: ClassroomRules) -> Markup:
    """
    Return the picture as HTML.

    Args:
        on: the ledger's date; until: the day that is looked at.
    """
    marked = rooms[["grade", "class", *DATES.values()]].assign(
        done=steps_done(rooms, on, rules),
        open=is_open(rooms, on, rules),
        odd=classrooms.doubts(rooms, on, rules)["later_without_earlier"],
        late=classrooms.flags(classrooms.rooms_of(rooms), on, rules).overdue,
        awaited=due_unreported(rooms, on, until, rules),
    )
    grades: dict[str, list[dict]] = {}
    for room in marked.to_dict("records"):
        grades.setdefault(room["grade"], []).append(room)
    body = Markup("").join(_grade(grade, own) for grade, own in grades.items())
    return Markup('<div class="rooms">{}</div>').format(body)


def _grade(grade: str, rooms: list[dict]) -> Markup:
    each = Markup("").join(
        Markup('<span class="room step-{}{}{}{}" title="{}">{}</span>').format(
            room["done"],
            " late" if room["late"] else "",
            " awaited" if room["awaited"] else "",
            " odd" if room["odd"] else "",
            _about(room),
            f"{room['done']}?" if room["open"] else room["done"],
        )
        for room in rooms
    )
    return Markup('<div class="grade"><b>{}</b>{}</div>').format(grade or "—", each)


def _about(room: dict) -> str:
    said = [f"{word} {room[name]:%Y-%m-%d}" for word, name in DATES.items() if not pd.isna(room[name])]
    said += [f"后面的步骤{NOT_REPORTED}"] if room["open"] else []
    said += [DUE_UNREPORTED] if room["awaited"] else []
    return f"{room['grade']}{room['class']}班：" + ("，".join(said) or "没有日期")
