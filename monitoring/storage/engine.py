"""
A database by its URL: reading and writing transactions, one connection a call.

What is SQLite's own stands here, what is a server's own in storage/server.py: whoever reads or writes asks neither.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyarrow import ArrowException
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from monitoring.errors import DatabaseFailed, SettingsError, reason
from monitoring.storage import server
from monitoring.storage.failures import FAMILY, failure, masked, place, sqlite_file
from monitoring.storage.migrations import migrate, pending

WAIT_MS = 10_000  # how long one writer waits for another: several offices may import at the same time
WRITING = "writing"


class Storage:
    """
    The database.

    A copy that cannot be written (a read-only folder, a disc) is opened to be read.

    Raises:
        SettingsError: the address is not one, or names a driver that is not installed.
        DatabaseFailed: it cannot be opened, read or written; also raised by `read` and `write`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        event.listen(self._engine, "begin", _begin)
        is_file = self._engine.dialect.name == "sqlite"
        self._writing = self._engine.execution_options(**{WRITING: True}, **({} if is_file else server.WRITERS))
        with self.read() as connection:
            behind = pending(connection)
        if behind:
            self._migrate()

    def _migrate(self) -> None:
        """All steps or none; asked again inside the lock, since another process may have been faster."""
        try:
            with self.write() as connection:
                migrate(connection)
        except (SQLAlchemyError, LookupError, ValueError, TypeError, ArrowException) as error:
            raise DatabaseFailed(
                f"数据库 {place(self.url)} 升级到新版时出错（{type(error).__name__}），升级没有做，数据库还是原来的，"
                "没有改动任何数据。请用原来的程序照常使用，把运行程序的窗口里最后几行文字和这个数据库的备份发给维护人员。"
            ) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that only reads: it sees one state of the database from its first query to its last."""
        with self._told(writes=False), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """
        Open a transaction that writes: all of it is kept, or, after an error or a kill, none of it.

        Of two writers one waits for the other, and then sees what it has written.
        """
        with self._told(writes=True), self._writing.begin() as connection:
            yield connection

    @property
    def file(self) -> Path | None:
        """The file that holds it; None where it is no file."""
        return sqlite_file(self.url)

    def faults(self) -> list[str]:
        """Return what the database itself finds wrong with its file, in its own words; [] nothing."""
        if self._engine.dialect.name != "sqlite":
            return []  # a server looks after its files by itself
        with self.read() as connection:
            said = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            loose = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return [line for line in said if line != "ok"] + [
            f"{row[0]} 第 {row[1]} 行指向不存在的 {row[2]}" for row in loose
        ]

    def copy_to(self, file: Path) -> None:
        """
        Copy an SQLite database as it stands at one moment, while others go on reading and writing it.

        Raises:
            DatabaseFailed: it is another database, or cannot be read or written.
        """
        if self.file is None:
            raise DatabaseFailed(
                f"数据库 {place(self.url)} 不是本机的一个文件，这个命令备份不了，没有写出备份。"
                "请用数据库自带的工具备份它（PostgreSQL：pg_dump），再把 config.toml 和 [storage] 的 folder、"
                "[standards] 的 own_folder 两个文件夹复制一份。"
            )
        with self.read() as connection:
            source = connection.connection.driver_connection
            target = sqlite3.connect(file)
            try:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file; opened by the program it is WAL again
            except sqlite3.Error as error:
                raise DBAPIError("backup", None, error) from error
            finally:
                target.close()

    @contextmanager
    def _told(self, *, writes: bool) -> Iterator[None]:
        """What an office can mend is told as a sentence; a mistake of ours goes on as it is."""
        try:
            yield
        except DBAPIError as error:
            told = failure(error, self.url, WAIT_MS, writes=writes)
            if told is None:
                raise
            raise told from error


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
        return _sqlite(url) if address.get_backend_name() == "sqlite" else server.engine(address)
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"config.toml 里 [storage] 的 database 写的是“{masked(url)}”，这种数据库的驱动 {error.name} 没有安装。"
            f"请在本程序的文件夹里运行 {sys.executable} -m pip install -r requirements-server.lock，"
            "或改回 sqlite:///文件；应为 sqlite:///文件 或 postgresql+psycopg://…；程序没有启动。"
        ) from error
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise SettingsError(
            f"config.toml 里 [storage] 的 database 写的是“{masked(url)}”，认不出：{masked(str(error))}。"
            "应为 sqlite:///文件 或 postgresql+psycopg://…；程序没有启动。"
        ) from None


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    file = sqlite_file(url)
    if file and "file:" not in url:
        _make_folder(file.parent)
        event.listen(engine, "do_connect", _connect_sqlite)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"建不了放数据库的文件夹 {folder}：{reason(error)}。请核对 config.toml 里 [storage] 的 database、磁盘空间和"
            "写入权限；程序没有启动，没有改动任何数据。"
        ) from error


def _connect_sqlite(dialect: Any, record: Any, arguments: Any, options: Any) -> Any:  # noqa: ARG001 (the event gives all)
    """Connect as usual; where the file is there and cannot be written, to read alone."""
    connection = dialect.connect(*arguments, **options)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT count(*) FROM sqlite_master")  # opens the file and what lies beside it
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & FAMILY not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise
        file = Path(arguments[0])
        if not file.is_file():
            raise
        return _to_read_alone(file, options)
    return connection


def _to_read_alone(file: Path, options: Any) -> sqlite3.Connection:
    """
    Open a file that cannot be written, nor anything beside it.

    What its journal holds and it does not cannot be read so: without it the figures would be those of an earlier day.
    """
    journal = file.with_name(f"{file.name}-wal")
    if journal.is_file() and journal.stat().st_size:
        raise DatabaseFailed(
            f"数据库 {file} 所在的文件夹不能写，而最近保存的内容还在旁边的 {journal.name} 里，没有改动任何数据。"
            "请把这两个文件一起复制到可以写的文件夹，从那里打开；"
            "或在原来的电脑上用 python -m monitoring backup 另存一份。"
        )
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", **{**options, "uri": True})


def _set_up_sqlite(connection: Any, record: Any) -> None:  # noqa: ARG001 (the event gives both)
    connection.isolation_level = None  # the driver begins no transaction of its own: _begin says when
    connection.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """Take the lock of writers at once where the transaction will write: one asked for midway cannot be waited for."""
    writes = connection.get_execution_options().get(WRITING, False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        server.wait_for_turn(connection, WAIT_MS)
