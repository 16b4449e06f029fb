"""标准库, left: which standards there are, which one is read, and where the bureau's own file goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from components.drawing import messages, tables
from monitoring.findings import standards as findings
from monitoring.settings import Settings
from monitoring.standards import Standard, own_troubles

OWN_LINE = "由维护人员照程序里带的样本做一个文件；本县对照过的条目写上谁、哪天，标为“本县核对”"


def draw(shelf: Mapping[str, Standard], chosen: str, settings: Settings, address: Callable[[str], str]) -> None:
    """
    Draw the list of standards; a row opens its standard.

    Args:
        shelf: every standard by id.
        chosen: id of the one that is read.
        address: id → the page's address with that standard chosen.
    """
    rows = [{"id": name, "standard": standard} for name, standard in shelf.items()]
    columns = [
        tables.Column("标准", _name),
        tables.Column("要求", lambda row: f"{len(row['standard'].requirements)} 条", is_number=True),
        tables.Column("录入与核实", lambda row: _status(row["standard"])),
    ]
    with messages.block("shelf", f"{len(shelf)} 部标准", "点一部，右边逐条列出，各页也按它看"):
        tables.draw(
            columns,
            rows,
            label="标准库的标准",
            address=lambda row: address(row["id"]) if row["id"] in settings.shown_standards else "",
            is_chosen=lambda row: row["id"] == chosen,
            style="compact",
        )
    hidden = [standard.short for name, standard in shelf.items() if name not in settings.shown_standards]
    if hidden:
        messages.note(f"{'、'.join(hidden)}不在可选之列；要选用，在“设置”页选上。")


def draw_own(settings: Settings) -> None:
    """Say which standards of its own the bureau has, what is wrong in them, and who adds one."""
    with messages.block("own", _own_title(own_files(settings)), OWN_LINE):
        for trouble in own_troubles(settings):
            messages.notice(trouble, is_failure=True)
        messages.note("写错了，这里会指出哪个文件、哪一项、写的是什么、应写什么；原有标准不受影响。")


def own_files(settings: Settings) -> list[str]:
    """Return the names of the bureau's own files, without their ending."""
    return sorted(path.stem for path in settings.own_standards.glob("*.toml"))


def _own_title(names: list[str]) -> str:
    return f"本县自己的标准：{len(names)} 个文件（{'、'.join(names)}）" if names else "本县自己的标准：还没有"


def _name(row: Mapping[str, Any]) -> Markup:
    standard: Standard = row["standard"]
    number = standard.number or f"{standard.issuer} · 文号不详"
    return Markup('<span class="standard-name">{}</span><span class="standard-number">{}</span>').format(
        standard.short, number
    )


def _status(standard: Standard) -> Markup:
    tone = "" if standard.complete else "quiet"
    return Markup('<span class="{}">{}</span>').format(tone, findings.status(standard))
