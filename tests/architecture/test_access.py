"""The access table: it names every route and no other, and every URL, opened as every role, keeps its word."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from config.access import access_by_room, all_access, routes
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.ui.access import PUBLIC, SIGNED_IN, Access
from tests.architecture.conftest import NOBODY, Demo
from tests.architecture.preparations import PREPARATIONS, address_of

pytestmark = pytest.mark.django_db
ACCESS = all_access()
ANONYMOUS = "anonymous"
ROLES = [ANONYMOUS, NOBODY, *RoleKind]
OPENS = frozenset({200, 204, 302, 303, 304})
# A form sent empty is complained about; a move that is not possible now is refused as such.
TAKES = OPENS | {400, 409, 422}
REFUSES = frozenset({403, 404})


def test_every_route_is_in_the_table() -> None:
    missing = sorted({route.name for route in routes()} - set(ACCESS))

    assert missing == [], "say who may open them in the access.py of their room"


def test_table_names_no_route_that_is_gone() -> None:
    stale = sorted(set(ACCESS) - {route.name for route in routes()})

    assert stale == []


def test_no_page_is_prepared_that_is_gone() -> None:
    assert set(PREPARATIONS) <= set(ACCESS)


def test_route_is_in_one_table_only() -> None:
    tables = access_by_room()
    named = [name for table in tables.values() for name in table]

    assert len(named) == len(set(named))


@pytest.mark.parametrize("name", ACCESS)
def test_words_of_the_table_are_known(name: str) -> None:
    access = ACCESS[name]

    assert access.who in {PUBLIC, SIGNED_IN} or access.roles <= set(RoleKind)
    assert access.methods
    assert set(access.methods) <= {"GET", "POST"}


def _may(access: Access, role: str) -> bool:
    if access.who == PUBLIC:
        return True
    if role == ANONYMOUS:
        return False
    return access.who == SIGNED_IN or role in access.roles


def _is_sign_in(location: str) -> bool:
    return urllib.parse.urlsplit(location).path == reverse(settings.LOGIN_URL)


def _client_of(loaded_demo: Demo, role: str) -> Client:
    client = Client(raise_request_exception=True)
    if role != ANONYMOUS:
        client.cookies[settings.SESSION_COOKIE_NAME] = loaded_demo.sessions[role]
    return client


def _complaint(loaded_demo: Demo, name: str, method: str, role: str) -> str:
    """Open a URL as a role; say how the answer differs from the table, nothing if it does not."""
    access = ACCESS[name]
    url = address_of(name, access, loaded_demo.people.get(role))
    client = _client_of(loaded_demo, role)

    answer = client.get(url) if method == "GET" else client.post(url)
    if answer.streaming:
        # A file sent in pieces stays open until somebody has read it.
        list(answer)

    status, location = answer.status_code, answer.headers.get("Location", "")
    told = f"{url} answered {status} to {role}"
    if _may(access, role):
        if status not in (OPENS if method == "GET" else TAKES):
            return told
        if access.who != PUBLIC and _is_sign_in(location):
            return f"{url} sent {role} to sign in"
    elif role == ANONYMOUS:
        if not ((status == 302 and _is_sign_in(location)) or status == 401):
            return told
    elif status not in REFUSES:
        return f"{told}, who may not"
    is_page = status == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
    if is_page and "content-security-policy" not in {header.lower() for header in answer.headers}:
        return f"{told} without a policy of contents"
    return ""


@contextmanager
def _taken_back() -> Iterator[None]:
    """What one role does is gone when the next one comes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("name", "method"), [(name, method) for name, access in ACCESS.items() for method in access.methods]
)
def test_url_opens_to_whom_the_table_says(loaded_demo: Demo, name: str, method: str) -> None:
    complaints = []
    for role in ROLES:
        translation.deactivate()
        with _taken_back():
            try:
                complaints.append(_complaint(loaded_demo, name, method, role))
            except Exception as broken:
                broken.add_note(f"when {role} opened it")
                raise

    assert [complaint for complaint in complaints if complaint] == []


def test_everybody_of_the_matrix_is_who_they_say(loaded_demo: Demo) -> None:
    for role in ROLES:
        reader = _client_of(loaded_demo, role).get(reverse("website:home")).wsgi_request.user

        assert (reader.pk if reader.is_authenticated else None) == getattr(loaded_demo.people.get(role), "pk", None), (
            role
        )


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_the_matrix_does_to_the_demonstration_is_taken_back(loaded_demo: Demo, turn: str) -> None:
    Client().force_login(loaded_demo.people[NOBODY])

    assert Session.objects.count() == len(loaded_demo.sessions) + 1, turn
