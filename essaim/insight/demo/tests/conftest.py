"""One loaded demonstration for the tests that read it, in a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from psycopg import sql

from essaim.insight.demo.models import LoadedPart


def say_nothing(_line: str) -> None:
    """Take no notice."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded demonstration: its database, the folder of its documents, the moment of loading."""

    database: str
    folder: Path
    now: datetime

    @contextmanager
    def open(self) -> Iterator[None]:
        """Point the connection at it, under the settings of a demonstration."""
        documents = {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(self.folder), "base_url": None},
        }
        static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        storages = {"default": documents, "staticfiles": static}
        connection.close()
        before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], self.database
        try:
            register = str(self.folder.parent / "sirene")
            with override_settings(
                ESSAIM_DEMO=True, STORAGES=storages, ACCOUNT_RATE_LIMITS={}, ESSAIM_SIRENE_FOLDER=register
            ):
                yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def moment() -> datetime:
    """The moment of loading: now, since what a person may do depends on their roles of today."""
    return timezone.now()


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    names = {"host", "port", "user", "password", "dbname"}
    with psycopg.connect(**{name: parameters[name] for name in names & parameters.keys()}, autocommit=True) as server:
        yield server


@pytest.fixture(scope="session")
def _loaded(django_db_setup, django_db_blocker, demonstration, tmp_path_factory) -> Iterator[Loaded]:
    """Copy the demonstration that the run has loaded once."""
    name, folder = f"test_demo_{uuid4().hex[:8]}", tmp_path_factory.mktemp("demo")
    demonstration.copy(name, folder)
    loaded = Loaded(name, folder / "documents", timezone.now())
    with django_db_blocker.unblock(), loaded.open():
        first = LoadedPart.objects.order_by("pk").first()
        assert first is not None
    yield replace(loaded, now=first.loaded_at)
    with django_db_blocker.unblock(), _server() as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(loaded.database)))


@pytest.fixture
def demo(_loaded: Loaded, django_db_blocker) -> Iterator[datetime]:
    """The loaded demonstration; what a test does to it is taken back. Gives the moment of loading."""
    with django_db_blocker.unblock(), _loaded.open(), transaction.atomic():
        yield _loaded.now
        transaction.set_rollback(True)
