"""What a process that needs the database calls: start the server, or join the one that runs."""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from config.embedded_postgres import binaries
from config.embedded_postgres.layout import Account, FolderForeign, Layout
from config.embedded_postgres.locks import hold, is_locked, locked
from config.embedded_postgres.urls import DATABASE, OWNER, PORT
from config.env import ROOT

START_SECONDS = 60


class ServerDidNotStart(Exception):
    """The server gave no answer in time, or stopped at once; the message ends with its own log."""


@dataclass(slots=True)
class Lease:
    """The right to use the server: it runs as long as one process holds one. Given up by release() or by dying."""

    layout: Layout
    path: Path
    descriptor: int | None
    holder: int

    @property
    def url(self) -> str:
        """The server's address, as DATABASE_URL takes it."""
        host = str(self.layout.socket_folder).replace("%", "%25").replace("/", "%2F")
        return f"postgresql://{OWNER}@{host}:{PORT}/{DATABASE}"

    def release(self) -> None:
        """Give the lease up; the last one to do so stops the server. In a forked child, give up the child's share only."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
            if os.getpid() == self.holder:
                self.path.unlink(missing_ok=True)


def ensure_running(folder: Path, *, is_durable: bool = True) -> Lease:
    """
    Start the server of a folder, or join the one that runs, and hold it for this process.

    :param is_durable: False gives up safety against power cuts for speed; for tests only
    :raises FolderUnreachable, FolderForeign, MajorMismatch: with what to do about it
    :raises ServerDidNotStart: with the end of the server's log
    """
    account = Account.for_server()
    layout = Layout.of(folder)
    layout.prepare(account)
    with locked(layout.starter_lock):
        lease = _take_lease(layout)
        try:
            if not is_locked(layout.supervisor_lock):
                # Chosen here as well, so that a refusal reaches the person and not only the log.
                binaries.choose(layout, account)
                _start_supervisor(layout, is_durable=is_durable)
            _wait_until_it_answers(layout)
            _create_database(layout)
        except BaseException:
            lease.release()
            raise
    atexit.register(lease.release)
    return lease


def connect(layout: Layout, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """Open a connection to the server of a layout."""
    return psycopg.connect(
        host=str(layout.socket_folder), port=PORT, user=OWNER, dbname=database, connect_timeout=5, autocommit=True
    )


def _take_lease(layout: Layout) -> Lease:
    path = layout.leases / f"{os.getpid()}-{uuid4().hex[:8]}"
    return Lease(layout, path, hold(path), os.getpid())


def _start_supervisor(layout: Layout, *, is_durable: bool) -> None:
    """Start the supervisor, which leaves at once for the background: the process waited for is only its parent."""
    with layout.log.open("ab") as log:
        subprocess.run(  # noqa: S603
            [
                sys.executable,
                "-m",
                "config.embedded_postgres.supervisor",
                str(layout.home),
                "durable" if is_durable else "fast",
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
            },
            start_new_session=True,
            check=True,
        )


def _wait_until_it_answers(layout: Layout) -> None:
    deadline = time.monotonic() + START_SECONDS
    started = time.monotonic()
    while time.monotonic() < deadline:
        try:
            with connect(layout) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            if time.monotonic() - started > 5 and not is_locked(layout.supervisor_lock):
                break
            time.sleep(0.05)
            continue
        if row is not None and Path(str(row[0])) != layout.data:
            message = f"The server on {layout.socket_folder} keeps its data in {row[0]}: it is not ours. Stop it first."
            raise FolderForeign(message)
        return
    end = layout.log.read_text(errors="replace")[-2000:] if layout.log.exists() else ""
    message = f"The embedded PostgreSQL did not start. Its log, {layout.log}, ends with:\n{end}"
    raise ServerDidNotStart(message)


def _create_database(layout: Layout) -> None:
    with connect(layout) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            with contextlib.suppress(psycopg.errors.DuplicateDatabase):
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
