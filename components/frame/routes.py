"""
What is served as plain HTTP beside the pages: data for the map, health, and the way home from unknown addresses.

Every route asks `readable` first and checks every parameter; what is wrong is answered 404 with a Chinese sentence. A
new route is one function and one line in ROUTES.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

from components.drawing import theme
from components.frame import cached
from components.frame.choice import ALL
from components.frame.door import Door
from components.frame.offline import bundle
from components.map import data as map_data
from components.map.choice import LayerChoice
from components.projects.photos_route import photo_jpg
from components.school.routes import school_pdf, school_xlsx, schools_zip
from components.shell import pages
from monitoring.errors import NotFound, UserError
from monitoring.schools.names import local_name

KEEP = "private, max-age=3600"  # an address names snapshot and rules: what it answers never changes, access to it may
SERVER_OWN = {"_stcore", "api", "app", "component", "health", "media", "static"}
LAYER_KEYS = {"snapshot", "standard", "stage", "measure", "rules"}
Box = tuple[float, float, float, float]


class WrongParameterError(Exception):
    """A parameter that no page would have written; its text is the answer."""


def readable(request: Request) -> bool:
    """
    Return whether whoever asks may see the county that the address names.

    There are no accounts: the server listens on this machine only, and who reaches it may read everything, on pages and
    routes alike.
    """
    named = request.query_params.get("snapshot", "")[:6] or request.query_params.get("county", "")
    return not named or cached.reader().may_see(named)


def guarded(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Wrap a route: what is not readable is 403, a wrong parameter 404, a database that fails 503, each a sentence."""

    def route(request: Request) -> Response:
        with cached.one_run():
            if not readable(request):
                return PlainTextResponse("您没有查看这些数据的权限。", status_code=403)
            try:
                return answer(request)
            except (WrongParameterError, NotFound) as error:
                return PlainTextResponse(str(error), status_code=404)
            except UserError as error:  # the database or the settings: not the address's fault, and it may pass
                return PlainTextResponse(str(error), status_code=503)

    return route


def health(request: Request) -> Response:  # noqa: ARG001 (every route is asked with a request)
    """Say that the server runs and its database answers."""
    return PlainTextResponse(f"正常，数据库里有 {len(cached.counties())} 个县")


def points(request: Request) -> Response:
    """Answer the schools of a layer of the map; `bbox` and `zoom` narrow it to a window where they are too many."""
    asked = _asked(request, LAYER_KEYS | {"bbox", "zoom"})
    schools, by = map_data.placed(cached.layer(asked).points), cached.rulebook().map
    box, zoom = _box(request.query_params.get("bbox")), _zoom(request.query_params.get("zoom"))
    if zoom is None:
        zoom = map_data.zoom_for(box or map_data.box_of(schools), by.largest_zoom) if len(schools) else 0
    return _json(request, map_data.window(schools, box, zoom, (*theme.RAMP, theme.EMPTY), by))


def townships(request: Request) -> Response:
    """Answer the townships of a layer of the map as GeoJSON, each with its figure and colour."""
    return _json(request, cached.township_layer(_asked(request, LAYER_KEYS)))


def schools(request: Request) -> Response:
    """Answer the schools of a snapshot by name, for the search field in the bar."""
    key = _snapshot(request)
    places = cached.places(key)
    county = cached.snapshot(key).county_name
    listed = [
        {"code": code, "name": local_name(name, county), "township": places.townships[places.township_of[code]]}
        for code, name in places.schools.items()
    ]
    return _json(request, {"schools": listed})


def map_js(request: Request) -> Response:  # noqa: ARG001 (its version stands in the address for the browser alone)
    """Answer the map's scripts."""
    return Response(bundle(), media_type="text/javascript", headers={"Cache-Control": KEEP})


ROUTES = [
    Route("/health", guarded(health)),
    Route("/api/map.js", guarded(map_js)),
    Route("/api/points", guarded(points)),
    Route("/api/townships", guarded(townships)),
    Route("/api/schools", guarded(schools)),
    Route("/api/school.pdf", guarded(school_pdf)),
    Route("/api/school.xlsx", guarded(school_xlsx)),
    Route("/api/schools.zip", guarded(schools_zip)),
    Route("/api/photo.jpg", guarded(photo_jpg)),
]


