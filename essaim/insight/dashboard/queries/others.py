"""What an evaluator reads: the evidence there is on a plan, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from essaim.steering.action_plan.queries import (
    ActionRow,
    actions_without_fate,
    declared_figures,
    lineage_links,
    overrides_in_force,
)
from essaim.steering.action_plan.states import ActionStatus, Certainty

if TYPE_CHECKING:
    from essaim.insight.dashboard.queries.plan_state import PlanState
    from essaim.steering.action_plan.models import DeclaredFigure, StatusOverride


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    What an evaluation of a plan can rest on today, and what it cannot.

    without_evidence: actions with neither milestone nor task.
    to_confirm_count: links between plans that the authority has not confirmed.
    without_fate_count: open actions that no later plan takes up.
    """

    without_evidence: tuple[ActionRow, ...]
    overrides: tuple[StatusOverride, ...]
    figures: tuple[DeclaredFigure, ...]
    to_confirm_count: int
    without_fate_count: int


def evidence_of(state: PlanState) -> Evidence:
    """Gather the evidence on a plan."""
    plan = state.plan
    return Evidence(
        without_evidence=tuple(row for row in state.actions if row.status.verdict.status == ActionStatus.NO_DATA),
        overrides=tuple(overrides_in_force(plan, today=state.today)),
        figures=tuple(declared_figures(plan)),
        to_confirm_count=lineage_links([plan]).filter(certainty=Certainty.TO_CONFIRM).count(),
        without_fate_count=actions_without_fate(plan).count(),
    )
