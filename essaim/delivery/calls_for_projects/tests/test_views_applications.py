"""Pages of applications: the list of the team, the page of one, filing, and the moves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.states import ApplicationState
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with

from .factories import ApplicationFactory, EditionFactory, RuleFactory

pytestmark = pytest.mark.django_db


def _client(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _url(name: str, found: Application, *more: str) -> str:
    return reverse(f"calls_for_projects:{name}", args=[found.reference, *more])


@pytest.fixture
def team() -> Client:
    return _client(person_with(RoleKind.OFFICER))


def test_list_is_searched_filtered_and_exported(team: Client, django_assert_max_num_queries) -> None:
    rows = [
        ApplicationFactory(is_filed=True, title=f"Projet {number}", search_key=f"projet {number}")
        for number in range(12)
    ]
    ApplicationFactory(title="Brouillon")
    address = reverse("calls_for_projects:application_list")

    with django_assert_max_num_queries(15):
        page = team.get(address).content.decode()
    assert all(row.reference in page for row in rows)
    assert "Brouillon" not in page
    found = team.get(address, {"q": "projet 11", "state": "filed"}).content.decode()
    assert rows[11].reference in found
    assert rows[0].reference not in found
    lines = team.get(address, {"export": "csv"}).getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 13
    assert "5000.00" in lines[1]


def test_page_shows_what_is_asked_and_leads_on(team: Client) -> None:
    found = ApplicationFactory(is_filed=True, non_financial=["premises"])
    RuleFactory(edition=found.edition)

    page = team.get(_url("application", found)).content.decode()

    assert "5\u202f000\u00a0€" in page
    assert "Locaux" in page
    assert _url("application_move", found, "completer") in page
    assert team.get(_url("application_history", found)).status_code == 200


def test_others_do_not_find_it() -> None:
    found = ApplicationFactory(is_filed=True)

    assert _client(UserFactory()).get(_url("application", found)).status_code == 404
    assert _client(found.author).get(_url("application", found)).status_code == 200
    assert _client(UserFactory()).get(reverse("calls_for_projects:application_list")).status_code == 403


def test_moves_ask_for_a_reason_where_it_counts(team: Client) -> None:
    found = ApplicationFactory(is_filed=True)

    assert team.post(_url("application_move", found, "irrecevable")).status_code == 422
    assert team.post(_url("application_move", found, "completer")).status_code == 302
    assert team.post(_url("application_move", found, "completer")).status_code == 302
    assert team.post(_url("application_move", found, "pret")).status_code == 422
    assert team.post(_url("note_write", found), {"proposal": "Accorder"}).status_code == 302
    assert team.post(_url("application_move", found, "pret")).status_code == 302
    found.refresh_from_db()
    assert found.state == ApplicationState.READY


def test_anybody_with_an_account_starts_a_draft() -> None:
    edition, person = EditionFactory(in_force=True), UserFactory()
    address = reverse("calls_for_projects:application_start", args=[edition.call.slug])

    assert _client(person).get(address).status_code == 200
    answer = _client(person).post(address)

    draft = Application.objects.get(author=person)
    assert answer.headers["Location"] == _url("application_write", draft, "structure")
    closed = EditionFactory()
    assert closed.call.applications.count() == 0
