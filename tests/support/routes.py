"""Asks the routes beside the pages, without a server."""

from __future__ import annotations

import asyncio
import gzip
import json
from urllib.parse import urlencode

from starlette.applications import Starlette

from components.frame.routes import MIDDLEWARE, ROUTES

APP = Starlette(routes=ROUTES, middleware=MIDDLEWARE)
HERE = {"host": "127.0.0.1:8501"}


class Answer:
    """A reply: status, headers, body (taken out of its compression)."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.decode().lower(): value.decode() for name, value in headers}
        self.sent = len(body)
        self.body = gzip.decompress(body) if self.headers.get("content-encoding") == "gzip" else body

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


def ask(path, query=None, **headers):
    """Ask the routes, without a server."""
    events = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(event):
        events.append(event)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": urlencode(query or {}).encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in (HERE | headers).items()],
        "http_version": "1.1",
        "scheme": "http",
        "root_path": "",
    }
    asyncio.run(APP(scope, receive, send))
    start = next(event for event in events if event["type"] == "http.response.start")
    body = b"".join(event.get("body", b"") for event in events if event["type"] == "http.response.body")
    return Answer(start["status"], start["headers"], body)
