"""工程项目, photos of one project: a strip by date, each to be opened large, and the form for the next one."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components.drawing import messages
from components.frame import cached
from components.imports.uploads import LOCAL
from components.projects import report
from components.projects.photos_route import photo_address
from components.projects.view import View
from monitoring.findings.projects import photos as findings
from monitoring.findings.typed_days import day_of
from monitoring.snapshots import Photo, PhotoError, add_photo, photo_path, photos, withdraw_photo

LONGEST = 60  # characters of a caption: two lines under its photo
ROUND, DONE = "photo round", "photo done"


def draw(view: View, project: str) -> None:
    """Draw the photos of a project, the newest day first, and beside them the form."""
    every = photos(cached.storage(), view.choice.county)
    shown = every[every["project"] == project]
    line = findings.photos_line(cached.settings().photo_mb)
    with messages.block("photos", findings.photos_title(shown, view.on), line):
        left, right = st.columns([1.7, 1], gap="medium")
        with left:
            if shown.empty:
                messages.nothing(findings.NONE)
            else:
                st.html(_strip(view, shown))
        with right:
            _say(project)
            _form(view, project)
            _withdrawal(shown, project)


def _strip(view: View, shown: pd.DataFrame) -> Markup:
    days = [
        Markup('<section class="photo-day"><h3>{}{}</h3><div>{}</div></section>').format(
            findings.day(taken_on, view.on),
            Markup('<em class="quiet">{}</em>').format(findings.LATER) if findings.is_later(taken_on, view.on) else "",
            Markup("").join(_figure(view.choice.county, row) for row in same.itertuples()),
        )
        for taken_on, same in shown.groupby("taken_on", sort=False)
    ]
    return Markup('<div class="photos" tabindex="0">{}</div>').format(Markup("").join(days))


def _figure(county: str, row) -> Markup:
    """A small photo that opens the large one over the page; Esc or a click beside it closes."""
    said = Markup('<figcaption>{}<span class="quiet">{}</span></figcaption>').format(
        row.caption, findings.who(row.added_by, row.added_at)
    )
    if not photo_path(cached.settings().folder, row.sha256).is_file():
        return Markup('<figure><p class="photo-gone">{}</p>{}</figure>').format(findings.MISSING_FILE, said)
    alternative = findings.alternative(row.caption, row.taken_on)
    small = Markup('<img src="{}" alt="{}" loading="lazy">').format(
        photo_address(county, row.sha256, "small"), alternative
    )
    large = Markup('<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">').format(
        photo_address(county, row.sha256), alternative, row.width, row.height
    )
    return Markup(
        '<figure><button type="button" popovertarget="photo-{}">{}</button>{}'
        '<div popover id="photo-{}" class="photo-large"><figure>{}<figcaption>{}</figcaption></figure></div></figure>'
    ).format(row.id, small, said, row.id, large, alternative)


def _form(view: View, project: str) -> None:
    """Draw the form; once a photo is kept its key changes, so that the next one begins blank."""
    above = st.container()
    key = f"photo {project} {st.session_state.setdefault(ROUND, 0)}"
    with st.form(key, border=False, enter_to_submit=False):
        st.html(Markup('<h3 class="group-title">存入一张照片</h3>'))
        with st.container(key="photo_upload"):
            # Of any kind: what is no photo is refused in our words, not in the framework's.
            file = st.file_uploader("照片", key=f"{key} file", label_visibility="collapsed")
        narrow, wide = st.columns([1, 1.6], gap="small")
        today = report.today()
        typed = narrow.text_input("拍摄日期", value=today.isoformat(), placeholder="如 2026-09-25")
        caption = wide.text_input("说明", placeholder="如 主体封顶，可空", max_chars=LONGEST).strip()
        is_sent = st.form_submit_button("存入这张照片", type="primary")
    if not is_sent:
        return
    refusal = findings.refused(typed, today, cached.settings().photo_mb, has_file=file is not None)
    if not refusal:
        given = Photo(view.choice.county, project, day_of(typed), caption, file.name, file.getvalue())
        refusal = _keep(given)
    if refusal:
        with above:
            messages.notice(refusal, is_failure=True)
        return
    st.rerun()


def _keep(photo: Photo) -> str:
    """Keep a photo and remember what to say; return why it cannot be kept, "" where it is."""
    settings, at = cached.settings(), datetime.now()
    try:
        added = add_photo(cached.storage(), settings, photo, LOCAL, at)
    except PhotoError as refusal:
        return str(refusal)
    st.session_state[DONE] = photo.project, findings.kept(photo.taken_on, added.caption, is_new=added.is_new)
    st.session_state[ROUND] += 1
    return ""


def _say(project: str) -> None:
    """Say once what was done with the last photo."""
    about, sentence = st.session_state.pop(DONE, ("", ""))
    if about == project:
        messages.panel(sentence)


def _withdrawal(shown: pd.DataFrame, project: str) -> None:
    """Offer to withdraw a photo that was added by mistake."""
    if shown.empty:
        return
    rows = {row.id: row for row in shown.itertuples()}
    names = {number: findings.named(row.taken_on, row.caption, number) for number, row in rows.items()}
    with st.popover("撤回一张存错的照片"):
        number = st.selectbox("照片", list(names), format_func=names.get, key=f"photo withdrawn {project}")
        st.button("撤回这张", on_click=_withdraw, args=(project, rows[number]))


def _withdraw(project: str, row) -> None:
    """For callbacks."""
    withdraw_photo(cached.storage(), row.id, LOCAL, datetime.now())
    st.session_state[DONE] = project, findings.withdrawn(row.taken_on, row.caption)
