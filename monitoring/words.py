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

MILESTONE_WORDS: Mapping[str, str] = {
    "done_on_time": "按时完成", "done_late": "逾期完成", "overdue": "逾期未完成", "due_unreported": DUE_UNREPORTED,
    "not_due": "未到期", "untold": NOT_REPORTED, "": "无计划日期",
}  # fmt: skip
"""Of a milestone of a project: its `state` (projects.milestones)."""

STANDING_WORDS: Mapping[str, str] = {"paused": "暂停", "resumed": "恢复施工"}
"""Of what is told of a project as a whole (projects.told.STANDING)."""

SEVERITY_WORDS: Mapping[str, str] = {"stop": "须处理", "warning": "请核实", "note": "已规范"}
"""Of a problem of an import, the weightiest first."""
