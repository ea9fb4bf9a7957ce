"""Accounts of people: made, corrected, and set by their owner."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from essaim.foundations.accounts import permissions
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.states import RoleKind, ScopeKind
from essaim.foundations.audit_trail.services import acting, write_fields
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.identifiers import is_siren

from .roles import ScopeUnknown
from .writing import keep_address, locked_person, write_new_grant, write_new_person


class AdministratorExists(Exception):
    """The first administrator was made already: the next ones are invited or granted the role by them."""


@transaction.atomic
def bootstrap_administrator(*, email: str, full_name: str, authority_siren: str, now: datetime) -> User:
    """
    Make the first administrator of an authority, from the machine it is installed on.

    :param authority_siren: nine digits
    :raises ScopeUnknown: if it is not a SIREN
    :raises AdministratorExists: if there was ever an active administrator
    :raises ValidationError: if the address or the name does not hold
    """
    with connection.cursor() as cursor:
        # There is no row to lock yet: two first administrators must not be made at the same time.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('accounts.bootstrap_administrator'))")
    if not is_siren(authority_siren):
        raise ScopeUnknown
    if RoleGrant.objects.filter(kind=RoleKind.ADMINISTRATOR, person__is_active=True).exists():
        raise AdministratorExists
    installer = SystemActor("installation")
    with acting(installer):
        person = write_new_person(User(email=email, full_name=full_name), password=None, actor=installer, now=now)
        write_new_grant(
            person=person,
            kind=RoleKind.ADMINISTRATOR,
            scope_kind=ScopeKind.AUTHORITY,
            scope_code=authority_siren,
            period=(timezone.localdate(now), None),
            actor=installer,
            now=now,
            reason="",
        )
    return person


@transaction.atomic
def register_person(
    *,
    email: str,
    full_name: str,
    actor: User,
    now: datetime,
    job_title: str = "",
    language: str = "fr",
    password: str | None = None,
) -> User:
    """
    Make somebody's account at once, without invitation; they have no role yet.

    :param password: None lets them sign in with a code sent by mail, and choose a password later
    :raises NotAllowed: if the actor is not an administrator
    :raises ValidationError: if the address is taken, or a field does not hold
    """
    require(permissions.can_manage_people(actor))
    person = User(email=email, full_name=full_name, job_title=job_title, language=language)
    return write_new_person(person, password=password, actor=actor, now=now)


@transaction.atomic
def correct_person(
    *, person: User, actor: User, email: str, full_name: str, job_title: str, now: datetime, reason: str = ""
) -> User:
    """
    Correct somebody's name, job title or address; from now on codes go to the new address.

    :raises NotAllowed: if the actor is not an administrator
    :raises ValidationError: if the address is taken, or a field does not hold
    """
    person = locked_person(person)
    require(permissions.can_correct_person(actor, person))
    values = {"email": email.strip().lower(), "full_name": full_name.strip(), "job_title": job_title.strip()}
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    # The trail says which fields changed, not their content: it is sealed, and people may ask to be erased.
    write_fields(person, "person.corrected", values, actor=actor, now=now, reason=reason, details={"fields": changed})
    keep_address(person)
    return person


@transaction.atomic
def update_own_account(*, person: User, full_name: str, job_title: str, language: str, now: datetime) -> User:
    """
    Let a person change their own name, job title and language.

    :raises ValidationError: if a field does not hold
    """
    person = locked_person(person)
    values = {"full_name": full_name.strip(), "job_title": job_title.strip(), "language": language}
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    return write_fields(person, "person.corrected", values, actor=person, now=now, details={"fields": changed})
