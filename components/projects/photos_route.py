"""The photos of projects as plain HTTP: only those that a row knows, by their hexadecimal names."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from components.frame import cached
from monitoring.errors import NotFound
from monitoring.snapshots import photo_content, thumbnail

KEYS = {"county", "photo", "size"}
SIZES = ("", "small")
KEEP = "private, max-age=3600"  # a name says what is in the file: it never changes, access to it may


def photo_address(county: str, sha256: str, size: str = "") -> str:
    """
    Return the address of a photo, relative to every page.

    Args:
        size: "small": a thumbnail.

    >>> photo_address("990122", "ab12", "small")
    './api/photo.jpg?county=990122&photo=ab12&size=small'
    """
    keys = {"county": county, "photo": sha256} | ({"size": size} if size else {})
    return f"./api/photo.jpg?{urlencode(keys)}"


def photo_jpg(request: Request) -> Response:
    """
    Answer a photo, whole or small.

    Raises:
        NotFound: no photo has this name, its file is gone, or the address holds something else.
    """
    query = request.query_params
    unknown = set(query) - KEYS
    if unknown or query.get("size", "") not in SIZES:
        raise NotFound("照片的地址写得不对，没有返回照片。请从“工程项目”页打开。")
    name, size = query.get("photo", ""), query.get("size", "")
    content = photo_content(cached.storage(), cached.settings().folder, query.get("county", ""), name)
    headers = {"ETag": f'"{name}{size}"', "Cache-Control": KEEP, "X-Content-Type-Options": "nosniff"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(thumbnail(content) if size else content, media_type="image/jpeg", headers=headers)
