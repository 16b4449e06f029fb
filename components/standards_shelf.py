"""标准库, left: which standards there are, which one is read, and where the bureau's own file goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from components import messages, tables
from monitoring.findings import standards as findings
from monitoring.settings import ROOT, Settings
from monitoring.standards import Standard, own_troubles

EXAMPLE = "data/standards/own-standard.toml.example"
CHECK = ".venv/bin/python -m monitoring check-standards"


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
        messages.note(f"{'、'.join(hidden)}不在可选之列：写进 config.toml 的 [standards] shown 后重新启动即可选用。")


def draw_own(settings: Settings) -> None:
    """Draw how a bureau adds a standard of its own: which file, where, how it is checked."""
    folder, names = _shown(settings.own_standards), own_files(settings)
    with messages.block("own", _own_title(names), "样本里每一行都有说明，照着改就是"):
        steps = (
            ("复制样本", EXAMPLE),
            ("放进文件夹", f"{folder}，文件名以 .toml 结尾"),
            ("检查", CHECK),
            ("启用", "编号写进 config.toml 的 [standards] shown，重新启动"),
        )
        rows = [{"step": step, "what": what} for step, what in steps]
        columns = [tables.Column("步骤", lambda row: row["step"], style="nowrap"), tables.Column("做什么", _what)]
        tables.draw(columns, rows, label="怎样加一部本县的标准", style="compact")
        for trouble in own_troubles(settings):
            messages.notice(trouble, is_failure=True)
        messages.note("写错了会指出文件、哪一项、写的是什么、应写什么；原有标准不受影响。")


def own_files(settings: Settings) -> list[str]:
    """Return the names of the bureau's own files, as they lie in the folder that config.toml names."""
    return sorted(path.name for path in settings.own_standards.glob("*.toml"))


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


def _what(row: Mapping[str, Any]) -> Markup:
    return Markup('<span class="path">{}</span>').format(row["what"])


def _shown(path: Path) -> str:
    """A path as people read it: from the program's folder where it lies in it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
