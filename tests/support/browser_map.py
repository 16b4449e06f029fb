"""The map in a real browser: its frame, where things lie in the window, and what it asked the server for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Frame

from tests.support.browser import WAIT_S, Window

READY = "() => document.querySelector('.leaflet-container')?.dataset.ready === 'yes'"
VIEW = "() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
PIXEL = (
    "([latitude, longitude]) => { const at = map.latLngToContainerPoint([latitude, longitude]); return [at.x, at.y]; }"
)
ASKED = "() => performance.getEntriesByType('resource').map(({name, transferSize}) => [name, transferSize])"
ANSWER = "(address) => fetch(address).then((reply) => reply.json())"
UNIT = 1e5  # places come in units of 0.00001 degrees


@dataclass(frozen=True)
class School:
    """A school of the map's data."""

    code: str
    name: str
    township: str
    place: tuple[float, float]


@dataclass(frozen=True)
class Map:
    """The map of an open page."""

    seen: Window
    frame: Frame

    @property
    def view(self) -> list[float]:
        """Where it looks: latitude and longitude of its middle, and the zoom."""
        return self.frame.evaluate(VIEW)

    def data(self, layer: str) -> dict[str, Any]:
        """What the server answered for "points" or "townships"."""
        address = [name for name, _ in self.frame.evaluate(ASKED) if f"/api/{layer}?" in name][-1]
        return self.frame.evaluate(ANSWER, address)

    @property
    def bytes_of_data(self) -> int:
        """What the map's data cost over the wire."""
        return sum(size for name, size in self.frame.evaluate(ASKED) if "/api/" in name)

    def schools(self) -> list[School]:
        """The schools that it shows, the one farthest from every other first."""
        data = self.data("points")
        places = [(a / UNIT, b / UNIT) for a, b in zip(data["latitude"], data["longitude"], strict=True)]
        towns = [data["townships"][place] for place in data["township"]]
        found = [School(*each) for each in zip(data["code"], data["name"], towns, places, strict=True)]

        def alone(school: School) -> float:
            return min(math.dist(school.place, other.place) for other in found if other is not school)

        return sorted(found, key=alone, reverse=True)

    def click(self, latitude: float, longitude: float) -> None:
        """Click on a place and wait for the page's answer, which is another address."""
        x, y = self.frame.evaluate(PIXEL, [latitude, longitude])
        corner = self.frame.frame_element().bounding_box()
        before = self.seen.page.url
        self.seen.page.mouse.click(corner["x"] + x, corner["y"] + y)
        self.seen.page.wait_for_function("(before) => location.href !== before", arg=before, timeout=WAIT_S * 1000)
        self.seen.settle()


def map_of(seen: Window) -> Map:
    """Return the map of the page that is open, once it is drawn."""
    seen.page.wait_for_selector(".st-key-mapbox iframe", timeout=WAIT_S * 1000)
    frame = seen.page.query_selector(".st-key-mapbox iframe").content_frame()
    frame.wait_for_function(READY, timeout=WAIT_S * 1000)
    seen.settle()
    return Map(seen, frame)
