"""How the program and its reading process speak: a line of JSON with a length, then so many bytes."""

from __future__ import annotations

import json
from typing import IO, Any

LONGEST_HEAD = 1 << 16  # bytes of the line
MOST_BYTES = 1 << 30  # behind it


def send(stream: IO[bytes], head: dict[str, Any], content: bytes = b"") -> None:
    """Write a message."""
    stream.write(json.dumps({**head, "bytes": len(content)}).encode() + b"\n")
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """
    Read a message.

    Raises:
        EOFError: the other side is gone.
        ValueError: that is no message.
    """
    line = stream.readline(LONGEST_HEAD)
    if not line.endswith(b"\n"):
        raise EOFError
    head = json.loads(line)
    if not isinstance(head, dict) or type(size := head.get("bytes")) is not int or not 0 <= size <= MOST_BYTES:
        raise ValueError(f"no message: {line[:80]!r}")
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return head, content
