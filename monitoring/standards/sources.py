"""What the source numbers of standards stand for: data/sources.toml. A bureau's own words pass unchanged."""

from __future__ import annotations

from monitoring.standards.states import sources


def cited(source: str) -> tuple[str, ...]:
    """
    Return what a `source` field cites, one text a number, each with its number and what kind it is; () for nothing.

    >>> cited("S20 S9")[1]
    'S9 〔程序代码〕公开的程序代码：优质均衡指标体系（沈阳），公式和特殊情形'
    >>> cited("本县文件第3条")
    ('本县文件第3条',)
    """
    known = sources()
    words = source.split()
    if not all(word in known for word in words):
        return (source,)
    return tuple(f"{word} 〔{known[word].kind}〕{known[word].text}" for word in words)
