"""The words of data/townships.toml: how files call a code, a name, a datum, and which names are variants."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from typing import Any

from monitoring.settings import DATA
from monitoring.settings.kept import kept


@kept
def words(table: str) -> dict[str, Any]:
    """Return one table of data/townships.toml."""
    return tomllib.loads((DATA / "townships.toml").read_text(encoding="utf-8"))[table]


def bare(text: str) -> str:
    """
    Return letters (upper case), digits and Chinese characters only, so that spellings compare.

    >>> bare("GCJ-02（火星坐标系）")
    'GCJ02火星坐标系'
    """
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).upper()


def named_datum(text: str) -> str:
    """
    Return the datum that a text names; "" where it names none or several.

    >>> named_datum("手机拾取（火星坐标系）"), named_datum("CGCS2000 / Gauss-Kruger CM 114E"), named_datum("米")
    ('GCJ-02', 'WGS-84', '')
    """
    plain = bare(text)
    datums = [datum for datum, called in words("datums").items() if any(word in plain for word in called)]
    return datums[0] if len(datums) == 1 else ""
