"""Reads of the room, by use case."""

from __future__ import annotations

from .acts import (
    ActInChain,
    VotedByAct,
    act_chain,
    voted_by_act,
)
from .budget import (
    BudgetTotals,
    PlanBudget,
    YearTotals,
    budget_by_year,
    budget_of_actions,
    budget_totals,
    plan_budget,
    without_act_in_force,
)
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
from .bundles import (
    plan_document,
)
from .calendar import (
    DatedStep,
    digest_of_token,
    feed_of,
    feed_owner,
    milestones_piloted_by,
    pilots_by_action,
    plan_steps,
    tasks_of,
    timeline_rows,
)
from .changes import (
    PolicyChange,
    count_policy_changes,
    policy_changes,
)
from .checks import (
    Lack,
    lacks_of,
)
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
from .comparison import (
    Comparison,
    Side,
    side_by_side,
)
from .dependencies import (
    Delayed,
    delayed_by_moving,
)
from .facts import (
    Citations,
    citations_of,
    shown_links,
    sources_with_counts,
)
from .feedback import (
    ServiceLevel,
    service_level,
)
from .history import (
    SinceAdoption,
    since_adoption,
)
from .plans import (
    LINEAGE_PARTS,
    actions_without_fate,
    current_plan,
    foreign_plans,
    lineage_links,
    plans_visible_to,
    readable_plans,
    shown_actions,
    shown_axes,
)
from .policies import (
    PolicyInPlan,
    policies_crossed,
)
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
from .search import (
    Found,
    public_addresses,
    search_policy,
    words_of,
)
from .statements import (
    Topic,
    topics,
)
from .status import (
    ShownStatus,
    statuses_of,
)

__all__ = [
    "LINEAGE_PARTS",
    "ActInChain",
    "ActionRow",
    "BudgetTotals",
    "Citations",
    "Comparison",
    "DatedStep",
    "Delayed",
    "Found",
    "Lack",
    "LateMilestone",
    "MilestoneRow",
    "PartHeld",
    "PlanBudget",
    "PolicyChange",
    "PolicyInPlan",
    "ServiceLevel",
    "ShownStatus",
    "Side",
    "SinceAdoption",
    "TaskToDo",
    "Topic",
    "VotedByAct",
    "YearTotals",
    "act_chain",
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
    "citations_of",
    "count_policy_changes",
    "current_plan",
    "declared_figures",
    "delayed_by_moving",
    "diff_of",
    "digest_of_token",
    "feed_of",
    "feed_owner",
    "feedback_delays",
    "foreign_plans",
    "known_communes",
    "lacks_of",
    "late_milestones",
    "lineage_links",
    "milestone_rows",
    "milestones_piloted_by",
    "open_tasks",
    "overrides_in_force",
    "pilot_of",
    "pilots_by_action",
    "plan_budget",
    "plan_document",
    "plan_steps",
    "plans_visible_to",
    "policies_crossed",
    "policy_changes",
    "public_addresses",
    "readable_plans",
    "search_policy",
    "service_level",
    "sheet_of",
    "shown_actions",
    "shown_axes",
    "shown_links",
    "side_by_side",
    "since_adoption",
    "sources_with_counts",
    "statuses_of",
    "task_to_finish",
    "tasks_of",
    "tasks_to_do",
    "timeline_of_acts",
    "timeline_rows",
    "topics",
    "undo_rows",
    "validated_items",
    "values_of",
    "voted_by_act",
    "waiting_feedback",
    "without_act_in_force",
    "words_of",
]
