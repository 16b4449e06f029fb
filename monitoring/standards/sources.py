"""What the source numbers of standards stand for: data/sources.toml. A bureau's own words pass unchanged."""

from __future__ import annotations

import tomllib
from functools import cache

from monitoring.settings import DATA

SOURCES = DATA / "sources.toml"


def cited(source: str) -> tuple[str, ...]:
    """
    Return what a `source` field cites, one text a number, each with its number; () where nothing is cited.

    >>> cited("S20 S9")[1]
    'S9 公开的程序代码：优质均衡指标体系（沈阳），公式和特殊情形'
    >>> cited("本县文件第3条")
    ('本县文件第3条',)
    """
    known = _known()
    words = source.split()
    if not all(word in known for word in words):
        return (source,)
    return tuple(f"{word} {known[word]}" for word in words)


@cache
def _known() -> dict[str, str]:
    return tomllib.loads(SOURCES.read_text(encoding="utf-8"))
