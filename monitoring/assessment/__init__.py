"""达标评估: school × stage × requirement → met, gap, no_data, not_applicable; and verdicts. It measures no gap."""

from monitoring.assessment.compiled import Compiled, compile_standard
from monitoring.assessment.evaluation import Evaluation, evaluate
from monitoring.assessment.frames import assessment, verdicts
from monitoring.assessment.statuses import GAP, IN_SCOPE, MET, NO_DATA, NOT_APPLICABLE, STATUSES, VERDICTS, WHY

__all__ = [
    "GAP",
    "IN_SCOPE",
    "MET",
    "NOT_APPLICABLE",
    "NO_DATA",
    "STATUSES",
    "VERDICTS",
    "WHY",
    "Evaluation",
    "Compiled",
    "assessment",
    "compile_standard",
    "evaluate",
    "verdicts",
]
