"""操作记录: who changed what and when. Rows are only ever added, in the transaction of the change itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, insert, select

from monitoring.storage import Storage
from monitoring.storage.tables import events, imports

IMPORT, WITHDRAWAL, RESTORATION = "import", "withdrawal", "restoration"
ENTRY, ENTRY_WITHDRAWAL, PHOTO, PHOTO_WITHDRAWAL = "entry", "entry_withdrawal", "photo", "photo_withdrawal"
SETTING = "setting"


@dataclass(frozen=True)
class Event:
    """
    One change.

    Attributes:
        kind: one of the constants above.
        who: the signed-in name, else 本机; at: by the office's clock.
        subject: the number of an import, a project, a key of config.toml.
        county: six digits; "" of no county.
        details: what it was and what it is, in words that JSON can hold.
    """

    kind: str
    who: str
    at: datetime
    subject: str
    county: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def record(connection: Connection, event: Event) -> None:
    """Keep an event, inside the transaction of what it tells of."""
    connection.execute(
        insert(events).values(
            at=event.at,
            who=event.who,
            kind=event.kind,
            county_code=event.county,
            subject=event.subject,
            details=json.dumps(dict(event.details), ensure_ascii=False),
        )
    )


def add(storage: Storage, event: Event) -> None:
    """Keep an event of something that is not stored in the database itself, as a setting is."""
    with storage.write() as connection:
        record(connection, event)


def log(storage: Storage, most: int = 200) -> pd.DataFrame:
    """
    Return the newest events, the newest first.

    Returns:
        id, at, who, kind, county_code, subject, details (a mapping).
    """
    query = select(events).order_by(events.c.at.desc(), events.c.id.desc()).limit(most)
    with storage.read() as connection:
        rows = connection.execute(query).all()
    table = pd.DataFrame(rows, columns=list(query.selected_columns.keys()))
    return table.assign(details=[json.loads(text) for text in table["details"]])


def state(storage: Storage) -> str:
    """
    Return what stands for everything that the database holds, as one word: whatever changes it is an event.

    Besides the newest event their number counts, since of two processes the one that began first may end last; and the
    imports, which a database had before it had events.
    """
    marks = (func.max(events.c.id), func.count(events.c.id), func.max(events.c.at))
    before = select(func.max(imports.c.id), func.count(imports.c.id))
    with storage.read() as connection:
        newest, number, at = connection.execute(select(*marks)).one()
        return ".".join(str(part or 0) for part in (newest, number, at, *connection.execute(before).one()))
