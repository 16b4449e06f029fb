"""The door: a hostile page whose name points at this machine reads nothing; what a browser may do is said."""

from __future__ import annotations

import asyncio
import re

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Mount, WebSocketRoute
from streamlit import config

from components.frame import door, routes
from components.frame.door import Door, policy
from monitoring.errors import SettingsError

OWN = "127.0.0.1:8501"
PATHS = [
    "/",
    "/map",
    "/health",
    "/api/points",
    "/app/static/x.css",
    "/static/js/x.js",
    "/_stcore/health",
    "/media/a.csv",
]


async def greeting(socket):
    await socket.accept()
    await socket.close()


async def everything(scope, receive, send):
    answer = HTMLResponse if scope["path"] in ("/", "/map") else PlainTextResponse
    await answer("数据")(scope, receive, send)


APP = Starlette(
    routes=[WebSocketRoute("/_stcore/stream", greeting), Mount("/", everything)],
    middleware=routes.MIDDLEWARE,
)


@pytest.fixture(autouse=True)
def fresh():
    """What is remembered of the settings is another test's."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def ask(path, *, kind="http", method="GET", **headers):
    """Ask the server for a path and return (status, headers, text); of a websocket the first event's type."""
    events = []
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "path": path, "raw_path": path.encode(), "query_string": b"", "headers": named}
    scope |= {"method": method, "http_version": "1.1"} if kind == "http" else {"subprotocols": []}
    scope |= {"scheme": kind, "root_path": "", "extensions": {}}

    async def receive():
        return {"type": "websocket.connect" if kind == "websocket" else "http.request", "body": b"", "more_body": False}

    async def send(event):
        events.append(event)

    asyncio.run(APP(scope, receive, send))
    if kind == "websocket":
        return events[0]["type"]
    text = b"".join(event.get("body", b"") for event in events[1:]).decode()
    return events[0]["status"], {name.decode(): value.decode() for name, value in events[0]["headers"]}, text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", "localhost@evil", ""])
def test_a_name_that_is_not_ours_reads_nothing(path, host):
    """Pages, routes, files and the framework's own addresses alike: a sentence, and none of the data."""
    status, _, text = ask(path, host=host)

    assert 421 == status
    assert "没有返回任何数据" in text and "[server] hosts" in text
    assert "数据" != text


@pytest.mark.parametrize("host", [OWN, "localhost:8501", "LOCALHOST", "localhost.", "[::1]:8501"])
def test_this_machines_own_names_are_answered(host):
    assert (200, "数据") == ask("/", host=host)[::2]


def test_a_request_without_a_host_or_with_two_is_refused():
    assert 421 == ask("/health")[0]
    events = [(b"host", b"localhost"), (b"host", b"evil.example")]
    assert 421 == door.refusal({"type": "http", "method": "GET", "headers": events})[0]


def test_the_settings_may_name_more_hosts(configure):
    configure(("hosts = []", 'hosts = ["JY.example.gov.cn"]'))

    assert 200 == ask("/", host="jy.example.gov.cn")[0]
    assert 421 == ask("/", host="other.example.gov.cn")[0]


@pytest.mark.parametrize("written", ['"jy.example"', '["http://jy.example"]', '["jy.example:8501"]', "[1]", '["*"]'])
def test_a_host_that_is_no_name_is_a_sentence(configure, written):
    with pytest.raises(SettingsError, match=re.escape("[server] hosts 要写成")):
        configure(("hosts = []", f"hosts = {written}"))


def test_settings_that_cannot_be_read_leave_this_machines_own_names(configure):
    """The page then says what is wrong with them; it is not for everybody."""
    with pytest.raises(SettingsError):
        configure(("hosts = []", "hosts = 1"))

    assert 200 == ask("/", host=OWN)[0]
    assert 421 == ask("/", host="evil.example")[0]


def test_hosts_are_those_of_the_start_whatever_is_written_later(configure):
    """A slip in config.toml of a server that runs keeps nobody out, and nobody new is let in."""
    configure(("hosts = []", 'hosts = ["jy.example.gov.cn"]'))
    assert 200 == ask("/", host="jy.example.gov.cn")[0]

    configure(("hosts = []", 'hosts = ["other.example.gov.cn"]'))
    assert 421 == ask("/", host="other.example.gov.cn")[0]
    with pytest.raises(SettingsError):
        configure(("hosts = []", "hosts = 1"))

    assert 200 == ask("/", host="jy.example.gov.cn")[0]


