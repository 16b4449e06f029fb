"""
Printed pages: a typst template and its content in, a PDF out, in the font that is shipped. It knows no school.

Content goes in as JSON, every text as text: a name cannot become markup. A character that the shipped font lacks is
looked for in the fonts of this machine, and said on the page either way, for a hole in a name must not go unseen.
"""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from monitoring.settings import DATA

FONTS = DATA / "fonts"
FONT = FONTS / "NotoSansCJKsc-Regular-subset.otf"
TEMPLATES = Path(__file__).parent
CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # the same content gives the same bytes; the page itself says its dates
FULL_TABLE = 12
"""The format of a font's table of characters that holds every plane of Unicode (OpenType, cmap)."""

_lock = threading.Lock()  # a compiler keeps its input between calls


def pdf(template: str, content: Mapping[str, Any]) -> bytes:
    """
    Return a PDF; the same content gives the same bytes.

    Args:
        template: the name of a file beside this one, "school.typ"; it reads `sys.inputs.content`.
        content: what JSON can hold. The key "absent" is added: what note_on says of it.
    """
    return _compile(template, content, "pdf")


def pages(template: str, content: Mapping[str, Any], ppi: float = 100) -> list[bytes]:
    """Return the same pages as pictures (PNG), to look at and to count."""
    drawn = _compile(template, content, "png", ppi=ppi)
    return drawn if isinstance(drawn, list) else [drawn]


def absent(text: str) -> str:
    """
    Return the characters of a text that the shipped font lacks, each once, in order.

    >>> absent("剅口镇第六小学 ㎡"), absent("龘")
    ('', '龘')
    """
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in characters() and sign.isprintable()))


def note_on(text: str) -> str:
    """Return what the page says of the characters that the shipped font lacks; "" where it lacks none."""
    holes = absent(text)
    if not holes:
        return ""
    signs = "、".join(f"“{sign}”（U+{ord(sign):04X}）" for sign in holes)
    return f"随附字体没有{signs}，用本机字体代替；如印成方框，请手工补写。"


@lru_cache(maxsize=1)
def characters() -> frozenset[int]:
    """Return the code points that the shipped font draws, read from its table of characters."""
    font = FONT.read_bytes()
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    codes: set[int] = set()
    for place in range(count):
        _, _, offset = struct.unpack_from(">HHL", font, table + 4 + 8 * place)
        (form,) = struct.unpack_from(">H", font, table + offset)
        if form == FULL_TABLE:
            (groups,) = struct.unpack_from(">L", font, table + offset + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">LLL", font, table + offset + 16 + 12 * group)
                codes.update(range(first, last + 1))
    return frozenset(codes)


def _table(font: bytes, name: bytes) -> int:
    """Where a table of an OpenType file begins."""
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * place)
        if tag == name:
            return offset
    raise ValueError(f"{FONT} has no table {name!r}")


def _compile(template: str, content: Mapping[str, Any], form: str, **options: Any) -> Any:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    holes = absent(text)
    given = json.dumps({**content, "absent": note_on(text)}, ensure_ascii=False)
    with _lock:
        return _compiler(bool(holes)).compile(
            input=str(TEMPLATES / template), format=form, sys_inputs={"content": given}, timestamp=CREATED, **options
        )


@lru_cache(maxsize=2)
def _compiler(looks_around: bool) -> typst.Compiler:
    """A compiler that knows the shipped font, and this machine's too where a character asks for it."""
    return typst.Compiler(root=str(TEMPLATES), font_paths=[str(FONTS)], ignore_system_fonts=not looks_around)
