"""Who speaks for structures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from essaim.ecosystem.organizations.models import Organization, OrganizationQuerySet, Representation
from essaim.ecosystem.organizations.states import RepresentationRole
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.states import RoleKind

from .records import organizations_for_choice


def organizations_of(person: User, *, today: date) -> OrganizationQuerySet:
    """Return the records in use that a person speaks for on a day, in French order."""
    codes = RoleGrant.objects.held_on(today).filter(person=person, kind=RoleKind.ORGANIZATION_MEMBER)
    return organizations_for_choice().filter(key__in=codes.values("scope_code"))


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
    grants = (
        RoleGrant.objects.filter(kind=RoleKind.ORGANIZATION_MEMBER, scope_code=organization.key)
        .select_related("person")
        .order_by("-starts_on", "person__full_name", "pk")
    )
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
