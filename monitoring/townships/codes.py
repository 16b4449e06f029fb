"""Area codes: twelve digits that carry province, prefecture, county, township and village. No names here."""

from __future__ import annotations

import re
import unicodedata

COUNTY_DIGITS, TOWNSHIP_DIGITS, VILLAGE_DIGITS = 6, 9, 12  # GB/T 2260 and GB/T 10114

SERIAL_DIGITS = TOWNSHIP_DIGITS - COUNTY_DIGITS
KINDS = ((100, "街道"), (200, "镇"), (400, "乡"), (600, "类似乡级单位"))
"""Upper ends of the last three digits of a township's code, by GB/T 10114: 001–099, 100–199, 200–399, 400–599."""


def county_of(code: str) -> str:
    """
    Return the county's code, the first six digits.

    >>> county_of("990121107")
    '990121'
    """
    return code[:COUNTY_DIGITS]


def kind_of(township_code: str) -> str:
    """
    Return what kind of unit a township's code means; "" for none.

    >>> [kind_of(code) for code in ("990121001", "990121107", "990121201", "990121404", "990121")]
    ['街道', '镇', '乡', '类似乡级单位', '']
    """
    serial = township_code[COUNTY_DIGITS:TOWNSHIP_DIGITS]
    if len(serial) < TOWNSHIP_DIGITS - COUNTY_DIGITS or not int(serial):
        return ""
    return next((kind for end, kind in KINDS if int(serial) < end), "")


def serial_of(value: object) -> str:
    """
    Return the last three digits of a township's code where a file has them alone; a number has lost its noughts.

    >>> serial_of(1), serial_of("107"), serial_of(201.0), serial_of(0), serial_of(1107), serial_of("毛嘴镇")
    ('001', '107', '201', '', '', '')
    """
    text = re.sub(r"\.0+$", "", re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value))))
    is_serial = re.fullmatch(rf"\d{{1,{SERIAL_DIGITS}}}", text, re.ASCII) and int(text)
    return text.zfill(SERIAL_DIGITS) if is_serial else ""


def tidy_code(value: object) -> str:
    """
    Return a county's or a township's code as text: a number, blanks, full width, a village's or a padded code read.

    A number may be written with separators or, where that loses no digit, in scientific notation.

    >>> tidy_code(990121201.0), tidy_code(" ９９０１２１１０７ "), tidy_code("990121107003"), tidy_code("990121000000")
    ('990121201', '990121107', '990121107', '990121')
    >>> tidy_code("990,121,201"), tidy_code("9.90121201E+08"), tidy_code("9.90121E+08")
    ('990121201', '990121201', '')
    >>> tidy_code("毛嘴镇"), tidy_code(None), tidy_code(17)
    ('', '', '')
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value)))
    text = re.sub(r"\.0+$", "", text.replace(",", ""))
    exact = re.fullmatch(r"(\d)\.(\d+)E\+?0?(\d{1,2})", text, re.ASCII | re.IGNORECASE)
    if exact and len(exact[2]) == int(exact[3]):
        text = exact[1] + exact[2]
    if not re.fullmatch(r"\d+", text, re.ASCII) or len(text) not in (COUNTY_DIGITS, TOWNSHIP_DIGITS, VILLAGE_DIGITS):
        return ""
    township = text[:TOWNSHIP_DIGITS]
    return township if township[COUNTY_DIGITS:].strip("0") else county_of(text)
