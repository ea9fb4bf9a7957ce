"""What the public pages show, put together from the reads of the rooms below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from essaim.foundations.territory.queries import ShownCommune, ShownZone, authority, communes, territoires
from essaim.insight.dashboard.queries.officer import Money, money_of
from essaim.insight.dashboard.queries.plan_state import PlanState, plan_asked
from essaim.steering.action_plan.queries import (
    ActionRow,
    PartHeld,
    PolicyChange,
    declared_figures,
    plans_visible_to,
    policy_changes,
    timeline_of_acts,
)
from essaim.steering.action_plan.states import PersonRole

if TYPE_CHECKING:
    from essaim.foundations.territory.queries import ShownAuthority
    from essaim.steering.action_plan.models import Act, DeclaredFigure, Plan

PUBLIC = AnonymousUser()
CHANGES_ON_HOME = 5
FIGURES_ON_HOME = 6
CHANGES_READ_MAX = 200


@dataclass(frozen=True, slots=True)
class TimelineAct:
    """An act and the plan it founded, if it founded one."""

    act: Act
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Territoire:
    """A zone of the authority: how many communes, how many people, how many actions of the plan name one of its communes."""

    zone: ShownZone
    commune_count: int
    action_count: int


@dataclass(frozen=True, slots=True)
class Home:
    """All the home shows; state is None before the first plan is published."""

    authority: ShownAuthority | None
    state: PlanState | None
    money: Money | None
    timeline: tuple[TimelineAct, ...]
    figures: tuple[DeclaredFigure, ...]
    territoires: tuple[Territoire, ...]
    communes: tuple[ShownCommune, ...]
    changes: tuple[PolicyChange, ...]
    referents: tuple[PartHeld, ...]
    plans: tuple[Plan, ...]

    @property
    def place(self) -> str:
        """The name of the authority as sentences use it, or nothing before it is set up."""
        return self.authority.name if self.authority else ""


def home_page(*, today: date) -> Home:
    """Put the home together, as somebody without an account reads it."""
    plan = plan_asked(PUBLIC, "", today=today)
    state = PlanState(plan, today=today) if plan is not None else None
    actions = state.actions if state is not None else []
    plans = tuple(plans_visible_to(PUBLIC))
    founded = {found.founding_act_id: found for found in plans}
    return Home(
        authority=authority(today=today),
        state=state,
        money=money_of(state) if state is not None else None,
        timeline=tuple(TimelineAct(act, founded.get(act.pk)) for act in timeline_of_acts()),
        figures=figures_to_show(plan),
        territoires=_territoires(actions, today),
        communes=tuple(communes(today=today)),
        changes=public_changes(limit=CHANGES_ON_HOME),
        referents=_referents(actions),
        plans=plans,
    )


def figures_to_show(plan: Plan | None) -> tuple[DeclaredFigure, ...]:
    """Choose the figures of the home: those of the plan first, then those of no plan, then the others, as they were entered."""
    found = list(declared_figures())
    key = plan.pk if plan is not None else None
    found.sort(key=lambda figure: (figure.plan_id != key, figure.plan_id is not None, figure.pk))
    return tuple(found[:FIGURES_ON_HOME])


def public_changes(*, limit: int) -> tuple[PolicyChange, ...]:
    """Return the latest changes everybody may read, at most limit of them."""
    return tuple(policy_changes(public_only=True, limit=CHANGES_READ_MAX)[:limit])


def _referents(actions: Sequence[ActionRow]) -> tuple[PartHeld, ...]:
    """Return the elected referents of the actions, each once."""
    found = {
        part.person_id: part for action in actions for part in action.parts if part.role == PersonRole.ELECTED_REFERENT
    }
    return tuple(sorted(found.values(), key=lambda part: part.name))


def _territoires(actions: Sequence[ActionRow], today: date) -> tuple[Territoire, ...]:
    return tuple(
        Territoire(
            zone,
            len(zone.commune_codes),
            sum(bool(set(zone.commune_codes) & set(action.commune_codes)) for action in actions),
        )
        for zone in territoires(today=today)
    )
