"""Chinese numerals, colloquial ones too. What is done with a figure written so is not decided here."""

from __future__ import annotations

import re

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
WAN = POWERS["万"]
NOUGHTS = ("零", "〇")
FORMAL = str.maketrans("壹贰貳叁参肆伍陆柒捌玖拾佰仟萬兩", "一二二三三四五六七八九十百千万两") | {
    ord("廿"): "二十",
    ord("卅"): "三十",
}
NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二三四五六七八九两十百千万]")


def chinese_number(text: str) -> float | None:
    """
    Read Chinese numerals, figures among them too; None where it is none.

    >>> chinese_number("四百二"), chinese_number("一百二十"), chinese_number("三千零五"), chinese_number("十二")
    (420.0, 120.0, 3005.0, 12.0)
    >>> chinese_number("二〇二六"), chinese_number("一百零二"), chinese_number("两万三"), chinese_number("很多")
    (2026.0, 102.0, 23000.0, None)
    >>> [chinese_number(text) for text in ("1万2千", "1万零68", "1.1万", "廿", "万")]
    [12000.0, 10068.0, 11000.0, 20.0, None]
    """
    text = text.translate(FORMAL)
    numerals = NUMERAL.findall(text)
    if "".join(numerals) != text or not (text.startswith("十") or any(one not in POWERS for one in numerals)):
        return None
    if not any(one in POWERS for one in numerals):
        is_in_words = all(one in DIGITS for one in numerals)
        return float("".join(str(DIGITS[one]) for one in numerals)) if is_in_words else None
    total = section = 0.0
    digit, last = None, 1
    for one in numerals:
        if one not in POWERS:
            digit = (DIGITS[one] if one in DIGITS else float(one.replace(",", ""))) or None
            continue
        last = POWERS[one]
        if last == WAN:
            total, section = (total + section + (digit or 0)) * last, 0
        else:
            section += (1 if digit is None else digit) * last
        digit = None
    if digit is not None:
        # 四百二 is 420: a digit right after a power stands for the next smaller one.
        is_shortened = last > POWERS["十"] and len(numerals[-1]) == 1 and numerals[-2] not in NOUGHTS
        section += digit * (last // 10 if is_shortened else 1)
    return round(total + section, 6)
