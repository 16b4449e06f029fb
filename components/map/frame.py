"""
The county's map: a constant folium map, and the scene that says what it shows.

The map is the same at every run, so its window is never made anew and the view never jumps. The scene (addresses of
data, the choice, words, colours) goes in by the one feature group that streamlit-folium replaces; our own script
(static/map/county_map.js) draws it. No school and no border passes through the session: they come by address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import folium
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template
from streamlit_folium import st_folium

from components.drawing import theme
from components.frame.offline import OfflineMap, static
from components.map.marks import without_shape
from monitoring.assessment.statuses import VERDICTS
from monitoring.layers import Look

HEIGHT = 540  # px; the style sheet makes it fill the window


class Attach(JSCSSMixin, MacroElement):
    """Our script on the map: ties it to the Leaflet map (offline.SCRIPTS loads it)."""

    default_css = [("county_map_css", static("map/map.css"))]
    _template = Template(
        "{% macro script(this, kwargs) %}CountyMap.attach({{ this._parent.get_name() }});{% endmacro %}"
    )


class Show(MacroElement):
    """One scene, shown."""

    _template = Template("{% macro script(this, kwargs) %}CountyMap.show({{ this.scene|tojson }});{% endmacro %}")

    def __init__(self, scene: Mapping[str, Any]) -> None:
        super().__init__()
        self._name = "Show"
        self.scene = scene


@dataclass(frozen=True)
class Scene:
    """
    What the map shows.

    Attributes:
        place: what the view belongs to: another county, another view.
        home: south, west and north, east of the county; None: nothing to show.
        townships, points: addresses of the data, seen from the server's root ("api/points?…").
        township, school: what is chosen; "" nothing.
        legend: marks and ground (titles), states (four words), classes (colour and label).
        notes: lines at the foot.
        tiles: address of a background map; "" none.
    """

    place: str
    home: Sequence[Sequence[float]] | None
    townships: str
    points: str
    township: str
    school: str
    legend: Mapping[str, Any]
    notes: Sequence[str]
    tiles: str = ""


def county_map() -> OfflineMap:
    """Return the map itself, the same for every county and every choice."""
    fig = OfflineMap(
        location=[0, 0],
        zoom_start=3,
        tiles=None,
        zoom_control=False,
        max_zoom=18,
        attributionControl=False,
        zoomSnap=0.1,
        zoomDelta=0.5,
        wheelPxPerZoomLevel=120,
    )
    Attach().add_to(fig)
    return fig


def changing(scene: Scene) -> folium.FeatureGroup:
    """Return the one part of the map that varies."""
    group = folium.FeatureGroup("scene")
    Show({**asdict(scene), "colours": colours()}).add_to(group)
    return group


def draw(scene: Scene, key: str, picked: Callable[[], None]) -> None:
    """
    Draw the map.

    Args:
        scene: what to show.
        key: where the session keeps what was clicked: {"township": code, "school": code or ""}.
        picked: called after a click, before the page runs again.
    """
    st_folium(
        county_map(), key=key, height=HEIGHT, use_container_width=True, returned_objects=["school", "township"],
        feature_group_to_add=changing(scene), on_change=picked,
    )  # fmt: skip


def legend(title: str, look: Look, ramp: Sequence[str]) -> dict[str, Any]:
    """Return the legend: the four states by their words, the ground's classes by colour under their own title."""
    classes = [{"colour": colour, "label": label} for colour, label in zip(ramp, look.classes.labels, strict=True)]
    return {"marks": title, "states": list(look.states), "ground": look.ground, "classes": classes}


def notes(
    *, derived: bool, approval: str, unplaced: int, shapeless: Sequence[str], marked: Sequence[str] = ()
) -> list[str]:
    """
    Return the lines at the foot of the map.

    >>> notes(derived=False, approval="", unplaced=2, shapeless=[])
    ['示意图，界线不作为划界依据 · 2 所学校缺坐标']
    >>> for line in notes(derived=True, approval="鲁S(2026)001号", unplaced=0, shapeless=[], marked=["东湖农场"]):
    ...     print(line)
    示意图，界线按学校位置推算，不作为划界依据 · 审图号：鲁S(2026)001号
    0 所学校缺坐标 · 东湖农场没有边界，圆圈画在学校所在处
    """
    if derived:
        parts = ["示意图，界线按学校位置推算，不作为划界依据"]
    else:
        parts = [] if approval else ["示意图，界线不作为划界依据"]
    parts += [f"审图号：{approval}"] if approval else []
    counts = [f"{unplaced} 所学校缺坐标"]
    counts += [without_shape(marked, shapeless)] if marked or shapeless else []
    return [" · ".join(parts + counts)] if len(parts + counts) < 3 else [" · ".join(parts), " · ".join(counts)]


def colours() -> dict[str, Any]:
    """Return the colours that the map's script draws with; theme.py is their home."""
    return {
        "states": [theme.STATES[name].colour for name in VERDICTS],
        "faded": list(theme.FADED),
        "ink": theme.INK,
        "text": theme.TEXT,
        "failing": theme.FAIL_TEXT,
    }
