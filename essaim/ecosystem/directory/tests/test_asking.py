"""Corrections proposed by anybody, claims, confirmations: each answered once, traced, and people forgotten in time."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.directory import links, queries, services
from essaim.ecosystem.directory.models import Card, Claim, Suggestion
from essaim.ecosystem.directory.nightly import JOBS
from essaim.ecosystem.directory.services.asking import PER_HOUR_MAX
from essaim.ecosystem.directory.services.claims import KEPT_AFTER_ANSWER
from essaim.ecosystem.directory.states import (
    CHANGE_MOVES,
    CLAIM_MOVES,
    SUGGESTION_MOVES,
    CardState,
    ChangeState,
    ClaimState,
    SuggestionState,
)
from essaim.ecosystem.organizations import services as organizations
from essaim.ecosystem.organizations.models import Organization, Representation
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory, RepresentationFactory
from essaim.foundations.accounts.models import Invitation, User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.notifications.models import Letter
from essaim.foundations.notifications.services import remind
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove, TransitionTable

from .factories import CardFactory, listed

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
ADDRESS = "contact@jardin.example.org"
MACHINES = [
    (SUGGESTION_MOVES, SuggestionState, {("settle", "open"): "settled"}),
    (CHANGE_MOVES, ChangeState, {("accept", "waiting"): "accepted", ("refuse", "waiting"): "refused"}),
    (
        CLAIM_MOVES,
        ClaimState,
        {
            ("prove", "received"): "proved",
            ("accept", "received"): "accepted",
            ("accept", "proved"): "accepted",
            ("refuse", "received"): "refused",
            ("refuse", "proved"): "refused",
        },
    ),
]
PAIRS = [
    (table, move.name, state.value, expected.get((move.name, state.value)))
    for table, states, expected in MACHINES
    for move, state in itertools.product(table, states)
]


@pytest.mark.parametrize(("table", "move", "state", "target"), PAIRS)
def test_moves_are_those_and_no_other(table: TransitionTable, move: str, state: str, target: str | None) -> None:
    if target:
        assert table.target(move, state) == target
    else:
        with pytest.raises(IllegalMove):
            table.target(move, state)


def _listed(**values: object) -> Organization:
    return Organization.objects.get(pk=listed(**values).organization_pk)


def _known(**values: object) -> Card:
    card = CardFactory(known_address=ADDRESS, known_address_source="Son site", **values)
    services.refresh_listings([card.organization_id], today=TODAY)
    return card


def _suggested(organization: Organization, **changed: str) -> Suggestion:
    values = {**queries.values_now(organization), **changed}
    return services.suggest(organization=organization, values=values, now=NOW, email="Lectrice@example.org")


def test_only_what_differs_is_proposed() -> None:
    found = _listed(name="Jardin", acronym="J")

    suggestion = _suggested(found, name="Jardin des Brumes", summary="Cultive")

    changes = suggestion.changes.order_by("pk")
    assert [(row.field, row.before, row.proposed) for row in changes] == [
        ("name", "Jardin", "Jardin des Brumes"),
        ("summary", "", "Cultive"),
    ]
    assert Organization.objects.get(pk=found.pk).name == "Jardin"
    with pytest.raises(services.NothingProposed):
        _suggested(found)


def test_fields_are_taken_one_by_one_and_the_proposer_is_told_once_then_forgotten(
    django_capture_on_commit_callbacks,
) -> None:
    found, officer = _listed(name="Jardin"), person_with(RoleKind.OFFICER)
    suggestion = _suggested(found, name="Jardin des Brumes", summary="Cultive", phone="03 99")
    name, phone, summary = (suggestion.changes.get(field=field) for field in ("name", "phone", "summary"))

    services.decide_changes(suggestion=suggestion, decisions={name.pk: "accept"}, actor=officer, now=NOW)
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.email) == (SuggestionState.OPEN, "lectrice@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        services.decide_changes(
            suggestion=suggestion,
            decisions={summary.pk: "accept", phone.pk: "refuse"},
            actor=officer,
            now=NOW,
            reason="Numéro d’une personne",
        )

    suggestion.refresh_from_db()
    found.refresh_from_db()
    assert (found.name, Card.objects.get().summary, Card.objects.get().phone) == ("Jardin des Brumes", "Cultive", "")
    assert (suggestion.state, suggestion.email) == (SuggestionState.SETTLED, "")
    (told,) = mail.outbox
    assert told.to == ["lectrice@example.org"]
    assert "Numéro d’une personne" in told.body
    assert reverse("directory:card", args=[found.key]) in told.body
    assert not Letter.objects.exclude(email="").exists()
    with pytest.raises(IllegalMove):
        services.decide_changes(
            suggestion=suggestion, decisions={name.pk: "refuse"}, actor=officer, now=NOW, reason="r"
        )


def test_field_not_taken_has_a_reason() -> None:
    suggestion = _suggested(_listed(), name="Autre")

    with pytest.raises(ValidationError):
        services.decide_changes(
            suggestion=suggestion,
            decisions={suggestion.changes.get().pk: "refuse"},
            actor=person_with(RoleKind.OFFICER),
            now=NOW,
        )


def test_change_of_a_field_written_since_says_so() -> None:
    found, officer = _listed(name="Avant"), person_with(RoleKind.OFFICER)
    suggestion = _suggested(found, name="Après")
    organizations.update_organization(organization=found, actor=officer, now=NOW, reason="r", name="Pendant")

    (change,) = queries.shown_changes(Suggestion.objects.get(pk=suggestion.pk))

    assert (change.before, change.now, change.proposed, change.is_moved) == ("Avant", "Pendant", "Après", True)


def test_nobody_proposes_about_what_is_not_in_the_directory_nor_too_fast() -> None:
    with pytest.raises(NotAllowed):
        _suggested(OrganizationFactory(), name="Autre")
    found = _listed()
    Suggestion.objects.bulk_create(Suggestion(organization=found, received_at=NOW) for _n in range(PER_HOUR_MAX))
    with pytest.raises(services.AskedTooFast):
        _suggested(found, name="Autre")


def _claimed(organization: Organization, **values: object) -> Claim:
    return services.claim_card(
        organization=organization,
        now=NOW,
        **{"full_name": "Camille Fictive", "email": "Camille@example.org", "quality": "employee", **values},
    )


def test_claim_is_proved_by_the_address_of_the_structure_and_decided_by_the_team(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    card = _known()
    with django_capture_on_commit_callbacks(execute=True):
        claim = _claimed(card.organization)
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    path = links.claim_path(claim)
    assert path in letter.body

    assert client.get(path).status_code == 200
    claim.refresh_from_db()
    assert claim.state == ClaimState.RECEIVED
    client.post(path)
    claim.refresh_from_db()
    assert (claim.state, claim.proved_at is not None) == (ClaimState.PROVED, True)
    assert not Invitation.objects.exists()
    services.accept_claim(
        claim=claim, actor=person_with(RoleKind.OFFICER), now=NOW, site_url="https://ess.example.org/"
    )

    assert Invitation.objects.get().scope_code == card.organization.key
    assert client.post(path).status_code == 302
    claim.refresh_from_db()
    assert claim.state == ClaimState.ACCEPTED


def test_claimant_with_an_account_is_named_at_once() -> None:
    found, person = _listed(), UserFactory(email="camille@example.org")
    claim = _claimed(found)

    services.accept_claim(claim=claim, actor=person_with(RoleKind.OFFICER), now=NOW, site_url="https://x.example.org/")

    held = Representation.objects.get()
    assert (held.person, held.organization, held.role) == (User.objects.get(pk=person.pk), found, "employee")


def test_refused_claimant_is_told_why_and_forgotten_after_a_month(django_capture_on_commit_callbacks) -> None:
    claim = _claimed(_listed())
    with django_capture_on_commit_callbacks(execute=True):
        services.refuse_claim(claim=claim, actor=person_with(RoleKind.OFFICER), now=NOW, reason="Pas de preuve")
    (told,) = mail.outbox
    assert (told.to, "Pas de preuve" in told.body) == (["camille@example.org"], True)
    assert reverse("directory:card", args=[claim.organization.key]) in told.body

    assert services.erase_claimants(now=NOW + KEPT_AFTER_ANSWER - timedelta(seconds=1)) == 0
    assert services.erase_claimants(now=NOW + KEPT_AFTER_ANSWER) == 1
    claim.refresh_from_db()
    assert (claim.full_name, claim.email, claim.state) == ("", "", ClaimState.REFUSED)


def test_same_address_asks_once_and_open_claims_are_not_forgotten() -> None:
    found = _listed()

    assert _claimed(found) == _claimed(found, full_name="Autre")
    assert services.erase_claimants(now=NOW + timedelta(days=400)) == 0


@pytest.mark.parametrize("who", ["representative", "anybody"])
def test_only_the_team_answers(who: str) -> None:
    held = RepresentationFactory()
    services.refresh_listings([held.organization_id], today=TODAY)
    claim, suggestion = _claimed(held.organization), _suggested(held.organization, name="Autre")
    person = held.person if who == "representative" else UserFactory()

    with pytest.raises(NotAllowed):
        services.accept_claim(claim=claim, actor=person, now=NOW, site_url="https://x.example.org/")
    with pytest.raises(NotAllowed):
        services.refuse_claim(claim=claim, actor=person, now=NOW, reason="r")
    with pytest.raises(NotAllowed):
        services.decide_changes(suggestion=suggestion, decisions={}, actor=person, now=NOW)


def test_structure_is_asked_three_times_thirty_days_apart_until_it_confirms(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    card = _known(confirmed_on=TODAY - timedelta(days=365))
    asked = []
    for day in range(0, 150, 10):
        with django_capture_on_commit_callbacks(execute=True):
            if services.ask_confirmations(now=NOW + timedelta(days=day)):
                asked.append(day)
    assert asked == [0, 30, 60]
    assert [letter.to for letter in mail.outbox] == [[ADDRESS]] * 3
    card.refresh_from_db()
    assert queries.next_asking(card, today=TODAY) is None

    path = links.confirmation_path(card)
    assert client.get(path).status_code == 200
    assert Card.objects.get().confirmed_on != TODAY
    client.post(path, {"move": "confirm"})

    card.refresh_from_db()
    assert (card.confirmed_on, card.asked_count) == (TODAY, 0)
    assert queries.next_asking(card, today=TODAY) == TODAY + timedelta(days=365)


def test_structure_that_says_stop_is_asked_no_more(client: Client) -> None:
    card = _known()
    client.post(links.confirmation_path(card), {"move": "stop"})

    assert services.ask_confirmations(now=NOW) == 0
    assert "Aucun autre courriel" in client.get(links.confirmation_path(card)).content.decode()


@pytest.mark.parametrize("reason", ["fresh", "spoken_for", "hidden", "unknown"])
def test_structure_is_not_asked_without_need(reason: str) -> None:
    card = _known(confirmed_on=TODAY - timedelta(days=10 if reason == "fresh" else 700))
    if reason == "spoken_for":
        RepresentationFactory(organization=card.organization)
    elif reason == "hidden":
        card.state = CardState.HIDDEN
        card.save()
    elif reason == "unknown":
        card.known_address = card.known_address_source = ""
        card.save()

    assert services.ask_confirmations(now=NOW) == 0


def test_who_speaks_for_a_structure_is_reminded_until_the_card_is_confirmed() -> None:
    held = RepresentationFactory()
    CardFactory(organization=held.organization, confirmed_on=TODAY - timedelta(days=365))
    services.refresh_listings([held.organization_id], today=TODAY)

    def reminded(days: int) -> int:
        report = remind(now=NOW + timedelta(days=days))
        return sum(1 for rule, _person, _subject in report.sent if rule == "directory.confirmation")

    assert [reminded(0), reminded(1), reminded(30)] == [1, 0, 1]
    services.confirm_card(organization=held.organization, actor=held.person, now=NOW + timedelta(days=31))
    assert reminded(60) == 0


@pytest.mark.parametrize("token", ["x", "1:y", signing.Signer(salt="directory.card").sign_object([0, "a"])])
def test_bad_link_opens_nothing(client: Client, token: str) -> None:
    for page in ("claim_proof", "confirmation"):
        assert client.get(reverse(f"directory:{page}", args=[token])).status_code == 404


def test_link_sent_to_a_former_address_is_no_good_any_more(client: Client) -> None:
    card = _known()
    path = links.confirmation_path(card)
    Card.objects.update(known_address="autre@example.org")

    assert client.get(path).status_code == 404


def test_night_asks_and_erases() -> None:
    _known()

    said = [job.run(NOW) for job in JOBS]

    assert said[1:] == ["1 structures asked to confirm their card", "0 claimants and 0 messages erased"]


def test_merger_moves_what_was_asked_but_a_second_claim_of_the_same_person() -> None:
    kept, duplicate = _listed(), _listed()
    _suggested(duplicate, name="Autre")
    _claimed(kept)
    _claimed(duplicate)
    _claimed(duplicate, email="autre@example.org")

    organizations.merge_organizations(
        kept=kept, duplicate=duplicate, actor=person_with(RoleKind.OFFICER), now=NOW, reason="doublon"
    )

    assert Suggestion.objects.get().organization == kept
    assert Claim.objects.filter(organization=kept).count() == 2


def _form(client: Client, url: str, **data: str) -> dict[str, str]:
    """Read a form open to everybody, and give its moment an age."""
    form = client.get(url).context["form"]
    stamp = signing.dumps(NOW.timestamp() - 60, salt=form.salt)
    held = {name: form[name].value() or "" for name in form.fields}
    return {**held, "opened": stamp, **data}


def test_anybody_proposes_from_the_card_and_the_team_looks_side_by_side(client: Client) -> None:
    found = _listed(name="Jardin")
    url = reverse("directory:suggest", args=[found.key])

    assert client.post(url, _form(client, url)).status_code == 422
    assert client.post(url, _form(client, url, name="Jardin vrai", website="robot")).status_code == 422
    assert client.post(url, _form(client, url, name="Jardin vrai", note="Son site")).status_code == 302
    suggestion = Suggestion.objects.get()
    client.force_login(person_with(RoleKind.OFFICER))
    assert "Jardin" in client.get(reverse("directory:suggestion_list")).content.decode()
    page = client.get(suggestion.get_absolute_url()).content.decode()
    assert "Jardin vrai" in page
    assert "Son site" in page
    change = suggestion.changes.get()
    assert client.post(suggestion.get_absolute_url(), {}).status_code == 422
    assert client.post(suggestion.get_absolute_url(), {f"change_{change.pk}": "refuse"}).status_code == 422
    assert client.post(suggestion.get_absolute_url(), {f"change_{change.pk}": "accept"}).status_code == 302
    found.refresh_from_db()
    assert found.name == "Jardin vrai"
    assert client.get(suggestion.get_absolute_url()).context["form"] is None


def test_anybody_claims_from_the_card_and_the_team_answers(client: Client) -> None:
    found = _listed()
    url = reverse("directory:claim_card", args=[found.key])
    data = {"full_name": "Camille Fictive", "email": "camille@example.org", "quality": "employee"}

    assert client.post(url, _form(client, url)).status_code == 422
    assert client.post(url, _form(client, url, **data)).status_code == 302
    claim = Claim.objects.get()
    client.force_login(person_with(RoleKind.OFFICER))
    assert "Camille Fictive" not in client.get(reverse("directory:claim_list")).content.decode()
    assert "Camille Fictive" in client.get(claim.get_absolute_url()).content.decode()
    refuse = reverse("directory:claim_refuse", args=[claim.pk])
    assert client.get(refuse).status_code == 200
    assert client.post(refuse, {"reason": "Non"}).status_code == 302
    assert client.get(refuse).status_code == 302
    assert client.post(reverse("directory:claim_accept", args=[claim.pk])).status_code == 302
    claim.refresh_from_db()
    assert claim.state == ClaimState.REFUSED


@pytest.mark.parametrize(("page", "count"), [("suggestion_list", 6), ("claim_list", 6)])
def test_lists_count_their_queries(client: Client, page: str, count: int, django_assert_max_num_queries) -> None:
    for number in range(5):
        found = _listed()
        _suggested(found, name=f"Autre {number}")
        _claimed(found)
    client.force_login(person_with(RoleKind.OFFICER))

    with django_assert_max_num_queries(count + 4):
        assert len(client.get(reverse(f"directory:{page}")).context["table"].rows) == 5
