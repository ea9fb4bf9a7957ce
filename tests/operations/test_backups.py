"""A backup taken from one database comes back in another, row for row and document for document, or is refused."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from config.env import ROOT

pytestmark = pytest.mark.postgres_process

# Documents and a sealed history, as the rooms write them.
FILL = """
from datetime import datetime, UTC
from essaim.foundations.accounts.services import bootstrap_administrator
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
now = datetime(2026, 3, 2, 12, tzinfo=UTC)
bootstrap_administrator(
    email="camille@example.org", full_name="Camille Exemple", authority_siren="200093201", now=now
)
default_storage.save("2026/ab/abcdef", ContentFile(b"minutes of the meeting"))
default_storage.save("2026/cd/cdef01", ContentFile(bytes(3_000_000)))
"""


@dataclass(frozen=True, slots=True)
class Instance:
    """An Essaim with a database and a store of its own on the tests' server."""

    environment: dict[str, str]
    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run an essaim command."""
        command = [sys.executable, "-m", "config.cli", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300)

    def must(self, *words: str) -> str:
        """Run an essaim command that must succeed and return what it says."""
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Read every row of every table."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
            return {
                name: connection.execute(
                    sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(sql.Identifier(name))
                ).fetchall()
                for (name,) in names
            }

    def documents(self) -> dict[str, bytes]:
        """Read every document."""
        store = self.folder / "documents"
        return {str(path.relative_to(store)): path.read_bytes() for path in store.rglob("*") if path.is_file()}


def _admin_url() -> str:
    return urllib.parse.urlsplit(os.environ["DATABASE_URL"])._replace(path="/postgres").geturl()


@pytest.fixture
def make_instance(tmp_path: Path) -> Iterator:
    names: list[str] = []

    def make() -> Instance:
        name = f"test_backup_{uuid4().hex[:8]}"
        names.append(name)
        with psycopg.connect(_admin_url(), autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        folder = tmp_path / name
        folder.mkdir()
        url = urllib.parse.urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "ESSAIM_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        }
        return Instance(environment, folder)

    yield make
    with psycopg.connect(_admin_url(), autocommit=True) as server:
        for name in names:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def filled(make_instance) -> Instance:
    """An instance with people, a sealed history and two documents."""
    instance = make_instance()
    instance.must("migrate", "--verbosity", "0")
    instance.must("shell", "--verbosity", "0", "-c", FILL)
    return instance


def test_restored_instance_is_the_saved_one(filled: Instance, make_instance, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    said = filled.must("backup", "--output", str(file))
    copy = make_instance()

    restored = copy.must("restore", str(file))

    assert copy.rows() == filled.rows()
    assert copy.documents() == filled.documents()
    assert len(copy.documents()) == 2
    assert len(copy.rows()["accounts_user"]) == 1
    assert "2 documents" in said
    assert "2 documents" in restored
    assert "The audit trail holds" in copy.must("audit", "verify")
    copy.must("migrate", "--check")
    assert file.stat().st_mode & 0o077 == 0, "others may not read it"

    refused = copy.run("restore", str(file))
    assert refused.returncode != 0
    assert "restore into an empty one" in refused.stderr
    again = filled.run("backup", "--output", str(file))
    assert "never replaces another" in again.stderr

    _write_again(file, tmp_path / "spoiled.tar", lambda name, content: content.replace(b"minutes", b"Minutes"))
    _write_again(file, tmp_path / "lost.tar", lambda name, content: None if name == "database.dump" else content)
    _write_again(file, tmp_path / "counted.tar", _one_more_row)
    empty = make_instance()
    for name, words in (("spoiled", "altered or spoiled"), ("lost", "not a whole backup")):
        done = empty.run("restore", str(tmp_path / f"{name}.tar"))
        assert done.returncode != 0
        assert words in done.stderr
        assert empty.rows() == {}, "nothing is touched before the file is found whole"
    unlike = empty.run("restore", str(tmp_path / "counted.tar"))
    assert unlike.returncode != 0
    assert "accounts_user: 2 rows saved, 1 found" in unlike.stderr


def _one_more_row(name: str, content: bytes) -> bytes:
    if name != "list.json":
        return content
    read = json.loads(content)
    read["rows"]["accounts_user"] += 1
    return json.dumps(read).encode()


def _write_again(source: Path, target: Path, change) -> None:
    """Copy a backup with some of its members changed or left out."""
    with tarfile.open(source) as archive, tarfile.open(target, "w") as written:
        for member in archive.getmembers():
            content = change(member.name, archive.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                written.addfile(member, io.BytesIO(content))


def test_something_else_is_not_restored(make_instance, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    instance = make_instance()

    done = instance.run("restore", str(letter))

    assert done.returncode != 0
    assert "not a whole backup" in done.stderr
    assert "There is no file" in instance.run("restore", str(tmp_path / "absent.tar")).stderr
