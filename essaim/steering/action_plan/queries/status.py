"""The status of actions on a day: derived by the rule, with what a person put over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from essaim.steering.action_plan.models import Action, Dependency, Milestone, StatusOverride, Task
from essaim.steering.action_plan.states import STATUS_LOOK, ActionState, ActionStatus, TaskState
from essaim.steering.action_plan.status_rule import Evidence, Verdict, derive


@dataclass(frozen=True, slots=True)
class ShownStatus:
    """Both values: what the rule derives, and what a person put over it until a date, if anybody did."""

    verdict: Verdict
    override: StatusOverride | None

    @property
    def value(self) -> ActionStatus:
        """The status that counts: the override while it lasts, else the derived one."""
        return ActionStatus(self.override.status) if self.override else self.verdict.status

    @property
    def label(self) -> str:
        """Its words."""
        return str(self.value.label)

    @property
    def look(self) -> str:
        """Its look in the kit: good, warn, bad, info, or none."""
        return STATUS_LOOK[self.value]


def statuses_of(actions: Iterable[Action], *, today: date) -> Mapping[int, ShownStatus]:
    """Return the status of each action by its key, in four queries whatever their number."""
    found = list(actions)
    keys = [action.pk for action in found]
    milestones: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in Milestone.objects.filter(action_id__in=keys):
        milestones[milestone.action_id].append(milestone)
    tasks: dict[int, list[Task]] = defaultdict(list)
    for task in Task.objects.filter(action_id__in=keys).exclude(state=TaskState.CANCELLED):
        tasks[task.action_id].append(task)
    late_needs = set(
        Dependency.objects.filter(
            milestone__action_id__in=keys, needs__done_on__isnull=True, needs__due_on__lt=today
        ).values_list("milestone_id", flat=True)
    )
    overrides: dict[int, StatusOverride] = {}
    in_force = StatusOverride.objects.filter(action_id__in=keys, starts_on__lte=today, ends_on__gt=today)
    for override in in_force.select_related("author").order_by("starts_on", "pk"):
        overrides[override.action_id] = override
    return {
        action.pk: ShownStatus(
            derive(_evidence(action, milestones[action.pk], tasks[action.pk], late_needs, today)),
            overrides.get(action.pk),
        )
        for action in found
    }


def _evidence(
    action: Action, milestones: list[Milestone], tasks: list[Task], late_needs: set[int], today: date
) -> Evidence:
    late = [step for step in milestones if step.done_on is None and step.due_on < today]
    threatened = [
        step for step in milestones if step.done_on is None and step.due_on >= today and step.pk in late_needs
    ]
    is_done_somewhere = any(step.done_on for step in milestones) or any(task.state == TaskState.DONE for task in tasks)
    return Evidence(
        is_ended=action.state == ActionState.DONE,
        milestone_count=len(milestones),
        milestone_done_count=sum(step.done_on is not None for step in milestones),
        milestone_late_count=len(late),
        milestone_threatened_count=len(threatened),
        task_count=len(tasks),
        task_late_count=sum(task.state == TaskState.TO_DO and task.due_on < today for task in tasks),
        has_started=is_done_somewhere or bool(late),
    )
