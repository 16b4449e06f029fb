"""
A backup is one ZIP file: the database as it stood at one moment, photos, own standards, config.toml, and their SHA-256.

It is written beside its place and renamed when it has been read back whole; a restoration is read whole before anything
that is there is touched, and what was there is kept aside. Servers of databases (PostgreSQL) have tools of their own.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from monitoring.errors import DamagedData, SettingsError, UserError, reason
from monitoring.settings import Settings, load_settings
from monitoring.snapshots.integrity import Verified, verify
from monitoring.snapshots.photos import FOLDER
from monitoring.storage import Storage
from monitoring.storage.failures import sqlite_file

DATABASE, PHOTOS, STANDARDS, CONFIG, LIST = "monitoring.db", "photos", "standards", "config.toml", "backup.json"
KIND, VERSION = "monitoring-backup", 1
JOURNALS = ("-wal", "-shm")


class BackupError(UserError):
    """A backup that cannot be written or restored; what was there is as it was."""


def back_up(storage: Storage, settings: Settings, config: Path, target: Path, at: datetime) -> tuple[Path, Verified]:
    """
    Write a backup while others go on working.

    Args:
        config: config.toml.
        target: a folder, in which the file is named by the moment; or the file, which must not be there.

    Returns:
        The file, and what was found when the copy was looked at: what is damaged in the backup was so before.

    Raises:
        BackupError, DatabaseFailed: nothing was written.
    """
    file = target / f"monitoring-{at:%Y%m%d-%H%M%S}.zip" if target.is_dir() else target
    if file.exists():
        raise BackupError(f"已有文件 {file}，没有写出备份。请换一个名字，或写一个文件夹，由程序按时间起名。")
    with _told(f"备份写不到 {file}", "没有写出备份"), _beside(file.parent) as work:
        storage.copy_to(work / DATABASE)
        verified = verify(Storage(f"sqlite:///{work / DATABASE}"), settings.folder)
        sources = {DATABASE: work / DATABASE, CONFIG: config}
        sources |= _files(settings.folder / FOLDER, PHOTOS) | _files(settings.own_standards, STANDARDS)
        part = work / "part.zip"
        _pack(part, sources, at)
        _unpack(part, work / "read back")
        os.replace(part, file)
    return file, verified


@dataclass(frozen=True)
class Restored:
    """
    What a restoration did.

    Attributes:
        aside: the folder in which what was there is kept; None where there was nothing.
        verified: what the backup holds, and what is damaged in it.
        config: whether config.toml came too; not where it names other places than those restored to.
    """

    aside: Path | None
    verified: Verified
    config: bool


def restore(file: Path, settings: Settings, config: Path, at: datetime, *, replace: bool) -> Restored:
    """
    Put a backup in the place of what is there.

    Raises:
        BackupError, DamagedData: the file is no whole backup, or something is there and `replace` is False; nothing was
            changed.
    """
    database = sqlite_file(settings.database)
    if database is None:
        raise BackupError(
            "config.toml 里的数据库不是本机的一个文件，这个命令恢复不了；没有改动任何数据。"
            "请用数据库自带的工具（PostgreSQL：pg_restore）。"
        )
    places = {DATABASE: database, PHOTOS: settings.folder / FOLDER, STANDARDS: settings.own_standards, CONFIG: config}
    there = [place for name, place in places.items() if name != CONFIG and _holds(place)]
    if there and not replace:
        listed = "、".join(map(str, there))
        raise BackupError(
            f"这里已有数据：{listed}，没有恢复。确定要换成备份里的，请加 --replace，现有的会另存，不会删除。"
        )
    with _told(f"恢复不了备份 {file}", "原有的数据没有改动"), _beside(database.parent) as work:
        new = work / "new"
        _unpack(file, new)
        verified = verify(Storage(f"sqlite:///{new / DATABASE}"), new)
        is_ours = _names_the_same_places(new / CONFIG, settings)
        if not is_ours:
            del places[CONFIG]
        aside = database.parent / f"before-restore-{at:%Y%m%d-%H%M%S}"
        _exchange({new / name: place for name, place in places.items()}, aside)
    return Restored(aside if aside.is_dir() else None, verified, is_ours)


def _names_the_same_places(config: Path, settings: Settings) -> bool:
    try:
        other = load_settings(config)
    except SettingsError:
        return False
    same = (other.folder, other.own_standards) == (settings.folder, settings.own_standards)
    return same and sqlite_file(other.database) == sqlite_file(settings.database)


def _holds(place: Path) -> bool:
    return place.is_file() or (place.is_dir() and any(place.iterdir()))


def _files(folder: Path, name: str) -> dict[str, Path]:
    """The files of a folder by their names in the backup; half-written ones are nobody's."""
    paths = sorted(folder.rglob("*")) if folder.is_dir() else []
    kept = (path for path in paths if path.is_file() and path.suffix != ".part")
    return {f"{name}/{path.relative_to(folder).as_posix()}": path for path in kept}


