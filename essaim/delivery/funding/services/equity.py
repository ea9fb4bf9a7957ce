"""Stakes in cooperatives: prepared, subscribed, paid up, represented, valued, left; each movement by an act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from essaim.delivery.funding import permissions
from essaim.delivery.funding.equity_rules import (
    MEETING_MOVES,
    OPEN_STAKES,
    STAKE_MOVES,
    MovementKind,
    StakeState,
)
from essaim.delivery.funding.models import (
    EquityMovement,
    EquityStake,
    GeneralMeeting,
    PublicShare,
    StakeRepresentative,
    StakeValuation,
)
from essaim.delivery.funding.queries import equity as queries
from essaim.delivery.funding.queries.equity import PublicPosition
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan.models import Act
from essaim.steering.action_plan.states import ActState

from .grants import ActNotVoted

STAKE_EDITABLE = (
    "act",
    "action",
    "competence",
    "reasons",
    "category",
    "college",
    "seats",
    "exit_terms",
)


class DayToCome(Exception):
    """What is said to have happened is dated after today."""


class NotEnoughShares(Exception):
    """On some day, fewer shares of this par value would be held than leave."""


class MoreThanSubscribed(Exception):
    """On some day, more would be paid up than was subscribed."""


class SharesStillHeld(Exception):
    """The stake still has shares, or had some after the day it would end; shares is how many."""

    def __init__(self, shares: int) -> None:
        """Keep how many."""
        super().__init__(shares)
        self.shares = shares


class TakenBackAlready(Exception):
    """The row was taken back already, or takes another one back itself."""


class AbovePublicCeiling(Exception):
    """
    All public authorities together would hold more of the capital than the law allows; position says how much.

    Source: law of 10 September 1947, article 19 septies.
    """

    def __init__(self, position: PublicPosition) -> None:
        """Keep what they would hold."""
        super().__init__(position.percent)
        self.position = position


class PublicShareUnknown(Exception):
    """What all public authorities hold together is not known: somebody must acknowledge it in writing."""


def locked(stake: EquityStake) -> EquityStake:
    """Lock a stake until the end of the transaction, and read it again: whatever touches its book waits for it."""
    return EquityStake.objects.select_for_update(of=("self",)).select_related("organization").get(pk=stake.pk)


def _refuse_draft(act: Act | None) -> None:
    if act is not None and act.state == ActState.DRAFT:
        raise ActNotVoted


def _refuse_to_come(day: date, now: datetime) -> None:
    if day > timezone.localdate(now):
        raise DayToCome


@transaction.atomic
def create_stake(*, actor: User, now: datetime, act: Act, **values: object) -> EquityStake:
    """
    Prepare a stake in a cooperative: its first subscription comes later.

    :param values: organization, and those among STAKE_EDITABLE
    :raises NotAllowed: if the actor is not of the team
    :raises ActNotVoted: if the act is a draft
    :raises ValidationError: if a value does not hold, or the cooperative has an open stake already
    """
    require(permissions.can_write_stakes(actor))
    refuse_other_fields(values, ("organization", *STAKE_EDITABLE))
    _refuse_draft(act)
    return write_new(EquityStake(act=act, written_at=now, **values), "stake.created", actor=actor, now=now)


@transaction.atomic
def update_stake(
    *, stake: EquityStake, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> EquityStake:
    """
    Correct what is said of a stake; never its book.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among STAKE_EDITABLE
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it has ended or was given up
    :raises ChangedMeanwhile: if somebody else changed these fields since
    :raises ActNotVoted: if the act is a draft
    """
    stake = locked(stake)
    require(permissions.can_write_stakes(actor))
    if stake.state not in OPEN_STAKES:
        raise IllegalMove("update", stake.state)
    refuse_other_fields(values, STAKE_EDITABLE)
    refuse_stale(stake, values, version)
    act = values.get("act")
    _refuse_draft(act if isinstance(act, Act) else None)
    return write_fields(stake, "stake.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def abandon_stake(*, stake: EquityStake, actor: User, now: datetime, reason: str) -> EquityStake:
    """
    Give up a stake in preparation, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if something was subscribed already
    """
    stake = locked(stake)
    require(permissions.can_write_stakes(actor))
    values: dict[str, object] = {
        "state": STAKE_MOVES.target("abandon", stake.state),
        "ended_on": timezone.localdate(now),
        "end_reason": reason.strip(),
    }
    return write_fields(stake, "stake.abandoned", values, actor=actor, now=now, reason=reason)


def _refuse_what_the_book_cannot_hold(rows: Sequence[EquityMovement]) -> None:
    """Refuse a book in which, on some day, fewer than zero shares are held or more is paid up than subscribed."""
    held: dict[int, int] = {}
    subscribed = paid = 0
    for day in sorted({row.day for row in rows}):
        for row in rows:
            if row.day != day:
                continue
            held[row.par_cents] = held.get(row.par_cents, 0) + row.held_shares
            subscribed += row.cents if row.kind == MovementKind.SUBSCRIPTION else 0
            paid += row.cents if row.kind == MovementKind.PAYMENT else 0
        if min(held.values()) < 0:
            raise NotEnoughShares
        if not 0 <= paid <= subscribed:
            raise MoreThanSubscribed


def _refuse_above_ceiling(
    row: EquityMovement, rows: Sequence[EquityMovement], statements: Iterable[PublicShare]
) -> None:
    """
    Refuse a row that adds to what public authorities hold where it would be above the ceiling, that day or later.

    :raises PublicShareUnknown: if what they hold is not known that day, and nobody acknowledged it
    """
    if queries.public_deltas(row)[1] <= 0:
        return
    statements = list(statements)
    position = queries.public_position(rows, statements, on=row.day, new=row)
    if not position.is_known and not row.acknowledgement and row.corrects is None:
        raise PublicShareUnknown
    if position.is_known:
        row.acknowledgement = ""
    for day in sorted({row.day, *(other.day for other in rows if other.day > row.day)}):
        position = queries.public_position(rows, statements, on=day, new=row)
        if position.is_above:
            raise AbovePublicCeiling(position)


def _write(stake: EquityStake, row: EquityMovement, verb: str, *, actor: User, now: datetime) -> EquityMovement:
    """Check a row against the whole book of a locked stake, write it, and follow it with the state of the stake."""
    rows = queries.book_of(stake)
    _refuse_what_the_book_cannot_hold([*rows, row])
    _refuse_above_ceiling(row, rows, queries.public_shares_of(stake))
    row = write_new(row, verb, actor=actor, now=now, reason=row.reason)
    move = {StakeState.PLANNED: "subscribe", StakeState.ENDED: "reopen"}.get(StakeState(stake.state))
    if move is not None:
        values: dict[str, object] = {"state": STAKE_MOVES.target(move, stake.state)}
        if move == "reopen":
            values |= {"ended_on": None, "end_act": None, "end_reason": ""}
        verbs = {"subscribe": "stake.held", "reopen": "stake.reopened"}
        write_fields(stake, verbs[move], values, actor=actor, now=now, reason=row.reason)
    return row


@transaction.atomic
def write_movement(
    *,
    stake: EquityStake,
    actor: User,
    now: datetime,
    kind: str,
    shares: int,
    par_cents: int,
    day: date,
    act: Act,
    cents: int | None = None,
    counterparty: str = "",
    is_counterparty_public: bool = False,
    acknowledgement: str = "",
) -> EquityMovement:
    """
    Write a movement in the book of a stake; the first one is a subscription.

    :param cents: the amount paid up, reimbursed or of the transfer; shares at their par value when it is None
    :param acknowledgement: what is written where the share of all public authorities is not known
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if the stake has ended or was given up, or something else than a subscription comes first
    :raises ActNotVoted: if the act is a draft
    :raises DayToCome: if it is dated after today
    :raises NotEnoughShares: if fewer shares are held
    :raises MoreThanSubscribed: if more would be paid up than was subscribed
    :raises AbovePublicCeiling: if public authorities would hold together more than the law allows
    :raises PublicShareUnknown: if what they hold is not known, and nobody acknowledged it
    :raises ValidationError: if a value does not hold
    """
    stake = locked(stake)
    require(permissions.can_write_stakes(actor))
    if stake.state not in OPEN_STAKES or (stake.state == StakeState.PLANNED and kind != MovementKind.SUBSCRIPTION):
        raise IllegalMove(str(kind), stake.state)
    _refuse_draft(act)
    _refuse_to_come(day, now)
    row = EquityMovement(
        stake=stake,
        kind=kind,
        shares=shares,
        par_cents=par_cents,
        cents=shares * par_cents if cents is None or kind == MovementKind.SUBSCRIPTION else cents,
        day=day,
        act=act,
        counterparty=counterparty.strip(),
        is_counterparty_public=is_counterparty_public,
        acknowledgement=acknowledgement.strip(),
        written_by=actor,
        written_at=now,
    )
    row.clean_fields(exclude=["stake", "act", "corrects", "written_by"])
    return _write(stake, row, "equity_movement.recorded", actor=actor, now=now)


@transaction.atomic
def take_back_movement(
    *, movement: EquityMovement, actor: User, now: datetime, act: Act, reason: str
) -> EquityMovement:
    """
    Take back a movement by a row that names it: figures of any day are then as if it had not been.

    A stake that had ended is open again: somebody looks at it once more.

    :raises NotAllowed: if the actor is not of the team
    :raises ActNotVoted: if the act is a draft
    :raises TakenBackAlready: if it was taken back, or takes another one back itself
    :raises NotEnoughShares: if later rows need these shares
    :raises MoreThanSubscribed: if later rows paid them up
    :raises AbovePublicCeiling: if public authorities would hold together more than the law allows
    :raises ValidationError: if no reason is given
    """
    stake = locked(movement.stake)
    require(permissions.can_write_stakes(actor))
    _refuse_draft(act)
    movement = EquityMovement.objects.get(pk=movement.pk)
    if movement.corrects_id is not None or EquityMovement.objects.filter(corrects=movement).exists():
        raise TakenBackAlready
    row = EquityMovement(
        stake=stake,
        kind=movement.kind,
        shares=-movement.shares,
        par_cents=movement.par_cents,
        cents=-movement.cents,
        day=movement.day,
        act=act,
        counterparty=movement.counterparty,
        is_counterparty_public=movement.is_counterparty_public,
        corrects=movement,
        reason=reason.strip(),
        written_by=actor,
        written_at=now,
    )
    return _write(stake, row, "equity_movement.corrected", actor=actor, now=now)


@transaction.atomic
def end_stake(*, stake: EquityStake, actor: User, now: datetime, act: Act, ended_on: date, reason: str) -> EquityStake:
    """
    End a stake of which no share is held any more, by an act.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not held
    :raises ActNotVoted: if the act is a draft
    :raises DayToCome: if it is dated after today
    :raises SharesStillHeld: if shares are held that day or later
    """
    stake = locked(stake)
    require(permissions.can_write_stakes(actor))
    state = STAKE_MOVES.target("end", stake.state)
    _refuse_draft(act)
    _refuse_to_come(ended_on, now)
    rows = queries.book_of(stake)
    days = {ended_on, *(row.day for row in rows if row.day > ended_on)}
    held = max(queries.figures(rows, on=day).shares for day in days)
    if held:
        raise SharesStillHeld(held)
    values: dict[str, object] = {
        "state": state,
        "ended_on": ended_on,
        "end_act": act,
        "end_reason": reason.strip(),
    }
    return write_fields(stake, "stake.ended", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def state_public_share(
    *,
    stake: EquityStake,
    actor: User,
    now: datetime,
    day: date,
    source: str,
    capital_cents: int | None = None,
    public_cents: int | None = None,
) -> PublicShare:
    """
    Say what the capital of a cooperative is, and what all public authorities hold of it together; None is not known.

    What is above the ceiling is written all the same, since it is what the source says: pages then show it.

    :raises NotAllowed: if the actor is not of the team
    :raises DayToCome: if it is dated after today
    :raises ValidationError: if a value does not hold
    """
    stake = locked(stake)
    require(permissions.can_write_stakes(actor))
    _refuse_to_come(day, now)
    row = PublicShare(
        stake=stake,
        day=day,
        capital_cents=capital_cents,
        public_cents=public_cents,
        source=source.strip(),
        written_by=actor,
        written_at=now,
    )
    return write_new(row, "public_share.stated", actor=actor, now=now)


@transaction.atomic
def value_stake(
    *,
    stake: EquityStake,
    actor: User,
    now: datetime,
    day: date,
    cents: int,
    method: str,
    source: str,
    act: Act | None = None,
    note: str = "",
) -> StakeValuation:
    """
    Say what a stake is worth on a day, by which method and source.

    :raises NotAllowed: if the actor is not of the team
    :raises ActNotVoted: if the act is a draft
    :raises DayToCome: if it is dated after today
    :raises ValidationError: if a value does not hold, such as a loss of value without its act
    """
    stake = locked(stake)
    require(permissions.can_write_stakes(actor))
    _refuse_draft(act)
    _refuse_to_come(day, now)
    row = StakeValuation(
        stake=stake,
        day=day,
        cents=cents,
        method=method,
        source=source.strip(),
        act=act,
        note=note.strip(),
        written_by=actor,
        written_at=now,
    )
    return write_new(row, "valuation.recorded", actor=actor, now=now)


@transaction.atomic
def appoint_representative(
    *, stake: EquityStake, actor: User, now: datetime, person: User, act: Act, starts_on: date
) -> StakeRepresentative:
    """
    Say who represents the authority in the general meetings of a cooperative, from a day on.

    :raises NotAllowed: if the actor is not of the team
    :raises ActNotVoted: if the act is a draft
    :raises ValidationError: if they do already
    """
    stake = locked(stake)
    require(permissions.can_write_stakes(actor))
    _refuse_draft(act)
    row = StakeRepresentative(stake=stake, person=person, act=act, starts_on=starts_on)
    return write_new(row, "representative.named", actor=actor, now=now)


@transaction.atomic
def end_representative(
    *, representative: StakeRepresentative, actor: User, now: datetime, ends_on: date, reason: str
) -> StakeRepresentative:
    """
    Say when somebody no longer represents the authority; their last day is the one before.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if they would end before they start
    """
    representative = StakeRepresentative.objects.select_for_update(of=("self",)).get(pk=representative.pk)
    require(permissions.can_write_stakes(actor))
    values = {"ends_on": ends_on}
    return write_fields(representative, "representative.ended", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def call_meeting(
    *, stake: EquityStake, actor: User, now: datetime, day: date, kind: str, agenda: str = ""
) -> GeneralMeeting:
    """
    Write a general meeting in the calendar of a cooperative.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is written already
    """
    stake = locked(stake)
    require(permissions.can_write_stakes(actor))
    row = GeneralMeeting(stake=stake, day=day, kind=kind, agenda=agenda.strip())
    return write_new(row, "general_meeting.planned", actor=actor, now=now)


def _locked_meeting(meeting: GeneralMeeting) -> GeneralMeeting:
    rows = GeneralMeeting.objects.select_for_update(of=("self",)).select_related("stake__organization")
    return rows.get(pk=meeting.pk)


@transaction.atomic
def hold_meeting(*, meeting: GeneralMeeting, actor: User, now: datetime, attended: str, votes: str) -> GeneralMeeting:
    """
    Say of a general meeting that it was held, who attended it for the authority, and how they voted.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was held or cancelled already
    :raises DayToCome: if its day has not come
    :raises ValidationError: if either is not said
    """
    meeting = _locked_meeting(meeting)
    require(permissions.can_write_stakes(actor))
    state = MEETING_MOVES.target("hold", meeting.state)
    _refuse_to_come(meeting.day, now)
    values: dict[str, object] = {"state": state, "attended": attended.strip(), "votes": votes.strip()}
    return write_fields(meeting, "general_meeting.held", values, actor=actor, now=now)


@transaction.atomic
def cancel_meeting(*, meeting: GeneralMeeting, actor: User, now: datetime, reason: str) -> GeneralMeeting:
    """
    Say that a general meeting does not take place, and why.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was held or cancelled already
    """
    meeting = _locked_meeting(meeting)
    require(permissions.can_write_stakes(actor))
    values: dict[str, object] = {
        "state": MEETING_MOVES.target("cancel", meeting.state),
        "cancel_reason": reason.strip(),
    }
    return write_fields(meeting, "general_meeting.cancelled", values, actor=actor, now=now, reason=reason)
