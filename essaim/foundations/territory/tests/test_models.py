"""What the database refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from essaim.foundations.audit_trail.queries import changes_of

from .factories import (
    AuthorityFactory,
    CommuneFactory,
    EpciFactory,
    EpciIdentifierFactory,
    EpciMembershipFactory,
    FormerCommuneFactory,
    LoadFactory,
    MembershipCountFactory,
    OutlineFactory,
    ZoneFactory,
    ZoneMemberFactory,
    ZoningFactory,
)

pytestmark = pytest.mark.django_db


def _refused(constraint: str, factory: type, **values: object) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factory(**values)


def test_a_commune_is_in_one_epci_at_a_time_and_may_move() -> None:
    first = EpciMembershipFactory(starts_on=date(2020, 1, 1), ends_on=date(2024, 1, 1))

    EpciMembershipFactory(commune=first.commune, starts_on=date(2024, 1, 1))

    _refused("one_epci_at_a_time", EpciMembershipFactory, commune=first.commune, starts_on=date(2023, 12, 31))


def test_an_epci_has_one_siren_and_one_number_of_communes_at_a_time() -> None:
    epci = EpciFactory()
    EpciIdentifierFactory(epci=epci, ends_on=date(2020, 3, 14))
    MembershipCountFactory(epci=epci, starts_on=None, ends_on=date(2017, 1, 1))

    EpciIdentifierFactory(epci=epci, starts_on=date(2020, 3, 14))
    MembershipCountFactory(epci=epci, starts_on=date(2017, 1, 1))

    _refused("one_siren_at_a_time", EpciIdentifierFactory, epci=epci, starts_on=date(2026, 1, 1))
    _refused("one_count_at_a_time", MembershipCountFactory, epci=epci, starts_on=date(2016, 1, 1), commune_count=9)


def test_there_is_one_authority() -> None:
    AuthorityFactory()

    _refused("is_the_one", AuthorityFactory)
    _refused("there_is_one_authority", AuthorityFactory, is_the_one=False)


REFUSED = {
    "commune_has_a_code_of_insee_form": (CommuneFactory, {"code": "1001"}),
    "commune_siren_has_nine_digits": (CommuneFactory, {"siren": "12345678"}),
    "commune_population_has_its_vintage": (CommuneFactory, {"population_vintage": ""}),
    "commune_ends_after_it_starts": (
        CommuneFactory,
        {"valid_from": date(2020, 1, 1), "valid_to": date(2020, 1, 1)},
    ),
    "commune_centre_is_on_earth": (CommuneFactory, {"longitude": 700_000.0, "latitude": 6_600_000.0}),
    "former_commune_has_a_code_of_insee_form": (FormerCommuneFactory, {"code": "5929"}),
    "associated_commune_has_a_name": (FormerCommuneFactory, {"name": ""}),
    "epci_population_has_its_vintage": (EpciFactory, {"population": 3}),
    "epci_siren_has_nine_digits": (EpciIdentifierFactory, {"siren": "20009320"}),
    "epci_siren_ends_after_it_starts": (
        EpciIdentifierFactory,
        {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 1, 1)},
    ),
    "membership_ends_after_it_starts": (EpciMembershipFactory, {"ends_on": date(2020, 1, 1)}),
    "membership_has_a_first_known_day": (EpciMembershipFactory, {"starts_on": None}),
    "membership_count_ends_after_it_starts": (MembershipCountFactory, {"ends_on": date(2020, 1, 1)}),
    "zoning_ends_after_it_starts": (ZoningFactory, {"ends_on": date(2019, 1, 1)}),
    "outline_is_a_polygon": (OutlineFactory, {"geometry": {"type": "Point", "coordinates": [3, 50]}}),
    "load_has_the_hash_of_its_file": (LoadFactory, {"sha256": "none"}),
}


@pytest.mark.parametrize("constraint", REFUSED)
def test_the_database_refuses(constraint: str) -> None:
    factory, values = REFUSED[constraint]

    _refused(constraint, factory, **values)


def test_zones_are_told_apart() -> None:
    zone = ZoneFactory()
    member = ZoneMemberFactory(zone=zone)
    zoning = zone.zoning

    _refused("zone_code_is_unique_in_its_zoning", ZoneFactory, zoning=zoning, code=zone.code)
    _refused("commune_is_in_a_zone_once", ZoneMemberFactory, zone=zone, commune=member.commune)
    _refused("zoning_has_one_edition_a_day", ZoningFactory, epci=zoning.epci, starts_on=zoning.starts_on)


def test_what_changes_in_a_commune_is_kept() -> None:
    commune = CommuneFactory(population=1000)
    commune.population = 1100
    commune.save()

    changes = changes_of(commune)

    assert [(field.field, field.before, field.after) for field in changes[-1].fields] == [
        ("population", "1000", "1100")
    ]
