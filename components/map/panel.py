"""Beside the map: the townships, or one township's schools, one school's gaps, and sums. The map's second door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from components.frame import drawn
from components.map import network_panel, rooms_panel, school_panel, values_panel, verdicts_panel
from components.map.view import View
from monitoring.layers import Layer
from monitoring.layers.kinds import Late, Money, Pupils, Reach, Requirement, Steps, Values, Verdicts


@dataclass(frozen=True)
class Panel:
    """
    What stands beside a kind of layer.

    Attributes:
        townships: draws the list of the townships, where none is chosen; schools: that of the township's schools.
        is_of_standard: whether it shows what the standard's verdicts rest on, so that none must be named.
        has_sums: whether what is lacking is added up below.
    """

    townships: Callable[[View], None]
    schools: Callable[[View], None]
    is_of_standard: bool = False
    has_sums: bool = False


@drawn.once
def draw(view: View) -> None:
    """Draw what belongs to the choice: a school's gaps, its township's schools and sums; without one the townships."""
    panel = PANELS[type(view.layer)]
    if view.choice.township:
        panel.schools(view)
    else:
        panel.townships(view)
    if view.choice.school:
        school_panel.draw(view, names_standard=not panel.is_of_standard)
    if panel.has_sums:
        verdicts_panel.draw_sums(view)


def _by_share(view: View) -> None:
    verdicts_panel.draw_townships(view, has_verdicts=view.judges)


def _by_money(view: View) -> None:
    verdicts_panel.draw_townships(view, has_verdicts=view.judges, dearest_first=True)


of_standard = partial(Panel, schools=verdicts_panel.draw_schools, is_of_standard=True)
PANELS: Mapping[type[Layer], Panel] = {
    Verdicts: of_standard(_by_share, has_sums=True),
    Requirement: of_standard(_by_share),
    Money: of_standard(_by_money, has_sums=True),
    Pupils: of_standard(verdicts_panel.draw_pupils, has_sums=True),
    Reach: Panel(network_panel.draw_townships, network_panel.draw_schools),
    Values: Panel(values_panel.draw_townships, values_panel.draw_schools),
    Steps: Panel(rooms_panel.draw_townships, rooms_panel.draw_schools),
    Late: Panel(rooms_panel.draw_late_townships, partial(rooms_panel.draw_schools, counted="逾期/教室")),
}
"""Beside each kind of layer."""
