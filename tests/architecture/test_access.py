"""The access table: it names every route and no other, and every URL, opened as every role, keeps its word."""

from __future__ import annotations

import urllib.parse

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

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


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("name", "method"), [(name, method) for name, access in ACCESS.items() for method in access.methods]
)
def test_url_opens_to_whom_the_table_says(loaded_demo: Demo, name: str, method: str, role: str) -> None:
    access = ACCESS[name]
    client = Client(raise_request_exception=True)
    person = loaded_demo.people.get(role)
    if person is not None:
        client.force_login(person)
    url = address_of(name, access, person)

    answer = client.get(url) if method == "GET" else client.post(url)
    # A file sent in pieces stays open until somebody closes it, which a server does.
    answer.close()

    status, location = answer.status_code, answer.headers.get("Location", "")
    if _may(access, role):
        assert status in (OPENS if method == "GET" else TAKES), f"{url} answered {status} to {role}"
        assert access.who == PUBLIC or not _is_sign_in(location), f"{url} sent {role} to sign in"
    elif role == ANONYMOUS:
        assert (status == 302 and _is_sign_in(location)) or status == 401, f"{url} answered {status} to {role}"
    else:
        assert status in REFUSES, f"{url} answered {status} to {role}, who may not"
    if status == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
        assert "content-security-policy" in {header.lower() for header in answer.headers}


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_the_matrix_does_to_the_demonstration_is_taken_back(loaded_demo: Demo, turn: str) -> None:
    Client().force_login(loaded_demo.people[NOBODY])

    assert Session.objects.count() == 1, turn
