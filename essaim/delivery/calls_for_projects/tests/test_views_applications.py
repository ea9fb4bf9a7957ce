"""Pages of applications: the list of the team, the page of one, filing, and the moves."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.states import ApplicationState
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with

from .factories import MOMENT, ApplicationFactory, CommuneOpinionFactory, EditionFactory, RuleFactory

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


def test_words_are_found_without_accents_by_the_index(team: Client) -> None:
    found = ApplicationFactory(is_filed=True, title="Épicerie", search_key="epicerie solidaire")
    other = ApplicationFactory(is_filed=True, title="Garage", search_key="garage solidaire")

    page = team.get(reverse("calls_for_projects:application_list"), {"q": "ÉPICÉRIE soli"}).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan TO off")
        plan = Application.objects.filter(search_key__contains="epicerie").order_by().values("pk").explain()

    assert found.reference in page
    assert other.reference not in page
    assert "application_by_words" in plan


def test_states_are_ticked_under_one_word(team: Client) -> None:
    filed, ready = ApplicationFactory(is_filed=True), ApplicationFactory(is_ready=True)
    address = reverse("calls_for_projects:application_list")

    all_of_them = team.get(address).content.decode()
    both = team.get(address, {"state": ["filed", "ready"]}).content.decode()
    one = team.get(address, {"state": "ready"}).content.decode()

    assert re.search(r"<summary[^>]*>Tout</summary>", all_of_them)
    assert re.search(r"<summary[^>]*>Déposé, Prêt pour le comité</summary>", both)
    assert one.count(" checked> Prêt pour le comité") == 1
    assert filed.reference in both
    assert ready.reference in both
    assert filed.reference not in one


def test_communes_are_read_once_for_all_when_they_are_shown(team: Client, django_assert_num_queries) -> None:
    ApplicationFactory.create_batch(5, is_filed=True, in_commune="59350")
    address = reverse("calls_for_projects:application_list")
    team.get(address)

    with CaptureQueriesContext(connection) as without:
        team.get(address)
    with django_assert_num_queries(len(without) + 1):
        page = team.get(address, {"column": ["reference", "communes", "territory", "edition", "days"]})
    assert page.content.decode().count("59350") + page.content.decode().count("Lille") == 5
    lines = team.get(address, {"export": "csv"}).getvalue().decode("utf-8-sig")
    assert lines.count("59350") + lines.count("Lille") == 5


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


def test_rules_that_decide_are_read_before_the_others_are_unfolded(team: Client) -> None:
    found = ApplicationFactory(is_filed=True, facts={"in_difficulty": True})
    for code, kind, parameters in (("DIFF", "difficulty", {}), ("MAX", "ceiling", {"cents": 100})):
        RuleFactory(edition=found.edition, code=code, kind=kind, parameters=parameters)

    seen, _summary, folded = team.get(_url("application", found)).content.decode().partition("Toutes les autres règles")

    assert "<strong>DIFF</strong>" in seen
    assert "<strong>DIFF</strong>" not in folded
    assert "<strong>MAX</strong>" not in seen
    assert "<strong>MAX</strong>" in folded


def test_opinions_are_counted_with_those_that_fell_silent(team: Client) -> None:
    found = ApplicationFactory(is_complete=True)
    given = {"sense": "favourable", "given_at": MOMENT}
    for code, values in (("59001", {}), ("59002", {"state": "silent"}), ("59003", {"state": "given", **given})):
        CommuneOpinionFactory(application=found, commune_code=code, **values)

    page = team.get(_url("application", found)).content.decode()

    assert "reçus : 1 sur 3 · sans réponse : 1" in page
    # On a telephone each cell says its name.
    assert 'data-label="Montant"' in page
