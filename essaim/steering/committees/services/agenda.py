"""The agenda, made by the office and the members together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan.models import Act, Action
from essaim.steering.committees import kinds, permissions, queries
from essaim.steering.committees.links import SeatActor
from essaim.steering.committees.models import AgendaPoint, Mandate, OpinionRequest, Session
from essaim.steering.committees.states import POINT_MOVES, PointKind, PointState, RequestState, VoteState

from .locks import locked_point, locked_session
from .requests import place, put_back
from .telling import tell_author

EDITABLE = frozenset({"title", "details", "kind", "action", "act"})


class OtherBody(Exception):
    """The request was made to another body."""


class AgendaKept(Exception):
    """A second convocation keeps the agenda of the first: nobody prepared for anything else."""


class AlreadyVoted(Exception):
    """The point has been voted on, or is being voted on: it stays."""


class NotTheSamePoints(Exception):
    """The order given does not hold exactly the points of the agenda."""


def _refuse_other_agenda(session: Session) -> None:
    if session.second_of_id is not None:
        raise AgendaKept


def _last_position(session: Session) -> int:
    return int(session.points.aggregate(last=Max("position"))["last"] or 0)


@transaction.atomic
def add_point(
    *,
    session: Session,
    actor: User,
    now: datetime,
    title: str,
    kind: str = PointKind.INFORMATION,
    details: str = "",
    action: Action | None = None,
    act: Act | None = None,
    request: OpinionRequest | None = None,
) -> AgendaPoint:
    """
    Put a point of the office at the end of the agenda.

    :param request: the request for an opinion it answers; it must be made to this body and wait for an agenda
    :raises NotAllowed: if the actor is not of the team, or the session is over
    :raises AgendaKept: if the session is a second convocation
    :raises OtherBody: if the request was made to another body
    :raises IllegalMove: if the request does not wait
    """
    session = locked_session(session)
    require(permissions.can_prepare_session(actor, session))
    _refuse_other_agenda(session)
    if request is not None and request.body_id != session.body_id:
        raise OtherBody
    point = AgendaPoint(
        session=session,
        position=_last_position(session) + 1,
        kind=kind,
        state=PointState.ACCEPTED,
        title=title,
        details=details,
        proposed_by=actor,
        action=action,
        act=act,
        request=request,
    )
    write_new(point, "point.added", actor=actor, now=now)
    if request is not None:
        place(request, actor=actor, now=now)
    return point


@transaction.atomic
def propose_point(
    *, session: Session, actor: User, now: datetime, title: str, details: str = "", kind: str = PointKind.DISCUSSION
) -> AgendaPoint:
    """
    Propose a point as a member; the office answers.

    :raises NotAllowed: if the actor does not sit that day, or the session has opened
    """
    session = locked_session(session)
    require(permissions.can_propose_point(actor, session))
    mandates = queries.seats_of(actor, session.body, session.day)
    point = _proposed(session, title, details, kind, seat=mandates[0].seat, proposed_by=actor)
    return write_new(point, "point.proposed", actor=actor, now=now)


@transaction.atomic
def propose_point_by_link(
    *,
    session: Session,
    mandate: Mandate,
    now: datetime,
    title: str,
    details: str = "",
    kind: str = PointKind.DISCUSSION,
) -> AgendaPoint:
    """
    Propose a point as a member without an account, by their personal link; the office answers.

    :raises NotAllowed: if the mandate holds no seat that day, or the session has opened
    """
    session = locked_session(session)
    require(permissions.can_propose_point_by_link(mandate, session))
    point = _proposed(session, title, details, kind, seat=mandate.seat, proposed_through=mandate)
    return write_new(point, "point.proposed", actor=SeatActor(mandate), now=now)


def _proposed(session: Session, title: str, details: str, kind: str, **author: object) -> AgendaPoint:
    return AgendaPoint(session=session, kind=kind, state=PointState.PROPOSED, title=title, details=details, **author)


@transaction.atomic
def update_point(
    *, point: AgendaPoint, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> AgendaPoint:
    """
    Write a point in other words, or tie it to an action or an act.

    :raises NotAllowed: if the actor is not of the team, or the session is over
    :raises AlreadyVoted: if it has been voted on
    :raises ChangedMeanwhile: if somebody changed it since that version
    """
    point = locked_point(point)
    require(permissions.can_prepare_session(actor, point.session))
    refuse_other_fields(values, EDITABLE)
    if point.votes.exclude(state=VoteState.ABANDONED).exists():
        raise AlreadyVoted
    refuse_stale(point, values, version)
    return write_fields(point, "point.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def accept_point(*, point: AgendaPoint, actor: User, now: datetime, answer: str = "") -> AgendaPoint:
    """
    Put a proposed point on the agenda, at its end, and tell who proposed it.

    :raises NotAllowed: if the actor is not of the team, or the session is over
    :raises IllegalMove: if it was answered before
    """
    point = locked_point(point)
    require(permissions.can_prepare_session(actor, point.session))
    values = {
        "state": POINT_MOVES.target("accept", point.state),
        "position": _last_position(point.session) + 1,
        "answer": answer.strip(),
    }
    point = write_fields(point, "point.accepted", values, actor=actor, now=now)
    _tell(point, now=now)
    return point


@transaction.atomic
def refuse_point(*, point: AgendaPoint, actor: User, now: datetime, answer: str) -> AgendaPoint:
    """
    Refuse a proposed point, saying why to who proposed it.

    :raises NotAllowed: if the actor is not of the team, or the session is over
    :raises IllegalMove: if it was answered before
    :raises ValidationError: without a reason
    """
    point = locked_point(point)
    require(permissions.can_prepare_session(actor, point.session))
    values = {"state": POINT_MOVES.target("refuse", point.state), "answer": answer.strip()}
    point = write_fields(point, "point.refused", values, actor=actor, now=now)
    _tell(point, now=now)
    return point


def _tell(point: AgendaPoint, *, now: datetime) -> None:
    is_accepted = point.state == PointState.ACCEPTED
    tell_author(
        point.session,
        point.proposed_by or point.proposed_through,
        kind=kinds.POINT,
        subject=lambda: (
            (_("On the agenda: %(point)s") if is_accepted else _("Not on the agenda: %(point)s"))
            % {"point": point.title}
        ),
        body=point.answer or point.title,
        url=point.session.get_absolute_url(),
        now=now,
        key=f"point:{point.pk}:{point.state}:{now.isoformat()}",
    )


@transaction.atomic
def withdraw_point(*, point: AgendaPoint, actor: User, now: datetime, reason: str = "") -> AgendaPoint:
    """
    Take a point off, by who proposed it or by the office; a request it answered waits again.

    :raises NotAllowed: if the actor neither proposed it nor is of the team, or the session is over
    :raises IllegalMove: if it was refused or withdrawn before
    :raises AlreadyVoted: if it has been voted on
    """
    point = locked_point(point)
    state = POINT_MOVES.target("withdraw", point.state)
    require(permissions.can_move_point(actor, point, "withdraw"))
    return _withdraw(point, state, actor=actor, now=now, reason=reason)


@transaction.atomic
def withdraw_point_by_link(*, point: AgendaPoint, mandate: Mandate, now: datetime) -> AgendaPoint:
    """
    Take a point off, by the member without an account who proposed it by their personal link.

    :raises NotAllowed: if it did not come by this link, or the session is over
    :raises IllegalMove: if it was refused or withdrawn before
    :raises AlreadyVoted: if it has been voted on
    """
    point = locked_point(point)
    state = POINT_MOVES.target("withdraw", point.state)
    require(permissions.can_withdraw_point_by_link(mandate, point))
    return _withdraw(point, state, actor=SeatActor(mandate), now=now)


def _withdraw(point: AgendaPoint, state: str, *, actor: Actor, now: datetime, reason: str = "") -> AgendaPoint:
    if point.votes.exclude(state=VoteState.ABANDONED).exists():
        raise AlreadyVoted
    point = write_fields(
        point, "point.withdrawn", {"state": state, "position": None}, actor=actor, now=now, reason=reason
    )
    if point.request is not None and point.request.state == RequestState.ON_AGENDA:
        put_back(point.request, actor=actor, now=now)
    return point


@transaction.atomic
def order_points(*, session: Session, actor: User, now: datetime, points: Sequence[AgendaPoint]) -> list[AgendaPoint]:
    """
    Put the points of the agenda in an order.

    :raises NotAllowed: if the actor is not of the team, or the session is over
    :raises NotTheSamePoints: if a point is missing, or is not of this agenda
    """
    session = locked_session(session)
    require(permissions.can_prepare_session(actor, session))
    current = {point.pk: point for point in queries.agenda_of(session)}
    if sorted(point.pk for point in points) != sorted(current):
        raise NotTheSamePoints
    ordered = [current[point.pk] for point in points]
    for place_in_order, point in enumerate(ordered, start=1):
        if point.position != place_in_order:
            point.position = place_in_order
            point.save(update_fields=["position"])
    return ordered


@transaction.atomic
def move_point(*, point: AgendaPoint, actor: User, now: datetime, is_up: bool) -> list[AgendaPoint]:
    """
    Move a point one place up or down; the first stays first, the last stays last.

    :raises NotAllowed: if the actor is not of the team, or the session is over
    :raises NotTheSamePoints: if it is not on the agenda
    """
    points = queries.agenda_of(point.session)
    place_now = next((index for index, row in enumerate(points) if row.pk == point.pk), None)
    if place_now is None:
        raise NotTheSamePoints
    target = min(max(place_now + (-1 if is_up else 1), 0), len(points) - 1)
    points.insert(target, points.pop(place_now))
    return order_points(session=point.session, actor=actor, now=now, points=points)
