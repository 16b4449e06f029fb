"""
What a database answers when the disk is full, it is in use, damaged or cannot be written: a sentence with a way out.

Only what an office can mend is a sentence; a mistake of ours in a query stays one and crashes into the log.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from monitoring.errors import DatabaseFailed

FAMILY = 0xFF  # SQLite's extended codes carry the plain one in their lowest byte
RESTORE = "python -m monitoring restore 备份文件 --replace"
RESTORE_SERVER = "请管理数据库服务器的人用备份恢复（PostgreSQL：pg_restore）"
NOTHING = {True: "没有保存任何数据", False: "没有改动任何数据"}
"""By whether something was to be written."""
SQLITE = {
    sqlite3.SQLITE_FULL: (
        "磁盘满了：数据库 {place} 写不下，{nothing}，原有的数据完好。请在这个磁盘上腾出空间（至少几百 MB），再做一次。"
    ),
    sqlite3.SQLITE_BUSY: (
        "数据库 {place} 正被别的程序占用，等了 {wait} 秒还没有让出，{nothing}。"
        "请等正在进行的导入结束，关闭打开着它的数据库工具、备份或同步软件，再试一次。"
    ),
    sqlite3.SQLITE_CORRUPT: (
        "数据库 {place} 已损坏（{reason}），{nothing}。请先停止程序，把它所在的文件夹整个复制一份留存；"
        "python -m monitoring verify 说明坏在哪里；再用最近的备份恢复：" + RESTORE + "。"
    ),
    sqlite3.SQLITE_READONLY: (
        "数据库 {place} 只能读、不能写，{nothing}；已有的数据照常查看和导出。"
        "要保存，请把文件夹复制到可以写的位置，或改掉文件和文件夹的只读属性，再试一次。"
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "打不开数据库 {place}（{reason}），{nothing}。请核对 config.toml 里 [storage] 的 database、"
        "文件夹在不在、有没有读写权限；文件丢失的，用备份恢复：" + RESTORE + "。"
    ),
    sqlite3.SQLITE_IOERR: (
        "读写数据库 {place} 时磁盘出错（{reason}），{nothing}。请核对磁盘空间，"
        "以及网络盘、移动硬盘是否还连着，再试一次；还是这样，请换一个磁盘，用备份恢复：" + RESTORE + "。"
    ),
}
"""SQLite's code → what to say."""
SQLITE[sqlite3.SQLITE_LOCKED] = SQLITE[sqlite3.SQLITE_PROTOCOL] = SQLITE[sqlite3.SQLITE_BUSY]
SQLITE[sqlite3.SQLITE_PERM] = SQLITE[sqlite3.SQLITE_AUTH] = SQLITE[sqlite3.SQLITE_CANTOPEN]
SQLITE[sqlite3.SQLITE_NOTADB] = SQLITE[sqlite3.SQLITE_CORRUPT]
SERVER = (
    "数据库 {place} 没有应答或不肯执行（{reason}），{nothing}。请核对数据库服务器是否在运行、网络是否通、"
    "config.toml 里 [storage] 的 database 写的地址、用户名和密码，再试一次。"
)
POSTGRESQL = {
    "53": (  # insufficient resources
        "数据库服务器没有空间或名额了：{place} 不肯执行（{reason}），{nothing}，原有的数据完好。"
        "请管理服务器的人腾出磁盘空间或放宽连接数，再试一次。"
    ),
    "55P03": (  # lock not available
        "数据库 {place} 正在写入别的导入或修改，等了 {wait} 秒还没有让出，{nothing}。请等它结束，再试一次。"
    ),
    "42501": (  # insufficient privilege
        "数据库 {place} 不许这个用户这样做（{reason}），{nothing}。请管理服务器的人让这个用户成为这个数据库的所有者，"
        "或给他在其中建表和读写的权限，再试一次。"
    ),
    "25P03": SERVER,  # a writer that said nothing for too long
    "25006": (  # read-only transaction
        "数据库 {place} 只能读、不能写（{reason}），{nothing}；已有的数据照常查看和导出。"
        "请管理服务器的人核对它是不是备用服务器，或换一个能写的地址，再试一次。"
    ),
}
"""What PostgreSQL's code (SQLSTATE) begins with → what to say; of what is not here, SERVER where it is the server's."""
UNSURE = "不能确定刚才的一步存上了没有，请先在“数据导入”页的导入记录和操作记录里核对"
"""The connection was lost while the last word was said: the server may have heard it."""


def failure(error: DBAPIError, url: str, wait_ms: int, *, writes: bool) -> DatabaseFailed | None:
    """
    Return what to say of an error of the database; None where it is a mistake of ours.

    Args:
        url: the database's address; its password is not said.
        wait_ms: how long the database waited for another program.
        writes: whether something was to be written.
    """
    code = getattr(error.orig, "sqlite_errorcode", None)
    sentence = SQLITE.get(code & FAMILY) if code is not None else _of_server(error)
    if sentence is None:
        return None
    reason = masked(str(error.orig).strip().splitlines()[0]) if str(error.orig).strip() else type(error.orig).__name__
    is_at_end = writes and error.connection_invalidated and error.statement is None
    nothing = UNSURE if is_at_end else NOTHING[writes]
    return DatabaseFailed(sentence.format(place=place(url), reason=reason, wait=wait_ms // 1000, nothing=nothing))


def _of_server(error: DBAPIError) -> str | None:
    code = getattr(error.orig, "sqlstate", None) or ""
    known = (sentence for start, sentence in POSTGRESQL.items() if code.startswith(start))
    return next(known, SERVER if isinstance(error, OperationalError) else None)


def way_back(dialect: str) -> str:
    """Return how a backup is restored into a database of a kind, as a sentence without its end."""
    return f"请用备份恢复：{RESTORE}" if dialect == "sqlite" else RESTORE_SERVER


def place(url: str) -> str:
    """
    Return how a database is named in a sentence: its file, or its address without the password.

    >>> place("sqlite:///data/local/monitoring.db"), place("postgresql+psycopg://bureau:geheim@db/jy")
    ('data/local/monitoring.db', 'postgresql+psycopg://bureau:***@db/jy')
    """
    file = sqlite_file(url)
    return str(file) if file else masked(url)


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite address; None for another database, one in memory, and what is no address."""
    try:
        address = make_url(url)
    except ArgumentError:
        return None
    named = address.database
    if address.get_backend_name() != "sqlite" or not named or named == ":memory:":
        return None
    return Path(named.removeprefix("file:").partition("?")[0])


def masked(text: str) -> str:
    """
    Return a text in which no password of a database's address can be read.

    >>> masked("postgresql://bureau:a@b/c@db/jy?password=x&sslmode=on"), masked("sqlite:///a.db")
    ('postgresql://bureau:***@db/jy?password=***&sslmode=on', 'sqlite:///a.db')
    """
    text = re.sub(r"(:/{0,2}[^\s:/@]*:)\S*@", r"\1***@", text)
    return re.sub(r"(?i)\b(password|passwd|pwd)(\s*=\s*)[^&\s]+", r"\1\2***", text)
