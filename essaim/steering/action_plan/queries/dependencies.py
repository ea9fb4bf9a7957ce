"""What moving a milestone would do to those that wait for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from essaim.steering.action_plan.models import Dependency, Milestone
from essaim.steering.action_plan.schedule import Step, newly_late


@dataclass(frozen=True, slots=True)
class Delayed:
    """A milestone that would be late, or later: the day it was expected, the day it would be, and how late that is."""

    milestone: Milestone
    due_on: date
    expected_before: date | None
    expected_after: date | None
    delay_days: int


def delayed_by_moving(milestone: Milestone, *, due_on: date, today: date) -> list[Delayed]:
    """List the milestones that become late, or later, if one is moved to another day, in two queries."""
    needs: dict[int, list[int]] = {}
    for waiting, needed in Dependency.objects.values_list("milestone_id", "needs_id"):
        needs.setdefault(waiting, []).append(needed)
    keys = {milestone.pk, *needs, *(key for found in needs.values() for key in found)}
    rows = {row.pk: row for row in Milestone.objects.filter(pk__in=keys).select_related("action__plan", "action__axis")}
    steps = [Step(row.pk, row.due_on, row.done_on, tuple(needs.get(row.pk, ()))) for row in rows.values()]
    late = newly_late(steps, moved=milestone.pk, due_on=due_on, today=today)
    found = [
        Delayed(rows[after.key], rows[after.key].due_on, before.expected_on, after.expected_on, after.delay_days)  # type: ignore[index]
        for before, after in late
    ]
    return sorted(found, key=lambda row: (row.due_on, row.milestone.pk))
