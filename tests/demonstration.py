"""The demonstration, loaded once for a whole run of the tests, whatever the number of its processes, then copied."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from config.env import ROOT

# The process that starts the others names the run; they inherit its environment.
RUN = os.environ.setdefault("ESSAIM_TEST_RUN", uuid4().hex[:10])


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A loaded demonstration that nobody opens: the name of its database, the folder of its files."""

    database: str
    folder: Path

    def copy(self, database: str, folder: Path) -> dict[str, str]:
        """Copy it under the name of a database that does not exist and in a folder; return the environment to run it."""
        with _locked(self.database) as server:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (database, self.database)))
            )
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return environment_of(database, folder)


def environment_of(database: str, folder: Path) -> dict[str, str]:
    """Return the environment of a demonstration in a database of the tests' server."""
    return {
        **os.environ,
        "DATABASE_URL": _address(database),
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "ESSAIM_VAR": str(folder),
    }


def drop(database: str) -> None:
    """Drop a database of the tests' server, whoever is still connected to it."""
    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _address(database: str) -> str:
    return urllib.parse.urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


@contextmanager
def _locked(name: str) -> Iterator[psycopg.Connection]:
    """Hold, against the other processes of the run, the lock of a database that is loaded or copied."""
    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        # Released with the connection.
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        yield server


def _of_this_run() -> Demonstration:
    name = f"essaim_demo_{RUN}"
    return Demonstration(name, Path(tempfile.gettempdir()) / name)


@pytest.fixture(scope="session")
def demonstration() -> Demonstration:
    """Load the demonstration in an empty database as script/demo does, unless another process of this run did."""
    found = _of_this_run()
    with _locked(found.database) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [found.database]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(found.database)))
            found.folder.mkdir(exist_ok=True)
            try:
                _load(found)
            except BaseException:
                drop(found.database)
                raise
    return found


def forget() -> None:
    """Take back what this run loaded, if it did: for the process that ends last."""
    found = _of_this_run()
    if found.folder.exists():
        drop(found.database)
        shutil.rmtree(found.folder)


def _load(found: Demonstration) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.cli", "demo", "load"],
        cwd=ROOT,
        env=environment_of(found.database, found.folder),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
