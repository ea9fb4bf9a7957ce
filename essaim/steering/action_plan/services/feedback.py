"""Questions and remarks of residents: received without account, answered in public."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting, write_fields, write_new
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.codes import spoken_code
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.emails import answer_mail
from essaim.steering.action_plan.models import Action, Feedback, Plan
from essaim.steering.action_plan.states import FEEDBACK_MOVES

logger = logging.getLogger(__name__)

ANSWER_DAYS_DEFAULT = 15
# How long the address of somebody who was answered is kept, at most, when mails cannot leave.
ADDRESS_KEPT = timedelta(days=30)
PER_HOUR_MAX = 60


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
    :raises NotAllowed: if the public does not read the plan: a draft, or the plan of another authority
    :raises FeedbackTooFast: beyond sixty an hour over the whole site
    """
    require(permissions.can_ask_about(plan))
    if Feedback.objects.filter(received_at__gt=now - timedelta(hours=1)).count() >= PER_HOUR_MAX:
        raise FeedbackTooFast
    resident = SystemActor("resident")
    with acting(resident):
        feedback = Feedback(
            tracking_number="ESS-" + spoken_code(8),
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
    Answer in public; after commit the sender is told, then their address is erased, having served.

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
    values = {"state": state, "answer": answer.strip(), "ended_at": now}
    feedback = write_fields(feedback, f"feedback.{state}", values, actor=actor, now=now)
    if feedback.email:
        transaction.on_commit(lambda: _try_to_tell(feedback.pk))
    return feedback


def _try_to_tell(pk: int) -> None:
    """Tell the sender now; when the mail server is down, the nightly task tries again."""
    try:
        tell_resident(pk=pk)
    except OSError:
        logger.warning("The answer to question %s could not be mailed; the nightly task will try again.", pk)


@transaction.atomic
def tell_resident(*, pk: int) -> bool:
    """
    Mail the answer of an ended question to the address left for it, then erase the address; once, whoever asks.

    :raises OSError: if the mail server cannot be reached or refuses, in which case the address is kept
    """
    feedback = Feedback.objects.select_for_update(of=("self",)).filter(pk=pk, ended_at__isnull=False).first()
    if feedback is None or not feedback.email:
        return False
    answer_mail(feedback).send()
    feedback.email = ""
    feedback.save(update_fields=["email"])
    return True


def tell_residents_waiting(*, now: datetime) -> tuple[int, int]:
    """
    Try again the answers that could not be mailed, and erase addresses kept for more than thirty days in vain.

    :returns: answers mailed, answers not mailed
    """
    waiting = Feedback.objects.filter(ended_at__isnull=False).exclude(email="")
    told = failed = 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        try:
            told += tell_resident(pk=pk)
        except OSError:
            failed += 1
    waiting.filter(ended_at__lt=now - ADDRESS_KEPT).update(email="")
    return told, failed
