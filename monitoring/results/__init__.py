"""Every frame that follows from the rows of an import and one standard, made by one call. It judges nothing itself."""

from monitoring.results.judgement import Outline, Results, judge, judge_outline
from monitoring.results.peers import peers, strips
from monitoring.results.rules import ClassSizes, ResultRules, load_result_rules

__all__ = [
    "ClassSizes",
    "Outline",
    "ResultRules",
    "Results",
    "judge",
    "judge_outline",
    "load_result_rules",
    "peers",
    "strips",
]
