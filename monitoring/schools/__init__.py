"""
学校基本情况: rows as reported become schools and their stages: campuses merged, shared resources split. Judges nothing.
"""

from monitoring.schools.campuses import merged_into
from monitoring.schools.columns import Splitting, load_splitting
from monitoring.schools.preparation import Prepared, prepare

__all__ = ["Prepared", "Splitting", "load_splitting", "merged_into", "prepare"]
