"""Reads of the room, by use case."""

from __future__ import annotations

from .budget import BudgetTotals, budget_by_year, budget_of_actions, budget_totals
from .bulk import actions_with_values, can_still_undo, diff_of, known_communes, pilot_of, sheet_of, undo_rows, values_of
from .bundles import plan_document
from .changes import PolicyChange, count_policy_changes, policy_changes
from .cockpit import (
    LateMilestone,
    TaskToDo,
    actions_by_commune,
    answered_feedback,
    declared_figures,
    feedback_delays,
    late_milestones,
    open_tasks,
    task_to_finish,
    tasks_to_do,
    timeline_of_acts,
    validated_items,
    waiting_feedback,
)
from .plans import actions_without_fate, current_plan, lineage_links, plans_visible_to, shown_actions, shown_axes
from .portfolio import (
    ActionRow,
    MilestoneRow,
    PartHeld,
    action_rows,
    budget_by_axis,
    budget_lines,
    milestone_rows,
    overrides_in_force,
)
from .search import Found, public_addresses, search_policy, words_of
from .status import ShownStatus, statuses_of

__all__ = [
    "ActionRow",
    "BudgetTotals",
    "Found",
    "LateMilestone",
    "MilestoneRow",
    "PartHeld",
    "PolicyChange",
    "ShownStatus",
    "TaskToDo",
    "action_rows",
    "actions_by_commune",
    "actions_with_values",
    "actions_without_fate",
    "answered_feedback",
    "budget_by_axis",
    "budget_by_year",
    "budget_lines",
    "budget_of_actions",
    "budget_totals",
    "can_still_undo",
    "count_policy_changes",
    "current_plan",
    "declared_figures",
    "diff_of",
    "feedback_delays",
    "known_communes",
    "late_milestones",
    "lineage_links",
    "milestone_rows",
    "open_tasks",
    "overrides_in_force",
    "pilot_of",
    "plan_document",
    "plans_visible_to",
    "policy_changes",
    "public_addresses",
    "search_policy",
    "sheet_of",
    "shown_actions",
    "shown_axes",
    "statuses_of",
    "task_to_finish",
    "tasks_to_do",
    "timeline_of_acts",
    "undo_rows",
    "validated_items",
    "values_of",
    "waiting_feedback",
    "words_of",
]