class UnknownPagesGoHome:
    """Send a visit to a page that does not exist to 总览, which says so, before the framework's own dialog can."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        base = config.get_option("server.baseUrlPath").strip("/")
        path = scope.get("path", "").strip("/").removeprefix(base).strip("/")
        if scope["type"] == "http" and scope["method"] == "GET" and is_unknown(path):
            home = f"/{base}/" if base else "/"
            await RedirectResponse(f"{home}?unknown={quote(path)}", status_code=303)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_unknown(path: str) -> bool:
    """
    Return whether an address (without slashes at its ends) is neither a page nor one of the server's own.

    >>> is_unknown("map"), is_unknown("school/_stcore/health"), is_unknown("favicon.png"), is_unknown("reports")
    (False, False, False, True)
    """
    parts = path.split("/")
    known = {page.path for page in pages()}
    return path not in known and SERVER_OWN.isdisjoint(parts) and "." not in parts[-1]


def crashed(request: Request, error: Exception) -> Response:  # noqa: ARG001 (the server logs it)
    """Answer a mistake of ours with a sentence."""
    sentence = (
        "程序出错了，没有返回数据；数据没有改动。请再试一次；还是这样，请把运行程序的窗口里最后几行文字发给维护人员。"
    )
    return PlainTextResponse(sentence, status_code=500)


MIDDLEWARE = [Middleware(Door), Middleware(UnknownPagesGoHome)]


def _asked(request: Request, allowed: set[str]) -> LayerChoice:
    """Read and check what names a layer; WrongParameterError names the first parameter that does not exist."""
    query = request.query_params
    for key in query:
        if key not in allowed:
            raise WrongParameterError(f"地图数据的地址里多了“{key}”，没有返回数据。")
    key = _snapshot(request)
    standard = cached.standards().get(query.get("standard", ""))
    if standard is None:
        raise WrongParameterError(f"没有编号为“{query.get('standard', '')}”的标准，没有返回数据。")
    stage = query.get("stage", ALL)
    if stage not in (ALL, "primary", "junior"):
        raise WrongParameterError(f"学段“{stage}”应为 all、primary 或 junior，没有返回数据。")
    measure = query.get("measure", "share")
    if measure not in cached.looks(key, standard.id):
        raise WrongParameterError(f"底色“{measure}”不在可选的指标里，没有返回数据。")
    if not re.fullmatch(r"[0-9a-f]{0,64}", query.get("rules", "")):
        raise WrongParameterError("规则编号写得不对，没有返回数据。")
    return LayerChoice(key, standard.id, stage, measure)


def _snapshot(request: Request) -> str:
    key = request.query_params.get("snapshot", "")
    if not re.fullmatch(r"[0-9]{6}-[0-9]{8}-[0-9]{1,9}(\.[0-9]{1,9}){0,31}", key):
        raise WrongParameterError(f"数据编号“{key[:80]}”写得不对，没有返回数据。")
    return key


def _box(text: str | None) -> Box | None:
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise WrongParameterError(f"范围“{text}”应为四个数：西,南,东,北，没有返回数据。") from None
    if not (-360 <= west < east <= 360 and -90 <= south < north <= 90):
        raise WrongParameterError(f"范围“{text}”不是地图上的一个框，没有返回数据。")
    return west, south, east, north


def _zoom(text: str | None) -> int | None:
    if text is None:
        return None
    largest = cached.rulebook().map.largest_zoom
    if not re.fullmatch(r"\d{1,2}", text) or int(text) > largest:
        raise WrongParameterError(f"缩放级别“{text}”应为 0 至 {largest} 的整数，没有返回数据。")
    return int(text)


def _json(request: Request, content: Mapping[str, Any]) -> Response:
    """Answer JSON: compressed, to be kept by the browser, and not sent again while it is the same."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:24]}"', "Cache-Control": KEEP, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=6)
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)
