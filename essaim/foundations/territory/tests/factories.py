"""Smallest valid objects of the room."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.territory.models import (
    Authority,
    Commune,
    Epci,
    EpciIdentifier,
    EpciMembership,
    FormerCommune,
    Load,
    MembershipCount,
    Outline,
    Zone,
    ZoneMember,
    Zoning,
)
from essaim.foundations.territory.states import Composition, EpciKind, FormerKind, LoadKind, ZoningKind

MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)
SQUARE = {"type": "Polygon", "coordinates": [[[3, 50], [3.1, 50], [3.1, 50.1], [3, 50.1], [3, 50]]]}


class CommuneFactory(factory.django.DjangoModelFactory):
    """A commune of a thousand people."""

    class Meta:
        model = Commune

    code = factory.Sequence(lambda number: f"99{number % 1000:03d}")
    name = factory.Sequence(lambda number: f"Exemple-sur-Deûle {number}")
    sort_key = factory.LazyAttribute(lambda commune: sort_key(commune.name))
    population = 1000
    population_vintage = "2026"


class FormerCommuneFactory(factory.django.DjangoModelFactory):
    """A commune associated to another."""

    class Meta:
        model = FormerCommune

    code = factory.Sequence(lambda number: f"98{number % 1000:03d}")
    name = "Vieux-Bourg"
    search_key = factory.LazyAttribute(lambda former: sort_key(former.name))
    kind = FormerKind.ASSOCIATED
    commune = factory.SubFactory(CommuneFactory)


class EpciFactory(factory.django.DjangoModelFactory):
    """A communauté de communes."""

    class Meta:
        model = Epci

    name = factory.Sequence(lambda number: f"CC Exemple {number}")
    sort_key = factory.LazyAttribute(lambda epci: sort_key(epci.name))
    kind = EpciKind.CC


class EpciIdentifierFactory(factory.django.DjangoModelFactory):
    """A SIREN since before what is known."""

    class Meta:
        model = EpciIdentifier

    epci = factory.SubFactory(EpciFactory)
    siren = factory.Sequence(lambda number: f"{200_000_000 + number}")


class EpciMembershipFactory(factory.django.DjangoModelFactory):
    """A member since 2020."""

    class Meta:
        model = EpciMembership

    epci = factory.SubFactory(EpciFactory)
    commune = factory.SubFactory(CommuneFactory)
    starts_on = date(2020, 1, 1)


class MembershipCountFactory(factory.django.DjangoModelFactory):
    """Ten communes since 2020."""

    class Meta:
        model = MembershipCount

    epci = factory.SubFactory(EpciFactory)
    commune_count = 10
    starts_on = date(2020, 1, 1)


class AuthorityFactory(factory.django.DjangoModelFactory):
    """The authority served."""

    class Meta:
        model = Authority

    epci = factory.SubFactory(EpciFactory)
    set_at = MOMENT


class ZoningFactory(factory.django.DjangoModelFactory):
    """Governance territories since 2020."""

    class Meta:
        model = Zoning

    slug = factory.Sequence(lambda number: f"territoires-{number}")
    kind = ZoningKind.TERRITOIRE
    name = "Les territoires"
    epci = factory.SubFactory(EpciFactory)
    composition = Composition.COMMUNES
    starts_on = date(2020, 1, 1)


class ZoneFactory(factory.django.DjangoModelFactory):
    """A territoire."""

    class Meta:
        model = Zone

    zoning = factory.SubFactory(ZoningFactory)
    code = factory.Sequence(lambda number: str(number + 1))
    name = factory.LazyAttribute(lambda zone: f"Territoire {zone.code}")


class ZoneMemberFactory(factory.django.DjangoModelFactory):
    """A commune of a territoire."""

    class Meta:
        model = ZoneMember

    zone = factory.SubFactory(ZoneFactory)
    commune = factory.SubFactory(CommuneFactory)


class LoadFactory(factory.django.DjangoModelFactory):
    """A load of outlines."""

    class Meta:
        model = Load

    kind = LoadKind.OUTLINES
    source = "contours.geojson"
    sha256 = "0" * 64
    row_count = 1
    loaded_at = MOMENT


class OutlineFactory(factory.django.DjangoModelFactory):
    """A square."""

    class Meta:
        model = Outline

    code = factory.Sequence(lambda number: f"99{number % 1000:03d}")
    geometry = SQUARE
    load = factory.SubFactory(LoadFactory)
