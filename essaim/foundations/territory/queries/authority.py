"""What other rooms ask: the authority, its communes and territoires, as frozen rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from essaim.foundations.audit_trail.memory import Memory
from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.territory.models import (
    Authority,
    Commune,
    Epci,
    EpciIdentifier,
    EpciMembership,
    FormerCommune,
    Zone,
    ZoneMember,
    Zoning,
)
from essaim.foundations.territory.states import ZoningKind
from essaim.foundations.ui.compiled import CompiledQuery

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True, slots=True)
class ShownAuthority:
    """The authority served. population is its municipal population in the list of EPCI of that vintage."""

    siren: str
    name: str
    short_name: str
    kind: str
    population: int | None
    vintage: str


@dataclass(frozen=True, slots=True)
class ShownCommune:
    """A commune of the authority, with its territoire; texts are empty and numbers None where nothing is known."""

    code: str
    name: str
    siren: str
    population: int | None
    territoire_code: str
    territoire_name: str
    longitude: float | None
    latitude: float | None
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class ShownZone:
    """A territoire. population adds up its communes, all of the same list; never to compare with the authority's."""

    code: str
    name: str
    commune_codes: tuple[str, ...]
    population: int


@dataclass(frozen=True, slots=True)
class Membership:
    """
    Where a commune stands with the authority on a day.

    name: of the commune the code leads to. shown_from: the first day on which the lists show it as a member, when that is
    later than the day asked and it may have been one before; None otherwise.
    """

    name: str
    is_member: bool
    shown_from: date | None = None


def authority(*, today: date) -> ShownAuthority | None:
    """Return the authority that this deployment serves, or None before essaim init."""
    epci = authority_epci()
    if epci is None:
        return None
    siren = EpciIdentifier.objects.in_force(today).filter(epci=epci).values_list("siren", flat=True).first()
    return ShownAuthority(
        siren=siren or "",
        name=epci.name,
        short_name=epci.short_name or epci.name,
        kind=epci.kind,
        population=epci.population,
        vintage=epci.population_vintage,
    )


def authority_epci() -> Epci | None:
    """Return the row of the authority's EPCI, for the room itself."""
    found = Authority.objects.select_related("epci").first()
    return found.epci if found else None


def communes(*, today: date) -> tuple[ShownCommune, ...]:
    """Return the communes that are members of the authority on a day, in French order."""
    return _shown(member_communes(today=today), today=today)


def communes_to_choose(*, today: date) -> list[tuple[str, str]]:
    """Return the communes of the authority on a day as choices, code and name, in French order; one query."""
    return list(member_communes(today=today).values_list("code", "name"))


def communes_of(codes: Collection[str], *, today: date) -> tuple[ShownCommune, ...]:
    """Return the communes of some INSEE codes that are loaded here, of any EPCI, in French order; two queries."""
    return _shown(Commune.objects.filter(code__in=codes), today=today)


def _shown(rows: Iterable[Commune], *, today: date) -> tuple[ShownCommune, ...]:
    territoire_of = {
        commune_id: (code, name)
        for commune_id, code, name in territoire_members(today=today).values_list(
            "commune_id", "zone__code", "zone__name"
        )
    }
    shown = []
    for commune in rows:
        code, name = territoire_of.get(commune.pk, ("", ""))
        shown.append(
            ShownCommune(
                code=commune.code,
                name=commune.name,
                siren=commune.siren,
                population=commune.population,
                territoire_code=code,
                territoire_name=name,
                longitude=commune.longitude,
                latitude=commune.latitude,
                vintage=commune.population_vintage,
            )
        )
    return tuple(shown)


def epci_loaded(*, today: date) -> tuple[tuple[str, str], ...]:
    """Return the SIREN and name of each EPCI that is loaded here: the authority first, then others in French order."""
    rows = EpciIdentifier.objects.in_force(today).annotate(
        is_authority=Exists(Authority.objects.filter(epci=OuterRef("epci")))
    )
    return tuple(rows.order_by("-is_authority", "epci__sort_key").values_list("siren", "epci__name"))


def member_communes(*, today: date) -> QuerySet[Commune]:
    """Return the rows of the authority's communes on a day, in French order, for the room itself."""
    members = EpciMembership.objects.in_force(today).filter(epci__in=Authority.objects.values("epci"))
    return Commune.objects.filter(pk__in=members.values("commune"))


