"""Beside the map, of the network: its measure in the lists, and all of it that is known of a township or a school."""

from __future__ import annotations

from markupsafe import Markup

from components.drawing import messages, tables
from components.map import verdicts_panel
from components.map.view import View
from components.map.ways import draw_way
from monitoring.figures import MISSING
from monitoring.findings import network
from monitoring.findings.map import layers as findings
from monitoring.findings.map import values
from monitoring.layers.kinds import Network, Reach, Values
from monitoring.network import Measure, had


def draw_townships(view: View) -> None:
    """Draw the townships by how many of their schools reach a measure, and the way on."""
    verdicts_panel.draw_townships(view, has_verdicts=False)
    draw_way(view, "信息化与班班通")


def draw_schools(view: View) -> None:
    """Draw the schools of the township with what each has, and the network beside it."""
    own = view.layer.schools["text"]
    has = tables.Column("实际", lambda row: own.get(row["code"], MISSING), is_number=True)
    verdicts_panel.draw_schools(view, has)
    draw_network(view)


def draw_network(view: View) -> None:
    """Say what the chosen school has and what is asked of it; or else of the township, and how many schools reach."""
    known = view.layer.network
    if known is None:
        return
    if view.choice.school:
        _of_school(view, known)
    else:
        _of_township(view)


def _of_township(view: View) -> None:
    here, family = view.choice.township, view.family
    reach = {each.look.subject: each.places.get(here) for each in family if isinstance(each, Reach)}
    have = [(each.measure, each.pooled.get(here)) for each in family if isinstance(each, Values)]
    said = [findings.network_sentence(view.township, reach)] if reach else []
    with messages.block("layer", f"{view.township}：网络", findings.NETWORK_LINE):
        messages.panels([*said, values.sentence(view.township, have)] if have else said)
        draw_way(view, "全镇的网络和班班通")


def _of_school(view: View, known: Network) -> None:
    rows = known.rows[known.rows.index == view.choice.school]
    shown = [measure for measure in known.measures if measure.key in set(rows["measure"])]
    of = rows.set_index("measure").to_dict("index")

    def asked(measure: Measure) -> str:
        return network.asked(measure, of[measure.key]["required"]) if measure.limit() else ""

    def concluded(measure: Measure) -> Markup:
        status = of[measure.key]["status"]
        return messages.state(status) if measure.limit() or status == "no_data" else tables.toned("不判断", "quiet")

    columns = [
        tables.Column("项目", lambda each: each.name),
        tables.Column("实际", lambda each: had(each, of[each.key]["value"]), is_number=True, style="strong"),
        tables.Column("要求", lambda each: tables.dash(asked(each)), is_number=True),
        tables.Column("结论", concluded, style="verdict"),
    ]  # fmt: skip
    title = [(f"{view.school_name()}的", ""), *network.school_title(rows.reset_index(), known.rules)]
    with messages.block("layer", title, findings.NETWORK_LINE):
        tables.draw(columns, shown, label="网络", style="compact")
        draw_way(view, "全镇的网络和班班通")
