"""Who speaks for a structure: named, ended, handed over, together with the role that lets them do so."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from essaim.ecosystem.organizations import permissions
from essaim.ecosystem.organizations.models import Organization, Representation
from essaim.ecosystem.organizations.states import RepresentationRole
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.services import end_role, grant_role
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.audit_trail.services import record, write_new
from essaim.foundations.primitives.decisions import require


def _locked(organization: Organization) -> Organization:
    return Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)


@transaction.atomic
def name_representative(
    *,
    organization: Organization,
    person: User,
    actor: User,
    starts_on: date,
    now: datetime,
    role: str = RepresentationRole.DELEGATE,
    ends_on: date | None = None,
    reason: str = "",
) -> Representation:
    """
    Say that a person speaks for a structure, from a day on (included), until another (excluded) if one is said.

    Somebody who has the role already, from an invitation, keeps it with its dates: only their quality is written.

    :raises NotAllowed: if the actor is not of the team, the record was merged, or the person has left
    :raises RoleAlreadyHeld: if the person already speaks for it on some of these days
    :raises ValidationError: if the days do not hold
    """
    organization = _locked(organization)
    require(permissions.can_name_representatives(actor, organization))
    grant = _grant_without_quality(organization, person, today=timezone.localdate(now))
    if grant is None:
        grant = grant_role(
            person=person,
            kind=RoleKind.ORGANIZATION_MEMBER,
            scope_code=organization.key,
            starts_on=starts_on,
            ends_on=ends_on,
            actor=actor,
            now=now,
            reason=reason,
        )
    representation = Representation(organization=organization, person=person, role=role, grant=grant)
    details = {"person": person.pk, "organization": organization.key}
    return write_new(representation, "representation.named", actor=actor, now=now, reason=reason, details=details)


def _grant_without_quality(organization: Organization, person: User, *, today: date) -> RoleGrant | None:
    """Find the role that a person holds for a structure without having been named here."""
    held = RoleGrant.objects.held_on(today).filter(
        person=person, kind=RoleKind.ORGANIZATION_MEMBER, scope_code=organization.key
    )
    return held.exclude(pk__in=Representation.objects.values("grant")).order_by("pk").first()


@transaction.atomic
def end_representation(
    *, organization: Organization, grant: RoleGrant, ends_on: date, actor: User, now: datetime, reason: str
) -> RoleGrant:
    """
    Say that a person no longer speaks for a structure from a day on; the day it starts calls it off.

    :param grant: the role they hold, named here or from an invitation
    :raises NotAllowed: if the actor is not of the team, or the record was merged
    :raises RoleEnded: if it ended before that day already
    :raises ValidationError: if the day is before it starts
    """
    organization = _locked(organization)
    require(permissions.can_name_representatives(actor, organization))
    ended = end_role(grant=grant, ends_on=ends_on, actor=actor, now=now, reason=reason)
    details = {"person": grant.person_id, "ends_on": ends_on.isoformat()}
    record("representation.ended", actor=actor, target=organization, at=now, reason=reason, details=details)
    return ended


@transaction.atomic
def transfer_representation(
    *, representation: Representation, successor: User, actor: User, now: datetime, reason: str = ""
) -> None:
    """
    Hand over to somebody else what a leaver represents, from today and in the same quality.

    A successor who speaks for the structure already goes on as they do.

    :raises NotAllowed: if the actor is not of the team
    :raises RoleEnded: if it ended before
    """
    organization = representation.organization
    today = timezone.localdate(now)
    ends_on = max(today, representation.starts_on)
    end_representation(
        organization=organization, grant=representation.grant, ends_on=ends_on, actor=actor, now=now, reason=reason
    )
    if not permissions.speaks_for(successor, organization.pk):
        name_representative(
            organization=organization,
            person=successor,
            actor=actor,
            starts_on=ends_on,
            now=now,
            role=representation.role,
            reason=reason,
        )


def carry_quality(
    *, grant: RoleGrant, new: RoleGrant, organization: Organization, actor: User, now: datetime, reason: str
) -> None:
    """Write under a new role the quality in which somebody spoke under the one before, if it was said."""
    before = Representation.objects.filter(grant=grant).first()
    if before is not None:
        row = Representation(organization=organization, person=new.person, role=before.role, grant=new)
        details = {"person": new.person_id, "organization": organization.key}
        write_new(row, "representation.named", actor=actor, now=now, reason=reason, details=details)
