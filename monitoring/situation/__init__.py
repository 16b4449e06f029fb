"""What a county knows on a day, judged by the rules: the one place that composes figures."""

from monitoring.situation.asked import Asked
from monitoring.situation.changes import Corrected, corrected, lists_corrected
from monitoring.situation.ledger import Ledger
from monitoring.situation.memory import Memory
from monitoring.situation.model import Situation, situation
from monitoring.situation.places import Places
from monitoring.situation.reader import EVERYONE, Reader
from monitoring.situation.works import Works

__all__ = [
    "EVERYONE",
    "Asked",
    "Corrected",
    "Ledger",
    "Memory",
    "Places",
    "Reader",
    "Situation",
    "Works",
    "corrected",
    "lists_corrected",
    "situation",
]
