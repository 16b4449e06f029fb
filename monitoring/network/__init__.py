"""网络: bandwidth, 百兆进班, wireless, machines, multimedia rooms of whole schools, against the limits chosen."""

from monitoring.network.judging import assess
from monitoring.network.rules import Limit, Measure, NetworkRules, load_network_rules
from monitoring.network.summary import bandwidths, by_township, summary
from monitoring.network.writing import had, written

__all__ = [
    "Limit",
    "Measure",
    "NetworkRules",
    "assess",
    "bandwidths",
    "by_township",
    "had",
    "load_network_rules",
    "summary",
    "written",
]
