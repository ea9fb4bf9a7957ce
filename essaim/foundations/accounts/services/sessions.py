"""Open sessions and second factors of an account."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from essaim.foundations.accounts import permissions
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record
from essaim.foundations.primitives.decisions import require

from .writing import locked_person


class NothingToReset(Exception):
    """The person has no second factor."""


@transaction.atomic
def end_other_sessions(*, person: User, kept_session_key: str, now: datetime) -> int:
    """
    Close a person's sessions on every other device, and tell how many there were.

    :param kept_session_key: the session they ask from
    """
    others = list(UserSession.objects.filter(user=person).exclude(session_key=kept_session_key))
    for session in others:
        session.end()
    record("sessions.ended", actor=person, target=person, at=now, details={"count": len(others)})
    return len(others)


@transaction.atomic
def reset_second_factor(*, person: User, actor: User, now: datetime, reason: str) -> None:
    """
    Take every second factor off somebody who lost theirs, and close their sessions; they set up another at once.

    :raises NotAllowed: if the actor is not an administrator, or is the person themself
    :raises NothingToReset: if there is none
    """
    person = locked_person(person)
    require(permissions.can_reset_second_factor(actor, person))
    removed, _by_model = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise NothingToReset
    for session in UserSession.objects.filter(user=person):
        session.end()
    record("second_factor.reset", actor=actor, target=person, at=now, reason=reason)


@transaction.atomic
def note_means(*, person: User, verb: str, now: datetime, kind: str = "") -> None:
    """
    Write in the trail that a person changed how they sign in, which the sign-in library has just done.

    :param verb: password.set, second_factor.added or second_factor.removed
    :param kind: of the second factor: totp, webauthn or recovery_codes
    """
    record(verb, actor=person, target=person, at=now, details={"kind": kind} if kind else None)
