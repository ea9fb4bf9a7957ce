"""Who is there, who votes for whom, and who keeps out of a point."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.steering.committees import permissions, queries
from essaim.steering.committees.assembly import ProxyRefusal
from essaim.steering.committees.links import SeatActor
from essaim.steering.committees.models import AgendaPoint, Attendance, Mandate, Proxy, Seat, Session, Vote, Withdrawal
from essaim.steering.committees.states import VoteMode, VoteState

from .locks import locked_point, locked_session


class NotInOffice(Exception):
    """This mandate does not hold a seat of the body on the day of the session."""


class SeatTaken(Exception):
    """The seat is taken: its titular or substitute is there already."""


class WrongCode(Exception):
    """The code is not the one shown in the room."""


class ProxyRefused(Exception):
    """The rules do not let this seat vote for that one; why says which rule."""

    def __init__(self, why: ProxyRefusal) -> None:
        """Keep the rule."""
        super().__init__(why.value)
        self.why = why


class VoteIsOpen(Exception):
    """A vote on this point is open: who votes no longer changes until it is closed."""


def _refuse_during_vote(session: Session) -> None:
    is_open = Vote.objects.filter(point__session=session, state=VoteState.OPEN)
    if is_open.exclude(mode=VoteMode.WRITTEN).exists():
        raise VoteIsOpen


@transaction.atomic
def record_arrival(*, session: Session, mandate: Mandate, actor: User, now: datetime) -> Attendance:
    """
    Mark that somebody takes their seat; the proxy they gave ends.

    :raises NotAllowed: if the actor is not of the team, or the session is not open
    :raises NotInOffice: if the mandate holds no seat that day
    :raises SeatTaken: if the titular or substitute is there already
    :raises VoteIsOpen: during a vote
    """
    session = locked_session(session)
    require(permissions.can_hold_session(actor, session))
    return _arrive(session, mandate, actor=actor, now=now)


@transaction.atomic
def sign_in(*, session: Session, actor: User, now: datetime, code: str) -> Attendance:
    """
    Take one's own seat with the code shown in the room.

    :raises NotAllowed: if the actor does not sit that day, or the session is not open
    :raises WrongCode: if the code is another
    :raises SeatTaken: if the seat is taken
    :raises VoteIsOpen: during a vote
    """
    session = locked_session(session)
    require(permissions.can_attend(actor, session))
    _require_code(session, code)
    return _arrive(session, queries.seats_of(actor, session.body, session.day)[0], actor=actor, now=now)


@transaction.atomic
def sign_in_by_link(*, session: Session, mandate: Mandate, now: datetime, code: str) -> Attendance:
    """
    Take one's own seat with the code shown in the room, as a member without an account.

    :raises NotAllowed: if the mandate holds no seat that day, or the session is not open
    :raises WrongCode: if the code is another
    :raises SeatTaken: if the seat is taken
    :raises VoteIsOpen: during a vote
    """
    session = locked_session(session)
    require(permissions.can_attend_by_link(mandate, session))
    _require_code(session, code)
    return _arrive(session, mandate, actor=SeatActor(mandate), now=now)


def _require_code(session: Session, code: str) -> None:
    if not hmac.compare_digest(session.attendance_code.encode(), "".join(code.split()).encode()):
        raise WrongCode


def _arrive(session: Session, mandate: Mandate, *, actor: Actor, now: datetime) -> Attendance:
    _refuse_during_vote(session)
    if not queries.mandates_on(session.body, session.day).filter(pk=mandate.pk).exists():
        raise NotInOffice
    if Attendance.objects.filter(session=session, seat=mandate.seat_id, left_at__isnull=True).exists():
        raise SeatTaken
    given = Proxy.objects.filter(session=session, giver=mandate.seat_id, ended_at__isnull=True).first()
    if given is not None:
        write_fields(given, "proxy.ended", {"ended_at": now}, actor=actor, now=now)
    row = Attendance(session=session, seat=mandate.seat, mandate=mandate, arrived_at=now)
    return write_new(row, "attendance.recorded", actor=actor, now=now)


@transaction.atomic
def record_departure(*, attendance: Attendance, actor: User, now: datetime) -> Attendance:
    """
    Mark that somebody leaves; the proxies they hold no longer vote.

    :raises NotAllowed: if the actor is not of the team, or the session is not open
    :raises VoteIsOpen: during a vote
    """
    session = locked_session(attendance.session)
    require(permissions.can_hold_session(actor, session))
    _refuse_during_vote(session)
    attendance = Attendance.objects.select_for_update(of=("self",)).get(pk=attendance.pk)
    if attendance.left_at is not None:
        return attendance
    return write_fields(attendance, "attendance.ended", {"left_at": now}, actor=actor, now=now)


@transaction.atomic
def give_proxy(*, session: Session, giver: Seat, holder: Seat, actor: User, now: datetime) -> Proxy:
    """
    Let a seat vote for another in this session.

    :raises NotAllowed: if the actor neither holds the seat nor is of the team, or it is too early or too late
    :raises ProxyRefused: with the rule that forbids it: too many, of somebody present, in a chain…
    :raises VoteIsOpen: during a vote
    """
    session = locked_session(session)
    require(permissions.can_give_proxy(actor, session, giver.pk))
    return _give(session, giver, holder, actor=actor, now=now)


@transaction.atomic
def give_proxy_by_link(*, session: Session, mandate: Mandate, holder: Seat, now: datetime) -> Proxy:
    """
    Let another seat vote for one's own in this session, as a member without an account, by their personal link.

    :raises NotAllowed: if the mandate holds no seat that day, or it is too early or too late
    :raises ProxyRefused: with the rule that forbids it
    :raises VoteIsOpen: during a vote
    """
    session = locked_session(session)
    require(permissions.can_give_proxy_by_link(mandate, session))
    return _give(session, mandate.seat, holder, actor=SeatActor(mandate), now=now)


def _give(session: Session, giver: Seat, holder: Seat, *, actor: Actor, now: datetime) -> Proxy:
    _refuse_during_vote(session)
    rules = queries.rules_on(session.body, session.day)
    refusal = queries.assembly_of(session).proxy_refusal(giver.pk, holder.pk, queries.proxy_rule(rules))
    if refusal is not None:
        raise ProxyRefused(refusal)
    row = Proxy(session=session, giver=giver, holder=holder, given_at=now)
    return write_new(row, "proxy.given", actor=actor, now=now)


@transaction.atomic
def end_proxy(*, proxy: Proxy, actor: User, now: datetime) -> Proxy:
    """
    Take a proxy back.

    :raises NotAllowed: if the actor neither gave it nor is of the team, or the session is over
    :raises VoteIsOpen: during a vote
    """
    session = locked_session(proxy.session)
    require(permissions.can_give_proxy(actor, session, proxy.giver_id))
    return _end(session, proxy, actor=actor, now=now)


@transaction.atomic
def end_proxy_by_link(*, proxy: Proxy, mandate: Mandate, now: datetime) -> Proxy:
    """
    Take back a proxy given for one's own seat, as a member without an account, by their personal link.

    :raises NotAllowed: if it is of another seat, or the session is over
    :raises VoteIsOpen: during a vote
    """
    session = locked_session(proxy.session)
    require(permissions.can_end_proxy_by_link(mandate, proxy))
    return _end(session, proxy, actor=SeatActor(mandate), now=now)


def _end(session: Session, proxy: Proxy, *, actor: Actor, now: datetime) -> Proxy:
    _refuse_during_vote(session)
    proxy = Proxy.objects.select_for_update(of=("self",)).get(pk=proxy.pk)
    if proxy.ended_at is not None:
        return proxy
    return write_fields(proxy, "proxy.ended", {"ended_at": now}, actor=actor, now=now)


@transaction.atomic
def declare_withdrawal(*, point: AgendaPoint, seat: Seat, actor: User, now: datetime, reason: str) -> Withdrawal:
    """
    Keep a seat out of a point: it counts neither in the quorum nor in the vote, and nobody votes for it.

    :raises NotAllowed: if the actor neither holds the seat nor is of the team, or the session is over
    :raises NotInOffice: if the seat is not of this body that day
    :raises VoteIsOpen: once the vote on it has begun
    :raises ValidationError: if it has withdrawn already
    """
    point = locked_point(point)
    require(permissions.can_withdraw_for_interest(actor, point, seat.pk))
    if point.votes.exclude(state=VoteState.ABANDONED).exists():
        raise VoteIsOpen
    if seat.pk not in queries.assembly_of(point.session).colleges:
        raise NotInOffice
    row = Withdrawal(point=point, seat=seat, reason=reason, declared_at=now)
    return write_new(row, "withdrawal.declared", actor=actor, now=now, reason=reason)
