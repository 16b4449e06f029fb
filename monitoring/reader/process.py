"""Starts the reading process, hands it files, and ends it when one takes too long, too much memory, or its life."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import Any, Self

import psutil

from monitoring.errors import ImportRefused, PhotoError, UserError
from monitoring.reader.messages import receive, send
from monitoring.reader.pictures import NOTHING_SAVED as NO_PHOTO_SAVED
from monitoring.reader.pictures import Picture, size_of
from monitoring.reader.wire import WireError, from_json
from monitoring.settings import ROOT, Settings
from monitoring.townships import Boundary, from_bytes
from monitoring.workbook import NOTHING_SAVED, SourceFile, Workbook

COMMAND = (sys.executable, "-m", "monitoring.reader")
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # of Windows, where a console would flash up
LOOK_SECONDS = 0.02  # between two looks at time and memory
MOST_AT_ONCE = 2  # files that are read at the same time, whoever imports them: the memory of one PC
LAST_WORDS = 4000  # bytes of what a process said before it ended, for the log
MEGABYTE = 1024 * 1024
TIME, MEMORY = "time", "memory"
WORKBOOK, BOUNDARY, PHOTO = "workbook", "boundary", "photo"
LOG = logging.getLogger(__name__)

_places = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class _Words:
    """How a kind of file is refused: as what, what to do where it is too much or broken, what did not happen."""

    refusal: type[UserError]
    noun: str
    too_much: str
    broken: str
    nothing_saved: str


WORDS = {
    WORKBOOK: _Words(
        ImportRefused, "文件",
        "里面可能有大量空白行、格式，或离表很远的内容。请新建一个工作簿，只把要导入的表复制过去再导入",
        "请在表格软件里打开它，另存一份再导入", NOTHING_SAVED,
    ),
    BOUNDARY: _Words(
        ImportRefused, "文件",
        "里面可能不只是乡镇的范围，或界线太细、自己相交。请在地图软件里只留乡镇界、简化后另存一份再导入",
        "请在地图软件里打开它，另存一份再导入", NOTHING_SAVED,
    ),
    PHOTO: _Words(
        PhotoError, "照片",
        "不像手机或相机里的照片。请用看图软件打开它，另存为 JPEG 再上传",
        "请在电脑上打开看一看，重新从手机或相机里复制", NO_PHOTO_SAVED,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """What one file may be and take: its size, what it unpacks to, seconds and memory to read it."""

    upload_mb: int
    unpacked_mb: int
    read_seconds: float
    read_mb: int
    photo_mb: int

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Return those of config.toml."""
        return cls(settings.upload_mb, settings.unpacked_mb, settings.read_seconds, settings.read_mb, settings.photo_mb)


