"""Which layer of the map is asked for: by snapshot, standard, stage and measure; and the addresses of its data."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from components.frame.choice import Choice


@dataclass(frozen=True)
class LayerChoice:
    """
    What a layer of the map is a function of.

    Attributes:
        measure: the key of a layer: "share", "money", "pupils", a requirement's ("L4"), "rooms.accepted", …
    """

    snapshot: str
    standard: str
    stage: str
    measure: str

    @staticmethod
    def of(choice: Choice, measure: str) -> LayerChoice:
        """Return the layer that a page's choice asks for."""
        return LayerChoice(choice.snapshot, choice.standard, choice.stage, measure)

    def address(self, layer: str, rules: str) -> str:
        """Return the address of "points" or "townships", seen from the server's root; it changes with the `rules`."""
        keys = {"snapshot": self.snapshot, "standard": self.standard, "stage": self.stage, "measure": self.measure}
        return f"api/{layer}?{urlencode(keys | {'rules': rules})}"
