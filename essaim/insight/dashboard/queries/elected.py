"""The page of an elected official: the plan in a sentence, five figures, what is late and why, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from essaim.insight.dashboard.queries.communes import CommuneRow, commune_rows
from essaim.insight.dashboard.queries.heard import Answered, answered_of
from essaim.insight.dashboard.queries.officer import Money, money_of
from essaim.insight.dashboard.queries.plan_state import PlanState
from essaim.steering.action_plan.queries import (
    ActionRow,
    MilestoneRow,
    answered_feedback,
    feedback_delays,
    waiting_feedback,
)
from essaim.steering.action_plan.states import ActionStatus, PersonRole

if TYPE_CHECKING:
    from essaim.foundations.accounts.models import User
    from essaim.steering.action_plan.models import Feedback, Plan

NEXT_SHOWN = 5
ANSWERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Questions:
    """Residents' questions: how many wait, how many are past the day promised, the latest answers, the usual delay in days."""

    waiting: tuple[Feedback, ...]
    overdue_count: int
    answers: tuple[Feedback, ...]
    median_days: int | None


@dataclass(frozen=True, slots=True)
class ElectedPage:
    """All the page shows."""

    state: PlanState
    going_well: tuple[ActionRow, ...]
    next_milestones: tuple[MilestoneRow, ...]
    mine: tuple[ActionRow, ...]
    money: Money
    communes: tuple[CommuneRow, ...]
    questions: Questions
    answered: tuple[Answered, ...]

    @property
    def present_communes(self) -> tuple[CommuneRow, ...]:
        """The communes that an action names."""
        return tuple(row for row in self.communes if not row.is_absent)


def elected_page(person: User, plan: Plan, *, today: date) -> ElectedPage:
    """Put the page together for a person and a plan."""
    state = PlanState(plan, today=today, shows_names=True)
    waiting = tuple(waiting_feedback())
    return ElectedPage(
        state=state,
        going_well=tuple(
            row for row in state.actions if row.status.value in {ActionStatus.DONE, ActionStatus.ON_TRACK}
        ),
        next_milestones=tuple(state.milestones_to_come[:NEXT_SHOWN]),
        mine=tuple(row for row in state.actions if row.is_held_by(person.pk, PersonRole.ELECTED_REFERENT)),
        money=money_of(state),
        communes=tuple(commune_rows(state.actions, today=today)),
        questions=Questions(
            waiting=waiting,
            overdue_count=sum(row.answer_due_on < today for row in waiting),
            answers=tuple(answered_feedback()[:ANSWERS_SHOWN]),
            median_days=feedback_delays(),
        ),
        answered=answered_of(plan, person),
    )
