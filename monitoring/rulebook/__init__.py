"""Every rule and figure that no import holds, in one object whose parts are handed to what computes."""

from monitoring.rulebook.loading import fingerprint_of, load_rulebook
from monitoring.rulebook.model import Rulebook

__all__ = ["Rulebook", "fingerprint_of", "load_rulebook"]
