"""Questions and remarks of residents: received without account, answered in public."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import Action, Feedback, Plan
from essaim.steering.action_plan.states import FEEDBACK_MOVES, PlanState

from .writing import write_fields, write_new

ANSWER_DAYS_DEFAULT = 15
PER_HOUR_MAX = 60
# Without letters and digits that are taken for one another when read aloud.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class FeedbackTooFast(Exception):
    """More questions arrive in an hour than people write: none is lost, the sender is asked to come back later."""


@transaction.atomic
def receive_feedback(
    *,
    plan: Plan,
    text: str,
    now: datetime,
    action: Action | None = None,
    email: str = "",
    answer_days: int = ANSWER_DAYS_DEFAULT,
) -> Feedback:
    """
    Receive a question or remark from anybody, with a tracking number and the day by which it is answered.

    :param answer_days: the delay the authority promises, in days
    :raises NotAllowed: if the plan is a draft
    :raises FeedbackTooFast: beyond sixty an hour over the whole site
    """
    if plan.state == PlanState.DRAFT:
        require(permissions.can_read_plan(User(is_active=False), plan))
    if Feedback.objects.filter(received_at__gt=now - timedelta(hours=1)).count() >= PER_HOUR_MAX:
        raise FeedbackTooFast
    resident = SystemActor("resident")
    with acting(resident):
        feedback = Feedback(
            tracking_number="ESS-" + "".join(secrets.choice(ALPHABET) for _place in range(8)),
            plan=plan,
            action=action,
            text=text,
            email=email,
            received_at=now,
            answer_due_on=now.date() + timedelta(days=answer_days),
        )
        return write_new(feedback, "feedback.received", actor=resident, now=now)


def _locked(feedback: Feedback) -> Feedback:
    return Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)


@transaction.atomic
def assign_feedback(*, feedback: Feedback, actor: User, assignee: User, now: datetime) -> Feedback:
    """
    Give a question to somebody of the team.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was answered already
    """
    feedback = _locked(feedback)
    require(permissions.can_answer_feedback(actor))
    values = {"state": FEEDBACK_MOVES.target("assign", feedback.state), "assignee": assignee}
    return write_fields(feedback, "feedback.assigned", values, actor=actor, now=now)


@transaction.atomic
def answer_feedback(*, feedback: Feedback, actor: User, answer: str, now: datetime) -> Feedback:
    """
    Answer in public; the sender's address is erased, having served.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was answered already
    :raises ValidationError: if the answer is empty
    """
    return _end(feedback, "answer", answer, actor=actor, now=now)


@transaction.atomic
def set_feedback_aside(*, feedback: Feedback, actor: User, answer: str, now: datetime) -> Feedback:
    """
    Set aside what is not for the plan (insults, advertising, another authority's matter), saying why in public.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was answered already
    :raises ValidationError: if no reason is given
    """
    return _end(feedback, "set_aside", answer, actor=actor, now=now)


def _end(feedback: Feedback, move: str, answer: str, *, actor: User, now: datetime) -> Feedback:
    feedback = _locked(feedback)
    require(permissions.can_answer_feedback(actor))
    state = FEEDBACK_MOVES.target(move, feedback.state)
    values = {"state": state, "answer": answer.strip(), "ended_at": now, "email": ""}
    return write_fields(feedback, f"feedback.{state}", values, actor=actor, now=now)
