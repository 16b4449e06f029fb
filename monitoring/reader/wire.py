"""
What the reading process hands back: frozen dataclasses as JSON, and out of JSON only what their declarations allow.

Nothing is unpickled: a file that got the better of its reader could otherwise have any code run.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from monitoring.workbook.dated import Dated

DATE, MOMENT, DATED = "date", "moment", "dated"
"""How the values of cells are marked that JSON has no word for."""
PLAIN = (str, float, bool, type(None))
Declared = TypeVar("Declared")
Decoder = Callable[[Any], Any]


class WireError(ValueError):
    """What came is not what was declared."""


def to_json(value: Any) -> bytes:
    """
    Return a dataclass as JSON: the values of its fields in order.

    >>> from monitoring.workbook import Row
    >>> to_json(Row(7, ("毛嘴镇", 12.0, date(2026, 3, 31)), ("毛嘴镇", "12", "2026-03-31")))[:48]
    b'[7,["\\\\u6bdb\\\\u5634\\\\u9547",12.0,{"date":"2026-03-3'
    """
    return json.dumps(_plain(value), separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in PLAIN or kind is int:
        return value
    if kind is tuple or kind is list:
        return [one if type(one) in (str, float) else _plain(one) for one in value]
    if kind is Dated:
        return {DATED: float(value)}
    if kind is datetime:
        return {MOMENT: value.isoformat()}
    if kind is date:
        return {DATE: value.isoformat()}
    if is_dataclass(value):
        return [_plain(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    raise WireError(f"no way to send a {kind.__name__}")


def from_json(kind: type[Declared], content: bytes) -> Declared:
    """
    Return the dataclass that `to_json` wrote.

    Raises:
        WireError: it is not one of that kind.

    >>> from monitoring.workbook import Row
    >>> row = Row(7, ("毛嘴镇", 12.0, date(2026, 3, 31), Dated(504.0)), ("毛嘴镇", "12", "2026-03-31", "504"))
    >>> from_json(Row, to_json(row)) == row
    True
    >>> from_json(Row, b'["7", [], [], false]')
    Traceback (most recent call last):
    monitoring.reader.wire.WireError: int expected, not '7'
    """
    try:
        return _decoder(kind)(json.loads(content))
    except RecursionError as error:
        raise WireError("nested too deep") from error


@cache
def _decoder(kind: Any) -> Decoder:
    """What reads a value of a declared kind."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return _cell
    if origin in (Union, types.UnionType):
        return _optional(_decoder(next(one for one in inner if one is not type(None))))
    if origin is tuple and inner[-1] is not Ellipsis:
        return _fixed([_decoder(one) for one in inner], "values", lambda *values: values)
    if origin is tuple:
        return _sequence(_decoder(inner[0]), tuple)
    if origin is frozenset:
        return _sequence(_decoder(inner[0]), frozenset)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_decoder(inner[1]))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return _fixed([_decoder(hints[one.name]) for one in fields(kind)], kind.__name__, kind)
    return _exactly(kind)


def _exactly(kind: type) -> Decoder:
    kinds = (int, float) if kind is float else (kind,)

    def decode(given: Any) -> Any:
        if type(given) not in kinds:
            raise WireError(f"{kind.__name__} expected, not {given!r:.80}")
        return given

    return decode


def _cell(given: Any) -> Any:
    """The value of a cell: text, number, yes or no, nothing, or one of the three that are marked."""
    if type(given) in PLAIN:
        return given
    if not isinstance(given, dict) or len(given) != 1:
        raise WireError(f"the value of a cell expected, not {given!r:.80}")
    (mark, value), = given.items()  # fmt: skip
    if mark == DATED and type(value) is float:
        return Dated(value)
    if mark in (DATE, MOMENT) and type(value) is str:
        try:
            return date.fromisoformat(value) if mark == DATE else datetime.fromisoformat(value)
        except ValueError as error:
            raise WireError(f"a date expected, not {value:.80}") from error
    raise WireError(f"the value of a cell expected, not {given!r:.80}")


def _optional(decode: Decoder) -> Decoder:
    return lambda value: None if value is None else decode(value)


def _sequence(decode: Decoder, made: type) -> Decoder:
    def decode_all(given: Any) -> Any:
        if type(given) is not list:
            raise WireError(f"a list expected, not {given!r:.80}")
        return made([decode(one) for one in given])

    return decode_all


def _mapping(decode: Decoder) -> Decoder:
    def decode_all(given: Any) -> Any:
        if type(given) is not dict:
            raise WireError(f"names and values expected, not {given!r:.80}")
        return {key: decode(one) for key, one in given.items()}

    return decode_all


def _fixed(decoders: list[Decoder], name: str, made: Callable[..., Any]) -> Decoder:
    def decode(given: Any) -> Any:
        if type(given) is not list or len(given) != len(decoders):
            raise WireError(f"{name} expected, not {given!r:.80}")
        return made(*(decode_one(one) for decode_one, one in zip(decoders, given, strict=True)))

    return decode
