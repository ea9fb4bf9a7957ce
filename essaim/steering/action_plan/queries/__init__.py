"""Reads of the room, by use case."""

from __future__ import annotations

from .budget import BudgetTotals, budget_by_year, budget_of_actions, budget_totals
from .bulk import (
    actions_with_values,
    can_still_undo,
    diff_of,
    known_communes,
    pilot_of,
    sheet_of,
    undo_rows,
    values_of,
)
from .cockpit import (
    LateMilestone,
    TaskToDo,
    actions_by_commune,
    feedback_delays,
    late_milestones,
    tasks_to_do,
    waiting_feedback,
)
from .plans import (
    actions_without_fate,
    current_plan,
    lineage_links,
    plans_visible_to,
    shown_actions,
    shown_axes,
)
from .status import ShownStatus, statuses_of

__all__ = [
    "BudgetTotals",
    "LateMilestone",
    "ShownStatus",
    "TaskToDo",
    "actions_by_commune",
    "actions_with_values",
    "actions_without_fate",
    "budget_by_year",
    "budget_of_actions",
    "budget_totals",
    "can_still_undo",
    "current_plan",
    "diff_of",
    "feedback_delays",
    "known_communes",
    "late_milestones",
    "lineage_links",
    "pilot_of",
    "plans_visible_to",
    "sheet_of",
    "shown_actions",
    "shown_axes",
    "statuses_of",
    "tasks_to_do",
    "undo_rows",
    "values_of",
    "waiting_feedback",
]
