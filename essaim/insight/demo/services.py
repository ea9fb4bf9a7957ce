"""Loads and wipes the demonstration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.documents import store
from essaim.foundations.documents.models import Version
from essaim.foundations.sirene import register
from essaim.foundations.sirene.models import Snapshot
from essaim.insight.demo import queries
from essaim.insight.demo.loading import PARTS, Stage
from essaim.insight.demo.models import LoadedPart

Say = Callable[[str], None]


class NotADemonstration(Exception):
    """This database is not a demonstration's: nothing is written there, and nothing is wiped."""


class LoadedBefore(Exception):
    """A part cannot be written, maybe since others were loaded from files that have changed since: which ones."""

    def __init__(self, part: str, outdated: tuple[str, ...]) -> None:
        """Keep the names."""
        super().__init__(part)
        self.part, self.outdated = part, outdated


@dataclass(frozen=True, slots=True)
class LoadResult:
    """Names of the parts written now, and of those written before from files that have changed since."""

    written: tuple[str, ...]
    outdated: tuple[str, ...]


def load_demo(*, now: datetime, say: Say, force: bool = False) -> LoadResult:
    """
    Write every part of the demonstration that is not there yet, each in its own transaction.

    Run again, it writes nothing twice; stopped, it goes on with the part it was writing. Not a service of a person:
    it acts as the people it invents.

    :param say: told one line a part
    :param force: load even where the settings are not those of a demonstration
    :raises NotADemonstration: if the settings are not, or if people who are not the demonstration's are there
    :raises LoadedBefore: if a part fails where others were loaded from files that have changed since; it is not written
    """
    if not (settings.ESSAIM_DEMO or force):
        message = "These settings are not those of a demonstration. Nothing was loaded."
        raise NotADemonstration(message)
    with _one_at_a_time():
        there = queries.loaded_parts()
        if not there and User.objects.exists():
            message = "This database already holds people: it is not a demonstration's. Nothing was loaded."
            raise NotADemonstration(message)
        outdated = tuple(part.name for part in PARTS if part.name in there and there[part.name] != part.digest)
        stage, written = Stage(now), []
        for part in PARTS:
            if part.name in there:
                continue
            start = perf_counter()
            try:
                with transaction.atomic():
                    part.write(stage)
                    LoadedPart.objects.create(name=part.name, digest=part.digest, loaded_at=now)
            except Exception as error:
                if outdated:
                    raise LoadedBefore(part.name, outdated) from error
                raise
            written.append(part.name)
            say(f"{part.says} ({perf_counter() - start:.1f} s)")
    return LoadResult(tuple(written), outdated)


def is_loaded() -> bool:
    """Tell whether this database is one that the demonstration fills."""
    return bool(queries.loaded_parts())


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold a lock of the database for the session, so that two loads wait for one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('demo.load'))")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('demo.load'))")


def wipe_demo() -> int:
    """
    Empty a database that the demonstration filled, files and mails included; return the number of tables emptied.

    History is append-only and refuses to be deleted: the whole of it goes, with everything it is about, or nothing.

    :raises NotADemonstration: if the demonstration did not fill it
    """
    with _one_at_a_time():
        if not queries.loaded_parts():
            message = "The demonstration did not fill this database. Nothing was wiped."
            raise NotADemonstration(message)
        files = list(Version.objects.order_by("pk").values_list("storage_key", flat=True))
        snapshots = [
            register.folder() / name for name in Snapshot.objects.order_by("pk").values_list("file", flat=True)
        ]
        tables = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)))
        names = ", ".join(connection.ops.quote_name(table) for table in tables)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
    for key in files:
        store.remove(key)
    for file in (*snapshots, *_kept_mails()):
        file.unlink(missing_ok=True)
    # What Django itself keeps of the tables (content types) is written again, as after a first migration.
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    return len(tables)


def _kept_mails() -> Iterator[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if folder and Path(folder).is_dir():
        yield from Path(folder).glob("*.log")
