"""
Three ways to say where a place in China is: WGS-84, GCJ-02 (map services) and BD-09 (Baidu), and the way between them.

CGCS2000 (Tianditu) lies within a metre of WGS-84 and is taken as WGS-84. The formulae were never published by their
owners: these are the well-known public ones (open source since 2013 as eviltransform and coordtransform).
"""

from __future__ import annotations

import numpy as np

WGS84, GCJ02, BD09 = "WGS-84", "GCJ-02", "BD-09"
DATUMS = (WGS84, GCJ02, BD09)

CHINA = (73.0, 3.0, 136.0, 54.0)
"""West, south, east, north of a box about China (73°33′–135°05′E, 3°52′–53°33′N), in whole degrees outwards."""

METRES_PER_DEGREE = 111_320.0  # of latitude, and of longitude at the equator (WGS-84's equator / 360)

SEMI_MAJOR_M, ECCENTRICITY_2 = 6_378_245.0, 0.006_693_421_622_965_943_23  # Krasovsky 1940, as GCJ-02 uses it
CENTRE = (105.0, 35.0)  # where the polynomials of GCJ-02 start
EAST_POLYNOMIAL = (300.0, 1.0, 2.0, 0.1, 0.0, 0.1, 0.1)  # metres: 1, x, y, x², y², xy, √|x|
NORTH_POLYNOMIAL = (-100.0, 2.0, 3.0, 0.0, 0.2, 0.1, 0.2)
SHORT_WAVES = ((20.0, 6.0), (20.0, 2.0))  # metres and half-turns a degree, in x, of both directions
EAST_WAVES = ((20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))  # in x
NORTH_WAVES = ((20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))  # in y
WAVE_SHARE = 2 / 3

BD09_OFFSET = (0.0065, 0.006)  # degrees east and north
BD09_TURNS = 3000 / 180  # half-turns a degree
BD09_STRETCH, BD09_TWIST = 0.000_02, 0.000_003  # of the distance from 0°, 0° (degrees), of the angle (radians)

ROUNDS = 12  # of the inverse; each cuts what is left to a hundredth, far below the last digit of a float


def from_wgs84(datum: str, longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Return places of WGS-84 in another datum.

    Args:
        datum: one of DATUMS.
        longitude, latitude: degrees, inside CHINA, of any shape; NaN stays NaN.

    >>> longitude, latitude = from_wgs84("GCJ-02", np.array(113.194909), np.array(30.397568))
    >>> round(float(longitude), 6), round(float(latitude), 6)
    (113.200849, 30.395085)
    """
    longitude, latitude = np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)
    if datum == WGS84:
        return longitude, latitude
    east, north = _gcj02_shift(longitude, latitude)
    longitude, latitude = longitude + east, latitude + north
    return (longitude, latitude) if datum == GCJ02 else _bd09(longitude, latitude)


def to_wgs84(datum: str, longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Return places of a datum in WGS-84: the exact inverse of from_wgs84, found by repeated correction.

    >>> longitude, latitude = to_wgs84("BD-09", np.array(113.460006), np.array(30.412479))
    >>> round(float(longitude), 6), round(float(latitude), 6)
    (113.447362, 30.409185)
    """
    longitude, latitude = np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)
    if datum == WGS84:
        return longitude, latitude
    east, north = longitude, latitude
    for _ in range(ROUNDS):
        there_east, there_north = from_wgs84(datum, east, north)
        east, north = east - (there_east - longitude), north - (there_north - latitude)
    return east, north


def in_china(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Return which places lie in the box about China; False for NaN."""
    west, south, east, north = CHINA
    return (west <= longitude) & (longitude <= east) & (south <= latitude) & (latitude <= north)


def metres(
    longitude: np.ndarray, latitude: np.ndarray, to_longitude: np.ndarray, to_latitude: np.ndarray
) -> np.ndarray:
    """
    Return the distance between near places, in metres (a flat earth at their latitude).

    >>> round(float(metres(113.0, 30.0, 113.001, 30.0)))
    96
    """
    east = (to_longitude - longitude) * np.cos(np.radians(latitude))
    return METRES_PER_DEGREE * np.hypot(east, to_latitude - latitude)


def _gcj02_shift(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees east and north from WGS-84 to GCJ-02."""
    x, y = longitude - CENTRE[0], latitude - CENTRE[1]
    short = _waves(SHORT_WAVES, x)
    east_m = _polynomial(EAST_POLYNOMIAL, x, y) + WAVE_SHARE * (short + _waves(EAST_WAVES, x))
    north_m = _polynomial(NORTH_POLYNOMIAL, x, y) + WAVE_SHARE * (short + _waves(NORTH_WAVES, y))
    radians = np.radians(latitude)
    squeeze = 1 - ECCENTRICITY_2 * np.sin(radians) ** 2
    meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY_2) / (squeeze * np.sqrt(squeeze))
    parallel_m = SEMI_MAJOR_M / np.sqrt(squeeze) * np.cos(radians)
    return np.degrees(east_m / parallel_m), np.degrees(north_m / meridian_m)


def _polynomial(of: tuple[float, ...], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    terms = (1, x, y, x * x, y * y, x * y, np.sqrt(np.abs(x)))
    return sum(factor * term for factor, term in zip(of, terms, strict=True))


def _waves(of: tuple[tuple[float, float], ...], along: np.ndarray) -> np.ndarray:
    return sum(height * np.sin(half_turns * np.pi * along) for height, half_turns in of)


def _bd09(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From GCJ-02 to BD-09."""
    away = np.hypot(longitude, latitude) + BD09_STRETCH * np.sin(BD09_TURNS * np.pi * latitude)
    angle = np.arctan2(latitude, longitude) + BD09_TWIST * np.cos(BD09_TURNS * np.pi * longitude)
    return away * np.cos(angle) + BD09_OFFSET[0], away * np.sin(angle) + BD09_OFFSET[1]
