"""
Let every answer leave at once.

The server writes the head and the body of an answer one after the other, as it does the messages of a page. Without
TCP_NODELAY the second waits until the browser has acknowledged the first, which it does after 40 ms (200 ms on some
Windows): on every file, and on every click. asyncio sets the option only on a socket that was made for TCP by name, and
the framework's is not.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from functools import wraps

from uvicorn.protocols.http.auto import AutoHTTPProtocol


def send_at_once() -> None:
    """Set the option on every connection that the server takes from now on; asked twice it is done once."""
    taken = AutoHTTPProtocol.connection_made
    if not hasattr(taken, "__wrapped__"):  # the server reads dashboard.py anew in some modes
        AutoHTTPProtocol.connection_made = _at_once(taken)


def _at_once(taken: Callable[..., None]) -> Callable[..., None]:
    @wraps(taken)
    def connection_made(self: asyncio.Protocol, transport: asyncio.Transport) -> None:
        own = transport.get_extra_info("socket")
        if own is not None and own.family in (socket.AF_INET, socket.AF_INET6):
            own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        taken(self, transport)

    return connection_made
