"""Who speaks for structures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from essaim.ecosystem.organizations.models import Organization, OrganizationQuerySet, Representation
from essaim.ecosystem.organizations.states import RepresentationRole
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.states import RoleKind

from .records import organizations_for_choice


def organizations_of(person: User, *, today: date) -> OrganizationQuerySet:
    """Return the records in use that a person speaks for on a day, in French order."""
    held = RoleGrant.objects.held_on(today).filter(person=person, kind=RoleKind.ORGANIZATION_MEMBER)
    named = Organization.objects.filter(key__in=held.values("scope_code"))
    in_use = named.values(in_use=Coalesce("merged_into", "pk"))
    return organizations_for_choice().filter(pk__in=in_use)


def spoken_for_choices() -> list[tuple[str, str]]:
    """
    List the keys and names of the records in use that somebody speaks for, in French order.

    They are what is proposed to whoever types a key; the others are found from their own pages.
    """
    codes = RoleGrant.objects.filter(kind=RoleKind.ORGANIZATION_MEMBER).order_by().values("scope_code")
    return list(organizations_for_choice().filter(key__in=codes).values_list("key", "name"))


def grants_for(organization: Organization, *, today: date) -> QuerySet[RoleGrant]:
    """
    Return the roles of speaking for a structure.

    Under the key of a record merged into it, those that are over stay with that record; an invitation sent before the
    merger and accepted after it still counts.
    """
    merged = Organization.objects.filter(merged_into=organization).order_by().values("key")
    return RoleGrant.objects.filter(
        Q(scope_code=organization.key) | (Q(scope_code__in=merged) & (Q(ends_on__isnull=True) | Q(ends_on__gt=today))),
        kind=RoleKind.ORGANIZATION_MEMBER,
    )


@dataclass(frozen=True, slots=True)
class ShownRepresentative:
    """
    Somebody who speaks, spoke or will speak for a structure; quality is empty while nobody said it.

    moment: "held", "to_come" or "past", on the day asked.
    """

    grant_id: int
    person: User
    quality: str
    starts_on: date
    ends_on: date | None
    moment: str


def representatives_of(organization: Organization, *, today: date) -> tuple[ShownRepresentative, ...]:
    """List everybody who has the role of speaking for a structure: in force first, then to come, then past."""
    grants = grants_for(organization, today=today).select_related("person")
    grants = grants.order_by("-starts_on", "person__full_name", "pk")
    qualities = dict(Representation.objects.filter(grant__in=grants).values_list("grant_id", "role"))
    shown = [
        ShownRepresentative(
            grant_id=grant.pk,
            person=grant.person,
            quality=str(RepresentationRole(qualities[grant.pk]).label) if grant.pk in qualities else "",
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
            moment=_moment(grant, today),
        )
        for grant in grants
    ]
    order = ("held", "to_come", "past")
    return tuple(sorted(shown, key=lambda row: order.index(row.moment)))


def _moment(grant: RoleGrant, today: date) -> str:
    if grant.ends_on is not None and grant.ends_on <= today:
        return "past"
    return "to_come" if grant.starts_on > today else "held"


def representations_of(person: User, *, today: date) -> Iterable[Representation]:
    """Return what a person represents on a day or later, by structure: their duties."""
    rows = Representation.objects.ending_after(today).filter(person=person)
    return rows.select_related("organization", "grant").order_by("organization__sort_key", "pk")


def representations_data(person: User) -> list[dict[str, object]]:
    """Return everything a person represents or represented, as what JSON can hold, the oldest first."""
    rows = Representation.objects.filter(person=person).select_related("organization", "grant")
    return [
        {
            "organization": row.organization.name,
            "quality": row.role,
            "from": row.starts_on.isoformat(),
            "until": row.ends_on.isoformat() if row.ends_on else None,
        }
        for row in rows.order_by("grant__starts_on", "pk")
    ]
