"""
学校档案: all that is known of one school under one standard, as one object that screen, paper and workbook draw from.

A view of a judgement (monitoring.results): nothing is judged here, nothing drawn.
"""

from monitoring.dossier.assemble import dossier
from monitoring.dossier.model import Before, Dossier, Fact, Line, Part, Step, Way

__all__ = ["Before", "Dossier", "Fact", "Line", "Part", "Step", "Way", "dossier"]
