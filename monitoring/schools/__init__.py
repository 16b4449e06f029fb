"""
学校基本情况: rows as reported become schools and their stages: campuses merged, shared resources split. Judges nothing.
"""

from monitoring.schools.campuses import merged_into
from monitoring.schools.preparation import Prepared, prepare

__all__ = ["Prepared", "merged_into", "prepare"]
