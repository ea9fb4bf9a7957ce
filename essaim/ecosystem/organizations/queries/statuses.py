"""Statuses and establishments of structures, as pages, files and the read API show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from essaim.ecosystem.organizations.models import (
    EssStatus,
    EssStatusQuerySet,
    Establishment,
    Organization,
    OrganizationQuerySet,
)
from essaim.ecosystem.organizations.states import NOT_ESS_BY_THEMSELVES, STATUS_MOVES, OrganizationKind, StatusState
from essaim.foundations.territory import queries as territory

# Kinds of structures that the law counts in the ESS by what they are.
ESS_KINDS = (
    OrganizationKind.ASSOCIATION,
    OrganizationKind.COOPERATIVE,
    OrganizationKind.MUTUAL,
    OrganizationKind.FOUNDATION,
    OrganizationKind.ESS_COMPANY,
)


@dataclass(frozen=True, slots=True)
class ShownStatus:
    """A status as its structure's page shows it. moment: "held", "to_come", "past", or its state when it is not held."""

    row: EssStatus
    moment: str

    @property
    def moves(self) -> tuple[str, ...]:
        """What can be done to it: the moves of its state, and its end while it is held."""
        moves = STATUS_MOVES.names_from(self.row.state)
        return (*moves, "end") if self.moment in {"held", "to_come"} else moves


MOMENTS = ("held", "to_come", StatusState.PENDING, "past", StatusState.REFUSED, StatusState.WITHDRAWN)


def statuses_of(organization: Organization, *, today: date, sees_all: bool = False) -> tuple[ShownStatus, ...]:
    """
    List the statuses of a structure, those in force first.

    :param sees_all: those asked for, refused and mistaken too, for the team and for those who speak for the structure
    """
    rows: EssStatusQuerySet = EssStatus.objects.filter(organization=organization)
    rows = rows if sees_all else rows.public()
    shown = [ShownStatus(row, _moment(row, today)) for row in rows.order_by("kind", "-starts_on", "pk")]
    return tuple(sorted(shown, key=lambda status: MOMENTS.index(status.moment)))


def _moment(row: EssStatus, today: date) -> str:
    if row.state != StatusState.HELD:
        return row.state
    if row.is_in_force(today):
        return "held"
    return "past" if row.ends_on is not None and row.ends_on <= today else "to_come"


def with_statuses(rows: OrganizationQuerySet, *, today: date) -> OrganizationQuerySet:
    """Add to records the kinds of the statuses they hold on a day (status_kinds, a list of texts)."""
    held = EssStatus.objects.in_force(today).filter(organization=OuterRef("pk")).order_by("kind").values("kind")
    return rows.annotate(status_kinds=ArraySubquery(held))


def holding_status(rows: OrganizationQuerySet, kind: str, *, today: date) -> OrganizationQuerySet:
    """Keep the records that hold a status on a day."""
    return rows.filter(pk__in=EssStatus.objects.in_force(today).filter(kind=kind).values("organization"))


def ess_organizations(rows: OrganizationQuerySet, *, today: date) -> OrganizationQuerySet:
    """
    Keep the records in use that are of the ESS on a day and live: by their kind, or by a status they hold.

    A legal category whose belonging to the ESS is still to confirm, or an approval of integration alone, is not enough.
    """
    held = EssStatus.objects.in_force(today).filter(is_to_confirm=False).exclude(kind__in=NOT_ESS_BY_THEMSELVES)
    living = rows.current().filter(Q(ceased_on__isnull=True) | Q(ceased_on__gt=today))
    return living.filter(Q(kind__in=ESS_KINDS) | Q(pk__in=held.values("organization")))


@dataclass(frozen=True, slots=True)
class ShownEstablishment:
    """An establishment with the name of its commune; its address is empty where it is not given to the reader."""

    row: Establishment
    commune_name: str
    address: str
    is_open: bool


def establishments_of(
    organization: Organization, *, today: date, sees_all: bool = False
) -> tuple[ShownEstablishment, ...]:
    """List the establishments of a structure: open ones first, the seat before others."""
    rows = list(Establishment.objects.filter(organization=organization).order_by("-is_seat", "-starts_on", "pk"))
    names = territory.commune_names([row.commune_code for row in rows]) if rows else {}
    shown = [
        ShownEstablishment(
            row=row,
            commune_name=names.get(row.commune_code, row.commune_code),
            address="" if row.is_partial and not sees_all else row.address,
            is_open=(row.starts_on is None or row.starts_on <= today) and (row.ends_on is None or row.ends_on > today),
        )
        for row in rows
    ]
    return tuple(sorted(shown, key=lambda place: not place.is_open))


def open_establishments(organization_ids: Iterable[int] | None, *, today: date) -> Sequence[Establishment]:
    """Return the establishments open on a day of some structures (all for None), their seats first."""
    rows = Establishment.objects.open_on(today)
    if organization_ids is not None:
        rows = rows.filter(organization__in=list(organization_ids))
    return list(rows.order_by("organization_id", "-is_seat", "pk"))
