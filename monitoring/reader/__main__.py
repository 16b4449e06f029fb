"""
The reading process: `python -m monitoring.reader`, started by monitoring.reader.process and by nobody else.

It reads one file after another from its input and writes what is in them to its output. It ends with its input, that
is, with the program that started it; at the latest when a file takes longer than it may.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import queue
import signal
import sys
import threading
from typing import IO, Any

from monitoring.errors import UserError
from monitoring.reader.messages import receive, send
from monitoring.reader.wire import to_json
from monitoring.workbook import SourceFile, read

GRACE_SECONDS = 5  # after which a process that nobody stopped stops itself
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux
OUT_OF_MEMORY = 3


def main() -> None:
    """Answer what is asked until nobody asks any more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    asked: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    send(answers, {"process": os.getpid()})
    while True:
        head, content = asked.get()
        faulthandler.dump_traceback_later(head["seconds"] + GRACE_SECONDS, exit=True)
        try:
            answer = _answer(head, content)
        except UserError as refusal:
            send(answers, {"refused": str(refusal)})
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        else:
            send(answers, {"refused": ""}, answer)
        faulthandler.cancel_dump_traceback_later()


def _listen(questions: IO[bytes], asked: queue.SimpleQueue) -> None:
    """Take questions while a file is read, to notice at once that the program is gone."""
    while True:
        try:
            asked.put(receive(questions))
        except (EOFError, ValueError, OSError):
            os._exit(0)


def _answer(head: dict[str, Any], content: bytes) -> bytes:
    name, upload_mb, unpacked_mb = head["name"], head["upload_mb"], head["unpacked_mb"]
    if head["kind"] == "workbook":
        return to_json(read(SourceFile(name, content), upload_mb, unpacked_mb))
    if head["kind"] == "photo":
        from monitoring.reader.pictures import picture  # as below

        return picture(name, content, upload_mb)
    from monitoring.townships import read_boundary, to_bytes  # a second to start, and most imports bring none

    return to_bytes(read_boundary(name, content, upload_mb, unpacked_mb))


if __name__ == "__main__":
    main()
