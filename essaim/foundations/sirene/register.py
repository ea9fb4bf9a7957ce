"""Opens DuckDB, always by the room's own settings, and reads its SQL, which stands in files."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).resolve().parent
REFERENCE = HERE / "reference"
# Connections kept by kept_snapshot, the last used at the end.
KEPT_MAX = 4
_KEPT: list[tuple[tuple[object, ...], DuckDBPyConnection]] = []
_LOCK = threading.Lock()


@cache
def sql(name: str) -> str:
    """Read a query of the room by the name of its file, without ending."""
    return (HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def folder() -> Path:
    """Return the folder of snapshots, made if it is not there; readable by the server's own user only."""
    path = Path(settings.ESSAIM_SIRENE_FOLDER)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _options() -> dict[str, str | bool | int | float | list[str]]:
    # Extensions would be fetched from outside; memory and threads are what the machine may give to one process.
    return {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": settings.ESSAIM_SIRENE_MEMORY,
        "threads": settings.ESSAIM_SIRENE_THREADS,
    }


@contextlib.contextmanager
def snapshot(file: str) -> Iterator[DuckDBPyConnection]:
    """
    Open a snapshot for reading only.

    :param file: name of its file in the folder of snapshots
    :raises SnapshotUnreadable: if the file is missing or is no snapshot
    """
    with contextlib.closing(_connected(file)) as connection:
        yield connection


@contextlib.contextmanager
def kept_snapshot(
    file: str, key: tuple[object, ...], prepare: Callable[[DuckDBPyConnection], None]
) -> Iterator[DuckDBPyConnection]:
    """
    Lend a snapshot that was opened and prepared already, or open and prepare it, and keep it for the next reader.

    A snapshot never changes, so what is prepared in one connection stands; opening and preparing took as long as the reads of
    a page. One connection serves one reader at a time; few are kept, the last used. One whose file went, or was made again, is
    not lent any more.

    :param file: name of its file in the folder of snapshots
    :param key: what it is prepared for
    :raises SnapshotUnreadable: if the file is missing or is no snapshot
    """
    try:
        status = (folder() / file).stat()
    except OSError as error:
        raise SnapshotUnreadable(file) from error
    whole = (str(folder() / file), status.st_ino, status.st_mtime_ns, settings.ESSAIM_SIRENE_THREADS, *key)
    with _LOCK:
        place = next((place for place in reversed(range(len(_KEPT))) if _KEPT[place][0] == whole), None)
        connection = None if place is None else _KEPT.pop(place)[1]
    if connection is None:
        connection = _connected(file)
        try:
            prepare(connection)
        except BaseException:
            connection.close()
            raise
    try:
        yield connection
    except BaseException:
        # Whatever happened, nobody else reads in it.
        connection.close()
        raise
    with _LOCK:
        _KEPT.append((whole, connection))
        left = [_KEPT.pop(0)[1] for _number in range(len(_KEPT) - KEPT_MAX)]
    for other in left:
        other.close()


def close_kept() -> None:
    """Close the connections that wait for a reader: before a file is written, which DuckDB refuses while one reads it."""
    with _LOCK:
        waiting = [connection for _key, connection in _KEPT]
        _KEPT.clear()
    for connection in waiting:
        connection.close()


def _connected(file: str) -> DuckDBPyConnection:
    import duckdb

    try:
        return duckdb.connect(str(folder() / file), read_only=True, config=_options())
    except duckdb.Error as error:
        raise SnapshotUnreadable(file) from error


@contextlib.contextmanager
def workshop(path: Path | str = ":memory:", *, scratch: Path | None = None) -> Iterator[DuckDBPyConnection]:
    """Open a database to make something in: in memory, or a new file; what does not fit in memory goes to scratch."""
    import duckdb

    options = _options()
    if scratch is not None:
        options["temp_directory"] = str(scratch)
    with contextlib.closing(duckdb.connect(str(path), config=options)) as connection:
        connection.execute("SET preserve_insertion_order = false")
        yield connection


def run(connection: DuckDBPyConnection, name: str, **given: object) -> None:
    """Run each statement of a file of SQL, with the parameters it names."""
    for statement in sql(name).split(";\n"):
        if statement.strip():
            connection.execute(statement, {key: value for key, value in given.items() if f"${key}" in statement})


class SnapshotUnreadable(Exception):
    """The file of a snapshot is missing, or cannot be read."""
