"""操作记录: what was done, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitoring import events
from monitoring.findings.projects.falls import exact

KINDS = {
    events.IMPORT: "导入",
    events.WITHDRAWAL: "撤回导入",
    events.RESTORATION: "恢复导入",
    events.ENTRY: "项目填报",
    events.ENTRY_WITHDRAWAL: "撤回填报",
    events.PHOTO: "加照片",
    events.PHOTO_WITHDRAWAL: "撤回照片",
    events.SETTING: "改设置",
}
STATEMENTS = {
    "progress": "形象进度", "milestone": "节点完成", "arrived": "累计到位", "paid": "累计支付", "paused": "暂停",
    "resumed": "恢复施工",
}  # fmt: skip


def about(kind: str, subject: str, details: Mapping[str, Any]) -> str:
    """
    Say what an event was about.

    Args:
        kind, subject, details: of events.Event.

    >>> about("import", "3", {"files": ["小学.xlsx"]}), about("withdrawal", "3", {})
    ('编号 3：小学.xlsx', '编号 3')
    >>> about("entry", "CH-2024-005", {"statement": "paid", "reported_on": "2026-11-20", "amount": 500.0})
    'CH-2024-005：2026-11-20 累计支付 500 万元'
    >>> about("setting", "unit_costs.books", {"name": "图书单价", "old_said": "25 元/册", "new_said": "30 元/册"})
    '图书单价：25 元/册 → 30 元/册'
    """
    if kind in (events.IMPORT, events.WITHDRAWAL, events.RESTORATION):
        return "：".join([f"编号 {subject}", *(["、".join(details["files"])] if details.get("files") else [])])
    if kind in (events.PHOTO, events.PHOTO_WITHDRAWAL):
        return f"{subject}：{details['taken_on']} 拍摄"
    if kind == events.SETTING:
        old, new = (details.get(f"{each}_said", details.get(each)) for each in ("old", "new"))
        return f"{details.get('name', subject)}：{old} → {new}"
    return f"{subject}：{details['reported_on']} {_said(details)}"


def _said(details: Mapping[str, Any]) -> str:
    word, subject, amount = STATEMENTS[details["statement"]], details.get("subject", ""), details.get("amount")
    if details["statement"] == "milestone":
        return f"{subject} {details['done_on']} 完成" if details.get("done_on") else f"{subject}完成"
    if amount is None:
        return word
    unit = "%" if details["statement"] == "progress" else " 万元"
    return f"{subject}{word} {exact(amount)}{unit}"