def test_without_the_section_nothing_more_is_known(configure):
    assert () == configure(("[server]\nhosts = []", "")).hosts


@pytest.mark.parametrize(
    ("host", "origin", "answer"),
    [
        (OWN, f"http://{OWN}", "websocket.accept"),
        ("evil.example", "http://evil.example", "websocket.close"),
        (OWN, "http://evil.example", "websocket.close"),
        (OWN, "http://127.0.0.1:9000", "websocket.close"),
        (OWN, "null", "websocket.close"),
    ],
)
def test_the_session_is_opened_by_our_own_pages_alone(host, origin, answer):
    """Another site's page, another program's on this machine, and a page without an origin are not ours."""
    assert answer == ask("/_stcore/stream", kind="websocket", host=host, origin=origin)


def test_another_sites_form_changes_nothing():
    upload = "/_stcore/upload_file/session/file"

    status, _, text = ask(upload, method="POST", host=OWN, origin="http://evil.example")

    assert 403 == status
    assert "没有执行" in text
    assert 200 == ask(upload, method="POST", host=OWN, origin=f"http://{OWN}")[0]


@pytest.mark.parametrize("host", [OWN, "evil.example"])
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_what_a_browser_may_do_with_it(path, host):
    """A refusal too. No other site's frame, no guessing of types, no address told to others."""
    _, headers, _ = ask(path, host=host)

    assert "nosniff" == headers["x-content-type-options"]
    assert "SAMEORIGIN" == headers["x-frame-options"]
    assert "same-origin" == headers["referrer-policy"]
    assert "same-origin" == headers["cross-origin-resource-policy"]
    if headers["content-type"].startswith("text/html"):
        assert "frame-ancestors 'self'" in headers["content-security-policy"]


def rules(path):
    """A policy as {directive: sources}."""
    return {rule.split()[0]: rule.split()[1:] for rule in policy(path).split("; ")}


ALLOWED = {
    ("/", "script-src"): "the scripts that stand in the page, each by its SHA-256",
    ("/", "style-src 'unsafe-inline'"): "emotion, the framework's style library, writes <style>; our HTML has style=…",
    ("/", "img-src data:"): "the framework draws icons as data:; st.logo gives our wordmark so",
    ("/", "img-src blob:"): "the framework shows pictures before they are uploaded as blob:",
    ("/", "font-src data:"): "fonts of the framework's formulas and tables",
    ("/", "worker-src blob:"): "the table that sorts and searches starts its worker so",
    ("/component/map", "script-src 'unsafe-inline'"): "streamlit-folium writes the map that folium made as a script",
    ("/component/map", "script-src 'unsafe-eval'"): "streamlit-folium evaluates the group that varies",
}
"""What the framework does not let us forbid, and why. The list is short; a new line here is a decision."""


def test_what_cannot_be_forbidden_is_listed():
    """Scripts of others do not run on a page: neither inline nor by eval; only the map's own frame needs both."""
    found = set()
    for path in ("/", "/component/map"):
        for name, sources in rules(path).items():
            beyond = [source for source in sources if source not in ("'self'", "'none'")]
            found |= {(path, name if source.startswith("'sha256-") else f"{name} {source}") for source in beyond}

    shared = {(path, rule) for path, rule in found if path != "/" and ("/", rule) in found}
    assert set(ALLOWED) == found - shared


def test_tiles_from_elsewhere_are_allowed_where_the_settings_name_them(configure):
    assert "https://t0.tianditu.gov.cn" not in rules("/")["img-src"]

    configure(('tiles = ""', 'tiles = "https://{s}.tianditu.gov.cn/DataServer?x={x}&y={y}&l={z}"'))
    st.cache_resource.clear()

    assert "https://*.tianditu.gov.cn" in rules("/")["img-src"]


def test_the_framework_keeps_its_own_guards():
    """Of uploads and of other origins; both are on unless .streamlit/config.toml turns them off."""
    assert config.get_option("server.enableXsrfProtection") is True
    assert config.get_option("server.enableCORS") is True
    assert "127.0.0.1" == config.get_option("server.address")


def test_the_door_stands_before_everything_else():
    assert Door is routes.MIDDLEWARE[0].cls
