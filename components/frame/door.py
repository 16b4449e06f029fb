"""
The door before everything that is served: which names the server answers to, and what a browser may do with an answer.

A hostile page can make its own name point at this machine and then read whatever is served here; so a request is
answered only where it calls the server by a name that is known. Who may read what is not asked here (routes.readable).
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from components.frame import cached
from monitoring.errors import UserError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
STATIC = Path(__file__).parent.parent / "static"
FRAME = Path(streamlit.__file__).parent / "static" / "index.html"
MAP = "/component/"
MISDIRECTED, FORBIDDEN = 421, 403
READS = ("GET", "HEAD", "OPTIONS")
LONGEST = 80  # characters of a foreign name that are said back
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Door:
    """Refuse what calls the server by a foreign name; say with every answer what a browser may do with it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        wrong = refusal(scope)
        if wrong and scope["type"] == "websocket":
            await WebSocketClose(reason="host or origin not known")(scope, receive, send)
        elif wrong:
            status, sentence = wrong
            await PlainTextResponse(sentence, status_code=status)(scope, receive, _marked(scope, send))
        else:
            await self.app(scope, receive, _marked(scope, send))


def refusal(scope: Scope) -> tuple[int, str] | None:
    """Return why a request is not answered, as a status and a sentence; None where it is."""
    headers = Headers(scope=scope)
    named = headers.getlist("host")
    host = named[0] if len(named) == 1 else ""
    if host_name(host) not in known_hosts():
        return MISDIRECTED, (
            f"本系统不认主机名“{host[:LONGEST]}”，没有返回任何数据。请在运行本系统的电脑上打开 http://127.0.0.1:端口；"
            "要用别的主机名打开，请先写进 config.toml 的 [server] hosts，再重新启动。"
        )
    origin = headers.get("origin")
    asks_only = scope["type"] == "http" and scope["method"] in READS
    if origin is not None and not asks_only and urlsplit(origin).netloc.lower() != host.lower():
        return FORBIDDEN, f"这个请求来自别的网页“{origin[:LONGEST]}”，没有执行，也没有返回任何数据。"
    return None


def host_name(host: str) -> str:
    """
    Return the name in a Host header, without the port; "" where it is not one.

    >>> host_name("127.0.0.1:8501"), host_name("[::1]:8501"), host_name("LOCALHOST."), host_name("a@localhost")
    ('127.0.0.1', '[::1]', 'localhost', '')
    """
    match = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+?)\.?(?::\d{1,5})?", host)
    return match[1].lower() if match else ""


def known_hosts() -> frozenset[str]:
    """Return the names that the server answers to: this machine's own, and those of the settings."""
    return frozenset((*LOOPBACK, *_settings()[0]))


def policy(path: str) -> str:
    """
    Return the Content-Security-Policy of an HTML answer: from this server alone, in no other site's frame.

    Args:
        path: of the request; the map's frame runs the text that folium writes, which the pages need not.
    """
    tiles = _settings()[1]
    script = ("'unsafe-inline'", "'unsafe-eval'") if MAP in path else tuple(f"'sha256-{each}'" for each in _scripts())
    rules: dict[str, Iterable[str]] = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *script],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:", *tiles],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def _marked(scope: Scope, send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(EVERYWHERE)
            if headers.get("content-type", "").startswith("text/html"):
                headers["Content-Security-Policy"] = policy(scope["path"])
        await send(message)

    return marked


def _settings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    The further hosts and where tiles come from; none where config.toml could not be read at the start.

    What is written into it later, even wrongly, keeps nobody out who was let in before: pages then say what is wrong.
    """
    try:
        first = cached.settings_at_start()
    except UserError:
        return (), ()
    try:
        tiles = cached.settings().tiles
    except UserError:
        tiles = first.tiles
    address = urlsplit(tiles.replace("{s}", "*"))
    return first.hosts, ((f"{address.scheme}://{address.netloc}",) if address.netloc else ())


@cache
def _scripts() -> tuple[str, ...]:
    """The scripts that stand inside the page, by SHA-256: the frame's own and ours; no other runs."""
    frame = re.findall(r"<script>(.*?)</script>", FRAME.read_text(encoding="utf-8"), re.DOTALL)
    own = [path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.js"))]
    return tuple(_sha256(text) for text in (*map(unescape, frame), *own))


def _sha256(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()
