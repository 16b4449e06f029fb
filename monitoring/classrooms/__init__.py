"""班班通: the classroom ledger, from equipped to in use; how fast it goes, who is late, what does not fit together."""

from monitoring.classrooms.course import course
from monitoring.classrooms.doubts import doubts, started_unaccepted
from monitoring.classrooms.flags import Flags, Rooms, flags, rooms_of
from monitoring.classrooms.forecasts import forecasts
from monitoring.classrooms.funnels import funnel, funnel_counts, rates
from monitoring.classrooms.ledger import ledger
from monitoring.classrooms.rules import ClassroomRules, load_classroom_rules

__all__ = [
    "ClassroomRules",
    "Flags",
    "Rooms",
    "course",
    "doubts",
    "flags",
    "forecasts",
    "funnel",
    "funnel_counts",
    "ledger",
    "load_classroom_rules",
    "rates",
    "rooms_of",
    "started_unaccepted",
]
