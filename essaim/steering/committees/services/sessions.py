"""The life of a session, from its planning to its closing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan.models import Act
from essaim.steering.committees import kinds, permissions, queries
from essaim.steering.committees.draft import follow_up
from essaim.steering.committees.models import AgendaPoint, Body, BodyRules, OpinionRequest, Session
from essaim.steering.committees.states import (
    SESSION_MOVES,
    PointKind,
    PointState,
    RequestState,
    SessionState,
    VoteState,
)

from .locks import locked_session
from .requests import place, put_back
from .telling import tell_members

EDITABLE = frozenset({"day", "starts_at", "title", "venue", "remote_url"})


@dataclass(frozen=True, slots=True)
class PastPoint:
    """Something that a document says a session dealt with, and the act it led to if there is one."""

    title: str
    details: str = ""
    act: Act | None = None


class RulesMissing(Exception):
    """No rules were written for the day of the session: nobody knows the notice nor the quorum."""


class NoticeTooShort(Exception):
    """Fewer clear days are left than the rules ask; has_way_out when they accept it with a reason."""

    def __init__(self, *, asked: int, left: int, has_way_out: bool) -> None:
        """Keep the number of clear days asked, and left."""
        super().__init__(f"{left} < {asked}")
        self.asked = asked
        self.left = left
        self.has_way_out = has_way_out


class AgendaEmpty(Exception):
    """A session is convened on an agenda: there is no point on it."""


class DayPast(Exception):
    """A session is convened for a day to come."""


class DayToCome(Exception):
    """A session is written from a document once it was held."""


class TooEarly(Exception):
    """A session opens on its day, not before."""


class QuorumReached(Exception):
    """The quorum is there: the session can vote, nothing is convened a second time."""


class VoteStillOpen(Exception):
    """A vote of the session is still open: close or abandon it first."""


class ProposalsPending(Exception):
    """Members proposed points that were not answered."""


@transaction.atomic
def plan_session(
    *,
    body: Body,
    actor: User,
    now: datetime,
    day: date,
    starts_at: time | None = None,
    title: str = "",
    venue: str = "",
    remote_url: str = "",
) -> Session:
    """
    Write that a body will sit on a day.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if the body sits that day already
    """
    require(permissions.can_run_bodies(actor))
    session = Session(body=body, day=day, starts_at=starts_at, title=title, venue=venue, remote_url=remote_url)
    return write_new(session, "session.planned", actor=actor, now=now)


@transaction.atomic
def record_past_session(
    *,
    body: Body,
    actor: User,
    now: datetime,
    day: date,
    source: str,
    first_planned: str = "",
    title: str = "",
    points: Sequence[PastPoint] = (),
) -> Session:
    """
    Write a session that a document says was held; nothing is made up of who was there.

    :param points: what the document says it dealt with

    :raises NotAllowed: if the actor is not of the team
    :raises DayToCome: if it was not held yet
    :raises ValidationError: without a source
    """
    require(permissions.can_run_bodies(actor))
    if day >= timezone.localdate(now):
        raise DayToCome
    session = Session(
        body=body, day=day, source=source, first_planned=first_planned, title=title, state=SessionState.CLOSED
    )
    write_new(session, "session.recorded", actor=actor, now=now)
    for position, past in enumerate(points, start=1):
        point = AgendaPoint(
            session=session,
            position=position,
            kind=PointKind.DISCUSSION,
            state=PointState.ACCEPTED,
            title=past.title,
            details=past.details,
            act=past.act,
            proposed_by=actor,
        )
        write_new(point, "point.recorded", actor=actor, now=now)
    return session


@transaction.atomic
def update_session(
    *, session: Session, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> Session:
    """
    Change the day, hour, title or place of a session; a convened one must then be convened again.

    :raises NotAllowed: if the actor is not of the team, or the session is over
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    """
    session = locked_session(session)
    require(permissions.can_prepare_session(actor, session))
    refuse_other_fields(values, EDITABLE)
    refuse_stale(session, values, version)
    if session.state == SessionState.CONVENED and values.get("day", session.day) != session.day:
        # Who was convened for another day was not convened: the notice is checked anew.
        values |= {"state": SessionState.PLANNED, "convened_at": None, "short_notice_reason": ""}
    return write_fields(session, "session.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def convene_session(*, session: Session, actor: User, now: datetime, short_notice_reason: str = "") -> Session:
    """
    Convene the members on the agenda, and put first what is left to approve.

    :param short_notice_reason: why the notice is shorter than the rules ask, where they accept it
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if the session is open or over
    :raises RulesMissing: if the body has no rules for that day
    :raises DayPast: if its day is past
    :raises ProposalsPending: if members wait for an answer to the points they proposed
    :raises AgendaEmpty: if there is no point
    :raises NoticeTooShort: if too few clear days are left, and the rules refuse it or no reason is given
    """
    session = locked_session(session)
    require(permissions.can_run_bodies(actor))
    state = SESSION_MOVES.target("convene", session.state)
    today = timezone.localdate(now)
    rules = queries.rules_on(session.body, session.day)
    if rules is None:
        raise RulesMissing
    if session.day < today:
        raise DayPast
    if session.points.filter(state=PointState.PROPOSED).exists():
        raise ProposalsPending
    _add_minutes_to_approve(session, actor=actor, now=now)
    if not session.points.filter(state=PointState.ACCEPTED).exists():
        raise AgendaEmpty
    left, reason = queries.clear_days(today, session.day), short_notice_reason.strip()
    asked = queries.notice_of(session, rules)
    is_short = left < asked
    if is_short and not (rules.accepts_short_notice and reason):
        raise NoticeTooShort(asked=asked, left=max(left, 0), has_way_out=rules.accepts_short_notice)
    values = {"state": state, "convened_at": now, "short_notice_reason": reason if is_short else ""}
    session = write_fields(session, "session.convened", values, actor=actor, now=now, reason=reason)
    tell_members(
        session,
        kind=kinds.CONVOCATION,
        subject=lambda: _("You are convened: %(session)s") % {"session": session},
        body=lambda: _convocation(session, rules, left=left),
        url=session.get_absolute_url(),
        now=now,
        key=f"session:{session.pk}:convened:{now.isoformat()}",
    )
    return session


def _convocation(session: Session, rules: BodyRules, *, left: int) -> str:
    """Write the convocation: day, hour, place, agenda, the notice given and asked, and what is done when one cannot come."""
    lines = [str(session)]
    if session.starts_at:
        lines.append(_("At %(hour)s") % {"hour": session.starts_at.strftime("%H:%M")})
    lines += [text for text in (session.venue, session.remote_url) if text]
    lines += ["", *(f"{point.position}. {point.title}" for point in queries.agenda_of(session)), ""]
    words = {"left": left, "asked": queries.notice_of(session, rules)}
    lines.append(_("Notice: %(left)s clear days; the rules ask for %(asked)s.") % words)
    if session.short_notice_reason:
        lines.append(_("Convened at short notice: %(reason)s") % {"reason": session.short_notice_reason})
    if session.second_of is not None and queries.quorum_is_waived(session, rules):
        day = day_in_words(session.second_of.day)
        lines.append(
            _("Second convocation: the session of %(day)s missed its quorum. None is required of this one.")
            % {"day": day}
        )
    if rules.proxies_max:
        lines.append(_("If you cannot come, give a proxy."))
    return "\n".join(lines)


def _add_minutes_to_approve(session: Session, *, actor: User, now: datetime) -> None:
    """Put on the agenda the minutes that wait for approval, before the other points."""
    waiting = queries.minutes_to_approve(session.body, before=session.day)
    known = set(session.points.exclude(approves=None).values_list("approves", flat=True))
    missing = [row for row in waiting if row.pk not in known]
    if not missing:
        return
    # From the last, so that no two points ever have one place.
    for point in reversed(queries.agenda_of(session)):
        position = (point.position or 0) + len(missing)
        write_fields(point, "point.moved", {"position": position}, actor=actor, now=now)
    for position, row in enumerate(missing, start=1):
        # Kept for everybody: in the language of the site, not of who convenes.
        with translation.override(settings.LANGUAGE_CODE):
            title = _("Minutes of the session of %(day)s") % {"day": day_in_words(row.day)}
        point = AgendaPoint(
            session=session,
            position=position,
            kind=PointKind.MINUTES,
            state=PointState.ACCEPTED,
            title=title,
            proposed_by=actor,
            approves=row,
        )
        write_new(point, "point.added", actor=actor, now=now)


@transaction.atomic
def open_session(*, session: Session, actor: User, now: datetime) -> Session:
    """
    Open a session on its day, and make the code by which members sign in.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not convened
    :raises TooEarly: before its day
    """
    session = locked_session(session)
    require(permissions.can_run_bodies(actor))
    state = SESSION_MOVES.target("open", session.state)
    if timezone.localdate(now) < session.day:
        raise TooEarly
    values = {
        "state": state,
        "opened_at": now,
        "follow_up": follow_up(session),
        "attendance_code": f"{secrets.randbelow(1_000_000):06d}",
    }
    return write_fields(session, "session.opened", values, actor=actor, now=now)


@transaction.atomic
def close_session(*, session: Session, actor: User, now: datetime) -> Session:
    """
    Close a session; requests without an opinion wait for another one.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not open
    :raises VoteStillOpen: if a vote is open
    """
    session = locked_session(session)
    require(permissions.can_run_bodies(actor))
    return _close(session, actor=actor, now=now)


def _close(session: Session, *, actor: User, now: datetime) -> Session:
    state = SESSION_MOVES.target("close", session.state)
    if session.points.filter(votes__state=VoteState.OPEN).exists():
        raise VoteStillOpen
    _free_requests(session, actor=actor, now=now)
    values = {"state": state, "closed_at": now, "attendance_code": ""}
    return write_fields(session, "session.closed", values, actor=actor, now=now)


@transaction.atomic
def plan_second_session(
    *, session: Session, actor: User, now: datetime, day: date, starts_at: time | None = None, venue: str = ""
) -> Session:
    """
    Plan the session by which a body sits whatever its number, this one having missed its quorum, and close this one.

    It keeps the agenda: what was not voted is carried over, and requests for opinions wait there.

    :raises NotAllowed: if the actor is not of the team, the session is not open, or the rules do not waive the quorum
    :raises QuorumReached: if the quorum is there
    :raises VoteStillOpen: if a vote is open
    :raises ValidationError: if the day is not after this session's, or the body sits that day already
    """
    session = locked_session(session)
    require(permissions.can_convene_second(actor, session))
    if all(line.is_reached for line in queries.quorum_of(session, queries.assembly_of(session))):
        raise QuorumReached
    if day <= session.day:
        raise ValidationError({"day": _("Choose a day after that of the session that missed its quorum.")})
    carried = [point for point in queries.agenda_of(session) if not point.votes.filter(state=VoteState.CLOSED).exists()]
    session = _close(session, actor=actor, now=now)
    second = Session(
        body=session.body,
        second_of=session,
        day=day,
        starts_at=starts_at,
        title=session.title,
        venue=venue,
        remote_url=session.remote_url,
    )
    write_new(second, "session.planned_again", actor=actor, now=now, details={"second_of": session.pk})
    for position, point in enumerate(carried, start=1):
        _carry(point, second, position, actor=actor, now=now)
    return second


def _carry(point: AgendaPoint, second: Session, position: int, *, actor: User, now: datetime) -> None:
    asked = OpinionRequest.objects.filter(state=RequestState.ASKED)
    request = asked.filter(pk=point.request_id).first() if point.request_id else None
    carried = AgendaPoint(
        session=second,
        position=position,
        kind=point.kind,
        title=point.title,
        details=point.details,
        state=PointState.ACCEPTED,
        proposed_by=point.proposed_by,
        proposed_through=point.proposed_through,
        seat=point.seat,
        approves=point.approves,
        request=request,
        action=point.action,
        act=point.act,
        carried_from=point.carried_from or point,
    )
    write_new(carried, "point.carried", actor=actor, now=now)
    if request is not None:
        place(request, actor=actor, now=now)


@transaction.atomic
def cancel_session(*, session: Session, actor: User, now: datetime, reason: str) -> Session:
    """
    Cancel a session that did not open, and tell those who were convened.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is open or over
    """
    session = locked_session(session)
    require(permissions.can_run_bodies(actor))
    was_convened = session.state == SessionState.CONVENED
    values = {"state": SESSION_MOVES.target("cancel", session.state), "cancel_reason": reason}
    _free_requests(session, actor=actor, now=now)
    session = write_fields(session, "session.cancelled", values, actor=actor, now=now, reason=reason)
    if was_convened:
        tell_members(
            session,
            kind=kinds.CONVOCATION,
            subject=lambda: _("Cancelled: %(session)s") % {"session": session},
            body=reason,
            url=session.get_absolute_url(),
            now=now,
            key=f"session:{session.pk}:cancelled",
        )
    return session


def _free_requests(session: Session, *, actor: User, now: datetime) -> None:
    points = session.points.filter(request__state=RequestState.ON_AGENDA, opinion=None, state=PointState.ACCEPTED)
    for point in points.select_related("request").order_by("pk"):
        if point.request is not None:
            put_back(point.request, actor=actor, now=now)
