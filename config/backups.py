"""Whole backups in one file: the database as pg_dump writes it, the documents, and a list of what must be found again."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.db import connection

from config.embedded_postgres.binaries import candidates

FORMAT = "essaim-backup-1"
LIST, DUMP, DOCUMENTS = "list.json", "database.dump", "documents/"
CHUNK = 1024 * 1024


class ProgramMissing(Exception):
    """No pg_dump or pg_restore of a fitting version is on this machine."""


class ProgramFailed(Exception):
    """pg_dump or pg_restore failed; the message is its own."""


class BackupUnreadable(Exception):
    """The file is not a backup, or not whole."""


class PlaceTaken(Exception):
    """The database or the store of documents to restore into is not empty."""


class RestoreUnlike(Exception):
    """What was restored is not what was saved; the message names every difference."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: rows per table, and the SHA-256 of each document by its key."""

    made_at: datetime
    major: int
    rows: dict[str, int]
    documents: dict[str, str]


def make_backup(output: Path, *, now: datetime) -> Contents:
    """
    Write everything in one new file; readers and writers may go on meanwhile.

    Rows are counted in the same snapshot of the database that pg_dump copies.

    :raises FileExistsError: if there is a file of that name: a backup never replaces another
    :raises ProgramMissing, ProgramFailed: if pg_dump cannot do it
    """
    major = _server_major()
    with tempfile.TemporaryDirectory(prefix="essaim-backup-") as folder:
        dump = Path(folder) / DUMP
        with connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                cursor.execute("SELECT pg_export_snapshot()")
                snapshot = str(cursor.fetchone()[0])
                rows = _count_rows(cursor)
                _run("pg_dump", major, "--format=custom", f"--snapshot={snapshot}", f"--file={dump}", "--no-owner")
            finally:
                cursor.execute("ROLLBACK")
        documents = {key: _sha256(default_storage, key) for key in _keys(default_storage)}
        contents = Contents(now, major, rows, documents)
        draft = output.with_name(output.name + ".draft")
        with output.open("xb"), draft.open("wb") as stream, tarfile.open(fileobj=stream, mode="w") as archive:
            _add_bytes(archive, LIST, _as_json(contents), now)
            archive.add(dump, DUMP)
            for key in documents:
                with default_storage.open(key, "rb") as content:
                    _add_stream(archive, DOCUMENTS + key, content, default_storage.size(key), now)
            os.fchmod(stream.fileno(), 0o600)
        draft.replace(output)
    return contents


def restore_backup(source: Path) -> Contents:
    """
    Put a backup into an empty database and an empty store, then compare all of it with the list.

    :raises BackupUnreadable: before anything is touched, if the file is not whole
    :raises PlaceTaken: before anything is touched, if something is there already
    :raises RestoreUnlike: if rows or documents differ from what was saved
    """
    contents = _check_whole(source)
    _refuse_taken_place()
    with tempfile.TemporaryDirectory(prefix="essaim-restore-") as folder, tarfile.open(source) as archive:
        dump = Path(folder) / DUMP
        with dump.open("wb") as written:
            shutil.copyfileobj(_member(archive, DUMP), written, CHUNK)
        major = max(contents.major, _server_major())
        _run(
            "pg_restore", major, "--exit-on-error", "--single-transaction", "--no-owner", str(dump), names_database=True
        )
        for key in contents.documents:
            default_storage.save(key, File(_member(archive, DOCUMENTS + key)))
    _compare(contents)
    return contents


def _check_whole(source: Path) -> Contents:
    """Read the whole file once: its list, and that every document in it still has its hash."""
    try:
        with tarfile.open(source) as archive:
            contents = _from_json(_member(archive, LIST).read())
            _member(archive, DUMP)
            spoiled = [
                key
                for key, sha256 in contents.documents.items()
                if hashlib.file_digest(_member(archive, DOCUMENTS + key), "sha256").hexdigest() != sha256
            ]
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        message = f"{source} is not a whole backup of Essaim ({error})."
        raise BackupUnreadable(message) from error
    if spoiled:
        message = f"{source} was altered or spoiled: {', '.join(spoiled[:5])}."
        raise BackupUnreadable(message)
    return contents


def _refuse_taken_place() -> None:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if tables:
        message = f"The database has {len(tables)} tables already: restore into an empty one."
        raise PlaceTaken(message)
    if next(_keys(default_storage), None) is not None:
        message = "The store of documents is not empty: move what it holds away first."
        raise PlaceTaken(message)


def _compare(contents: Contents) -> None:
    with connection.cursor() as cursor:
        rows = _count_rows(cursor)
    documents = {key: _sha256(default_storage, key) for key in _keys(default_storage)}
    unlike = [
        f"{name}: {contents.rows.get(name)} rows saved, {rows.get(name)} found"
        for name in sorted(contents.rows.keys() | rows.keys())
        if contents.rows.get(name) != rows.get(name)
    ]
    unlike += [
        f"document {key}: not as saved"
        for key in sorted(contents.documents.keys() | documents.keys())
        if contents.documents.get(key) != documents.get(key)
    ]
    if unlike:
        raise RestoreUnlike("\n".join(unlike))


def _count_rows(cursor: Any) -> dict[str, int]:
    names = sorted(connection.introspection.table_names(cursor))
    counts = {}
    for name in names:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - names of tables, quoted
        counts[name] = int(cursor.fetchone()[0])
    return counts


def _keys(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(files))
    for name in sorted(folders):
        yield from _keys(storage, prefix + name)


def _sha256(storage: Storage, key: str) -> str:
    digest = hashlib.sha256()
    with storage.open(key, "rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _server_major() -> int:
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]


def _run(name: str, major: int, *options: str, names_database: bool = False) -> None:
    """Run a PostgreSQL program of the version of the server or, failing that, the nearest later one."""
    fitting = [found for found in candidates() if found.major >= major and (found.folder / name).exists()]
    if not fitting:
        message = f"{name} of PostgreSQL {major} or later is needed and was not found on this machine."
        raise ProgramMissing(message)
    program = min(fitting, key=lambda found: found.major).program(name)
    settings = connection.settings_dict
    given = {"PGDATABASE": "NAME", "PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {**os.environ, **{ours: str(settings[key]) for ours, key in given.items() if settings.get(key)}}
    database = [f"--dbname={settings['NAME']}"] if names_database else []
    done = subprocess.run(  # noqa: S603
        [program, "--no-password", *database, *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ProgramFailed(done.stderr.strip())


def _member(archive: tarfile.TarFile, name: str) -> io.BufferedReader:
    found: Any = archive.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes, now: datetime) -> None:
    _add_stream(archive, name, io.BytesIO(content), len(content), now)


def _add_stream(archive: tarfile.TarFile, name: str, content: Any, size: int, now: datetime) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, int(now.timestamp()), 0o600
    archive.addfile(entry, content)


def _as_json(contents: Contents) -> bytes:
    written = {
        "format": FORMAT,
        "made_at": contents.made_at.astimezone(UTC).isoformat(),
        "postgresql": contents.major,
        "rows": contents.rows,
        "documents": contents.documents,
    }
    return json.dumps(written, indent=1, ensure_ascii=False).encode()


def _from_json(text: bytes) -> Contents:
    read = json.loads(text)
    if read.get("format") != FORMAT:
        message = f"its format is not {FORMAT}"
        raise ValueError(message)
    return Contents(datetime.fromisoformat(read["made_at"]), read["postgresql"], read["rows"], read["documents"])
