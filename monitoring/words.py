"""The words of the states that screens, sentences, papers and exports share, once each."""

from __future__ import annotations

from collections.abc import Mapping

NOT_REPORTED = "未填报"
DUE_UNREPORTED = "到期待报"
"""Of a milestone or a classroom: planned since its list's date, and nobody told what became of it."""

VERDICT_WORDS: Mapping[str, str] = {
    "met": "达标", "not_met": "未达标", "undetermined": "待定", "not_judged": "不评定",
}  # fmt: skip
"""Of a school, in the order of assessment.VERDICTS."""

STATUS_WORDS: Mapping[str, str] = {
    "met": "达标", "gap": "未达标", "no_data": NOT_REPORTED, "not_applicable": "不适用",
}  # fmt: skip
"""Of a requirement, in the order of assessment.STATUSES."""
