"""What a person answers for in the policy, and how each duty is handed over when they leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.accounts.handover import Duty, Handover, register
from essaim.foundations.accounts.models import User
from essaim.foundations.ui.dates import day_in_words

from . import services
from .models import Feedback, PersonInAction, Task
from .states import FeedbackState, PlanState, TaskState


def _alive() -> Q:
    """Keep what belongs to our own plans that are not closed: a closed plan is kept as it was, leavers included."""
    return Q(action__plan__origin_siren="") & ~Q(action__plan__state=PlanState.CLOSED)


def _parts(person: User) -> QuerySet[PersonInAction]:
    rows = PersonInAction.objects.filter(_alive(), person=person, ends_on__isnull=True)
    return rows.select_related("action__plan").order_by("action__plan__starts_on", "action__number", "role")


def parts_of(person: User) -> Sequence[Duty]:
    """List the parts a person has in actions today: pilot, deputy, elected referent."""
    return [
        Duty(
            key=str(part.pk),
            label=_("%(role)s of action %(number)s (%(plan)s): %(title)s")
            % {
                "role": part.get_role_display(),
                "number": part.action.number,
                "plan": part.action.plan.slug,
                "title": part.action.title,
            },
            url=part.action.get_absolute_url(),
        )
        for part in _parts(person)
    ]


def transfer_part(*, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> None:
    """Hand one part over; nothing is left without its pilot in between."""
    services.transfer_part(part=_parts(person).get(pk=key), successor=successor, actor=actor, now=now, reason=reason)


def _tasks(person: User) -> QuerySet[Task]:
    rows = Task.objects.filter(_alive(), assignee=person, state=TaskState.TO_DO)
    return rows.select_related("action__plan").order_by("due_on", "pk")


def tasks_of(person: User) -> Sequence[Duty]:
    """List the tasks a person has to do, the most urgent first."""
    return [
        Duty(
            key=str(task.pk),
            label=_("%(task)s (action %(number)s, due on %(day)s)")
            % {"task": task.title, "number": task.action.number, "day": day_in_words(task.due_on)},
            url=reverse("action_plan:steering", args=[task.action.plan.slug, task.action.number]),
        )
        for task in _tasks(person)
    ]


def transfer_task(*, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> None:
    """Give one task to the successor."""
    services.transfer_task(task=_tasks(person).get(pk=key), successor=successor, actor=actor, now=now, reason=reason)


def _questions(person: User) -> QuerySet[Feedback]:
    return Feedback.objects.filter(assignee=person, state=FeedbackState.ASSIGNED).order_by("answer_due_on", "pk")


def questions_of(person: User) -> Sequence[Duty]:
    """List the residents' questions a person promised to answer, the most urgent first."""
    return [
        Duty(
            key=str(question.pk),
            label=_("Question %(number)s, to be answered by %(day)s")
            % {"number": question.tracking_number, "day": day_in_words(question.answer_due_on)},
            url=reverse("action_plan:feedback", args=[question.tracking_number]),
        )
        for question in _questions(person)
    ]


def transfer_question(*, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> None:
    """Give one question to the successor."""
    services.assign_feedback(feedback=_questions(person).get(pk=key), assignee=successor, actor=actor, now=now)


def register_duties() -> None:
    """Make the three kinds of duties known to the leaver screen; called when the room starts."""
    register(Handover("action_plan.part", gettext_lazy("Parts in actions"), parts_of, transfer_part))
    register(Handover("action_plan.task", gettext_lazy("Tasks to do"), tasks_of, transfer_task))
    register(
        Handover(
            "action_plan.feedback", gettext_lazy("Residents' questions to answer"), questions_of, transfer_question
        )
    )
