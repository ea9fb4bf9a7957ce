"""Envelopes and what is voted for them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects.allowance_guards import AllowanceRefused
from essaim.delivery.calls_for_projects.models import Allowance
from essaim.delivery.calls_for_projects.services.selection import locked_selection
from essaim.delivery.calls_for_projects.states import SelectionState
from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.models import Envelope, EnvelopeDraw, EnvelopeVote
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.money import format_euros
from essaim.steering.action_plan.models import Act


class EnvelopeTooSmall(Exception):
    """The envelope does not hold what would be promised out of it, or would no longer hold what is."""

    def __init__(self, free_cents: int) -> None:
        """Keep what is free, before."""
        super().__init__(free_cents)
        self.free_cents = free_cents


class AllowanceOfAnotherYear(Exception):
    """An allowance is drawn on an envelope of its own year."""


class AllowanceCountedTwice(Exception):
    """Another allowance of this session, drawn on the same envelope already, covers some of the same files."""


class SelectionOver(Exception):
    """The selection is cancelled, or decided: where its money comes from does not change any more."""


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
    :raises EnvelopeTooSmall: if less would be voted than what selections may grant and grants take
    :raises ValidationError: if it is zero, or negative without a reason
    """
    envelope = _locked(envelope)
    require(permissions.can_write_grants(actor))
    if cents < 0 and reason.strip() and (free := queries.free_cents(envelope)) + cents < 0:
        raise EnvelopeTooSmall(free)
    vote = EnvelopeVote(envelope=envelope, cents=cents, act=act, reason=reason.strip(), written_at=now)
    return write_new(vote, "envelope_vote.written", actor=actor, now=now)


def _locked(envelope: Envelope) -> Envelope:
    """Lock an envelope until the end of the transaction: what is promised and given out of it waits for one another."""
    return Envelope.objects.select_for_update(of=("self",)).get(pk=envelope.pk)


@transaction.atomic
def draw_allowance(*, allowance: Allowance, envelope: Envelope, actor: User, now: datetime) -> EnvelopeDraw:
    """
    Say that what a selection session may grant is drawn on an envelope, which must hold it.

    :raises NotAllowed: if the actor is not of the team
    :raises SelectionOver: if the selection is cancelled
    :raises AllowanceOfAnotherYear: if the envelope is of another year
    :raises AllowanceCountedTwice: if another allowance of the session, drawn there, covers some of the same files
    :raises EnvelopeTooSmall: if less is free in the envelope
    :raises ValidationError: if it is drawn on an envelope already
    """
    envelope = _locked(envelope)
    require(permissions.can_write_grants(actor))
    rows = Allowance.objects.select_for_update(of=("self",)).select_related("selection")
    allowance = rows.get(pk=allowance.pk)
    if allowance.selection.state == SelectionState.CANCELLED:
        raise SelectionOver
    if allowance.year != envelope.year:
        raise AllowanceOfAnotherYear
    if any(_overlap(allowance, line.allowance) for line in queries.draws_of(envelope)):
        raise AllowanceCountedTwice
    free = queries.free_cents(envelope)
    row = EnvelopeDraw(envelope=envelope, allowance=allowance, written_at=now)
    row = write_new(row, "envelope_draw.written", actor=actor, now=now)
    if queries.free_cents(envelope) < 0:
        raise EnvelopeTooSmall(free)
    return row


def _overlap(one: Allowance, other: Allowance) -> bool:
    """Tell whether a file may be covered by both: its money would be counted twice."""
    return (
        one.selection_id == other.selection_id
        and one.year == other.year
        and (not one.aid_type or not other.aid_type or one.aid_type == other.aid_type)
        and (one.territory_id is None or other.territory_id is None or one.territory_id == other.territory_id)
    )


@transaction.atomic
def release_allowance(*, draw: EnvelopeDraw, actor: User, now: datetime, reason: str) -> None:
    """
    Take an allowance off its envelope, saying why, while its selection is under way.

    :raises NotAllowed: if the actor is not of the team
    :raises SelectionOver: if the selection is decided or cancelled
    """
    rows = EnvelopeDraw.objects.select_for_update(of=("self",)).select_related("allowance__selection", "envelope")
    draw = rows.get(pk=draw.pk)
    require(permissions.can_write_grants(actor))
    if locked_selection(draw.allowance.selection).state != SelectionState.PREPARED:
        raise SelectionOver
    record("envelope_draw.removed", actor=actor, target=draw, at=now, reason=reason)
    draw.delete()


def refuse_beyond_envelope(allowance: Allowance) -> None:
    """
    Refuse that an allowance becomes more than its envelope holds; asked by the room of calls when one changes.

    :raises AllowanceRefused: naming the envelope and what it could hold
    """
    draw = EnvelopeDraw.objects.filter(allowance=allowance).select_related("envelope").first()
    if draw is None:
        return
    free = queries.free_cents(_locked(draw.envelope))
    if free < 0:
        raise AllowanceRefused(
            _("%(envelope)s does not hold it: at most %(amount)s.")
            % {"envelope": draw.envelope, "amount": format_euros(allowance.amount_cents + free)}
        )
