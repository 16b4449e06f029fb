"""A database by its URL: reading and writing transactions, one connection a call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from monitoring.errors import SettingsError
from monitoring.storage.migrations import migrate, pending

WAIT_MS = 10_000  # how long one writer waits for another: several offices may import at the same time
WRITING = "writing"


class Storage:
    """
    The database.

    Raises:
        SettingsError: the address is not one, names a driver that is not installed, or a file that is no database.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        try:
            with self.read() as connection:
                behind = pending(connection)
            if behind:
                with self.write() as connection:  # asked again inside: another process may have been faster
                    migrate(connection)
        except DatabaseError as error:
            raise SettingsError(
                f"打不开数据库 {make_url(url).render_as_string()}：{error.orig}。"
                "请核对 config.toml 里 [storage] 的 database；程序没有启动，没有改动任何数据。"
            ) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that only reads: it sees one state of the database from its first query to its last."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that writes: all of it is kept, or, after an error or a kill, none of it."""
        with self._engine.execution_options(**{WRITING: True}).begin() as connection:
            yield connection


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
        if address.get_backend_name() != "sqlite":
            return create_engine(address)
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, poolclass=NullPool)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise SettingsError(
            f"config.toml 里 [storage] 的 database 写的是“{url}”，认不出：{error}。"
            "应为 sqlite:///文件 或 postgresql+psycopg://…；程序没有启动。"
        ) from error
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, record: Any) -> None:  # noqa: ARG001 (the event gives both)
    connection.isolation_level = None  # the driver begins no transaction of its own: _begin_sqlite says when
    connection.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where the transaction will write: a lock asked for midway cannot be waited for."""
    writes = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