_MEMBERSHIP = ("commune__name", "starts_on", "ends_on", "start_is_known")


def _memberships(code: str) -> QuerySet[EpciMembership, tuple[Any, ...]]:
    members = EpciMembership.objects.filter(
        Q(commune__code=code) | Q(commune__former__code=code), epci__in=Authority.objects.values("epci")
    )
    return members.order_by("starts_on", "pk").values_list(*_MEMBERSHIP)


def _named(code: str) -> QuerySet[Authority, tuple[Any, ...]]:
    """Return a row if an authority is set, with the name of a commune if it is known here."""
    return Authority.objects.values_list(Subquery(Commune.objects.filter(code=code).values("name")[:1]))[:1]


_MEMBERSHIPS = CompiledQuery(_memberships, code="a code")
_NAMED = CompiledQuery(_named, code="a code")


def _read_memberships(code: str) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    rows = _MEMBERSHIPS.rows(code=code)
    return rows, [] if rows else _NAMED.rows(code=code)


_KEPT = Memory(_read_memberships)


def membership_of(code: str, *, on: date, end: str | None = None) -> Membership | None:
    """
    Tell where a commune stands with the authority on a day, by its INSEE code, former and associated ones too.

    A code that was split counts as inside when one of the communes it leads to is. A code that leads to no member is outside,
    with its name when it is known here; None when no authority is set. One query for a member, two for others, none for what
    is in memory.

    :param end: what audit_trail.memory.end_of_history() answers, to take what is in memory while nothing changed
    """
    rows, named = _read_memberships(code) if end is None else _KEPT.get(code, end=end)
    return _told(rows, named, on)


def memberships_of(codes: Collection[str]) -> Callable[[str, date], Membership | None]:
    """Return what tells of many codes at once where each stands on a day, as membership_of() does: three queries in all."""
    asked = set(codes)
    rows: defaultdict[str, dict[int, tuple[Any, ...]]] = defaultdict(dict)
    members = EpciMembership.objects.filter(
        Q(commune__code__in=asked) | Q(commune__former__code__in=asked), epci__in=Authority.objects.values("epci")
    ).order_by("starts_on", "pk")
    found = members.values_list("pk", "commune__code", "commune__former__code", *_MEMBERSHIP)
    for pk, own, former, *row in found:
        for code in asked & {own, former}:
            rows[code][pk] = tuple(row)
    names = dict(Commune.objects.filter(code__in=asked - rows.keys()).values_list("code", "name"))
    is_set = Authority.objects.exists()

    def tell(code: str, on: date) -> Membership | None:
        return _told(list(rows[code].values()) if code in rows else [], [(names.get(code),)] if is_set else [], on)

    return tell


def _told(rows: Sequence[tuple[Any, ...]], named: Sequence[tuple[Any, ...]], on: date) -> Membership | None:
    """Tell where a commune stands on a day from its memberships, or from its name when it has none."""
    for name, starts_on, ends_on, _is_known in rows:
        if starts_on <= on and (ends_on is None or on < ends_on):
            return Membership(name, is_member=True)
    for name, starts_on, _ends_on, is_known in rows:
        if not is_known and on < starts_on:
            return Membership(name, is_member=False, shown_from=starts_on)
    if rows:
        return Membership(rows[0][0], is_member=False)
    return next((Membership(name or "", is_member=False) for (name,) in named), None)


def commune_names(codes: Collection[str]) -> Mapping[str, str]:
    """Return the names of communes by INSEE code, of associated communes too; unknown codes are not keys."""
    names = dict(Commune.objects.filter(code__in=codes).values_list("code", "name"))
    if missing := set(codes) - names.keys():
        names |= dict(FormerCommune.objects.filter(code__in=missing).exclude(name="").values_list("code", "name"))
    return names


def centres_of(codes: Collection[str]) -> dict[str, tuple[float, float]]:
    """Return the centres of communes by INSEE code, as longitude and latitude; those that are not known are not keys."""
    rows = Commune.objects.filter(code__in=codes).values_list("code", "longitude", "latitude")
    return {
        code: (longitude, latitude)
        for code, longitude, latitude in rows
        if longitude is not None and latitude is not None
    }


