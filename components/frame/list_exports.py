"""The buttons that save 班班通 and 工程项目 as workbooks; each is made when it is pressed."""

from __future__ import annotations

import streamlit as st

from components.progress.view import View as RoomsView
from components.projects.view import View as ProjectsView
from monitoring.reports.list_sheets import projects_workbook, rooms_workbook

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def rooms(view: RoomsView) -> None:
    """Draw the button for the classrooms that the page looks at."""
    where = f"{view.choice.county_name}{view.where}"
    ledger = view.ledger
    _button(
        "班班通", where, ledger.on.isoformat(), lambda: rooms_workbook(ledger.rooms, ledger.on, where, ledger.rules)
    )


def projects(view: ProjectsView) -> None:
    """Draw the button for the projects that the page looks at."""
    choice = view.choice
    where = f"{choice.county_name}{view.where}"
    _button(
        "工程项目",
        where,
        choice.on.isoformat(),
        lambda: projects_workbook(view.table, view.milestones, view.funds, choice.on, where, view.rules),
    )


def _button(what: str, where: str, day: str, made) -> None:
    st.download_button(
        f"导出 Excel：{what}",
        data=made,
        file_name=f"{where}{what}_{day}.xlsx",
        mime=MIME,
        on_click="ignore",
        key=f"export {what}",
    )
