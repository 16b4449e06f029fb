"""
What a single setting may be: read from what was typed, or refused with a sentence.

The same bounds hold for config.toml itself. Leaves out which standards and limits there are: who asks knows them.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

LONGEST_NAME = 30  # characters: 巴音郭楞蒙古自治州博湖县教育和科学技术局 has 21
LONGEST_APPROVAL = 40
MOST_YUAN = 10_000_000
DECIMALS = 2  # 分
UNCHANGED = "这一项没有改。"
SAID = 20  # characters of what was typed that are said back
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""The letters, digits and signs of Chinese type, as others write them."""
DECORATION = re.compile(r"[,\s¥￥]|元$")
PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+")


def name_of(typed: str) -> str:
    """
    Return the bureau's name from what was typed.

    Raises:
        ValueError: it is empty, too long, or holds what cannot be printed; the sentence says which.

    >>> name_of(" 澄湖县教育局 ")
    '澄湖县教育局'
    """
    name = typed.strip()
    if not name:
        raise ValueError(f"名称是空的。应填单位的名称，如 澄湖县教育局；{UNCHANGED}")
    return _line(name, LONGEST_NAME)


def approval_of(typed: str) -> str:
    """
    Return the 审图号 from what was typed, "" none.

    Raises:
        ValueError: it is too long, holds what cannot be printed, or no digit.

    >>> approval_of("鲁S(2026)001号"), approval_of(" ")
    ('鲁S(2026)001号', '')
    """
    approval = typed.strip()
    if approval and not any(letter.isdecimal() for letter in approval):
        raise ValueError(f"“{_begun(approval)}”里没有数字。应填批准的号，如 鲁S(2026)001号，没有就空着；{UNCHANGED}")
    return _line(approval, LONGEST_APPROVAL)


def cost_of(typed: str) -> float:
    """
    Return yuan from what was typed; thousands may be parted, 元 may stand behind.

    Raises:
        ValueError: it is no number, negative, too large, or more exact than a 分.

    >>> cost_of("2,800 元"), cost_of("０.５"), cost_of("0")
    (2800.0, 0.5, 0.0)
    """
    plain = DECORATION.sub("", typed.translate(HALF_WIDTH).strip())
    if not plain:
        raise ValueError(f"没有填。应填一个数，单位元，如 2800；{UNCHANGED}")
    try:
        number = Decimal(plain) if PLAIN.fullmatch(plain) else None
    except InvalidOperation:
        number = None
    if number is None:
        raise ValueError(f"“{_begun(typed)}”不是一个数。应填数字，单位元，如 2800；{UNCHANGED}")
    if number < 0:
        raise ValueError(f"“{_begun(typed)}”小于 0。单价应为 0 元以上；{UNCHANGED}")
    if number > MOST_YUAN:
        raise ValueError(f"“{_begun(typed)}”太大。单价应不超过 {MOST_YUAN:,} 元，请看单位是不是元；{UNCHANGED}")
    if number != round(number, DECIMALS):
        raise ValueError(f"“{_begun(typed)}”比分还细。单价最多两位小数；{UNCHANGED}")
    return float(number)


def cost_text(yuan: float) -> str:
    """
    Return a unit cost as it stands in its field: no noughts that say nothing.

    >>> cost_text(2800.0), cost_text(0.5), cost_text(45000)
    ('2800', '0.5', '45000')
    """
    return f"{Decimal(repr(float(yuan))).normalize():f}"


def cost_in_file(value: Any) -> float:
    """
    Return a unit cost of config.toml.

    Raises:
        ValueError: it is no number from 0 to MOST_YUAN.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not 0 <= value <= MOST_YUAN:
        raise ValueError(f"写的是 {value!r}，应为 0 至 {MOST_YUAN:,} 之间的数（元）")
    return float(value)


def text_in_file(value: Any) -> str:
    """
    Return a text of config.toml.

    Raises:
        ValueError: it is no text, or holds what cannot be printed.
    """
    if not isinstance(value, str) or _unprintable(value):
        raise ValueError(f"写的是 {value!r}，应为一行文字，写在引号里")
    return value


def _line(text: str, longest: int) -> str:
    hidden = _unprintable(text)
    if hidden:
        raise ValueError(f"里面有看不见的字符（U+{ord(hidden):04X}）。请删去后重新填；{UNCHANGED}")
    if len(text) > longest:
        raise ValueError(f"有 {len(text)} 个字，最多 {longest} 个；{UNCHANGED}")
    return text


def _unprintable(text: str) -> str:
    """The first character that a line of text cannot hold: controls, invisible marks, line ends; "" none."""
    return next((letter for letter in text if unicodedata.category(letter)[0] == "C" or letter in "\u2028\u2029"), "")


def _begun(typed: str) -> str:
    said = "".join(letter for letter in typed.strip() if not _unprintable(letter))
    return said if len(said) <= SAID else f"{said[:SAID]}…"
