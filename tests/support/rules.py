"""The program's own rules, as config.toml is shipped; a test that needs others makes them by dataclasses.replace."""

from monitoring.rulebook import load_rulebook
from monitoring.settings import load_settings

RULEBOOK = load_rulebook(load_settings())
