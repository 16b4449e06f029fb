"""folium without the internet: every script and sheet from components/static, and a check that it asks for no other."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import branca.colormap
import folium
from branca.element import Element

FOLDER = Path(__file__).parent.parent / "static"
SEEN_FROM_MAP = "../../"  # the map's own page lies at /component/streamlit_folium.st_folium/index.html
OWN = ("marks", "labels", "names", "canvas_layer", "insets", "controls", "data", "county_map")
SCRIPTS = ("leaflet/leaflet.js", *(f"map/{name}.js" for name in OWN))
"""The map's scripts in the order in which they need one another."""
OUTSIDE = re.compile(r"(?:https?:)?//[\w.-]+\.\w{2,}[^\s\"'<>)]*")


def static(name: str) -> str:
    """
    Return the address of a file of components/static as the map sees it; it changes with the file, no old copy is used.

    >>> static("leaflet/leaflet.js")[:42]
    '../../app/static/leaflet/leaflet.js?v=a0f0'
    """
    return f"{SEEN_FROM_MAP}app/static/{name}?v={zlib.crc32((FOLDER / name).read_bytes()):08x}"


@cache
def bundle() -> bytes:
    """Return every script of the map in one: its window asks for one after another, each waiting for the last."""
    return b"\n".join((FOLDER / name).read_bytes() for name in SCRIPTS)


def bundle_address() -> str:
    """
    Return the address of the bundle as the map sees it; it changes with every script.

    >>> bundle_address()[:19]
    '../../api/map.js?v='
    """
    return f"{SEEN_FROM_MAP}api/map.js?v={zlib.crc32(bundle()):08x}"


class OfflineMap(folium.Map):
    """A folium map that loads our scripts and nothing else: folium's own list names five foreign hosts."""

    default_js = [("county_map", bundle_address())]
    default_css = [("leaflet_css", static("leaflet/leaflet.css"))]


def assert_offline(fig: folium.Map) -> None:
    """
    Raise AssertionError where a map would ask a foreign host for anything; one failed script and the map stays blank.

    >>> assert_offline(OfflineMap(tiles=None))
    >>> assert_offline(folium.Map(tiles=None))
    Traceback (most recent call last):
    ...
    AssertionError: The map asks outside: ...
    """
    outside: list[str] = []
    for element in _elements(fig):
        if isinstance(element, branca.colormap.ColorMap):
            outside.append("d3 for a branca colour map")
        links = [link for kind in ("default_js", "default_css") for _, link in getattr(element, kind, [])]
        outside += [link for link in links if OUTSIDE.match(link)]
        outside += OUTSIDE.findall(str(getattr(element, "tiles", "")))
    assert not outside, f"The map asks outside: {sorted(set(outside))}"


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _elements(child)
