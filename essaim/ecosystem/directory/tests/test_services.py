"""Cards and lines: written by the structure or the team, taken out at will, made again from what is written."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from essaim.ecosystem.directory import queries, services
from essaim.ecosystem.directory.completeness import ASKED, completeness_of
from essaim.ecosystem.directory.models import Card, Listing
from essaim.ecosystem.directory.nightly import JOBS
from essaim.ecosystem.directory.states import CARD_MOVES, CardState
from essaim.ecosystem.organizations import services as organizations
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.ecosystem.organizations.tests.factories import EssStatusFactory, OrganizationFactory, RepresentationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove

from .factories import CardFactory, listed

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
EXPECTED = {("hide", "shown"): "hidden", ("show", "hidden"): "shown"}


@pytest.mark.parametrize(("move", "state"), [*itertools.product([move.name for move in CARD_MOVES], CardState)])
def test_moves_of_a_card_are_those_and_no_other(move: str, state: str) -> None:
    if (move, state) in EXPECTED:
        assert CARD_MOVES.target(move, state) == EXPECTED[move, state]
    else:
        with pytest.raises(IllegalMove):
            CARD_MOVES.target(move, state)


def _is_listed(organization: Organization) -> bool:
    return Listing.objects.filter(organization_pk=organization.pk).exists()


def test_record_changed_below_has_its_line_made_again(django_capture_on_commit_callbacks) -> None:
    officer = person_with(RoleKind.OFFICER)
    with django_capture_on_commit_callbacks(execute=True):
        found = organizations.register_organization(
            actor=officer, now=NOW, name="Jardin fictif", kind=OrganizationKind.ASSOCIATION
        )
    assert _is_listed(found)

    with django_capture_on_commit_callbacks(execute=True):
        organizations.update_organization(
            organization=found, actor=officer, now=NOW, reason="Cesse", ceased_on=TODAY - timedelta(days=1)
        )

    assert not _is_listed(found)


def test_line_follows_the_days_of_a_status_at_night() -> None:
    status = EssStatusFactory(
        organization__kind=OrganizationKind.COMPANY, starts_on=date(2025, 1, 1), ends_on=TODAY + timedelta(days=1)
    )
    services.refresh_listings(today=TODAY)
    assert _is_listed(status.organization)

    assert JOBS[0].run(NOW + timedelta(days=2)).startswith("0 lines")
    assert not _is_listed(status.organization)


def test_making_lines_again_changes_nothing_and_asks_as_much_for_many(django_assert_num_queries) -> None:
    for _number in range(5):
        CardFactory()
    services.refresh_listings(today=TODAY)
    before = list(Listing.objects.order_by("pk").values())

    with django_assert_num_queries(17):
        services.refresh_listings(today=TODAY)

    assert list(Listing.objects.order_by("pk").values()) == before


def test_who_speaks_for_a_structure_writes_and_so_confirms_its_card() -> None:
    held = RepresentationFactory()

    card = services.update_card(
        organization=held.organization, actor=held.person, now=NOW, summary="Cultive  des\nlégumes.", phone="03 00"
    )

    assert (card.summary, card.confirmed_on) == ("Cultive des légumes.", TODAY)
    assert Listing.objects.get(organization_pk=held.organization_id).summary == "Cultive des légumes."


def test_team_writes_a_card_without_confirming_it() -> None:
    found = OrganizationFactory()

    card = services.update_card(organization=found, actor=person_with(RoleKind.OFFICER), now=NOW, summary="Texte")

    assert card.confirmed_on is None
    assert services.confirm_card(organization=found, actor=person_with(RoleKind.OFFICER), now=NOW).confirmed_on == TODAY


@pytest.mark.parametrize("service", [services.update_card, services.confirm_card, services.hide_card])
def test_others_write_no_card(service) -> None:
    values = {"reason": "r"} if service is services.hide_card else {}

    with pytest.raises(NotAllowed):
        service(organization=OrganizationFactory(), actor=RepresentationFactory().person, now=NOW, **values)


@pytest.mark.parametrize(
    ("service", "values"),
    [
        (services.update_card, {"summary": "Texte"}),
        (services.confirm_card, {}),
        (services.hide_card, {"reason": "r"}),
        (services.set_known_address, {"known_address": "a@b.example.org", "known_address_source": "s"}),
    ],
)
def test_card_of_a_record_merged_since_it_was_read_is_not_written(service, values: dict[str, str]) -> None:
    officer, as_read = person_with(RoleKind.OFFICER), OrganizationFactory()
    organizations.merge_organizations(
        kept=OrganizationFactory(), duplicate=as_read, actor=officer, now=NOW, reason="doublon"
    )
    assert as_read.merged_into_id is None

    with pytest.raises(NotAllowed):
        service(organization=as_read, actor=officer, now=NOW, **values)
    assert not Card.objects.exists()


def test_structure_takes_itself_out_and_back_and_is_nowhere_meanwhile(client: Client) -> None:
    held = RepresentationFactory(organization__name="Discrète fictive")
    found = held.organization
    services.refresh_listings(today=TODAY)
    pages = ["/annuaire/", "/annuaire/carte/", "/annuaire/integrer/", "/api/v1/directory/cards"]
    assert "Discrète fictive" in client.get("/annuaire/").content.decode()

    services.hide_card(organization=found, actor=held.person, now=NOW, reason="")

    assert not any("Discrète fictive" in client.get(page).content.decode() for page in pages)
    assert client.get(f"/annuaire/fiche/{found.key}/").status_code == 404
    assert client.get(f"/api/v1/directory/cards/{found.key}").status_code == 404
    services.refresh_listings(today=TODAY)
    assert not _is_listed(found)
    services.show_card(organization=found, actor=held.person, now=NOW)
    assert _is_listed(found)


def test_known_address_is_in_no_history_and_has_its_source() -> None:
    found, officer = OrganizationFactory(), person_with(RoleKind.OFFICER)
    values = {"organization": found, "actor": officer, "now": NOW, "known_address": "Contact@jardin.example.org"}

    with pytest.raises(ValidationError):
        services.set_known_address(**values, known_address_source="")
    card = services.set_known_address(**values, known_address_source="Son site")

    assert card.known_address == "contact@jardin.example.org"
    assert "known_address" not in {field.name for field in apps.get_model("directory", "CardEvent")._meta.get_fields()}
    entries = Entry.objects.filter(verb="card.address_set")
    assert [entry.reason for entry in entries] == ["Son site"]
    assert not any("@" in str(entry.details) + entry.reason for entry in Entry.objects.all())


def test_only_the_team_sets_the_known_address() -> None:
    held = RepresentationFactory()

    with pytest.raises(NotAllowed):
        services.set_known_address(
            organization=held.organization,
            actor=held.person,
            now=NOW,
            known_address="a@b.example.org",
            known_address_source="s",
        )


def test_merger_gives_the_card_or_what_the_other_lacks_and_keeps_the_wish_to_be_out() -> None:
    officer = person_with(RoleKind.OFFICER)
    kept, duplicate = CardFactory(summary="Le bon"), CardFactory(summary="L’autre", phone="03", state=CardState.HIDDEN)
    other, alone = OrganizationFactory(), CardFactory(summary="Seule")

    for into, gone in ((kept.organization, duplicate.organization), (other, alone.organization)):
        organizations.merge_organizations(kept=into, duplicate=gone, actor=officer, now=NOW, reason="doublon")

    kept.refresh_from_db()
    assert (kept.summary, kept.phone, kept.state) == ("Le bon", "03", CardState.HIDDEN)
    assert Card.objects.get(organization=other).summary == "Seule"


def test_completeness_names_the_three_most_useful_missing_things() -> None:
    assert completeness_of(dict.fromkeys(ASKED, "x")).percent == 100
    nothing = completeness_of({})
    assert (nothing.percent, len(nothing.missing)) == (0, 3)
    assert completeness_of({"summary": "x"}).percent == 20


@pytest.mark.parametrize(
    ("days", "moment"), [(None, "never"), (0, "fresh"), (364, "fresh"), (365, "due"), (547, "due"), (548, "stale")]
)
def test_card_is_asked_again_after_a_year_and_marked_after_eighteen_months(days: int | None, moment: str) -> None:
    card = CardFactory(confirmed_on=None if days is None else TODAY - timedelta(days=days))

    assert queries.shown_card(card.organization, today=TODAY).moment == moment


def test_record_taken_back_takes_its_line_with_it() -> None:
    line = listed()
    Organization.objects.get(pk=line.organization_pk).delete()

    services.refresh_listings([line.organization_pk], today=TODAY)

    assert not Listing.objects.exists()
