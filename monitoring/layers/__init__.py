"""
What the map can be coloured by: layers of schools and townships, each by its own figures. Pure; nothing is drawn.

A layer is made by the provider that its entry in data/map.toml names, and is of one of the kinds of kinds.py.
"""

from monitoring.layers.catalogue import layer, looks
from monitoring.layers.model import Known, Layer
from monitoring.layers.rules import Classes, Look, MapRules, load_map_rules

__all__ = ["Classes", "Known", "Layer", "Look", "MapRules", "layer", "load_map_rules", "looks"]
