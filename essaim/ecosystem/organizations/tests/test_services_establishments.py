"""Establishments: where a structure is, by SIRET or none, one seat at a time, addresses kept where the register keeps them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from essaim.ecosystem.organizations import queries, services
from essaim.ecosystem.organizations.models import Establishment, Organization
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import MOMENT, person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.ui.versions import ChangedMeanwhile, version_of

from .factories import EstablishmentFactory, OrganizationFactory, RepresentationFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(MOMENT)
SIREN, SIRET, OTHER_SIRET = "732829320", "73282932000074", "44306184100047"


def _add(organization: Organization, **values: object) -> Establishment:
    options = {"commune_code": "59350", "actor": None, **values}
    options["actor"] = options["actor"] or person_with(RoleKind.OFFICER)
    return services.add_establishment(organization=organization, now=MOMENT, **options)


def test_establishment_of_another_siren_is_refused() -> None:
    found = OrganizationFactory(siren=SIREN)

    assert _add(found, siret=SIRET).organization == found
    with pytest.raises(ValidationError, match=SIREN):
        _add(found, siret=OTHER_SIRET)


@pytest.mark.parametrize(
    "values",
    [
        {"siret": "123"},
        {"siret": "73282932000075"},
        {"commune_code": ""},
        {"commune_code": "Lille"},
        {"activity_code": "9499Z"},
        {"longitude": 3.0},
        {"longitude": 300.0, "latitude": 50.0},
        {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 1)},
    ],
)
def test_establishment_that_does_not_hold_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _add(OrganizationFactory(), **values)


def test_structure_has_one_seat_at_a_time() -> None:
    found, officer = OrganizationFactory(), person_with(RoleKind.OFFICER)
    first = _add(found, is_seat=True)

    with pytest.raises(ValidationError):
        _add(found, is_seat=True)
    services.close_establishment(establishment=first, ends_on=TODAY, actor=officer, now=MOMENT, reason="Déménage")

    assert _add(found, is_seat=True).is_seat


def test_closed_establishment_is_not_closed_later() -> None:
    place, officer = EstablishmentFactory(), person_with(RoleKind.OFFICER)
    services.close_establishment(establishment=place, ends_on=TODAY, actor=officer, now=MOMENT, reason="Fin")

    with pytest.raises(services.EstablishmentClosed):
        services.close_establishment(
            establishment=place, ends_on=TODAY + timedelta(days=1), actor=officer, now=MOMENT, reason="Fin"
        )


def test_change_of_somebody_else_is_not_written_over() -> None:
    place, officer = EstablishmentFactory(name="Avant"), person_with(RoleKind.OFFICER)
    version = version_of(place, ["name"])
    services.update_establishment(establishment=place, actor=officer, now=MOMENT, reason="r", name="Pendant")

    with pytest.raises(ChangedMeanwhile):
        services.update_establishment(
            establishment=place, actor=officer, now=MOMENT, reason="r", version=version, name="Après"
        )


def test_only_the_team_writes_establishments() -> None:
    held = RepresentationFactory()

    with pytest.raises(NotAllowed):
        _add(held.organization, actor=held.person)


def test_second_seat_comes_with_a_merger_as_an_establishment() -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    EstablishmentFactory(organization=kept, is_seat=True)
    EstablishmentFactory(organization=duplicate, is_seat=True, name="Ancien siège")

    services.merge_organizations(
        kept=kept, duplicate=duplicate, actor=person_with(RoleKind.OFFICER), now=MOMENT, reason="doublon"
    )

    assert not kept.establishments.get(name="Ancien siège").is_seat
    assert kept.establishments.count() == 2


def test_address_of_partial_diffusion_is_given_to_the_team_only(client: Client) -> None:
    place = EstablishmentFactory(address="3 rue Inventée", is_partial=True, longitude=3.05, latitude=50.6)
    page, data = place.get_absolute_url(), f"/api/v1/organizations/{place.organization.key}"

    assert "rue Inventée" not in client.get(page).content.decode()
    (given,) = client.get(data).json()["establishments"]
    assert (given["address"], given["longitude"]) == (None, None)
    client.force_login(person_with(RoleKind.OFFICER))
    assert "rue Inventée" in client.get(page).content.decode()


def test_open_establishments_come_first_and_the_seat_before_others() -> None:
    found = OrganizationFactory()
    closed = EstablishmentFactory(organization=found, ends_on=TODAY)
    other = EstablishmentFactory(organization=found)
    seat = EstablishmentFactory(organization=found, is_seat=True)

    shown = queries.establishments_of(found, today=TODAY)

    assert [place.row for place in shown] == [seat, other, closed]
    assert queries.open_establishments([found.pk], today=TODAY) == [seat, other]
