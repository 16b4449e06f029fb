"""Answers leave at once: what the server takes has TCP_NODELAY, however its socket was made."""

import asyncio
import socket

import pytest
from uvicorn import Config, Server
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from components.frame.wire import send_at_once

options = []


async def answer(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 204})
    await send({"type": "http.response.body"})


class Noting(AutoHTTPProtocol):
    """Notes the option of what it took."""

    def connection_made(self, transport):
        super().connection_made(transport)
        taken = transport.get_extra_info("socket")
        options.append(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


async def option_of_a_connection():
    """Serve as the framework does, on a socket of its own making; return the option of the one connection."""
    options.clear()
    server = Server(Config(answer, http=Noting, lifespan="off", log_level="error"))
    with socket.socket(socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        assert (await asyncio.wait_for(reader.read(), 10)).startswith(b"HTTP/1.1 204")
        writer.close()
        server.should_exit = True
        await serving
    return options[0]


@pytest.fixture(autouse=True)
def _own(monkeypatch):
    """Begin with the server's own, whatever was asked in this process before."""
    own = AutoHTTPProtocol.connection_made
    monkeypatch.setattr(AutoHTTPProtocol, "connection_made", getattr(own, "__wrapped__", own))


def test_a_connection_sends_at_once_whatever_its_socket():
    before = asyncio.run(option_of_a_connection())
    send_at_once()
    assert (before, asyncio.run(option_of_a_connection())) == (0, 1)


def test_asked_twice_it_is_done_once():
    send_at_once()
    once = AutoHTTPProtocol.connection_made
    send_at_once()
    assert AutoHTTPProtocol.connection_made is once
