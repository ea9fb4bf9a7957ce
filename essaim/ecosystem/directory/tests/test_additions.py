"""A structure is missing: proposed by anybody, looked for among those known, answered once, followed by its number."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.directory import queries, services
from essaim.ecosystem.directory.forms import AdditionForm
from essaim.ecosystem.directory.models import Addition, Listing
from essaim.ecosystem.directory.states import ADDITION_MOVES, AdditionState
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.services import AlreadyRegistered, SimilarRecords
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.notifications.models import Letter
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove

pytestmark = pytest.mark.django_db
NOW = timezone.now()
EXPECTED = {("add", "open"): "added", ("recognize", "open"): "known", ("refuse", "open"): "refused"}
PAIRS = list(itertools.product(("add", "recognize", "refuse"), AdditionState.values))
SIREN = "732829320"


@pytest.mark.parametrize(("move", "state"), PAIRS)
def test_moves_are_those_and_no_other(move: str, state: str) -> None:
    if target := EXPECTED.get((move, state)):
        assert ADDITION_MOVES.target(move, state) == target
    else:
        with pytest.raises(IllegalMove):
            ADDITION_MOVES.target(move, state)


def _proposed(**values: str) -> Addition:
    return services.propose_addition(
        values={"name": "La Ruche des Brumes", "commune_code": "59350"} | values, now=NOW, email="Lectrice@example.org"
    )


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def test_a_number_follows_what_is_proposed_and_nothing_is_registered() -> None:
    addition = _proposed(siren="732 829 320")

    assert addition.tracking_number.startswith("STR-")
    assert addition.siren == SIREN
    assert not Organization.objects.exists()


def test_a_known_number_and_close_names_are_told_before_it_is_taken() -> None:
    known = OrganizationFactory(name="Autre chose", siren=SIREN)
    with pytest.raises(AlreadyRegistered) as refusal:
        _proposed(siren=SIREN)
    assert refusal.value.organization == known
    OrganizationFactory(name="Ruche des brumes")
    with pytest.raises(SimilarRecords):
        _proposed()

    services.propose_addition(values={"name": "La Ruche des Brumes", "commune_code": "59350"}, now=NOW, is_other=True)

    with pytest.raises(services.ProposedAlready):
        _proposed(name="la ruche des brumes")


@pytest.mark.parametrize("values", [{"siren": "123456789"}, {"rna": "X"}, {"commune_code": "Lille"}, {"name": ""}])
def test_what_does_not_hold_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        _proposed(**values)


def test_the_team_adds_it_with_its_card_and_the_proposer_is_told_then_forgotten(officer: User) -> None:
    addition = _proposed(summary="Elle garde des abeilles.")

    found = services.add_structure(
        addition=addition,
        actor=officer,
        now=NOW,
        values={"name": "La Ruche des Brumes", "kind": "association", "commune_code": "59350"},
        summary="Elle garde des abeilles.",
    )

    addition.refresh_from_db()
    assert (addition.state, addition.organization, addition.email) == (AdditionState.ADDED, found, "")
    assert addition.tracking_number in found.source
    assert Letter.objects.get().email == "lectrice@example.org"
    services.refresh_listings([found.pk], today=timezone.localdate())
    assert Listing.objects.get().summary == "Elle garde des abeilles."
    with pytest.raises(IllegalMove):
        services.refuse_addition(addition=addition, actor=officer, now=NOW, reason="Trop tard.")


def test_it_is_known_already_or_not_taken_with_a_reason(officer: User) -> None:
    known = OrganizationFactory(name="Rucher")
    services.recognize_structure(addition=_proposed(), organization=known, actor=officer, now=NOW)
    other = _proposed(name="Tout autre chose")
    with pytest.raises(ValidationError):
        services.refuse_addition(addition=other, actor=officer, now=NOW, reason="")

    services.refuse_addition(addition=other, actor=officer, now=NOW, reason="Elle n’existe plus.")

    assert set(Addition.objects.values_list("state", flat=True)) == {"known", "refused"}


def test_only_the_team_answers() -> None:
    with pytest.raises(NotAllowed):
        services.refuse_addition(addition=_proposed(), actor=UserFactory(), now=NOW, reason="Non.")


def test_floods_are_kept_out() -> None:
    for number in range(60):
        services.propose_addition(
            values={"name": f"{number} {number * 7919}", "commune_code": "59350"}, now=NOW, is_other=True
        )
    with pytest.raises(services.AskedTooFast):
        _proposed()


def _sent(client: Client, **values: str) -> dict[str, str]:
    form = AdditionForm(now=timezone.now() - timedelta(seconds=30))
    return {
        "opened": str(form.fields["opened"].initial),
        "name": "La Ruche des Brumes",
        "commune_code": "59350",
        **values,
    }


def test_anybody_proposes_from_a_page_and_follows(client: Client) -> None:
    url = reverse("directory:addition_create")
    OrganizationFactory(name="Ruche des brumes", key="ruche")
    assert client.get(url, {"nom": "La Ruche"}).status_code == 200

    answer = client.post(url, _sent(client))
    assert answer.status_code == 422
    assert "/structures/ruche/" in answer.content.decode()
    assert client.post(url, _sent(client, website="robot")).status_code == 422
    answer = client.post(url, _sent(client, is_other="on", asks_other="1"))

    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "La Ruche des Brumes" in page
    assert client.get(reverse("directory:addition_follow", args=["STR-NONE"])).status_code == 404


def test_the_team_answers_from_its_pages(client: Client, officer: User) -> None:
    addition = _proposed()
    other = _proposed(name="Tout autre chose")
    OrganizationFactory(name="Rucher", key="rucher")
    client.force_login(officer)
    assert addition.name in client.get(reverse("directory:addition_list")).content.decode()
    assert client.get(addition.get_absolute_url()).status_code == 200

    add = reverse("directory:addition_add", args=[addition.pk])
    assert client.get(add).status_code == 200
    assert client.post(add, {"name": "", "kind": "association"}).status_code == 422
    client.post(add, {"name": addition.name, "kind": "association", "commune_code": "59350"})
    know = reverse("directory:addition_recognize", args=[other.pk])
    assert client.post(know, {"organization": "nobody"}).status_code == 422
    assert client.post(know, {"organization": "rucher"}).status_code == 302

    assert Organization.objects.filter(name="La Ruche des Brumes").exists()
    assert queries.additions_shown().filter(state=AdditionState.OPEN).count() == 0
    # Answered, it is answered no more.
    assert client.get(reverse("directory:addition_refuse", args=[other.pk])).status_code == 302
