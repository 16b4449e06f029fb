"""Which layers there are, whichever provider makes them: the modules that data/map.toml names, in its order."""

from __future__ import annotations

from importlib import import_module

from monitoring.layers.model import Known, Layer, Look, Provider


def looks(known: Known) -> dict[str, Look]:
    """Return every layer that there are figures for, by key, the default first."""
    return {key: look for name in known.map_rules.providers for key, look in _provider(name).looks(known).items()}


def layer(known: Known, key: str) -> Layer | None:
    """Return the layer of a key; None: there are no figures for it."""
    for provider in map(_provider, known.map_rules.providers):
        look = provider.looks(known).get(key)
        if look:
            return provider.layer(known, look)
    return None


def _provider(name: str) -> Provider:
    return import_module(f"monitoring.layers.{name}")
