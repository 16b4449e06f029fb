"""
This bureau's settings: config.toml, read into a frozen object.

What changes the file stands in `monitoring.settings.writing` and is imported from there: most that read it never do.
"""

from monitoring.settings.reading import DATA, ROOT, Settings, config_file, load_settings, state_of

__all__ = ["DATA", "ROOT", "Settings", "config_file", "load_settings", "state_of"]
