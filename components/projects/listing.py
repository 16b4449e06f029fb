"""工程项目, below: the projects as a table to sort, search and copy."""

from __future__ import annotations

from markupsafe import Markup

from components.drawing import messages, tables
from components.projects.lights import light
from components.projects.view import View
from monitoring.findings.projects import page as a
from monitoring.reports.columns import by_key
from monitoring.reports.list_sheets import PROJECTS, as_reported

OF = by_key(PROJECTS)


def draw(view: View, fallen: frozenset[str] = frozenset()) -> None:
    """
    Draw the table, the longest overdue first, then by light; what is not reported is a dash.

    Args:
        fallen: projects of which a cumulative figure fell or a milestone was taken back.
    """
    table = view.table.sort_values("days_late", ascending=False, kind="stable", ignore_index=True)
    shown = table.assign(
        weeks=table["days_late"] // a.WEEK.days,
        reminders=a.reminders(table, fallen),
    )
    columns = [
        tables.shown(OF["name"], cell=lambda row: row["title"]),
        tables.shown(OF["category"], look=tables.dash, style="quiet"),
        tables.shown(OF["township"], look=tables.dash, style="quiet"),
        tables.shown(OF["state"], look=tables.dash, style="nowrap"),
        tables.shown(OF["light"], cell=lambda row: light(row["light"]), style="nowrap"),
        tables.shown(OF["days_late"], cell=_days, hint="未完成的节点中最多逾期的天数"),
        tables.Column("满几周", lambda row: as_reported(row["weeks"]), is_number=True),
        tables.shown(OF["planned"]),
        tables.shown(OF["arrived"]),
        tables.shown(OF["paid"]),
        tables.shown(OF["progress_pct"]),
        tables.Column("提醒", lambda row: tables.dash(row["reminders"]), style="after"),
    ]
    with messages.block("list", a.list_title(table, fallen), "点一行打开项目，点表头排序；逾期最久的在上面"):
        rows = tables.records(shown)
        tables.draw_list(columns, rows, label="项目清单", address=lambda row: view.address_of_project(row["project"]))


def _days(row: tables.Row) -> Markup | str:
    return tables.toned(OF["days_late"].text(row), "fail strong" if row["days_late"] > 0 else "")
