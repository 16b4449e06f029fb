"""缺口: how much is missing, in the thing's own unit, what it costs, and the cheapest way for a school to pass."""

from monitoring.gaps.amounts import gaps
from monitoring.gaps.paths import paths

__all__ = ["gaps", "paths"]
