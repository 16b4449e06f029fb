"""
A PostgreSQL server of the tests' own, from the system's packages: on loopback, in a folder that goes with it.

It orders words by the rules of Chinese, not by code points as SQLite does: what rests on the database's order is seen.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, func, insert, select, text
from sqlalchemy.pool import NullPool

from monitoring.storage.migrations import migrate
from monitoring.storage.tables import METADATA
from tools.system_packages import postgresql

OWNER = "postgres"
"""Who runs it where the tests run as root, whom it refuses; the Debian package makes this user."""
GUARDED, PASSWORD = "guarded", "geheim"
"""A database user with no rights, and the only one who needs a password."""
DOOR = f"host all {GUARDED} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
OPTIONS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "200"}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Of a server that is thrown away after the tests: nothing has to survive a power cut."""
PATIENCE_S = 30
GUARD = """cat > /dev/null
if pid=$(head -n 1 "$0/data/postmaster.pid" 2> /dev/null); then
    kill -INT "$pid" && while kill -0 "$pid" 2> /dev/null; do sleep 0.1; done
fi
rm -rf "$0"
"""
"""Waits until whoever started it is gone, killed or not; then stops the server and leaves nothing of it."""


class Postgres:
    """A server that runs until `close`; each test has a database of its own."""

    def __init__(self, *, is_safe: bool = False) -> None:
        """Make and start it; is_safe: what it has kept survives a power cut, as an office's would (for a bench)."""
        self.folder = Path(tempfile.mkdtemp(prefix="monitoring-postgresql-"))
        self.port = _free_port()
        self._programs = postgresql()
        self._names = count(1)
        self._templates: dict[Path, str] = {}
        self._process: subprocess.Popen | None = None
        self._options = OPTIONS if is_safe else OPTIONS | UNSAFE
        self._guard = subprocess.Popen(
            ["sh", "-c", GUARD, self.folder], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        if os.geteuid() == 0:
            shutil.chown(self.folder, OWNER)
        order = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh"]
        made = [self._programs / "initdb", "--pgdata", self._data, "--username=monitoring", "--auth=trust", "--no-sync"]
        subprocess.run([*made, *order], check=True, stdout=subprocess.DEVNULL, **_somebody())
        (self._data / "pg_hba.conf").write_text(DOOR, encoding="utf-8")
        self.start()
        self.execute(f"CREATE USER {GUARDED} PASSWORD '{PASSWORD}'")

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [part for name, value in self._options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            command = [self._programs / "postgres", "-D", self._data, "-p", str(self.port), *options]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **_somebody())
        until = time.monotonic() + PATIENCE_S
        asked = [self._programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(asked, check=False).returncode:
            said = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
            assert self._process.poll() is None, f"PostgreSQL does not start:\n{said}"
            assert time.monotonic() < until, f"PostgreSQL does not answer:\n{said}"
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it as an administrator does, whoever is connected."""
        if self._process is not None:
            self._process.send_signal(2)  # SIGINT: connections are cut, all that was committed is kept
            self._process.wait(timeout=PATIENCE_S)
            self._process = None

    def close(self) -> None:
        """Stop it for good; nothing stays."""
        self.stop()
        self._guard.stdin.close()
        self._guard.wait(timeout=PATIENCE_S)

    def url(self, name: str, who: str = "monitoring") -> str:
        """Return the address of a database."""
        return f"postgresql+psycopg://{who}@127.0.0.1:{self.port}/{name}"

    def new(self) -> str:
        """Return the address of a new database that holds nothing."""
        name = f"t{next(self._names)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def fill(self, url: str, source: Path) -> None:
        """Let a database, whatever it held, hold what an SQLite file of today's schema holds."""
        if source not in self._templates:
            made = self.new()
            copy_rows(source, made)
            self._templates[source] = _name(made)
        self.drop(url)
        self.execute(f"CREATE DATABASE {_name(url)} TEMPLATE {self._templates[source]}")

    def drop(self, url: str) -> None:
        """Drop a database, whoever is connected to it."""
        self.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Do what an administrator does, outside of any transaction."""
        engine = _engine(self.url("postgres"))
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(statement))


def copy_rows(source: Path, url: str) -> None:
    """Copy every row of an SQLite file of today's schema into a database that holds nothing."""
    with _engine(f"sqlite:///{source}").connect() as rows, _engine(url).begin() as target:
        migrate(target)
        for table in METADATA.sorted_tables:
            found = [dict(row._mapping) for row in rows.execute(select(table))]
            if found:
                target.execute(insert(table), found)
            if table.autoincrement_column is not None:
                sequence = func.pg_get_serial_sequence(table.name, "id")
                target.execute(select(func.setval(sequence, max((row["id"] for row in found), default=0) + 1, False)))


def _engine(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


def _name(url: str) -> str:
    return url.rpartition("/")[2]


def _somebody() -> dict[str, object]:
    """Who starts its programs: not root."""
    if os.geteuid() != 0:
        return {}
    found = pwd.getpwnam(OWNER)
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": [], "cwd": "/"}


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
