"""Coordinate systems of boundary files: which are known, and which figures are degrees without one."""

from __future__ import annotations

import numpy as np
import pyproj
from pyproj.exceptions import CRSError

from monitoring.townships.datums import CHINA

LONGITUDE_LATITUDE = "EPSG:4326"


def known_system(text: str) -> pyproj.CRS | None:
    """
    Return the system that a .prj or a layer names; None where nobody can tell where its figures are.

    A county's own plane (独立坐标系) has an origin and an angle that its owner keeps.

    >>> known_system("EPSG:4490").name, known_system('LOCAL_CS["城建坐标系",UNIT["Meter",1.0]]'), known_system("城建")
    ('China Geodetic Coordinate System 2000', None, None)
    """
    try:
        system = pyproj.CRS.from_user_input(text)
    except (CRSError, UnicodeError):
        return None
    is_on_earth = system.is_geographic or system.is_projected or system.is_bound or system.is_compound
    return system if is_on_earth else None


def are_degrees(bounds: np.ndarray) -> bool:
    """Return whether figures are longitudes and latitudes of China, in either order; True where there are none."""
    return bool(np.isnan(bounds).all()) or is_in_china(bounds) or is_in_china(bounds[[1, 0, 3, 2]])


def is_in_china(bounds: np.ndarray) -> bool:
    """Return whether bounds (west, south, east, north, in degrees) lie in the box about China."""
    west, south, east, north = bounds
    return bool(CHINA[0] <= west and CHINA[1] <= south and east <= CHINA[2] and north <= CHINA[3])
