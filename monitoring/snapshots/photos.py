"""
Photos of projects: rows that are only ever added, outside snapshots; the pictures lie beside the database, as files.

A file is named by the SHA-256 of what is in it and is whole before its row is written. Killed between the two, it is
left without a row: nobody sees it, and the next try finds it there.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, Select, insert, select

from monitoring.errors import NotFound, PhotoError, reason
from monitoring.events import PHOTO, PHOTO_WITHDRAWAL, Event, record
from monitoring.reader.pictures import NOTHING_SAVED
from monitoring.reader.process import Limits, ReadingProcess
from monitoring.settings import Settings
from monitoring.storage import Storage
from monitoring.storage.tables import photo_withdrawals
from monitoring.storage.tables import photos as photos_table
from monitoring.workbook import SourceFile

FOLDER = "photos"
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Photo:
    """One photo as handed in: the file's own name is for sentences alone."""

    county: str
    project: str
    taken_on: date
    caption: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Added:
    """What became of it: the number and caption of its row; is_new False: it was there already."""

    number: int
    caption: str
    is_new: bool


def add_photo(storage: Storage, settings: Settings, photo: Photo, who: str, at: datetime) -> Added:
    """
    Keep a photo: first the file, then its row. The same picture of the same project and day is kept once.

    Args:
        settings: within which limits it is decoded (monitoring.reader), in which folder it is kept.
        who: the signed-in name, else 本机.
        at: the moment, by the office's clock.

    Raises:
        PhotoError: it is no photo that can be kept, or the folder cannot be written; there is no row.
    """
    with ReadingProcess(Limits.of(settings)) as reader:
        kept = reader.photo(SourceFile(photo.name, photo.content))
    name = hashlib.sha256(kept.content).hexdigest()
    _write(photo_path(settings.folder, name), kept.content)
    with storage.write() as connection:
        known = _known(connection, photo, name)
        if known:
            return Added(known.id, known.caption, is_new=False)
        number = connection.execute(
            insert(photos_table).values(
                county_code=photo.county,
                project=photo.project,
                taken_on=photo.taken_on,
                caption=photo.caption,
                sha256=name,
                width=kept.width,
                height=kept.height,
                bytes=len(kept.content),
                added_at=at,
                added_by=who,
            )
        ).inserted_primary_key[0]
        details = {"photo": number, "taken_on": photo.taken_on.isoformat()}
        record(connection, Event(PHOTO, who, at, photo.project, photo.county, details))
    return Added(number, photo.caption, is_new=True)


def withdraw_photo(storage: Storage, number: int, who: str, at: datetime) -> None:
    """Withdraw a photo that was added by mistake: it is not shown any more; row and file stay, nothing is deleted."""
    with storage.write() as connection:
        row = connection.execute(_shown().where(photos_table.c.id == number)).first()
        if row is None:
            return
        connection.execute(insert(photo_withdrawals).values(photo_id=number, withdrawn_at=at, withdrawn_by=who))
        details = {"photo": number, "taken_on": row.taken_on.isoformat()}
        record(connection, Event(PHOTO_WITHDRAWAL, who, at, row.project, row.county_code, details))


def photos(storage: Storage, county: str) -> pd.DataFrame:
    """
    Return the photos of a county that are shown, the newest first; withdrawn ones are left out.

    Returns:
        id, project, taken_on, caption, sha256, width, height (pixels), bytes, added_at, added_by.
    """
    query = _shown().where(photos_table.c.county_code == county)
    query = query.order_by(photos_table.c.taken_on.desc(), photos_table.c.id.desc())
    with storage.read() as connection:
        rows = connection.execute(query).all()
    table = pd.DataFrame(rows, columns=list(query.selected_columns.keys())).drop(columns="county_code")
    return table.astype({"taken_on": "datetime64[s]"})


def photo_path(folder: Path, sha256: str) -> Path:
    """
    Return where the file of a photo lies.

    >>> photo_path(Path("data/local"), "ab12").as_posix()
    'data/local/photos/ab/ab12.jpg'
    """
    return folder / FOLDER / sha256[:2] / f"{sha256}.jpg"


def photo_content(storage: Storage, folder: Path, county: str, sha256: str) -> bytes:
    """
    Return the file of a photo that a row knows, whole.

    Raises:
        NotFound: the name is none, no photo that is shown has it, or the file is not there or was changed.
    """
    if not SHA256.fullmatch(sha256):
        raise NotFound("照片的编号应为 64 位小写十六进制数，没有返回照片。")
    query = _shown().where(photos_table.c.county_code == county, photos_table.c.sha256 == sha256)
    with storage.read() as connection:
        if connection.execute(query.limit(1)).first() is None:
            raise NotFound("没有这张照片，没有返回照片。请从“工程项目”页打开。")
    try:
        content = photo_path(folder, sha256).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotFound(f"照片的文件不在 {folder / FOLDER} 里，或已损坏，没有返回照片。请从备份放回这个文件夹。")
    return content


def _shown() -> Select:
    """Photos that were not withdrawn."""
    return (
        select(photos_table)
        .join(photo_withdrawals, photos_table.c.id == photo_withdrawals.c.photo_id, isouter=True)
        .where(photo_withdrawals.c.photo_id.is_(None))
    )


def _known(connection: Connection, photo: Photo, sha256: str):
    """The row of the same picture of the same project and day; None where there is none."""
    same = {"county_code": photo.county, "project": photo.project, "taken_on": photo.taken_on, "sha256": sha256}
    return connection.execute(_shown().filter_by(**same)).first()


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; one that is there already, and whole, stays."""
    try:
        if path.is_file() and path.read_bytes() == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{secrets.token_hex(4)}.part")  # of this writer alone
        try:
            with part.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
        _keep_entry(path.parent)
    except OSError as error:
        raise PhotoError(
            f"照片写不进文件夹 {path.parent}：{reason(error)}。请核对磁盘空间和写入权限后再存；{NOTHING_SAVED}"
        ) from error


def _keep_entry(folder: Path) -> None:
    """Bring a new name in a folder to the disk before its row; Windows does so by itself and cannot be asked."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
