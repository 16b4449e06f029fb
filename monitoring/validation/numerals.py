"""Chinese numerals, colloquial ones too. What is done with a figure written so is not decided here."""

from __future__ import annotations

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
WAN = POWERS["万"]
NOUGHTS = ("零", "〇")


def chinese_number(text: str) -> float | None:
    """
    Read Chinese numerals; None where it is none.

    >>> chinese_number("四百二"), chinese_number("一百二十"), chinese_number("三千零五"), chinese_number("十二")
    (420.0, 120.0, 3005.0, 12.0)
    >>> chinese_number("二〇二六"), chinese_number("一百零二"), chinese_number("两万三"), chinese_number("很多")
    (2026.0, 102.0, 23000.0, None)
    """
    if not text or any(sign not in DIGITS and sign not in POWERS for sign in text):
        return None
    if not any(sign in POWERS for sign in text):
        return float("".join(str(DIGITS[sign]) for sign in text))
    total = section = 0
    digit, last = None, 1
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS[sign] or None
            continue
        last = POWERS[sign]
        if last == WAN:
            total, section = (total + section + (digit or 0)) * last, 0
        else:
            section += (1 if digit is None else digit) * last
        digit = None
    if digit is not None:
        # 四百二 is 420: a digit right after a power stands for the next smaller one.
        is_shortened = last > POWERS["十"] and text[-2] not in NOUGHTS
        section += digit * (last // 10 if is_shortened else 1)
    return float(total + section)
