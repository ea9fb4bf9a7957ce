"""What the room's own pages and API show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.territory.models import (
    Commune,
    Epci,
    EpciMembership,
    FormerCommune,
    Zone,
    ZoneMember,
    Zoning,
)
from essaim.foundations.territory.states import FormerKind, ZoningKind

from .authority import member_communes, territoire_members

# How people shorten saints, as whole words.
SAINTS = ((re.compile(r"\bst\b"), "saint"), (re.compile(r"\bste\b"), "sainte"))


@dataclass(frozen=True, slots=True)
class Populations:
    """
    Three populations of an authority that are never compared: their lists, or what they count, differ.

    members_sum adds up the communes known as members; members_vintage is the list it was read in.
    """

    municipal: int | None
    total: int | None
    vintage: str
    members_sum: int
    members_vintage: str


def commune_rows(*, today: date) -> QuerySet[Commune]:
    """Return the authority's communes with their territoire (zone_code, zone_name) and associated communes."""
    zones = territoire_members(today=today).filter(commune=OuterRef("pk")).order_by("zone__code")
    associated = FormerCommune.objects.filter(kind=FormerKind.ASSOCIATED).order_by("search_key")
    return (
        member_communes(today=today)
        .annotate(
            zone_code=Subquery(zones.values("zone__code")[:1]), zone_name=Subquery(zones.values("zone__name")[:1])
        )
        .prefetch_related(Prefetch("former", associated, to_attr="associated"))
    )


def of_territoire(rows: QuerySet[Commune], code: str, *, today: date) -> QuerySet[Commune]:
    """Keep the communes of one governance territory in force."""
    return rows.filter(pk__in=territoire_members(today=today).filter(zone__code=code).values("commune"))


def found_communes(rows: QuerySet[Commune], words: str) -> QuerySet[Commune]:
    """
    Keep the communes that people may mean: name with or without accents, former name or code, INSEE code, postcode.

    "hellemmes" finds Lille, "st andre" finds Saint-André-lez-Lille, "59160" finds the communes of that postcode.
    """
    key = sort_key(words).split("\t")[0]
    for short, full in SAINTS:
        key = short.sub(full, key)
    if not key:
        return rows
    former = FormerCommune.objects.filter(Q(search_key__contains=key) | Q(code__iexact=key)).values("commune")
    return rows.filter(
        Q(sort_key__contains=key) | Q(code__iexact=key) | Q(postcodes__contains=key) | Q(siren=key) | Q(pk__in=former)
    )


def commune_history(commune: Commune) -> list[EpciMembership]:
    """List what a commune was a member of, the present first, with the SIREN it is known by."""
    memberships = EpciMembership.objects.filter(commune=commune).select_related("epci")
    return list(memberships.order_by(F("ends_on").desc(nulls_first=True)))


def commune_zones(commune: Commune, *, today: date) -> list[Zone]:
    """List the zones in force that hold a commune."""
    zonings = Zoning.objects.in_force(today)
    zones = Zone.objects.filter(members__commune=commune, zoning__in=zonings).select_related("zoning")
    return list(zones.order_by("zoning__kind", "code"))


def populations(epci: Epci, *, today: date) -> Populations:
    """Return the populations published for an EPCI, and the sum of those of its communes."""
    members = EpciMembership.objects.in_force(today).filter(epci=epci)
    rows = Commune.objects.filter(pk__in=members.values("commune"), population__isnull=False)
    vintages = rows.values_list("population_vintage", flat=True).distinct().order_by("population_vintage")
    return Populations(
        municipal=epci.population,
        total=epci.population_total,
        vintage=epci.population_vintage,
        members_sum=rows.aggregate(total=Sum("population"))["total"] or 0,
        members_vintage=", ".join(vintages),
    )


def territoire_zoning(epci: Epci, *, today: date) -> Zoning | None:
    """Return the edition of the governance territories in force, or None if there is none."""
    return Zoning.objects.in_force(today).filter(epci=epci, kind=ZoningKind.TERRITOIRE).first()


def zonings_shown(zonings: Iterable[Zoning] | None = None) -> QuerySet[Zoning]:
    """Return zonings with their zones and the communes of each, for a page or the API."""
    members = ZoneMember.objects.select_related("commune").order_by("commune__sort_key")
    zones = Zone.objects.order_by("code").prefetch_related(Prefetch("members", members))
    rows = Zoning.objects.all() if zonings is None else Zoning.objects.filter(pk__in=[zoning.pk for zoning in zonings])
    return rows.select_related("epci").prefetch_related(Prefetch("zones", zones))
