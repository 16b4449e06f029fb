"""Coordinate systems of boundary files: which are known, and the way from them to degrees."""

from __future__ import annotations

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError, ProjError

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


def way_to_degrees(system: pyproj.CRS) -> pyproj.Transformer | None:
    """Return what turns a system's figures into longitude and latitude; None where there is no way."""
    try:
        return pyproj.Transformer.from_crs(system, LONGITUDE_LATITUDE, always_xy=True)
    except ProjError:
        return None


def are_degrees(shapes: list[shapely.Geometry]) -> bool:
    """Return whether all figures are longitudes and latitudes of China, in either order; True where there are none."""
    west, south, east, north = shapely.total_bounds(shapes) if shapes else [np.nan] * 4
    if np.isnan(west):
        return True
    return any(
        CHINA[0] <= box[0] and CHINA[1] <= box[1] and box[2] <= CHINA[2] and box[3] <= CHINA[3]
        for box in ((west, south, east, north), (south, west, north, east))
    )
