"""Offers and certificates: written by the structure, found by those who look, with where, how much and until when."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.directory import queries, services
from essaim.ecosystem.directory.models import Certificate, Offer
from essaim.ecosystem.directory.queries import Asked
from essaim.ecosystem.directory.states import OFFER_MOVES, CardState, OfferState
from essaim.ecosystem.organizations import services as organizations
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory, RepresentationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.territory.tests.factories import AuthorityFactory, CommuneFactory, EpciMembershipFactory

from .factories import CardFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
EXPECTED = {("withdraw", "offered"): "withdrawn", ("offer_again", "withdrawn"): "offered"}


@pytest.mark.parametrize(("move", "state"), [*itertools.product([move.name for move in OFFER_MOVES], OfferState)])
def test_moves_of_an_offer_are_those_and_no_other(move: str, state: str) -> None:
    if (move, state) in EXPECTED:
        assert OFFER_MOVES.target(move, state) == EXPECTED[move, state]
    else:
        with pytest.raises(IllegalMove):
            OFFER_MOVES.target(move, state)


@pytest.fixture
def officer():
    return person_with(RoleKind.OFFICER)


def _offer(officer, **values: object) -> Offer:
    organization = values.pop("organization", None) or OrganizationFactory(name="Les Vélos fictifs")
    return services.write_offer(
        organization=organization, actor=officer, now=NOW, **{"title": "Réparer", "is_everywhere": True, **values}
    )


def _titles(text: str = "", commune: str = "") -> list[str]:
    rows = queries.found_offers(queries.offers_standing(today=TODAY), text)
    return [row.title for row in (queries.serving(rows, commune) if commune else rows)]


def test_offer_is_found_by_its_words_and_by_the_commune_it_serves(officer) -> None:
    _offer(officer, title="Repas à l’école", is_everywhere=False, areas=["59350"])
    _offer(officer, title="Vélos réparés", description="Atelier mobile")

    assert _titles("REPAS ecole") == ["Repas à l’école"]
    assert _titles("repsa") == ["Repas à l’école"]
    assert _titles("atelier velos") == ["Vélos réparés"]
    assert _titles("zzzz") == []
    assert _titles(commune="59350") == ["Repas à l’école", "Vélos réparés"]
    assert _titles(commune="59512") == ["Vélos réparés"]


def test_offer_finds_its_structure_in_the_directory_while_it_stands(officer) -> None:
    offer = _offer(officer, title="Toitures végétales")

    def found() -> list[str]:
        rows = queries.found_listings(Asked(words="toitures"), today=TODAY).rows
        return [row.name for row in rows]

    assert found() == ["Les Vélos fictifs"]
    services.move_offer(offer=offer, move="withdraw", actor=officer, now=NOW)
    assert found() == []
    with pytest.raises(IllegalMove):
        services.move_offer(offer=offer, move="withdraw", actor=officer, now=NOW)


@pytest.mark.parametrize("why", ["past", "to_come", "hidden"])
def test_what_does_not_stand_is_not_offered(officer, why: str) -> None:
    days = {"past": {"ends_on": TODAY}, "to_come": {"starts_on": TODAY + timedelta(days=1)}, "hidden": {}}[why]
    offer = _offer(officer, **days)
    if why == "hidden":
        CardFactory(organization=offer.organization, state=CardState.HIDDEN)
        services.refresh_listings(today=TODAY)

    assert _titles() == []


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"is_everywhere": False},
        {"is_everywhere": False, "areas": []},
        {"starts_on": TODAY, "ends_on": TODAY},
    ],
)
def test_offer_that_does_not_hold_is_refused(officer, values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _offer(officer, **values)


def test_offer_of_the_whole_territory_names_no_commune(officer) -> None:
    assert _offer(officer, areas=["59350"]).areas == []


def test_others_write_no_offer() -> None:
    held = RepresentationFactory()

    with pytest.raises(NotAllowed):
        _offer(UserFactory())
    with pytest.raises(NotAllowed):
        _offer(held.person)
    assert _offer(held.person, organization=held.organization).pk
    with pytest.raises(NotAllowed):
        services.write_certificate(
            organization=OrganizationFactory(), actor=held.person, now=NOW, name="L", issuer="I", starts_on=TODAY
        )


def test_certificate_is_shown_while_it_is_valid(officer) -> None:
    found = OrganizationFactory()
    values = {"organization": found, "actor": officer, "now": NOW, "name": "Label fictif", "issuer": "Bureau fictif"}
    row = services.write_certificate(**values, starts_on=TODAY - timedelta(days=10))
    with pytest.raises(ValidationError):
        services.write_certificate(**values, starts_on=TODAY - timedelta(days=10))

    assert queries.certificates_of(found, today=TODAY) == [row]
    services.end_certificate(certificate=row, ends_on=TODAY, actor=officer, now=NOW, reason="Retiré")

    assert queries.certificates_of(found, today=TODAY) == []
    assert queries.certificates_of(found, today=TODAY, sees_all=True) == [row]


def test_merger_gives_offers_and_certificates(officer) -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    _offer(officer, organization=duplicate)
    for found in (kept, duplicate):
        services.write_certificate(
            organization=found, actor=officer, now=NOW, name="Label", issuer="Bureau", starts_on=TODAY
        )

    organizations.merge_organizations(kept=kept, duplicate=duplicate, actor=officer, now=NOW, reason="doublon")

    assert Offer.objects.get().organization == kept
    assert Certificate.objects.filter(organization=kept).count() == 1


def test_structure_writes_changes_and_withdraws_from_its_card(client: Client) -> None:
    held = RepresentationFactory()
    commune = CommuneFactory(code="59350", name="Lille")
    EpciMembershipFactory(epci=AuthorityFactory().epci, commune=commune)
    services.refresh_listings(today=TODAY)
    client.force_login(held.person)
    key = held.organization.key

    def url(page: str, *more: int) -> str:
        return reverse(f"directory:{page}", args=[key, *more])

    assert client.get(url("offer_create")).status_code == 200
    unknown = client.post(url("offer_create"), {"title": "Repas", "areas": "Lille, Nulle-Part"})
    assert unknown.status_code == 422
    assert "Nulle-Part" in unknown.content.decode()
    assert client.post(url("offer_create"), {"title": "Repas", "areas": "lille, 59512"}).status_code == 302
    offer = Offer.objects.get()
    assert offer.areas == ["59350", "59512"]
    assert "Lille" in client.get(url("offer_edit", offer.pk)).content.decode()
    changed = {"title": "Repas bio", "is_everywhere": "on", "areas": ""}
    assert client.post(url("offer_edit", offer.pk), changed).status_code == 302
    certificate = {"name": "Label", "issuer": "Bureau", "starts_on": TODAY.isoformat()}
    assert client.post(url("certificate_create"), certificate).status_code == 302
    page = client.get(url("card")).content.decode()
    assert "Repas bio" in page
    assert "Label" in page
    assert client.post(url("offer_move", offer.pk), {"move": "withdraw"}).status_code == 302
    offer.refresh_from_db()
    assert offer.state == OfferState.WITHDRAWN
    end = url("certificate_end", Certificate.objects.get().pk)
    later = (TODAY + timedelta(days=1)).isoformat()
    assert client.post(end, {"day": later, "reason": "Fin"}).status_code == 302
    client.logout()
    assert "Repas bio" not in client.get(url("card")).content.decode()


@pytest.mark.parametrize(
    ("state", "move"),
    [(OfferState.WITHDRAWN, "withdraw"), (OfferState.OFFERED, "offer_again"), (OfferState.OFFERED, "")],
)
def test_button_of_a_page_that_is_old_changes_nothing_and_says_so(
    client: Client, officer, state: str, move: str
) -> None:
    offer = _offer(officer)
    if state == OfferState.WITHDRAWN:
        services.move_offer(offer=offer, move="withdraw", actor=officer, now=NOW)
    services.refresh_listings(today=TODAY)
    client.force_login(officer)
    key = offer.organization.key
    shown = client.get(reverse("directory:card", args=[key])).content.decode()

    page = client.post(reverse("directory:offer_move", args=[key, offer.pk]), {"move": move}, follow=True)

    offer.refresh_from_db()
    assert offer.state == state
    assert "Cette offre n’est plus telle que la page la montrait" in page.content.decode()
    assert f'name="move" value="{OFFER_MOVES.names_from(state)[0]}"' in shown


def test_list_of_offers_counts_its_queries_and_is_a_file(client: Client, officer, django_assert_num_queries) -> None:
    CommuneFactory(code="59350", name="Lille")
    for number in range(6):
        _offer(officer, title=f"Offre {number}", is_everywhere=False, areas=["59350"])

    with django_assert_num_queries(6):
        answer = client.get(reverse("directory:offer_list"))
    assert len(answer.context["table"].rows) == 6
    text = b"".join(client.get(f"{reverse('directory:offer_list')}?export=csv").streaming_content).decode()
    assert "Lille" in text
    assert "Les Vélos fictifs" in text


def test_read_api_gives_what_stands(client: Client, officer) -> None:
    _offer(officer, title="Repas", is_everywhere=False, areas=["59350"], capacity="40 par jour")
    _offer(officer, title="Toits")

    rows = client.get("/api/v1/directory/offers?q=repas&commune=59350").json()["items"]

    assert [(row["title"], row["communes"], row["capacity"]) for row in rows] == [("Repas", ["59350"], "40 par jour")]
    assert client.get("/api/v1/directory/offers?q=%00").status_code == 400
