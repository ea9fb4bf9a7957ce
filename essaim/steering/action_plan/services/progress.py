"""Milestones, dependencies, tasks, notes, and the status put by hand."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import (
    Action,
    Dependency,
    Milestone,
    Note,
    StatusOverride,
    Task,
)
from essaim.steering.action_plan.states import TASK_MOVES, TaskState

from .writing import erase


class DependencyCircle(Exception):
    """A milestone would wait for itself, directly or through others."""


def _steerable(action: Action, actor: User) -> Action:
    action = Action.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)
    require(permissions.can_steer_action(actor, action))
    return action


@transaction.atomic
def add_milestone(*, action: Action, actor: User, title: str, due_on: date, now: datetime) -> Milestone:
    """
    Add a dated step to an action.

    :raises NotAllowed: if the actor may not steer the action
    """
    action = _steerable(action, actor)
    return write_new(Milestone(action=action, title=title, due_on=due_on), "milestone.added", actor=actor, now=now)


@transaction.atomic
def move_milestone(*, milestone: Milestone, actor: User, due_on: date, now: datetime, reason: str = "") -> Milestone:
    """
    Give a milestone another day.

    :raises NotAllowed: if the actor may not steer the action
    """
    _steerable(milestone.action, actor)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    return write_fields(milestone, "milestone.moved", {"due_on": due_on}, actor=actor, now=now, reason=reason)


@transaction.atomic
def rename_milestone(
    *, milestone: Milestone, actor: User, title: str, now: datetime, reason: str = "", version: str = ""
) -> Milestone:
    """
    Write a milestone in other words.

    :param version: what version_of() gave when the title was read; empty to write whatever it is now
    :raises NotAllowed: if the actor may not steer the action
    :raises ChangedMeanwhile: if somebody changed it since that version
    """
    _steerable(milestone.action, actor)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    refuse_stale(milestone, ["title"], version)
    return write_fields(milestone, "milestone.renamed", {"title": title}, actor=actor, now=now, reason=reason)


@transaction.atomic
def remove_milestone(*, milestone: Milestone, actor: User, reason: str, now: datetime) -> None:
    """
    Take back a milestone, with what it waited for and what waited for it; the history keeps them.

    :raises NotAllowed: if the actor may not steer the action
    """
    _steerable(milestone.action, actor)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    erase(milestone, "milestone.removed", actor=actor, now=now, reason=reason)


@transaction.atomic
def reach_milestone(*, milestone: Milestone, actor: User, done_on: date | None, now: datetime) -> Milestone:
    """
    Say on which day a milestone was done; None takes it back.

    :raises NotAllowed: if the actor may not steer the action
    """
    _steerable(milestone.action, actor)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    verb = "milestone.reached" if done_on else "milestone.reopened"
    return write_fields(milestone, verb, {"done_on": done_on}, actor=actor, now=now)


@transaction.atomic
def add_dependency(*, milestone: Milestone, needs: Milestone, actor: User, now: datetime) -> Dependency:
    """
    Make a milestone wait for another.

    :raises NotAllowed: if the actor may not steer the action
    :raises DependencyCircle: if the other already waits for it
    """
    _steerable(milestone.action, actor)
    # The whole graph is locked, so that two people cannot close a circle from both sides.
    edges: dict[int, list[int]] = {}
    for edge in Dependency.objects.select_for_update(of=("self",)):
        edges.setdefault(edge.milestone_id, []).append(edge.needs_id)
    seen, queue = set(), [needs.pk]
    while queue:
        current = queue.pop()
        if current == milestone.pk:
            raise DependencyCircle
        if current not in seen:
            seen.add(current)
            queue.extend(edges.get(current, []))
    return write_new(Dependency(milestone=milestone, needs=needs), "dependency.added", actor=actor, now=now)


@transaction.atomic
def remove_dependency(*, dependency: Dependency, actor: User, now: datetime) -> None:
    """
    Make a milestone no longer wait for another.

    :raises NotAllowed: if the actor may not steer the action of the one that waits
    """
    _steerable(dependency.milestone.action, actor)
    dependency = Dependency.objects.select_for_update(of=("self",)).get(pk=dependency.pk)
    erase(dependency, "dependency.removed", actor=actor, now=now)


@transaction.atomic
def add_task(
    *, action: Action, actor: User, title: str, due_on: date, now: datetime, assignee: User | None = None
) -> Task:
    """
    Add a task to an action.

    :raises NotAllowed: if the actor may not steer the action
    """
    action = _steerable(action, actor)
    task = Task(action=action, title=title, due_on=due_on, assignee=assignee)
    return write_new(task, "task.added", actor=actor, now=now)


TASK_TEXTS = frozenset({"title", "due_on", "assignee"})


@transaction.atomic
def update_task(
    *, task: Task, actor: User, now: datetime, reason: str = "", version: str = "", **values: object
) -> Task:
    """
    Change what a task says, its day, or who has it.

    :param version: what version_of() gave when they were read; empty to write whatever they are now
    :raises NotAllowed: if the actor may not steer the action
    :raises ChangedMeanwhile: if somebody changed them since that version
    :raises ValueError: if another field is given
    """
    refuse_other_fields(values, TASK_TEXTS)
    _steerable(task.action, actor)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    refuse_stale(task, values, version)
    return write_fields(task, "task.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def transfer_task(*, task: Task, successor: User, actor: User, now: datetime, reason: str = "") -> Task:
    """
    Give a leaver's task to somebody else.

    :raises NotAllowed: if the actor may not steer the action
    """
    _steerable(task.action, actor)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    return write_fields(task, "task.transferred", {"assignee": successor}, actor=actor, now=now, reason=reason)


@transaction.atomic
def move_task(*, task: Task, actor: User, move: str, now: datetime) -> Task:
    """
    Finish, cancel or reopen a task.

    :raises NotAllowed: if the actor may not steer the action
    :raises IllegalMove: if the table has no such move from its state
    """
    _steerable(task.action, actor)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    state = TASK_MOVES.target(move, task.state)
    values = {"state": state, "ended_at": None if state == TaskState.TO_DO else now}
    return write_fields(task, f"task.{state}", values, actor=actor, now=now)


@transaction.atomic
def write_note(*, action: Action, actor: User, text: str, now: datetime) -> Note:
    """
    Write a note for the team.

    :raises NotAllowed: if the actor may not steer the action
    """
    action = _steerable(action, actor)
    return write_new(Note(action=action, text=text, author=actor, written_at=now), "note.written", actor=actor, now=now)


@transaction.atomic
def override_status(
    *, action: Action, actor: User, status: str, reason: str, starts_on: date, ends_on: date, now: datetime
) -> StatusOverride:
    """
    Put a status over the derived one until a day (excluded), saying why; both stay visible.

    :raises NotAllowed: if the actor may not steer the action
    :raises ValidationError: without a reason, or if it ends before it starts
    """
    action = _steerable(action, actor)
    override = StatusOverride(
        action=action, status=status, reason=reason, author=actor, starts_on=starts_on, ends_on=ends_on
    )
    return write_new(override, "status.overridden", actor=actor, now=now)


@transaction.atomic
def end_override(*, override: StatusOverride, actor: User, ends_on: date, reason: str, now: datetime) -> None:
    """
    Lift a status put by hand: from ends_on the derived status counts again.

    Lifted on the very day it was put, it never counted: it is taken back, and the history keeps it.

    :raises NotAllowed: if the actor may not steer the action
    """
    _steerable(override.action, actor)
    override = StatusOverride.objects.select_for_update(of=("self",)).get(pk=override.pk)
    if ends_on <= override.starts_on:
        erase(override, "status.restored", actor=actor, now=now, reason=reason)
    else:
        write_fields(override, "status.restored", {"ends_on": ends_on}, actor=actor, now=now, reason=reason)
