"""信息化与班班通, below: what does not fit together in the ledger, counted by kind, then room by room."""

from __future__ import annotations

from components.drawing import messages, tables
from components.frame import cached
from components.progress.view import View, project_links
from monitoring.findings.progress import page as findings
from monitoring.schools.names import local_name, short_name


def draw(view: View) -> None:
    """Say what does not fit together and name the classrooms; where all fits, say so."""
    county, rules = view.choice.county_name, cached.rulebook().projects
    projects = cached.snapshot(view.choice.snapshot).lists.get("projects")
    names = {} if projects is None else {row.project: local_name(row.name, county) for row in projects.itertuples()}
    lines = findings.doubt_lines(view.ledger.doubts, view.ledger.unaccepted, rules, names)
    if not lines:
        with messages.block("doubts", "台账里没有对不上的教室"):
            messages.nothing("各步的日期、使用课时和项目的状态都对得上。")
        return
    said = findings.doubts_of(
        view.ledger.doubts, view.ledger.rooms["project"], view.ledger.unaccepted, view.accepted, rules
    )
    rooms = view.ledger.rooms.assign(said=said)[said != ""]
    with messages.block("doubts", findings.doubts_title(len(rooms)), "照填的计入，请核实；下面一间一行"):
        messages.panels(lines)
        shown = rooms.assign(school=[short_name(name, county) for name in rooms["school_name"]])
        columns = [
            tables.Column("学校", lambda row: row["school"]),
            tables.Column("乡镇", lambda row: row["township"], style="quiet nowrap"),
            tables.Column("年级", lambda row: tables.dash(row["grade"]), style="nowrap"),
            tables.Column("班", lambda row: tables.dash(row["class"]), style="nowrap"),
            tables.Column("哪里对不上", lambda row: row["said"]),
            tables.Column("项目编号", lambda row: project_links(view.choice, row["project"])),
        ]
        rows = tables.records(shown)
        tables.draw_list(columns, rows, label="台账里对不上的教室", address=lambda row: view.school(row["school_code"]))
