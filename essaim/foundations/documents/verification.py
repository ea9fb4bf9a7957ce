"""Reads every file of the store again and compares it with its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import queries, store
from .models import Version

# A file is written before its row: one this young may belong to a deposit that is not finished.
BEING_WRITTEN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One file or row that is not as it should be, and what that means."""

    place: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How many files were read, and what is wrong; it holds when nothing is."""

    files: int
    flaws: tuple[Flaw, ...]

    @property
    def holds(self) -> bool:
        """Whether every file is there, unchanged, and known."""
        return not self.flaws


def verify(*, now: datetime, progress: Callable[[int, int], None] = lambda done, total: None) -> Verification:
    """
    Hash every file against its row, and list the files that no row knows.

    :param progress: told how many files were read, of how many
    """
    flaws = []
    versions = queries.versions_with_file().select_related("document").order_by("pk")
    total = versions.count()
    for done, version in enumerate(versions.iterator(), start=1):
        place = f"document {version.document_id}, version {version.number}"
        try:
            found = store.sha256_of(version.storage_key)
        except FileNotFoundError:
            flaws.append(Flaw(place, f"its file {version.storage_key} is missing from the store"))
        else:
            if found != version.sha256:
                meaning = f"its file {version.storage_key} was altered: {found}, expected {version.sha256}"
                flaws.append(Flaw(place, meaning))
        progress(done, total)
    # Every key that a row names, removed files included: one of these that is back in the store is a flaw too.
    present = set(versions.values_list("storage_key", flat=True))
    removed = set(Version.objects.filter(removed_at__isnull=False).values_list("storage_key", flat=True))
    for key in store.list_keys():
        if key in removed:
            flaws.append(Flaw(key, "this file should have been removed with its document"))
        elif key not in present and store.modified_at(key) < now - BEING_WRITTEN:
            flaws.append(Flaw(key, "no document knows this file"))
    return Verification(total, tuple(flaws))
