"""Parses XML from outside, element by element: no tree is built, and nothing outside the file is ever opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.parsers import expat


def parse(
    xml: bytes,
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    characters: Callable[[str], Any] | None = None,
    separator: str | None = None,
) -> None:
    """
    Hand over what stands in XML, in its order.

    Args:
        start, end: take the name of an element where it begins, with its attributes, and where it ends.
        characters: takes text, in as few pieces as possible.
        separator: put between a namespace and a name; None: names are as they are written.

    Raises:
        expat.ExpatError: it is not well formed, or its entities grow without end.

    >>> parse(b"<a><b c='1'>x</b></a>", lambda name, given: print(name, given), characters=print)
    a {}
    b {'c': '1'}
    x
    """
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.Parse(xml, True)
