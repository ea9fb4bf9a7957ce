"""Invitations: sent to one address, good once, for a while."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from essaim.foundations.accounts import emails, permissions
from essaim.foundations.accounts.models import Invitation, User
from essaim.foundations.accounts.states import INVITATION_MOVES, SCOPE_OF_ROLE, InvitationState, RoleKind, ScopeKind
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.identifiers import is_siren

from .roles import ScopeUnknown
from .writing import write_new_grant, write_new_person

GOOD_FOR_DAYS = 14


class AlreadyKnown(Exception):
    """Somebody with this address has an account already: grant them the role on their page."""


class InvitationUnknown(Exception):
    """No invitation has this token, or it was accepted or withdrawn already: a link works once."""


class InvitationExpired(Exception):
    """The invitation's last moment has passed: its sender can send it again."""


def digest_of(token: str) -> str:
    """Return what is kept of a token: its SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_person(
    *,
    email: str,
    full_name: str,
    kind: str,
    scope_code: str,
    actor: User,
    now: datetime,
    site_url: str,
    job_title: str = "",
    language: str = "fr",
    role_ends_on: date | None = None,
) -> Invitation:
    """
    Invite somebody to sign in with a role, which starts the day they accept.

    :param site_url: address of the site with its scheme ("https://ess.example.org/"), for the link in the mail
    :raises NotAllowed: if the actor may not grant this role
    :raises AlreadyKnown: if the address has an account
    :raises ScopeUnknown: if the authority is not named by a SIREN
    :raises ValidationError: if the address already has an invitation that waits, or a field does not hold
    """
    require(permissions.can_grant_role(actor, kind, scope_code))
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise AlreadyKnown
    scope_kind = SCOPE_OF_ROLE[RoleKind(kind)]
    if scope_kind == ScopeKind.AUTHORITY and not is_siren(scope_code):
        raise ScopeUnknown
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email,
        full_name=full_name.strip(),
        job_title=job_title.strip(),
        language=language,
        kind=kind,
        scope_kind=scope_kind,
        scope_code=scope_code,
        role_ends_on=role_ends_on,
        token_digest=digest_of(token),
        invited_by=actor,
        sent_at=now,
        expires_at=now + timedelta(days=GOOD_FOR_DAYS),
    )
    write_new(invitation, "invitation.sent", actor=actor, now=now)
    transaction.on_commit(lambda: emails.send_invitation(invitation, token=token, site_url=site_url))
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).select_related("invited_by").get(pk=invitation.pk)


@transaction.atomic
def send_invitation_again(*, invitation: Invitation, actor: User, now: datetime, site_url: str) -> Invitation:
    """
    Send an invitation again, with a new link and a new last moment; the link sent before no longer works.

    :raises NotAllowed: if the actor may not grant the role it gives
    :raises IllegalMove: if it was accepted or withdrawn
    """
    invitation = _locked(invitation)
    require(permissions.can_grant_role(actor, invitation.kind, invitation.scope_code))
    state = INVITATION_MOVES.target("send_again", invitation.state)
    token = secrets.token_urlsafe(32)
    values = {
        "state": state,
        "token_digest": digest_of(token),
        "sent_at": now,
        "expires_at": now + timedelta(days=GOOD_FOR_DAYS),
    }
    write_fields(invitation, "invitation.sent", values, actor=actor, now=now)
    transaction.on_commit(lambda: emails.send_invitation(invitation, token=token, site_url=site_url))
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: User, now: datetime, reason: str = "") -> Invitation:
    """
    Take an invitation back; its link no longer works.

    :raises NotAllowed: if the actor may not grant the role it gives
    :raises IllegalMove: if it was accepted or withdrawn
    """
    invitation = _locked(invitation)
    require(permissions.can_grant_role(actor, invitation.kind, invitation.scope_code))
    values = {"state": INVITATION_MOVES.target("withdraw", invitation.state), "ended_at": now}
    return write_fields(invitation, "invitation.withdrawn", values, actor=actor, now=now, reason=reason)


def invitation_of(token: str, *, now: datetime) -> Invitation:
    """
    Find the invitation a link opens.

    :raises InvitationUnknown: if there is none that waits
    :raises InvitationExpired: if its last moment has passed
    """
    found = Invitation.objects.pending().select_related("invited_by").filter(token_digest=digest_of(token)).first()
    if found is None:
        raise InvitationUnknown
    if found.has_expired(now=now):
        raise InvitationExpired
    return found


@transaction.atomic
def accept_invitation(*, token: str, full_name: str, language: str, now: datetime, password: str | None = None) -> User:
    """
    Open the account an invitation promises: the person is registered, and the role starts today.

    :param password: None lets them sign in with a code sent by mail
    :raises InvitationUnknown: if the link was used, withdrawn or replaced
    :raises InvitationExpired: if its last moment has passed
    :raises AlreadyKnown: if the address got an account in the meantime
    :raises ValidationError: if the name is empty
    """
    # Two clicks on one link wait for each other here; the second then finds no pending invitation.
    invitation = _locked(invitation_of(token, now=now))
    if invitation.state != InvitationState.PENDING or invitation.token_digest != digest_of(token):
        raise InvitationUnknown
    state = INVITATION_MOVES.target("accept", invitation.state)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise AlreadyKnown
    today = timezone.localdate(now)
    person = User(
        email=invitation.email, full_name=full_name.strip(), job_title=invitation.job_title, language=language
    )
    # Whoever holds the link acts for themself; their own account is the first thing they make.
    newcomer = Newcomer(person)
    write_new_person(person, password=password, actor=newcomer, now=now)
    if invitation.role_ends_on is None or invitation.role_ends_on > today:
        write_new_grant(
            person=person,
            kind=invitation.kind,
            scope_kind=invitation.scope_kind,
            scope_code=invitation.scope_code,
            period=(today, invitation.role_ends_on),
            actor=invitation.invited_by,
            now=now,
            reason="",
        )
    values = {"state": state, "ended_at": now, "person": person}
    write_fields(invitation, "invitation.accepted", values, actor=newcomer, now=now)
    return person


class Newcomer:
    """The person who accepts, named in the trail before and after their row has a number."""

    def __init__(self, person: User) -> None:
        """Take the person, who may not be written yet."""
        self._person = person
        self.audit_role = ""

    @property
    def audit_id(self) -> str:
        """The row of the person."""
        return f"person:{self._person.pk}"

    @property
    def audit_label(self) -> str:
        """Their name."""
        return self._person.full_name
