"""
Changes single keys of config.toml: every comment, blank line and other key stays as the bureau left it.

The new text is read and checked as any config.toml before it takes the old one's place, in one step; until then nothing
has changed. Leaves out what a value may be (values.py) and which standards and limits there are (typed.py).
"""

from __future__ import annotations

import os
import re
import stat
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from monitoring.errors import SettingsError, reason
from monitoring.settings.reading import SettingsFile, settings_of

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

Key = tuple[str, str]
"""A section of config.toml and a name in it."""
Value = str | float | bool | tuple[str, ...] | None
"""What a key holds; None: the file does not have it, or is to have it no more."""

NOT_SAVED = "这次没有保存，设置没有改动。"
WAIT_S, LOOK_S = 5.0, 0.05
REMARKS_AT = 40  # the column in which the shipped file says what a line is
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def save(read: SettingsFile, changes: Mapping[Key, Value], remarks: Mapping[Key, str] | None = None) -> SettingsFile:
    """
    Write some values into config.toml and leave everything else in it as it is.

    Args:
        read: the file as whoever changes it has seen it.
        changes: the new values; keys that the file does not have yet are added to their section, None takes one out
            with what is said beside it.
        remarks: what is to be said beside a key that is added.

    Returns:
        The file as it stands now.

    Raises:
        SettingsError: somebody else wrote the file since it was read, the new text is refused as any config.toml would
            be, or the file cannot be written. The file is then as it was.
    """
    path = read.path.resolve()  # of a link, what it points at
    with _alone(path):
        with _told(path):
            now = path.read_bytes()
        if now != read.content:
            raise SettingsError(f"设置文件 {path} 刚被别人改过，{NOT_SAVED}请核对现在的内容，再保存一次。")
        content = changed(read.content, changes, remarks)
        settings = settings_of(content, path)
        _replace(path, content)
    return SettingsFile(read.path, content, settings)


def changed(content: bytes, changes: Mapping[Key, Value], remarks: Mapping[Key, str] | None = None) -> bytes:
    """
    Return a config.toml with other values; arguments as for `save`.

    Raises:
        SettingsError: the change would also change something else.

    >>> changed(b'[bureau]\\nname = "A" # the name', {("bureau", "name"): "B"})
    b'[bureau]\\nname = "B" # the name'
    """
    text = content.decode("utf-8")
    expected = tomllib.loads(text)
    lines: dict[str, list[str]] = {}
    try:
        document = tomlkit.parse(text)
        for (section, name), value in changes.items():
            is_there = name in expected.get(section, {})
            if value is None:
                if is_there:
                    del document[section][name]
                    del expected[section][name]
                continue
            if is_there or (section in document and not _head(text, section)):
                _set(document[section], name, value)
            else:
                lines.setdefault(section, []).append(_line(name, value, (remarks or {}).get((section, name), "")))
            expected.setdefault(section, {})[name] = _plain(value)
        text = document.as_string()
    except TOMLKitError as error:
        raise SettingsError(f"设置文件的写法不能逐项改：{error}。请直接在 config.toml 里改；{NOT_SAVED}") from None
    for section, added in lines.items():
        text = _with_lines(text, section, added)
    if _read(text) != expected:
        raise SettingsError(f"设置文件的写法特殊，改这几项会动到别的内容。请直接在 config.toml 里改；{NOT_SAVED}")
    return text.encode("utf-8")


def _read(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _set(table: Any, name: str, value: Value) -> None:
    if not isinstance(value, tuple) or name not in table:
        table[name] = _plain(value)
        return
    array = table[name]  # changed in place: what is said beside the other entries stays
    for old in [each for each in array if each not in value]:
        array.remove(old)
    for new in [each for each in value if each not in array]:
        array.append(new)
    if tuple(array) != value:
        table[name] = _plain(value)


def _plain(value: Value) -> Any:
    """As the file has it: a list for a tuple, a whole number without .0."""
    if isinstance(value, tuple):
        return list(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _line(name: str, value: Value, remark: str) -> str:
    """A key as the file has it, with what is said beside it in the column of the other remarks."""
    written = tomlkit.dumps({name: _plain(value)}).rstrip("\n")
    said = "".join(letter if letter.isprintable() else " " for letter in remark)
    return f"{written:<{REMARKS_AT}}# {said}" if said else written


def _with_lines(text: str, section: str, added: Iterable[str]) -> str:
    """
    The text with new keys at the end of a section's first paragraph, before what is said of the next one.

    tomlkit would put them after the last comment above the next heading, which speaks of that heading.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    written = "".join(line + end for line in added)
    head = _head(text, section)
    if head is None:
        return f"{text.rstrip()}{end}{end}[{section}]{end}{written}"
    before = head[0] if head[0].endswith("\n") else head[0] + end
    return f"{text[: head.start()]}{before}{written}{text[head.end() :]}"


def _head(text: str, section: str) -> re.Match[str] | None:
    """A section's heading with the lines under it up to the first blank one; None where it has no heading."""
    line = r"(?![ \t]*\[)[^\n]*\S[^\n]*(?:\n|\Z)"
    return re.search(rf"^[ \t]*\[[ \t]*{re.escape(section)}[ \t]*\][^\n]*(?:\n|\Z)(?:{line})*", text, re.M)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep every other writer out, of this process and of others, for as long as it lasts."""
    lock = path.with_name(f"{path.name}.lock")
    with _told(path):
        file = lock.open("ab")
    with file:
        until = time.monotonic() + WAIT_S
        while not _locked(file.fileno()):
            if time.monotonic() > until:
                raise SettingsError(f"设置文件 {path} 正在被另一个程序改动。请稍后再保存；{NOT_SAVED}")
            time.sleep(LOOK_S)
        try:
            yield
        finally:
            _unlock(file.fileno())


def _locked(file: int) -> bool:
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            os.lseek(file, 0, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True


def _unlock(file: int) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_UN)
    else:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)


def _replace(path: Path, content: bytes) -> None:
    """Write beside and rename: whoever reads meanwhile has the old file or the new one, never half of one."""
    part = path.with_name(f"{path.name}.part")
    with _told(path):
        mode = path.stat().st_mode
        if not mode & WRITABLE or not os.access(path, os.W_OK):
            raise SettingsError(f"设置文件 {path} 是只读的。请去掉它的只读属性，或请维护人员来改；{NOT_SAVED}")
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(stat.S_IMODE(mode))
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses, in our words."""
    try:
        yield
    except OSError as error:
        raise SettingsError(
            f"设置文件 {path} 写不了：{reason(error)}。请检查它和所在文件夹的权限、磁盘空间；{NOT_SAVED}"
        ) from None
