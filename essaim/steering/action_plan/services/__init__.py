"""What people do to the policy's objects, by use case."""

from __future__ import annotations

from .acts import certify_act, create_act, repeal_act, vote_act
from .budget import write_budget_line
from .facts import add_item, cite_source, cross_policy, declare_figure, link_plans, state_wording
from .feedback import FeedbackTooFast, answer_feedback, assign_feedback, receive_feedback, set_feedback_aside
from .people import (
    PilotMissing,
    leave_action,
    name_person,
    name_stakeholder,
    set_communes,
    transfer_part,
)
from .plans import (
    FateMissing,
    add_action,
    add_axis,
    adopt_plan,
    close_plan,
    create_plan,
    drop_action,
    finish_action,
    move_action,
    open_action,
    reopen_action,
    start_plan,
    update_action,
)
from .progress import (
    DependencyCircle,
    add_dependency,
    add_milestone,
    add_task,
    move_milestone,
    move_task,
    override_status,
    reach_milestone,
    write_note,
)

__all__ = [
    "DependencyCircle",
    "FateMissing",
    "FeedbackTooFast",
    "PilotMissing",
    "add_action",
    "add_axis",
    "add_dependency",
    "add_item",
    "add_milestone",
    "add_task",
    "adopt_plan",
    "answer_feedback",
    "assign_feedback",
    "certify_act",
    "cite_source",
    "close_plan",
    "create_act",
    "create_plan",
    "cross_policy",
    "declare_figure",
    "drop_action",
    "finish_action",
    "leave_action",
    "link_plans",
    "move_action",
    "move_milestone",
    "move_task",
    "name_person",
    "name_stakeholder",
    "open_action",
    "override_status",
    "reach_milestone",
    "receive_feedback",
    "reopen_action",
    "repeal_act",
    "set_communes",
    "set_feedback_aside",
    "start_plan",
    "state_wording",
    "transfer_part",
    "update_action",
    "vote_act",
    "write_budget_line",
    "write_note",
]