def _pack(part: Path, sources: dict[str, Path], at: datetime) -> None:
    sums = {}
    with ZipFile(part, "x") as book:
        for name, path in sources.items():
            content = path.read_bytes()
            sums[name] = hashlib.sha256(content).hexdigest()
            book.writestr(name, content, ZIP_STORED if name.startswith(PHOTOS) else ZIP_DEFLATED)
        head = {"kind": KIND, "version": VERSION, "made_at": at.isoformat(timespec="seconds"), "sha256": sums}
        book.writestr(LIST, json.dumps(head, ensure_ascii=False, indent=1), ZIP_DEFLATED)
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _unpack(file: Path, folder: Path) -> None:
    """Read a backup whole into a folder; DamagedData where it is none, or one of its files is not what was put in."""
    wrong = f"{file.name} 不是本程序的完整备份，可能已损坏或没有复制完：{{}}。请换一份备份；原有的数据没有改动。"
    try:
        with ZipFile(file) as book:
            head = json.loads(book.read(LIST))
            if head.get("kind") != KIND or head.get("version") != VERSION:
                raise DamagedData(wrong.format("说明文件不认识"))
            for name, expected in head["sha256"].items():
                content = book.read(name)
                if hashlib.sha256(content).hexdigest() != expected:
                    raise DamagedData(wrong.format(f"{name} 的内容变了"))
                path = (folder / name).resolve()
                if not path.is_relative_to(folder.resolve()):
                    raise DamagedData(wrong.format(f"{name} 指到了外面"))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        if not (folder / DATABASE).is_file():
            raise DamagedData(wrong.format("里面没有数据库"))
    except (BadZipFile, KeyError, ValueError, EOFError, NotImplementedError) as error:
        raise DamagedData(wrong.format(type(error).__name__)) from None


def _exchange(new: dict[Path, Path], aside: Path) -> None:
    """Move what is there aside and the new in its place; where one move fails, all are taken back."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, place in new.items():
            old = [place, *(place.with_name(place.name + journal) for journal in JOURNALS)]
            for path in old if source.name == DATABASE else [place]:
                if path.exists():
                    aside.mkdir(parents=True, exist_ok=True)
                    _move(path, aside / path.name, done)
            if source.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                _move(source, place, done)
    except OSError:
        for source, place in reversed(done):
            shutil.move(place, source)
        if aside.is_dir() and not any(aside.iterdir()):
            aside.rmdir()
        raise


def _move(source: Path, place: Path, done: list[tuple[Path, Path]]) -> None:
    shutil.move(source, place)
    done.append((source, place))


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder of our own on the same disk; nothing of it stays."""
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / f".monitoring-{secrets.token_hex(4)}"
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _told(what: str, nothing: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(
            f"{what}：{reason(error)}（{error.filename or ''}）。"
            f"请核对磁盘空间和写入权限，关闭正在运行的程序后再试；{nothing}。"
        ) from error
