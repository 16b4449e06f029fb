"""Columns by letter, as the office program names them; without openpyxl, which takes half a second to start."""

from __future__ import annotations

from functools import cache

ALPHABET = 26


@cache
def letters_of(column: int) -> str:
    """
    Return the letters of a column, counted from 1.

    >>> letters_of(1), letters_of(26), letters_of(27), letters_of(16_384)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    while column > 0:
        column, place = divmod(column - 1, ALPHABET)
        letters = chr(ord("A") + place) + letters
    return letters


@cache
def column_of(letters: str) -> int:
    """
    Return the column of some letters, counted from 1.

    >>> column_of("A"), column_of("AA"), column_of("XFD")
    (1, 27, 16384)
    """
    column = 0
    for letter in letters.upper():
        column = column * ALPHABET + ord(letter) - ord("A") + 1
    return column
