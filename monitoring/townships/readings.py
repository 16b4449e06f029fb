"""The ways a cell with a longitude or a latitude can be read. Which of them fits is not decided here."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from monitoring.townships.model import AS_GIVEN, DECIMAL_COMMA, DMS, LOST_POINT, SWAPPED

MINUTES, SECONDS = 60, 3600  # in a degree

LARGEST_DEGREE = 180  # a longer row of digits has lost its decimal point
CUTS = (3, 2)  # digits before the point: of a longitude from 100°, of a latitude and of a longitude below 100°
ROUNDING_DEG = 1e-5  # about a metre: borders and points are rounded too
COARSEST_DEG = 1 / MINUTES  # nothing that is given more coarsely is taken for a place

MARKS = str.maketrans(
    {"度": "°", "º": "°", "˚": "°", "分": "'", "′": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "秒": '"', "″": '"',
     "”": '"', "“": '"', "〃": '"', "。": ".", "·": ".", "、": ",", "：": ":", "－": "-", "—": "-", "–": "-"}
)  # fmt: skip
WORDS = re.compile(r"东经|北纬|经度|纬度|longitude|latitude|lng|lon|lat|[ENen:=\s]+$|^[ENen:=\s]+", re.IGNORECASE)

MARKED = re.compile(r"""^(\d{1,3}(?:\.\d+)?)°(?:(\d{1,2}(?:\.\d+)?)'?(?:(\d{1,2}(?:\.\d+)?)(?:"|'')?)?)?$""")
PARTED = re.compile(r"^(\d{1,3})[:\s-](\d{1,2}(?:\.\d+)?)(?:[:\s-](\d{1,2}(?:\.\d+)?))?$")
DOTTED = re.compile(r"^(\d{2,3})\.(\d{1,2})\.(\d{1,2}(?:\.\d+)?)$")
PACKED = re.compile(r"^(\d{2,3})(\d{2})(\d{2}(?:\.\d+)?)$")
COMMA = re.compile(r"^(\d{1,3})((?:,\d+)+)$")
DIGITS = re.compile(r"^(\d+)(?:\.(\d+))?$")


@dataclass(frozen=True)
class Value:
    """A number of degrees, how it was read (a form of model.py), and how exact it is, in degrees."""

    form: str
    degrees: float
    precision: float


@dataclass(frozen=True)
class Pair:
    """A longitude and a latitude read from a pair of cells."""

    form: str
    longitude: float
    latitude: float
    precision: float


def pairs(longitude: str, latitude: str, longitude_deg: float = math.nan, latitude_deg: float = math.nan) -> list[Pair]:
    """
    Return the ways to read a pair of cells, as given first; where they lie plays no part.

    Args:
        longitude, latitude: the text as typed.
        longitude_deg, latitude_deg: the numbers that the import read, NaN where it read none.

    >>> [(pair.form, round(pair.longitude, 4), pair.latitude) for pair in pairs("113°27′E", "30.36")]
    [('dms', 113.45, 30.36), ('swapped+dms', 30.36, 113.45)]
    """
    east, north = values(longitude, longitude_deg), values(latitude, latitude_deg)
    straight = [_pair((), x, y) for x in east for y in north]
    return straight + [_pair((SWAPPED,), x, y) for x in north for y in east]


def values(text: str, number: float = math.nan) -> tuple[Value, ...]:
    """
    Return the ways to read one cell.

    >>> [(value.form, round(value.degrees, 6)) for value in values("113.455006")]
    [('as_given', 113.455006)]
    >>> [(value.form, round(value.degrees, 4)) for value in values("东经113度27分18秒")]
    [('dms', 113.455)]
    >>> [(value.form, value.degrees) for value in values("113，455006")]
    [('decimal_comma', 113.455006)]
    >>> [(value.form, round(value.degrees, 6)) for value in values("113455006")]
    [('lost_point', 113.455006), ('lost_point', 11.345501)]
    >>> values("不详")
    ()
    """
    plain = unicodedata.normalize("NFKC", text.translate(MARKS)).strip()
    ways = [*_as_given(plain, number), *_decimal_comma(plain), *_dms(plain), *_lost_point(plain)]
    return tuple({round(value.degrees, 9): value for value in reversed(ways)}.values())[::-1]


def typed_precision(text: str) -> float:
    """
    Return half of the last decimal place of a number, in degrees, with the rounding of borders.

    >>> typed_precision("113.46")
    0.00501
    """
    decimals = len(text.partition(".")[2])
    return 0.5 * 10.0**-decimals + ROUNDING_DEG


def _pair(done: tuple[str, ...], x: Value, y: Value) -> Pair:
    forms = [*done, *dict.fromkeys(form for form in (x.form, y.form) if form != AS_GIVEN)]
    # A number loses its last zeros on the way: the longer of two plain ones says how exact both are.
    plain = x.form == AS_GIVEN == y.form
    precision = min(x.precision, y.precision) if plain else max(x.precision, y.precision)
    return Pair("+".join(forms) or AS_GIVEN, x.degrees, y.degrees, min(precision, COARSEST_DEG))


def _as_given(plain: str, number: float) -> list[Value]:
    if re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return [Value(AS_GIVEN, float(plain), typed_precision(plain))] if float(plain) <= LARGEST_DEGREE else []
    if math.isnan(number) or abs(number) > LARGEST_DEGREE or COMMA.match(plain):
        return []
    return [Value(AS_GIVEN, number, typed_precision(repr(number)))]


def _decimal_comma(plain: str) -> list[Value]:
    match = COMMA.match(plain)
    if not match:
        return []
    digits = match[2].replace(",", "")
    return [Value(DECIMAL_COMMA, float(f"{match[1]}.{digits}"), typed_precision(f".{digits}"))]


def _dms(plain: str) -> list[Value]:
    bare = WORDS.sub("", plain).strip()
    is_named = bare != plain and re.fullmatch(r"\d+\.\d+", bare)  # 东经113.455
    named = [Value(DMS, float(bare), typed_precision(bare))] if is_named else []
    tight = bare.replace(" ", "")
    match = MARKED.match(tight) or PARTED.match(bare) or DOTTED.match(bare) or PACKED.match(bare)
    if not match:
        return named
    degrees, minutes, seconds = match[1], match[2] or "", match[3] or ""
    if max(float(minutes or 0), float(seconds or 0)) >= MINUTES:
        return named
    value = float(degrees) + float(minutes or 0) / MINUTES + float(seconds or 0) / SECONDS
    # Rounded or cut off: a whole unit of the last place that is given.
    last, unit = (seconds, SECONDS) if seconds else (minutes, MINUTES) if minutes else (degrees, 1)
    return [*named, Value(DMS, value, 2 * typed_precision(last) / unit)]


def _lost_point(plain: str) -> list[Value]:
    match = DIGITS.match(plain)
    if not match or float(plain) <= LARGEST_DEGREE:
        return []
    digits = match[1] + (match[2] or "").rstrip("0")
    return [
        Value(LOST_POINT, float(f"{digits[:cut]}.{digits[cut:]}"), typed_precision(f".{digits[cut:]}")) for cut in CUTS
    ]