def commune_name(code: str) -> str:
    """Return the name of a commune, its code when the name is not known, an empty text without code."""
    return commune_names([code]).get(code, code) if code else ""


def communes_named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return communes as code and name, once each, in French order; a code whose name is not known stands for it."""
    kept = set(codes)
    names = commune_names(kept)
    return sorted(((code, names.get(code, code)) for code in kept), key=lambda pair: sort_key(pair[1]))


def with_commune_name(rows: Rows, field: str = "commune_code") -> Rows:
    """Add to rows of any room the name of their commune (commune_name, its code where no name is known)."""
    names = Commune.objects.filter(code=OuterRef(field)).values("name")[:1]
    return rows.annotate(commune_name=Coalesce(Subquery(names), field))


def territoires(*, today: date) -> tuple[ShownZone, ...]:
    """Return the governance territories of the authority in force on a day, in the order of their codes; often none."""
    members: dict[int, list[tuple[str, int]]] = {}
    rows = territoire_members(today=today).order_by("commune__sort_key")
    for zone_id, code, population in rows.values_list("zone_id", "commune__code", "commune__population"):
        members.setdefault(zone_id, []).append((code, population or 0))
    zones = Zone.objects.filter(pk__in=members).order_by("code")
    return tuple(
        ShownZone(
            code=zone.code,
            name=zone.name,
            commune_codes=tuple(code for code, _population in members[zone.pk]),
            population=sum(population for _code, population in members[zone.pk]),
        )
        for zone in zones
    )


def territoires_of(communes: Sequence[ShownCommune]) -> tuple[ShownZone, ...]:
    """Return the governance territories that some communes are of, as territoires does; no query."""
    zones: dict[str, list[ShownCommune]] = {}
    for commune in communes:
        if commune.territoire_code:
            zones.setdefault(commune.territoire_code, []).append(commune)
    return tuple(
        ShownZone(
            code=code,
            name=inside[0].territoire_name,
            commune_codes=tuple(commune.code for commune in inside),
            population=sum(commune.population or 0 for commune in inside),
        )
        for code, inside in sorted(zones.items())
    )


def territoires_on(days: Collection[date]) -> Mapping[date, tuple[str, tuple[ShownZone, ...]]]:
    """Return the SIREN of the authority and its governance territories on each of some days, in as many queries as for one."""
    epci = authority_epci()
    if epci is None:
        return dict.fromkeys(days, ("", ()))
    identifiers = list(EpciIdentifier.objects.filter(epci=epci))
    zonings = list(Zoning.objects.filter(kind=ZoningKind.TERRITOIRE, epci=epci))
    zones: dict[int, dict[int, tuple[Zone, list[Commune]]]] = {}
    rows = ZoneMember.objects.filter(zone__zoning__in=zonings).select_related("zone", "commune")
    for member in rows.order_by("commune__sort_key"):
        inside = zones.setdefault(member.zone.zoning_id, {})
        inside.setdefault(member.zone_id, (member.zone, []))[1].append(member.commune)
    return {
        day: (
            next((found.siren for found in identifiers if _holds(found, day)), ""),
            tuple(
                ShownZone(
                    code=zone.code,
                    name=zone.name,
                    commune_codes=tuple(commune.code for commune in communes),
                    population=sum(commune.population or 0 for commune in communes),
                )
                for zoning in zonings
                if _holds(zoning, day)
                for zone, communes in sorted(zones.get(zoning.pk, {}).values(), key=lambda pair: pair[0].code)
            ),
        )
        for day in days
    }


def _holds(row: EpciIdentifier | Zoning, day: date) -> bool:
    """Tell whether a dated row is in force on a day, as in_force() does."""
    return (row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or day < row.ends_on)


def territoire_members(*, today: date) -> QuerySet[ZoneMember]:
    """Return which commune is in which governance territory of the authority on a day, for the room itself."""
    zonings = Zoning.objects.in_force(today).filter(
        kind=ZoningKind.TERRITOIRE, epci__in=Authority.objects.values("epci")
    )
    return ZoneMember.objects.filter(zone__zoning__in=zonings)
