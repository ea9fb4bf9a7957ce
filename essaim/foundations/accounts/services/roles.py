"""Dated roles, granted and ended; an authority is never left without an administrator."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from essaim.foundations.accounts import permissions
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.states import SCOPE_OF_ROLE, RoleKind, ScopeKind
from essaim.foundations.audit_trail.services import write_fields
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.identifiers import is_siren

from .writing import forget_roles, locked_person, write_new_grant


class ScopeUnknown(ValueError):
    """The code of the scope is none: an authority is named by a SIREN whose key is right."""


class RoleAlreadyHeld(Exception):
    """The person holds this role for this scope on some of these days already."""


class RoleEnded(Exception):
    """The role has ended already: what was held is not rewritten."""


class LastAdministrator(Exception):
    """An authority keeps at least one administrator: grant the role to somebody else first."""


@transaction.atomic
def grant_role(
    *,
    person: User,
    kind: str,
    scope_code: str,
    starts_on: date,
    actor: User,
    now: datetime,
    ends_on: date | None = None,
    reason: str = "",
) -> RoleGrant:
    """
    Give a person a role for a scope, from a day on (included), until another (excluded) if one is said.

    :param scope_code: SIREN for what is held for the authority, INSEE code for a commune, key for a body
    :raises NotAllowed: if the actor is not an administrator of that authority
    :raises ScopeUnknown: if the authority is not named by a SIREN
    :raises RoleAlreadyHeld: if the person already holds it on some of these days
    :raises ValidationError: if the days or the code do not hold, or the account is closed
    """
    holder = locked_person(person)
    require(permissions.can_receive_role(actor, holder, kind, scope_code))
    scope_kind = SCOPE_OF_ROLE[RoleKind(kind)]
    if scope_kind == ScopeKind.AUTHORITY and not is_siren(scope_code):
        raise ScopeUnknown
    same = RoleGrant.objects.filter(person=holder, kind=kind, scope_code=scope_code)
    overlapping = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on))
    if ends_on is not None:
        overlapping = overlapping.filter(starts_on__lt=ends_on)
    if overlapping.exists():
        raise RoleAlreadyHeld
    # The caller's own object is the one that must see its new role.
    return write_new_grant(
        person=person,
        kind=kind,
        scope_kind=scope_kind,
        scope_code=scope_code,
        period=(starts_on, ends_on),
        actor=actor,
        now=now,
        reason=reason,
    )


@transaction.atomic
def end_role(*, grant: RoleGrant, ends_on: date, actor: User, now: datetime, reason: str) -> RoleGrant:
    """
    End a role on a day (excluded); the day it starts calls it off.

    :raises NotAllowed: if the actor is not an administrator of that authority
    :raises RoleEnded: if it ended before that day already
    :raises LastAdministrator: if the authority would have no administrator on that day
    :raises ValidationError: if the day is before the role starts
    """
    person = grant.person
    locked_person(person)
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    require(permissions.can_end_role(actor, grant))
    if grant.ends_on is not None and grant.ends_on <= ends_on:
        raise RoleEnded
    if grant.kind == RoleKind.ADMINISTRATOR:
        refuse_without_administrator(scope_code=grant.scope_code, day=ends_on, without=grant.person_id)
    details = {"person": grant.person_id, "ends_on": ends_on.isoformat()}
    write_fields(grant, "role.ended", {"ends_on": ends_on}, actor=actor, now=now, reason=reason, details=details)
    forget_roles(person)
    return grant


def refuse_without_administrator(*, scope_code: str, day: date, without: int) -> None:
    """
    Check that an authority still has an administrator on a day, one person apart.

    :raises LastAdministrator: if it has none
    """
    others = (
        RoleGrant.objects.held_on(day)
        .filter(kind=RoleKind.ADMINISTRATOR, scope_code=scope_code, person__is_active=True)
        .exclude(person_id=without)
        .order_by("pk")
        # Two administrators who leave at the same moment must see each other.
        .select_for_update(of=("self",))
    )
    if not list(others):
        raise LastAdministrator
