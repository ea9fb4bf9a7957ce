"""What the cockpits ask: what is late, what needs somebody, which communes are absent, which questions wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import QuerySet

from essaim.foundations.accounts.models import User
from essaim.steering.action_plan.models import (
    Act,
    Action,
    ActionCommune,
    DeclaredFigure,
    Feedback,
    Milestone,
    Plan,
    PlanItem,
    Task,
)
from essaim.steering.action_plan.states import ActState, FeedbackState, ItemKind, TaskState


@dataclass(frozen=True, slots=True)
class LateMilestone:
    """A milestone past its date and not done."""

    milestone: Milestone
    days_late: int


def late_milestones(plan: Plan, *, today: date) -> list[LateMilestone]:
    """List the late milestones of a plan, the latest first."""
    rows = Milestone.objects.filter(action__plan=plan, done_on__isnull=True, due_on__lt=today)
    rows = rows.select_related("action__plan").order_by("due_on", "pk")
    return [LateMilestone(milestone, (today - milestone.due_on).days) for milestone in rows]


@dataclass(frozen=True, slots=True)
class TaskToDo:
    """A task to do, and whether its day is past."""

    task: Task
    is_late: bool


def tasks_to_do(person: User, *, until: date, today: date) -> list[TaskToDo]:
    """List the tasks of a person due up to a day (included), late ones first."""
    rows = Task.objects.filter(assignee=person, state=TaskState.TO_DO, due_on__lte=until)
    rows = rows.select_related("action__plan").order_by("due_on", "pk")
    return [TaskToDo(task, task.due_on < today) for task in rows]


def actions_by_commune(plan: Plan) -> Mapping[str, tuple[Action, ...]]:
    """Return the actions of a plan that take place in each commune, by INSEE code; absent communes are not keys."""
    found: dict[str, list[Action]] = defaultdict(list)
    rows = ActionCommune.objects.filter(action__plan=plan).select_related("action__plan").order_by("action__number")
    for row in rows:
        found[row.commune_code].append(row.action)
    return {code: tuple(actions) for code, actions in found.items()}


def answered_feedback() -> QuerySet[Feedback]:
    """Return the questions answered in public, the latest answer first."""
    rows = Feedback.objects.filter(state=FeedbackState.ANSWERED)
    return rows.select_related("action__plan", "plan").order_by("-ended_at", "-pk")


def open_tasks(plan: Plan | None = None) -> QuerySet[Task]:
    """Return the tasks to do, of one plan if it is given, by date."""
    rows = Task.objects.filter(state=TaskState.TO_DO)
    if plan is not None:
        rows = rows.filter(action__plan=plan)
    return rows.select_related("action__plan", "assignee").order_by("due_on", "pk")


def task_to_finish(pk: int) -> Task | None:
    """Find a task with its action and plan."""
    return Task.objects.select_related("action__plan").filter(pk=pk).first()


def timeline_of_acts() -> QuerySet[Act]:
    """Return the acts in force, oldest first by vote, or by certification when only that is known; undated ones last."""
    rows = Act.objects.own().filter(state__in=[ActState.VOTED, ActState.ENFORCEABLE]).select_related("source")
    return rows.in_time()


def validated_items() -> QuerySet[PlanItem]:
    """Return the principles and stakes that committees validated, those of the latest plan first."""
    rows = PlanItem.objects.filter(kind__in=[ItemKind.PRINCIPLE, ItemKind.STAKE], plan__in=Plan.objects.public())
    return rows.select_related("plan", "source").order_by("-plan__starts_on", "kind", "pk")


def declared_figures(plan: Plan | None = None) -> QuerySet[DeclaredFigure]:
    """Return the declared figures everybody may read, of one plan if it is given; never to be added up."""
    rows = DeclaredFigure.objects.public()
    if plan is not None:
        rows = rows.filter(plan=plan)
    return rows.select_related("source", "plan").order_by("pk")


def waiting_feedback() -> QuerySet[Feedback]:
    """Return the questions not answered yet, the most urgent first."""
    rows = Feedback.objects.filter(state__in=[FeedbackState.RECEIVED, FeedbackState.ASSIGNED])
    return rows.select_related("action__plan", "plan", "assignee").order_by("answer_due_on", "pk")


def feedback_delays() -> int | None:
    """Return the median number of days between a question and its answer; None before the first answer."""
    rows = Feedback.objects.filter(state=FeedbackState.ANSWERED).values_list("received_at", "ended_at")
    delays = [(ended - received).days for received, ended in rows if ended is not None]
    return round(median(delays)) if delays else None
