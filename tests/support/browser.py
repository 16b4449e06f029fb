"""A real server and a real Chromium that can reach nothing but it: for the tests of what a person sees."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page, Playwright

from monitoring.settings import ROOT
from tools.system_packages import BROWSERS

HERE = "127.0.0.1"
OFFICE = {"width": 1366, "height": 768}
PROJECTOR = {"width": 1920, "height": 1080}
START_S = 60
WAIT_S = 30
QUIET_S = 0.8  # a rerun that a component asks for begins within this, and the map fetches its data by itself
LOOK_MS = 50
DRAWN = """() => document.querySelector(
    '[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]')
    && document.querySelector('[data-testid=stMain] [data-testid=stElementContainer]')
    && !document.querySelector('[data-testid=stSkeleton],[data-stale=true]')"""
"""No script runs, and what it drew stands there."""
POLICY = "Content Security Policy"
FLAGS = (
    # Chromium itself cuts the network: a name that is not this machine's does not resolve.
    f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HERE}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Window:
    """A page of the browser with everything it asked for and everything that went wrong in it."""

    page: Page
    url: str
    requests: list[str] = field(default_factory=list)
    pending: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """What the browser did not run or load because our own policy (components/frame/door.py) forbids it."""

    @property
    def outside(self) -> list[str]:
        """What was asked of another machine; must be empty."""
        own = urlsplit(self.url).netloc
        return [asked for asked in self.requests if _host(asked) not in ("", own)]

    def open(self, address: str) -> None:
        """Go to an address, such as "/map?stage=primary", and wait until it is drawn."""
        self.page.goto(self.url + address)
        self.settle()

    def settle(self) -> None:
        """Wait until the server has answered, no placeholder is left, and nothing new has begun for a while."""
        until, quiet_since = time.monotonic() + WAIT_S, None
        while quiet_since is None or time.monotonic() < quiet_since + QUIET_S:
            assert time.monotonic() < until, f"still busy after {WAIT_S} s: {self.page.url}, {self.pending}"
            is_quiet = not self.pending and self._is_drawn()
            quiet_since = (quiet_since or time.monotonic()) if is_quiet else None
            self.page.wait_for_timeout(LOOK_MS)

    def _is_drawn(self) -> bool:
        try:
            return self.page.evaluate(DRAWN)
        except Error:  # between two pages
            return False

    def is_wider_than_the_window(self) -> bool:
        """Tell whether the page would have to be moved sideways."""
        return self.page.evaluate(
            """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
                     .some(part => part && part.scrollWidth > part.clientWidth)"""
        )


def _host(address: str) -> str:
    parts = urlsplit(address)
    return parts.netloc if parts.scheme in ("http", "https", "ws", "wss") else ""


@dataclass(frozen=True)
class Server:
    """A dashboard that runs: http://127.0.0.1:PORT, and the number of its process."""

    url: str
    process: int


@contextmanager
def serve(database: str) -> Iterator[str]:
    """Start the dashboard on a free port with a database of its own; yields http://127.0.0.1:PORT."""
    with running(database) as server:
        yield server.url


@contextmanager
def running(database: str, script: str = "dashboard.py") -> Iterator[Server]:
    """Start the dashboard likewise, or another script of the framework; yields the server."""
    with socket.socket() as door:
        door.bind((HERE, 0))
        port = door.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    environment = {**os.environ, "MONITORING_DATABASE": database}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=None)
    try:
        _wait_for(server, port)
        yield Server(f"http://{HERE}:{port}", server.pid)
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: subprocess.Popen, port: int) -> None:
    """Wait until the server listens, without running any page: the first visit is the test's own."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            door = HTTPConnection(HERE, port, timeout=START_S)
            door.request("GET", "/_stcore/health")
            if door.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
    raise AssertionError(f"The server did not start on port {port} (exit code {server.poll()})")


def chromium() -> str | None:
    """Return the browser of this machine; None where there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def launch(playwright: Playwright) -> Browser:
    """Start the machine's own Chromium, cut off from every other machine."""
    return playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))


@contextmanager
def window(browser: Browser, url: str, size: dict[str, int] | None = None) -> Iterator[Window]:
    """Open a window with an empty memory on a server; every request it makes is written down."""
    context = browser.new_context(viewport=size or OFFICE, locale="zh-CN")
    page = context.new_page()
    seen = Window(page, url)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("request", lambda request: seen.pending.add(request.url))
    for end in ("requestfinished", "requestfailed"):
        page.on(end, lambda request: seen.pending.discard(request.url))
    page.on("websocket", lambda socket: seen.requests.append(socket.url))
    page.on("console", lambda said: seen.refused.append(said.text) if POLICY in said.text else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    try:
        yield seen
    finally:
        context.close()


def picture(page: Page, name: str) -> None:
    """Save what is seen as a picture in the folder PICTURES, where it is asked for (make pictures)."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=str(ROOT / folder / f"{name}.png"))
