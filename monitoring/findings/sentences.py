"""
What sentences are made of: pieces of text with a tone, lists of names that stay short.

A sentence says only what a rule decides: names, numbers, signs, lowest and highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Piece = tuple[str, str]
"""Text and tone: "" plain, "met", "fail", "strong", "accent"."""

Sentence = Sequence[Piece]

MOST_NAMES = 3


def plain(sentence: Iterable[Piece]) -> str:
    """
    Return a sentence without its tones.

    >>> plain([("毛嘴镇 ", ""), ("0 所达标", "fail")])
    '毛嘴镇 0 所达标'
    """
    return "".join(text for text, _ in sentence)


def listed(names: Sequence[str], counted: str, most: int = MOST_NAMES) -> str:
    """
    Name all of a few, or the first of many with their number.

    Args:
        counted: what is counted, with its measure word: "个乡镇", "所学校".

    >>> listed(["甲镇", "乙镇"], "个乡镇"), listed(["甲镇", "乙镇", "丙镇", "丁镇"], "个乡镇")
    ('甲镇、乙镇', '甲镇、乙镇、丙镇等 4 个乡镇')
    """
    if len(names) <= most:
        return "、".join(names)
    return f"{'、'.join(names[:most])}等 {len(names)} {counted}"
