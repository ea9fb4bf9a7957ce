"""A kind of thing that has documents, without an upper room: whoever is in its sets may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from essaim.foundations.accounts.models import User
from essaim.foundations.documents import subjects
from essaim.foundations.primitives.decisions import ALLOW, deny


class Thing:
    """Things "1" and "2" exist; people named as writers attach to and read the private documents of thing "1"."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.writers: set[int] = set()
        self.is_open = True

    def register(self) -> None:
        """Register the kind "tests.thing"."""
        subjects.register(
            subjects.Subject(
                kind="tests.thing",
                label="Chose",
                can_read=lambda person, object_id: ALLOW if self.is_open else deny("Brouillon."),
                can_write=lambda person, object_id: (
                    ALLOW if person.pk in self.writers and object_id == "1" else deny("Pas la vôtre.")
                ),
                url=lambda object_id: f"/choses/{object_id}/",
                private_ids=lambda person: {"1"} if person.pk in self.writers else set(),
                names=lambda object_ids: {object_id: f"Chose {object_id}" for object_id in object_ids},
            )
        )


@pytest.fixture(autouse=True)
def thing() -> Iterator[Thing]:
    registered = dict(subjects._subjects)
    made = Thing()
    made.register()
    yield made
    subjects._subjects.clear()
    subjects._subjects.update(registered)


@pytest.fixture
def writer(thing: Thing, db: None) -> User:
    from essaim.foundations.accounts.tests.factories import UserFactory

    person = UserFactory(full_name="Camille Écrit")
    thing.writers.add(person.pk)
    return person


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "documents"), "base_url": None},
        },
    }
