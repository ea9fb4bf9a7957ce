"""Acts in the order of time, with what each founded and voted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Sum

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.steering.action_plan.models import Act, Action, BudgetLine, Plan
from essaim.steering.action_plan.models.acts import ActQuerySet

from .budget import BudgetTotals
from .plans import plans_visible_to


def acts_visible_to(person: User | AnonymousUser) -> ActQuerySet:
    """Return the authority's own acts that a person may read, in the order of time: drafts are for the team."""
    acts: ActQuerySet = Act.objects.own() if is_staff_member(person) else Act.objects.public()
    return acts.select_related("source", "replaces").in_time()


def readable_acts(person: User | AnonymousUser) -> ActQuerySet:
    """Return every act whose page a person may open: to the team, those that came with other plans too."""
    acts: ActQuerySet = Act.objects.all() if is_staff_member(person) else Act.objects.public()
    return acts.select_related("source", "replaces").in_time()


@dataclass(frozen=True, slots=True)
class VotedByAct:
    """What an act voted for one action, in cents, all lines and corrections added up."""

    action: Action
    totals: BudgetTotals


@dataclass(frozen=True, slots=True)
class ActInChain:
    """An act with the plans it founded, what it voted over all actions, and the acts that take over from it."""

    act: Act
    plans: tuple[Plan, ...]
    voted: BudgetTotals
    replaced_by: tuple[Act, ...]


def act_chain(person: User | AnonymousUser) -> list[ActInChain]:
    """
    Return our own acts that a person may read from the first to the latest, in a number of queries that does not grow.

    An act whose vote has no known day is placed by its certification; one without any day comes last.
    """
    acts = list(acts_visible_to(person))
    founded = _by_act(plans_visible_to(person).own().filter(founding_act__isnull=False).order_by("starts_on"))
    sums = {
        row["act_id"]: BudgetTotals(row["planned"], row["voted"])
        for row in BudgetLine.objects.filter(act__isnull=False, action__plan__in=plans_visible_to(person))
        .order_by()
        .values("act_id")
        .annotate(planned=Sum("planned_cents"), voted=Sum("voted_cents"))
    }
    later: dict[int, list[Act]] = defaultdict(list)
    for act in acts:
        if act.replaces_id is not None:
            later[act.replaces_id].append(act)
    return [
        ActInChain(act, tuple(founded[act.pk]), sums.get(act.pk, BudgetTotals()), tuple(later[act.pk])) for act in acts
    ]


def _by_act(plans: Iterable[Plan]) -> dict[int, list[Plan]]:
    found: dict[int, list[Plan]] = defaultdict(list)
    for plan in plans:
        if plan.founding_act_id is not None:
            found[plan.founding_act_id].append(plan)
    return found


def voted_by_act(act: Act, person: User | AnonymousUser) -> list[VotedByAct]:
    """Return what an act voted for each action of the plans a person may read, by plan and number, in two queries."""
    rows = (
        BudgetLine.objects.filter(act=act, action__plan__in=plans_visible_to(person))
        .order_by()
        .values("action_id")
        .annotate(planned=Sum("planned_cents"), voted=Sum("voted_cents"))
    )
    sums = {row["action_id"]: BudgetTotals(row["planned"], row["voted"]) for row in rows}
    actions = Action.objects.filter(pk__in=sums).select_related("plan").order_by("plan__starts_on", "number")
    return [VotedByAct(action, sums[action.pk]) for action in actions]
