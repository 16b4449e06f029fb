"""
What is PostgreSQL's own: how it is connected to, what a transaction sees, and that writers take turns.

Readers see one state from their first query to their last, as SQLite's do by themselves. Writers wait for each other,
as SQLite's do: so whatever is read before it is written is still so when it is kept.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from monitoring.errors import SettingsError

DRIVER = "psycopg"
TURN = 7_320_518_443  # any number, always this one: what the writers of one database wait for
WRITERS = MappingProxyType({"isolation_level": "READ COMMITTED"})
"""Of one state, a writer would not see what the one before it did: that was fixed before its turn came."""
CONNECTING = MappingProxyType(
    {
        "connect_timeout": 10,  # seconds
        "keepalives_idle": 30,  # seconds; a server that went without a word is missed after about a minute
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,  # ms
    }
)
"""What the address may say otherwise; the system's own patience is minutes to hours."""
ABANDONED_MS = 300_000
"""A writer that says nothing for so long was cut off, and would keep all others waiting; what it did is undone."""


def engine(address: URL) -> Engine:
    """
    Return the engine of a server's database. A connection that was lost is noticed before it is used, and made anew.

    Raises:
        ArgumentError: another kind of server, or a password that would be taken for a part of the host.
        ModuleNotFoundError: the driver is not installed.
    """
    if (address.get_backend_name(), address.get_driver_name()) != ("postgresql", DRIVER):
        raise ArgumentError(f"no such database: {address.drivername}")
    if "@" in (address.host or ""):
        raise ArgumentError("密码里的 @ 要写成 %40（/ 写成 %2F，: 写成 %3A，% 写成 %25）")
    options = {name: value for name, value in CONNECTING.items() if name not in address.query}
    made = create_engine(
        address,
        hide_parameters=True,
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,
        # Kept statements are bound to the tables as they were, and to one server behind a proxy of connections.
        connect_args={**options, "prepare_threshold": None},
    )
    event.listen(made, "connect", _set_up)
    event.listen(made, "handle_error", _say_no_data)
    return made


def wait_for_turn(connection: Connection, wait_ms: int) -> None:
    """Wait until no other transaction writes into this database; the end of this one lets the next begin."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait_ms}")
    connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = {ABANDONED_MS}")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")


def _set_up(connection: Any, record: Any) -> None:  # noqa: ARG001 (the event gives both)
    connection.adapters.register_dumper(str, _without_nul())
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise SettingsError(
            f"PostgreSQL 的数据库“{connection.info.dbname}”的编码是 {encoding}，应为 UTF8，不然有的汉字存不下。"
            "请用 CREATE DATABASE 名称 ENCODING 'UTF8' TEMPLATE template0 另建一个，写在 config.toml 里 [storage] 的 "
            "database；程序没有启动，没有改动任何数据。"
        )


@cache
def _without_nul() -> type:
    """How a text is handed over: PostgreSQL has no NUL in a text; a damaged file has, and it means nothing there."""
    from psycopg.types.string import StrDumper  # the driver is an extra: only who has it comes here

    class WithoutNul(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", "\ufffd"))

    return WithoutNul


def _say_no_data(context: ExceptionContext) -> None:
    """Leave out of an error what the server adds to its first line: the row that it did not take, people's data."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args and isinstance(error.args[0], str):
            error.args = (error.args[0].partition("\n")[0], *error.args[1:])
