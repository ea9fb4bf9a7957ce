"""The loaded demonstration, in a database of its own that no test can change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from config.settings import demo as demo_settings
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.states import SCOPE_OF_ROLE, RoleKind, ScopeKind
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory
from tests.demonstration import Demonstration, drop

CODES = {
    ScopeKind.AUTHORITY: "200093201",
    ScopeKind.COMMUNE: "59350",
    ScopeKind.ORGANIZATION: "130025265",
    ScopeKind.BODY: "comite",
}
NOBODY = "signed in without role"


@dataclass(frozen=True, slots=True)
class Demo:
    """
    The demonstration as loaded: its database, the folder of its files.

    One person per role kind and one without; the key of a session each of them has open.
    """

    database: str
    folder: Path
    people: dict[str, User]
    sessions: dict[str, str]


def _one_person_per_role() -> dict[str, User]:
    """Choose for each kind somebody of the demonstration who holds only that, or add one where there is none."""
    today = timezone.localdate()
    held: dict[int, set[str]] = {}
    for grant in RoleGrant.objects.held_on(today).filter(person__is_active=True).order_by("pk"):
        held.setdefault(grant.person_id, set()).add(grant.kind)
    people: dict[str, User] = {NOBODY: UserFactory(email="nobody@example.org")}
    for kind in RoleKind:
        found = next((person for person, kinds in held.items() if kinds == {kind}), None)
        if found is None:
            grant = RoleGrantFactory(
                kind=kind,
                scope_code=CODES[SCOPE_OF_ROLE[kind]],
                starts_on=date(2020, 1, 1),
                person__email=f"{kind}@example.org",
            )
            found = grant.person_id
        people[kind] = User.objects.get(pk=found)
    return people


def _session_of(person: User) -> str:
    """Open a session for a person, as signing in does, and return its key."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


@pytest.fixture(scope="session")
def demo(
    demonstration: Demonstration, django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """Copy the demonstration, and choose in it one person per role."""
    name, folder = f"test_demo_{uuid4().hex[:8]}", tmp_path_factory.mktemp("demo")
    demonstration.copy(name, folder)
    with django_db_blocker.unblock():
        with _inside(name):
            people = _one_person_per_role()
            sessions = {role: _session_of(person) for role, person in people.items()}
        yield Demo(name, folder, people, sessions)
    drop(name)


class _inside:
    """Points the connection at another database of the server for a while."""

    def __init__(self, name: str) -> None:
        self.name, self.before = name, connection.settings_dict["NAME"]

    def __enter__(self) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.name

    def __exit__(self, *error: object) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.before


@pytest.fixture(scope="module")
def _demo_connection(demo: Demo, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), _inside(demo.database):
        yield


@pytest.fixture
def loaded_demo(demo: Demo, _demo_connection: None, db: None) -> Iterator[Demo]:
    """The demonstration under its own settings; db, which comes after the change of database, takes back what a test does."""
    eased = {
        name: value
        for name, value in vars(demo_settings).items()
        if name.startswith("ESSAIM_") and name not in {"ESSAIM_VAR", "ESSAIM_ROOT"}
    }
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(demo.folder / "documents"), "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    eased["ESSAIM_SIRENE_FOLDER"] = str(demo.folder / "sirene")
    with override_settings(**eased, STORAGES=storages, ACCOUNT_RATE_LIMITS={}):
        yield demo
