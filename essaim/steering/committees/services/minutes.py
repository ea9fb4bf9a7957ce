"""Minutes: written, circulated, corrected with the members; what was decided becomes a task."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_stale
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.services import add_task
from essaim.steering.committees import kinds, permissions, queries
from essaim.steering.committees.draft import minutes_content, serialized
from essaim.steering.committees.links import SeatActor
from essaim.steering.committees.models import AgendaPoint, Amendment, Mandate, Session, SessionDecision
from essaim.steering.committees.states import AMENDMENT_MOVES, SESSION_MOVES, AmendmentState, PointState

from .locks import locked_point, locked_session
from .telling import tell_author, tell_members


class CorrectionsPending(Exception):
    """Members asked for corrections that were not answered."""


class PointOfAnotherSession(Exception):
    """The point is of another session than the one whose minutes are corrected."""


@transaction.atomic
def write_discussion(
    *, point: AgendaPoint, actor: User, now: datetime, discussion: str, version: str = ""
) -> AgendaPoint:
    """
    Write what was said on a point.

    :raises NotAllowed: if the actor is not of the team, or the minutes are approved
    :raises ChangedMeanwhile: if somebody wrote it since that version
    """
    point = locked_point(point)
    require(permissions.can_write_minutes(actor, point.session))
    refuse_stale(point, ["discussion"], version)
    return write_fields(point, "minutes.written", {"discussion": discussion.strip()}, actor=actor, now=now)


@transaction.atomic
def decide(
    *,
    point: AgendaPoint,
    actor: User,
    now: datetime,
    wording: str,
    action: Action,
    due_on: date,
    assignee: User | None = None,
) -> SessionDecision:
    """
    Write what a session decided to have done by a day: it becomes a task of an action.

    :raises NotAllowed: if the actor is not of the team, may not steer the action, or the minutes are approved
    """
    point = locked_point(point)
    require(permissions.can_write_minutes(actor, point.session))
    task = add_task(action=action, actor=actor, title=wording, due_on=due_on, assignee=assignee, now=now)
    row = SessionDecision(point=point, wording=wording, action=action, task=task, decided_at=now)
    return write_new(row, "decision.taken", actor=actor, now=now)


@transaction.atomic
def circulate_minutes(*, session: Session, actor: User, now: datetime) -> Session:
    """
    Circulate the minutes to those who sat, and again once corrections were taken in.

    :raises NotAllowed: if the actor is not of the team, or the session is known from a document only
    :raises IllegalMove: if the session is not over, or its minutes are approved
    :raises CorrectionsPending: if corrections wait for an answer
    """
    session = locked_session(session)
    require(permissions.can_run_bodies(actor))
    state = SESSION_MOVES.target("circulate", session.state)
    require(permissions.can_move_session(actor, session, "circulate"))
    if session.amendments.filter(state=AmendmentState.PROPOSED).exists():
        raise CorrectionsPending
    content = serialized(minutes_content(session))
    values = {"state": state, "circulated_at": now, "circulated_content": content}
    session = write_fields(session, "minutes.circulated", values, actor=actor, now=now)
    tell_members(
        session,
        kind=kinds.MINUTES,
        subject=lambda: _("Minutes to read: %(session)s") % {"session": session},
        body=lambda: _("Ask for corrections until the next session, which approves them."),
        url=session.get_minutes_url(),
        now=now,
        key=f"session:{session.pk}:minutes:{now.isoformat()}",
    )
    return session


@transaction.atomic
def ask_correction(
    *, session: Session, actor: User, now: datetime, text: str, point: AgendaPoint | None = None
) -> Amendment:
    """
    Ask to correct circulated minutes, as a member of that day.

    :raises NotAllowed: if the actor did not sit that day, or the minutes are not circulated
    :raises PointOfAnotherSession: if the point is of another session
    """
    session = locked_session(session)
    require(permissions.can_ask_correction(actor, session))
    _refuse_other_point(session, point)
    seat = queries.seats_of(actor, session.body, session.day)[0].seat
    row = Amendment(session=session, point=point, seat=seat, author=actor, text=text.strip(), asked_at=now)
    return write_new(row, "amendment.proposed", actor=actor, now=now)


@transaction.atomic
def ask_correction_by_link(
    *, session: Session, mandate: Mandate, now: datetime, text: str, point: AgendaPoint | None = None
) -> Amendment:
    """
    Ask to correct circulated minutes as a member without an account, by their personal link.

    :raises NotAllowed: if the mandate held no seat that day, or the minutes are not circulated
    :raises PointOfAnotherSession: if the point is of another session
    """
    session = locked_session(session)
    require(permissions.can_ask_correction_by_link(mandate, session))
    _refuse_other_point(session, point)
    row = Amendment(
        session=session, point=point, seat=mandate.seat, asked_through=mandate, text=text.strip(), asked_at=now
    )
    return write_new(row, "amendment.proposed", actor=SeatActor(mandate), now=now)


def _refuse_other_point(session: Session, point: AgendaPoint | None) -> None:
    if point is not None and (point.session_id != session.pk or point.state != PointState.ACCEPTED):
        raise PointOfAnotherSession


@transaction.atomic
def answer_correction(
    *, amendment: Amendment, actor: User, now: datetime, is_accepted: bool, answer: str = ""
) -> Amendment:
    """
    Accept a correction, which the office then writes, or refuse it saying why; its author is told.

    :raises NotAllowed: if the actor is not of the team, or the minutes are approved
    :raises IllegalMove: if it was answered before
    :raises ValidationError: if it is refused without a reason
    """
    session = locked_session(amendment.session)
    require(permissions.can_write_minutes(actor, session))
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    move = "accept" if is_accepted else "refuse"
    values = {"state": AMENDMENT_MOVES.target(move, amendment.state), "answer": answer.strip()}
    amendment = write_fields(amendment, f"amendment.{values['state']}", values, actor=actor, now=now)
    tell_author(
        session,
        amendment.author or amendment.asked_through,
        kind=kinds.MINUTES,
        subject=lambda: _("Your correction: %(state)s") % {"state": amendment.get_state_display()},
        body=amendment.answer or amendment.text,
        url=session.get_minutes_url(),
        now=now,
        key=f"amendment:{amendment.pk}:{amendment.state}",
    )
    return amendment
