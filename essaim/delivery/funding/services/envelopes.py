"""Envelopes and what is voted for them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.delivery.funding import permissions
from essaim.delivery.funding.models import Envelope, EnvelopeVote
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_new
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan.models import Act


@transaction.atomic
def create_envelope(
    *, actor: User, now: datetime, cents: int, act: Act | None = None, reason: str = "", **values: object
) -> Envelope:
    """
    Open an envelope with its first amount.

    :param values: name, year, action, section, budget_line
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if a value does not hold
    """
    require(permissions.can_write_grants(actor))
    envelope = write_new(Envelope(**values), "envelope.created", actor=actor, now=now)
    first = EnvelopeVote(envelope=envelope, cents=cents, act=act, reason=reason.strip(), written_at=now)
    write_new(first, "envelope_vote.written", actor=actor, now=now)
    return envelope


@transaction.atomic
def vote_envelope(
    *, envelope: Envelope, actor: User, now: datetime, cents: int, act: Act | None = None, reason: str = ""
) -> EnvelopeVote:
    """
    Add an amount to an envelope, or take some away, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is zero, or negative without a reason
    """
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=envelope.pk)
    require(permissions.can_write_grants(actor))
    vote = EnvelopeVote(envelope=envelope, cents=cents, act=act, reason=reason.strip(), written_at=now)
    return write_new(vote, "envelope_vote.written", actor=actor, now=now)
