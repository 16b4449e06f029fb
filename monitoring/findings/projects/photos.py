"""Photos of one project in sentences: how many and how new, what is kept of one, what was done with the last."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from monitoring.findings.typed_days import day_of, not_a_day

MISSING_FILE = "照片的文件不在了。把备份里的 photos 文件夹放回原处，这里就会显示"
NONE = "在右边存入第一张，就按日期排在这里。"
LATER = "报告期之后"


def day(taken_on: date, on: date) -> str:
    """
    Name a day; the year only where it is not the report date's.

    >>> day(date(2026, 9, 25), date(2026, 9, 30)), day(date(2025, 12, 1), date(2026, 9, 30))
    ('9月25日', '2025年12月1日')
    """
    short = f"{taken_on.month}月{taken_on.day}日"
    return short if taken_on.year == on.year else f"{taken_on.year}年{short}"


def photos_title(photos: pd.DataFrame, on: date) -> str:
    """
    Say how many photos a project has and when the latest was taken.

    Args:
        photos: of snapshots.photos, of one project.
        on: the report date.
    """
    if photos.empty:
        return "现场照片：还没有"
    latest = photos["taken_on"].max()
    after = f"（{LATER}）" if is_later(latest, on) else ""
    return f"现场照片 {len(photos)} 张，最近一张 {day(latest, on)}{after}"


def photos_line(photo_mb: int) -> str:
    """
    Say what can be handed in and what is kept of it.

    >>> photos_line(10)
    'JPEG 或 PNG，一张不超过 10 MB；存入前缩到屏幕大小，照片里记的拍摄地点等不保留'
    """
    return f"JPEG 或 PNG，一张不超过 {photo_mb} MB；存入前缩到屏幕大小，照片里记的拍摄地点等不保留"


def is_later(taken_on: pd.Timestamp, on: date) -> bool:
    """Return whether a photo was taken after the report date: it shows what the figures do not yet say."""
    return taken_on > pd.Timestamp(on)


def who(added_by: str, added_at: datetime) -> str:
    """
    Say who added a photo and when.

    >>> who("本机", datetime(2026, 10, 15, 9, 5))
    '本机 10-15 09:05 存入'
    """
    return f"{added_by} {added_at:%m-%d %H:%M} 存入"


def alternative(caption: str, taken_on: date) -> str:
    """
    Say what a photo shows to whoever cannot see it.

    >>> alternative("", date(2026, 9, 25)), alternative("主体封顶", date(2026, 9, 25))
    ('2026-09-25 的现场照片，没有说明', '2026-09-25 的现场照片：主体封顶')
    """
    return f"{taken_on:%Y-%m-%d} 的现场照片{f'：{caption}' if caption else '，没有说明'}"


def refused(typed: str, today: date, photo_mb: int, *, has_file: bool) -> str:
    """Say why a photo cannot be kept, "" where it can: no file, no day, or one to come."""
    if not has_file:
        return f"没有收到照片：还没有选，或者选的文件太大。请选一张 JPEG 或 PNG，不超过 {photo_mb} MB；这次没有保存。"
    taken_on = day_of(typed)
    if taken_on is None:
        return not_a_day("拍摄日期", typed)
    if taken_on > today:
        return f"{taken_on.isoformat()} 还没有到，拍摄日期应是今天或以前，这次没有保存。"
    return ""


def kept(taken_on: date, caption: str, *, is_new: bool) -> str:
    """
    Say what became of a photo that was handed in.

    Args:
        caption: of the row that is there now.
        is_new: False: the same photo of the same day was there already.

    >>> kept(date(2026, 9, 25), "主体封顶", is_new=True)
    '已存入 2026-09-25 的照片“主体封顶”。'
    """
    named = f"“{caption}”" if caption else ""
    if is_new:
        return f"已存入 {taken_on.isoformat()} 的照片{named}。"
    said = f"说明是{named}" if caption else "没有写说明"
    return f"这张照片在 {taken_on.isoformat()} 已经存过，{said}；没有再存一份。要改说明，先撤回它再存一次。"


def withdrawn(taken_on: date, caption: str) -> str:
    """
    Say that a photo is not shown any more.

    >>> withdrawn(date(2026, 9, 25), "")
    '已撤回 2026-09-25 的照片，不再显示。'
    """
    return f"已撤回 {taken_on:%Y-%m-%d} 的照片{f'“{caption}”' if caption else ''}，不再显示。"


def named(taken_on: date, caption: str, number: int) -> str:
    """
    Name a photo in a list.

    >>> named(date(2026, 9, 25), "主体封顶", 3), named(date(2026, 9, 25), "", 3)
    ('2026-09-25 主体封顶（第 3 号）', '2026-09-25 没有说明（第 3 号）')
    """
    return f"{taken_on:%Y-%m-%d} {caption or '没有说明'}（第 {number} 号）"
