"""Texts put to discussion: written, amended passage by passage, each version kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.steering.consultations import permissions
from essaim.steering.consultations.links import InvitedActor
from essaim.steering.consultations.models import (
    Amendment,
    AmendmentInvitation,
    Consultation,
    DiscussedText,
    TextVersion,
)
from essaim.steering.consultations.states import AMENDMENT_MOVES

from .cycle import locked


class PassageNotFound(Exception):
    """The passage is not in the text word for word, or it is there several times: quote more of it."""


class AlreadyAmended(Exception):
    """The passage changed since the amendment was proposed: refuse it, or propose it anew on the text of today."""


def plain_lines(text: str) -> str:
    """Return a text with one kind of line end, as browsers send another."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@transaction.atomic
def put_to_discussion(
    *, consultation: Consultation, actor: User, title: str, body: str, now: datetime
) -> DiscussedText:
    """
    Put a text to discussion: its first version.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is empty
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    number = int(consultation.texts.aggregate(last=Max("number"))["last"] or 0) + 1
    text = write_new(
        DiscussedText(consultation=consultation, number=number, title=title), "text.added", actor=actor, now=now
    )
    _write_version(text, body=plain_lines(body), actor=actor, now=now)
    return text


def _write_version(text: DiscussedText, *, body: str, actor: User, now: datetime) -> TextVersion:
    number = int(text.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = TextVersion(text=text, number=number, body=body, written_at=now)
    return write_new(version, "version.written", actor=actor, now=now)


def _locked_text(text: DiscussedText) -> DiscussedText:
    return DiscussedText.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=text.pk)


def _latest(text: DiscussedText) -> TextVersion:
    return text.versions.order_by("number").reverse()[0]


@transaction.atomic
def propose_amendment(
    *,
    text: DiscussedText,
    actor: User,
    passage: str,
    replacement: str,
    grounds: str,
    now: datetime,
    organization: Organization | None = None,
    author_label: str = "",
) -> Amendment:
    """
    Write an amendment that somebody proposes to a passage of the text as it is today.

    :raises NotAllowed: if the actor is not of the team
    :raises PassageNotFound: if the passage is not in the text exactly once
    :raises ValidationError: if it changes nothing, or does not say who proposes it
    """
    text = _locked_text(text)
    require(permissions.can_write_consultations(actor))
    amendment = _amendment(text, passage, replacement, now, grounds=grounds)
    amendment.organization, amendment.author_label = organization, author_label
    return write_new(amendment, "amendment.written", actor=actor, now=now)


def _amendment(text: DiscussedText, passage: str, replacement: str, now: datetime, *, grounds: str) -> Amendment:
    version = _latest(text)
    passage = plain_lines(passage)
    if not passage or version.body.count(passage) != 1:
        raise PassageNotFound
    return Amendment(
        text=text,
        version=version,
        number=int(text.amendments.aggregate(last=Max("number"))["last"] or 0) + 1,
        passage=passage,
        replacement=plain_lines(replacement),
        grounds=grounds,
        proposed_at=now,
    )


@transaction.atomic
def invite_to_amend(
    *,
    text: DiscussedText,
    actor: User,
    now: datetime,
    organization: Organization | None = None,
    author_label: str = "",
) -> AmendmentInvitation:
    """
    Invite a structure, or people in some quality, to propose amendments to a text by a link of their own.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it does not say who is invited
    """
    text = _locked_text(text)
    require(permissions.can_write_consultations(actor))
    invitation = AmendmentInvitation(
        text=text, organization=organization, author_label=author_label.strip(), invited_at=now
    )
    return write_new(invitation, "invitation.written", actor=actor, now=now)


@transaction.atomic
def end_invitation(*, invitation: AmendmentInvitation, actor: User, reason: str, now: datetime) -> AmendmentInvitation:
    """
    End an invitation, saying why: its link amends nothing any more, what came by it stays.

    :raises NotAllowed: if the actor is not of the team
    """
    invitation = AmendmentInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    require(permissions.can_write_consultations(actor))
    if invitation.ended_at is not None:
        return invitation
    return write_fields(invitation, "invitation.ended", {"ended_at": now}, actor=actor, now=now, reason=reason)


@transaction.atomic
def propose_amendment_by_link(
    *, invitation: AmendmentInvitation, passage: str, replacement: str, grounds: str, now: datetime
) -> Amendment:
    """
    Propose an amendment to the text of today as whoever is invited, by their link.

    :raises NotAllowed: if the invitation has ended, or the text is not amended at the moment
    :raises PassageNotFound: if the passage is not in the text exactly once
    :raises ValidationError: if it changes nothing, or does not say why
    """
    text = _locked_text(invitation.text)
    invitation = (
        AmendmentInvitation.objects.select_for_update(of=("self",))
        .select_related("text__consultation", "organization")
        .get(pk=invitation.pk)
    )
    require(permissions.can_amend(invitation))
    amendment = _amendment(text, passage, replacement, now, grounds=grounds)
    amendment.organization, amendment.author_label = invitation.organization, invitation.author_label
    amendment.invitation = invitation
    return write_new(amendment, "amendment.written", actor=InvitedActor(invitation), now=now)


def _locked_amendment(amendment: Amendment) -> Amendment:
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("text__consultation", "organization")
    return rows.get(pk=amendment.pk)


@transaction.atomic
def adopt_amendment(*, amendment: Amendment, actor: User, reason: str, now: datetime) -> TextVersion:
    """
    Adopt an amendment: the next version of the text holds it, and the one before stays as it was.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was decided before
    :raises AlreadyAmended: if the passage is no longer in the text exactly once
    """
    text = _locked_text(amendment.text)
    amendment = _locked_amendment(amendment)
    require(permissions.can_write_consultations(actor))
    state = AMENDMENT_MOVES.target("adopt", amendment.state)
    before = _latest(text).body
    if before.count(amendment.passage) != 1:
        raise AlreadyAmended
    body = before.replace(amendment.passage, amendment.replacement)
    version = _write_version(text, body=plain_lines(body), actor=actor, now=now)
    values = {"state": state, "result": version, "reason": reason.strip()}
    write_fields(amendment, "amendment.adopted", values, actor=actor, now=now, reason=reason)
    return version


@transaction.atomic
def refuse_amendment(*, amendment: Amendment, actor: User, reason: str, now: datetime) -> Amendment:
    """
    Refuse an amendment, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was decided before
    :raises ValidationError: if no reason is given
    """
    return _end(amendment, "refuse", "amendment.refused", actor=actor, reason=reason, now=now)


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, actor: User, reason: str, now: datetime) -> Amendment:
    """
    Write that whoever proposed an amendment takes it back.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was decided before
    """
    return _end(amendment, "withdraw", "amendment.withdrawn", actor=actor, reason=reason, now=now)


def _end(amendment: Amendment, move: str, verb: str, *, actor: User, reason: str, now: datetime) -> Amendment:
    amendment = _locked_amendment(amendment)
    require(permissions.can_write_consultations(actor))
    values = {"state": AMENDMENT_MOVES.target(move, amendment.state), "reason": reason.strip()}
    return write_fields(amendment, verb, values, actor=actor, now=now, reason=reason)


def move_amendments(*, kept: Organization, duplicate: Organization, actor: User, now: datetime, reason: str) -> int:
    """Give the amendments of a record that is merged to the one that is kept; return their number."""
    require(permissions.can_write_consultations(actor))
    rows = Amendment.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk")
    found = list(rows)
    for row in found:
        write_fields(row, "amendment.moved", {"organization": kept}, actor=actor, now=now, reason=reason)
    return len(found)


def move_invitations(*, kept: Organization, duplicate: Organization, actor: User, now: datetime, reason: str) -> int:
    """Give the invitations to amend of a record that is merged to the one that is kept; return their number."""
    require(permissions.can_write_consultations(actor))
    rows = AmendmentInvitation.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk")
    found = list(rows)
    for row in found:
        write_fields(row, "invitation.moved", {"organization": kept}, actor=actor, now=now, reason=reason)
    return len(found)
