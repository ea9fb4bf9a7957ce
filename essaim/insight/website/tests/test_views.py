"""The public pages open without account, with and without data, and say what they must."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from essaim.delivery.calls_for_projects.tests.factories import EditionFactory
from essaim.ecosystem.events.states import EventState
from essaim.ecosystem.events.tests.factories import EventFactory
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.tests.factories import RoleGrantFactory
from essaim.foundations.territory.tests.factories import (
    AuthorityFactory,
    CommuneFactory,
    EpciIdentifierFactory,
    EpciMembershipFactory,
)
from essaim.insight.website.access import ACCESS
from essaim.steering.action_plan import services
from essaim.steering.action_plan.status_rule import RULE
from essaim.steering.action_plan.tests.factories import (
    ActFactory,
    ActionFactory,
    AxisFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
)
from essaim.steering.committees.tests.factories import AgendaPointFactory, BodyFactory, SessionFactory
from essaim.steering.consultations.tests.factories import ConsultationFactory, IssueFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
ADDRESS = re.compile(r"[\w.]+@[\w.]+\.\w+")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def policy() -> None:
    """An authority of one commune, with a plan of two actions and what founded it."""
    epci = AuthorityFactory(epci__name="Métropole d’exemple").epci
    EpciIdentifierFactory(epci=epci)
    EpciMembershipFactory(epci=epci, commune=CommuneFactory(code="59350", name="Exemple-en-Barœul"))
    plan = PlanFactory(slug="2022-2026", starts_on=date(2022, 1, 1), ends_on=date(2030, 1, 1))
    axis = AxisFactory(plan=plan, number=1)
    action = ActionFactory(axis=axis, number=1, open=True, title="Soutenir la monnaie inter-entreprises")
    ActionFactory(axis=axis, number=2, open=True, title="Explorer les communs")
    PersonInActionFactory(action=action)
    OrganizationFactory(name="Étoile des communs")
    EventFactory(title="Assises étoilées", slug="assises", state=EventState.PUBLISHED)
    EventFactory(title="Assises étoilées en brouillon", slug="brouillon")
    consultation = ConsultationFactory(title="Que faire des friches ?", slug="friches", summary="Une concertation.")
    IssueFactory(consultation=consultation, code="e1", wording="Ouvrir les friches à l’agriculture urbaine")
    hidden = ConsultationFactory(title="Que faire des friches, en projet", slug="projet", draft=True)
    IssueFactory(consultation=hidden, code="e2", wording="Friches encore en projet")
    officer = RoleGrantFactory().person
    services.add_milestone(action=action, actor=officer, title="Convention", due_on=date(2026, 9, 1), now=NOW)
    services.add_task(action=action, actor=officer, title="Tâche interne", due_on=date(2026, 9, 1), now=NOW)


@pytest.mark.parametrize("url_name", ACCESS)
def test_page_opens_before_anything_is_set_up(client: Client, url_name: str) -> None:
    assert client.get(reverse(url_name)).status_code == 200


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize("url_name", ACCESS)
def test_page_opens_without_account_and_shows_no_address(client: Client, url_name: str) -> None:
    answer = client.get(reverse(url_name))

    assert answer.status_code == 200
    assert not ADDRESS.search(answer.content.decode())


@pytest.mark.usefixtures("policy")
def test_home_shows_the_plan_its_actions_and_who_decided(client: Client) -> None:
    text = client.get(reverse("website:home")).content.decode()

    assert "Métropole d’exemple" in text
    assert "Soutenir la monnaie inter-entreprises" in text
    assert "Explorer les communs" in text
    assert "Plan de soutien" in text
    assert reverse("action_plan:ask_plan", args=["2022-2026"]) in text
    assert "Tâche interne" not in text


@pytest.mark.usefixtures("policy")
def test_home_asks_as_many_questions_for_many_actions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    axis = AxisFactory(plan__slug="autre", number=3)
    for number in range(10, 20):
        MilestoneFactory(action=ActionFactory(axis=axis, number=number, open=True))

    with django_assert_max_num_queries(30):
        client.get(reverse("website:home"))


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("monnaies", "Soutenir la"),
        ("MONNAIE entreprise", "Soutenir la"),
        ("baroeul", "Exemple-en-"),
        ("Barœul", "Exemple-en-"),
        ("accessibilite", "Accessibilité"),
        ("commun etoile", "Étoile des"),
        ("assises etoilees", "Assises étoilées"),
        ("friches", "Que faire des friches ?"),
        ("agriculture urb", "Ouvrir les friches à l’agriculture urbaine"),
    ],
)
def test_search_is_deaf_to_accents_capitals_and_plurals(client: Client, text: str, expected: str) -> None:
    found = client.get(reverse("website:search"), {"q": text}).content.decode()

    results = found.partition('<ol class="plain stack">')[2]
    assert expected in re.sub(r"</?mark>", "", results)
    assert "<mark>" in results


@pytest.mark.usefixtures("policy")
def test_gathering_that_is_not_announced_is_not_found_nor_listed(client: Client) -> None:
    found = client.get(reverse("website:search"), {"q": "assises"}).content.decode()
    listed = client.get(reverse("website:sitemap_xml")).content.decode()

    for page in (found, listed):
        assert "/rendez-vous/assises/" in page
        assert "/rendez-vous/brouillon/" not in page


@pytest.mark.usefixtures("policy")
def test_search_keeps_one_kind_when_asked(client: Client) -> None:
    url = reverse("website:search")

    every = client.get(url, {"q": "plan"}).content.decode()
    acts = client.get(url, {"q": "plan", "dans": "act"}).content.decode()

    assert every.count('class="card is-link"') > acts.count('class="card is-link"') >= 1


def test_search_of_nothing_finds_nothing_and_says_what_to_try(client: Client) -> None:
    text = client.get(reverse("website:search"), {"q": "zzzz"}).content.decode()

    assert reverse("website:site_map") in text


def test_rule_page_shows_every_clause_in_order(client: Client) -> None:
    text = client.get(reverse("website:status_rule")).content.decode()

    places = [text.index(str(clause.words)) for clause in RULE]
    assert places == sorted(places)


@pytest.mark.usefixtures("policy")
def test_feed_tells_what_the_public_may_know(client: Client) -> None:
    answer = client.get(reverse("website:changes_feed"))

    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry")]
    assert any(title.endswith("Convention") for title in titles)
    assert not any("Tâche interne" in title for title in titles)
    identities = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(identities) == len(set(identities))


@pytest.mark.usefixtures("policy")
def test_sitemap_lists_pages_that_open(client: Client) -> None:
    ActFactory(key="brouillon", state="draft", voted_on=None, voted_precision="unknown")
    root = ET.fromstring(client.get(reverse("website:sitemap_xml")).content)

    addresses = [found.text or "" for found in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(addresses) == len(set(addresses))
    assert not any("brouillon" in address for address in addresses)
    for address in addresses:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_security_txt_has_what_the_standard_asks(client: Client) -> None:
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    fields = dict(line.split(": ", 1) for line in lines if line)
    assert fields["Contact"].startswith("http")
    assert datetime.fromisoformat(fields["Expires"]) > datetime.now(UTC)


def test_security_contact_is_that_of_the_settings(client: Client, settings: Settings) -> None:
    settings.ESSAIM_SECURITY_CONTACT = "https://exemple.fr/securite"

    assert "Contact: https://exemple.fr/securite" in client.get("/.well-known/security.txt").content.decode()


def test_legal_notice_says_what_is_missing_until_it_is_given(client: Client, settings: Settings) -> None:
    url = reverse("website:legal_notice")
    settings.ESSAIM_PUBLISHER, settings.ESSAIM_PUBLICATION_DIRECTOR, settings.ESSAIM_HOSTING_PROVIDER = "", "", ""
    assert client.get(url).content.decode().count("à compléter") == 3

    settings.ESSAIM_PUBLISHER, settings.ESSAIM_PUBLICATION_DIRECTOR = "Métropole d’exemple", "Sa présidente"
    settings.ESSAIM_HOSTING_PROVIDER = "Hébergeur d’exemple"
    text = client.get(url).content.decode()
    assert "à compléter" not in text
    assert "Sa présidente" in text
    assert "Hébergeur d’exemple" in text


@pytest.mark.usefixtures("policy")
def test_every_example_of_the_data_page_works(client: Client) -> None:
    text = client.get(reverse("website:data")).content.decode().partition("<main")[2].partition("</main>")[0]
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', text)]
    links += [
        link.replace("&amp;", "&") for link in re.findall(r"http://testserver(/[^\s\"&]*(?:&amp;[^\s\"]*)?)", text)
    ]

    assert len(links) > 15
    for link in links:
        answer = client.get(link)
        if answer.streaming:
            b"".join(answer.streaming_content)  # a file sent in pieces stays open until it is read
        assert answer.status_code == 200, link


@pytest.mark.usefixtures("policy")
def test_search_leads_to_consultations_and_issues_and_never_to_drafts(client: Client) -> None:
    found = client.get(reverse("website:search"), {"q": "friches"}).content.decode()

    assert "/concertations/friches/" in found
    assert "/concertations/friches/enjeux/e1/" in found
    assert "projet" not in found.partition("<main")[2].partition("</main>")[0]


@pytest.mark.usefixtures("policy")
def test_search_leads_to_bodies_and_to_what_is_public_of_their_sessions(client: Client) -> None:
    body = BodyFactory(name="Comité des guildes", slug="guildes", description="Suit la politique")
    approved = SessionFactory(body=body, closed=True, state="minutes_approved", day=date(2026, 3, 24))
    AgendaPointFactory(session=approved, title="Statuts des guildes", position=1)
    coming = SessionFactory(body=body, day=date(2026, 9, 8))
    AgendaPointFactory(session=coming, title="Guildes encore secrètes", position=1)

    found = client.get(reverse("website:search"), {"q": "guildes"}).content.decode()
    secret = client.get(reverse("website:search"), {"q": "secretes"}).content.decode()

    assert body.get_absolute_url() in found
    assert approved.get_absolute_url() in found
    assert "Statuts des " in found
    assert coming.get_absolute_url() not in secret


@pytest.mark.usefixtures("policy")
def test_search_leads_to_calls_for_projects_and_their_editions_and_never_to_drafts(client: Client) -> None:
    edition = EditionFactory(
        call__name="Entreprendre en coopérative", call__purpose="Ruches", in_force=True, title="Édition des ruchers"
    )
    draft = EditionFactory(call=edition.call, code="brouillon", title="Ruchers à venir")
    secret = EditionFactory(call__name="Ruches secrètes").call

    found = client.get(reverse("website:search"), {"q": "ruche"}).content.decode()

    assert f'href="{edition.call.get_absolute_url()}"' in found
    assert f'href="{edition.get_absolute_url()}"' in found
    assert draft.get_absolute_url() not in found
    assert secret.get_absolute_url() not in found