class ReadingProcess:
    """
    Reads the files of one import in one process, which is started with the first of them.

    A file that ends the process is refused by name; the next one gets a new process. Use it in a `with`: whatever
    happens, the process is gone afterwards.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: _Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def workbook(self, source: SourceFile) -> Workbook:
        """
        Return what stands in a workbook (monitoring.workbook.read).

        Raises:
            ImportRefused: it cannot be read, or not within the limits.
        """
        answer = self._ask(WORKBOOK, source)
        try:
            return from_json(Workbook, answer)
        except (WireError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise _broken(WORKBOOK, source.name) from error

    def boundary(self, source: SourceFile) -> Boundary:
        """
        Return what a boundary file holds (monitoring.townships.read_boundary).

        Raises:
            ImportRefused: it cannot be read, or not within the limits.
        """
        answer = self._ask(BOUNDARY, source)
        try:
            return from_bytes(answer)
        except (LookupError, TypeError, ValueError) as error:
            raise _broken(BOUNDARY, source.name) from error

    def photo(self, source: SourceFile) -> Picture:
        """
        Return a photo as it is kept (monitoring.reader.pictures.picture).

        Raises:
            PhotoError: it is no photo, or not within the limits.
        """
        answer = self._ask(PHOTO, source)
        try:
            return Picture(answer, *size_of(answer))
        except ValueError as error:
            raise _broken(PHOTO, source.name) from error

    def _ask(self, kind: str, source: SourceFile) -> bytes:
        limits = self.limits
        head = {
            "kind": kind, "name": source.name, "seconds": limits.read_seconds,
            "upload_mb": limits.photo_mb if kind == PHOTO else limits.upload_mb, "unpacked_mb": limits.unpacked_mb,
        }  # fmt: skip
        with _places:
            self._process = self._process or _Process()
            try:
                answered, content = self._process.exchange(head, source.content, limits)
            except (OSError, EOFError, ValueError) as error:
                raise self._gone(kind, source.name) from error
        if answered.get("refused"):
            raise WORDS[kind].refusal(str(answered["refused"]))
        return content

    def _gone(self, kind: str, name: str) -> UserError:
        """The refusal of the file that ended the process."""
        why, said = self._process.stopped_for, self._stop()
        if "Traceback" in said:
            LOG.error("The reading process ended at %s:\n%s", name, said)
        if why == TIME:
            outcome = f"读了 {self.limits.read_seconds:g} 秒还没有读完，已经停止"
        elif why == MEMORY:
            outcome = f"展开后太大，读它要用的内存超过 {self.limits.read_mb} MB，已经停止"
        else:
            return _broken(kind, name)
        words = WORDS[kind]
        return words.refusal(f"{words.noun}“{name}”{outcome}。{words.too_much}；{words.nothing_saved}")

    def _stop(self) -> str:
        process, self._process = self._process, None
        return process.stop() if process else ""


def _broken(kind: str, name: str) -> UserError:
    words = WORDS[kind]
    return words.refusal(
        f"{words.noun}“{name}”打不开：内容不符合它的格式，可能已损坏。{words.broken}；{words.nothing_saved}"
    )


class _Process:
    """One running process, with whom only this module speaks."""

    def __init__(self) -> None:
        self.stopped_for = ""
        self._has_begun = False
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed in stop)
        self._popen = subprocess.Popen(
            COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
            creationflags=NO_WINDOW,
        )  # fmt: skip
        self._number = self._popen.pid  # its own until it says another: on Windows a launcher stands in between

    def exchange(self, head: dict[str, Any], content: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        """
        Hand over a file and return the answer.

        Raises:
            OSError, EOFError, ValueError: the process ended, or `stopped_for` says why it was ended.
        """
        is_done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(limits, is_done), daemon=True)
        watch.start()
        try:
            if not self._has_begun:
                hello, _ = receive(self._popen.stdout)
                self._number, self._has_begun = int(hello["process"]), True
            send(self._popen.stdin, head, content)
            return receive(self._popen.stdout)
        finally:
            is_done.set()
            watch.join()

    def _watch(self, limits: Limits, is_done: threading.Event) -> None:
        """End the process when a file takes too long or too much."""
        until = time.monotonic() + limits.read_seconds
        while not is_done.wait(LOOK_SECONDS):
            if time.monotonic() > until:
                self.stopped_for = TIME
            elif self._used() > limits.read_mb * MEGABYTE:
                self.stopped_for = MEMORY
            if self.stopped_for:
                self._kill()
                return

    def _used(self) -> int:
        """Bytes of memory that the process holds."""
        try:
            return psutil.Process(self._number).memory_info().rss
        except psutil.Error:
            return 0

    def _kill(self) -> None:
        for number in {self._number, self._popen.pid}:
            try:
                psutil.Process(number).kill()
            except psutil.Error:
                continue  # gone already

    def stop(self) -> str:
        """End the process and return the last it said."""
        self._kill()
        for stream in (self._popen.stdin, self._popen.stdout):
            try:
                stream.close()
            except OSError:
                continue  # what it did not take any more
        self._popen.wait()
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - LAST_WORDS))
        said = self._errors.read().decode("utf-8", errors="replace")
        self._errors.close()
        return said
