"""What several services of the room do: lock somebody, write an account or a role, keep an address in step."""

from __future__ import annotations

from datetime import date, datetime

from allauth.account.models import EmailAddress

from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.audit_trail.services import write_new
from essaim.foundations.primitives.actors import Actor


def locked_person(person: User) -> User:
    """Read a person again, for this transaction alone."""
    return User.objects.select_for_update(of=("self",)).get(pk=person.pk)


def write_new_person(person: User, *, password: str | None, actor: Actor, now: datetime) -> User:
    """
    Write somebody's account; without a password they sign in with a code sent by mail.

    :raises ValidationError: with the messages of the fields that do not hold
    """
    person.email = person.email.strip().lower()
    person.created_at = now
    person.set_password(password)
    write_new(person, "person.registered", actor=actor, now=now)
    keep_address(person)
    return person


def write_new_grant(
    *,
    person: User,
    kind: str,
    scope_kind: str,
    scope_code: str,
    period: tuple[date, date | None],
    actor: Actor,
    now: datetime,
    reason: str,
) -> RoleGrant:
    """
    Write a role, and let the person object see it at once.

    :param period: first day, and the day after the last or None
    :raises ValidationError: with the messages of the fields and constraints that do not hold
    """
    grant = RoleGrant(
        person=person,
        kind=kind,
        scope_kind=scope_kind,
        scope_code=scope_code,
        starts_on=period[0],
        ends_on=period[1],
        reason=reason,
    )
    write_new(grant, "role.granted", actor=actor, now=now, reason=reason, details={"person": person.pk})
    forget_roles(person)
    return grant


def forget_roles(person: User) -> None:
    """Have a person object read its roles again: they have just changed."""
    person.__dict__.pop("held_roles", None)


def keep_address(person: User) -> None:
    """
    Keep the one address that the sign-in library knows equal to the person's own.

    It counts as verified: an administrator vouches for it, and mail sent there is what opens the account.
    """
    EmailAddress.objects.update_or_create(user=person, primary=True, defaults={"email": person.email, "verified": True})
