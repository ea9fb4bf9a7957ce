"""The other policies that the plans cross: how many actions of each plan, and their euros."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from essaim.foundations.accounts.models import User
from essaim.steering.action_plan.models import Action, BudgetLine, Plan, Policy, PolicyCrossing

from .budget import BudgetTotals
from .plans import plans_visible_to


@dataclass(frozen=True, slots=True)
class PolicyInPlan:
    """
    What a plan has with another policy.

    crossings: what the sources say, on the whole plan or on an action.
    actions: the actions that cross it, in the order of their numbers.
    totals: the budget of these actions. An action that crosses two policies counts whole for both, so that sums over
        policies exceed the plan's budget.
    """

    policy: Policy
    plan: Plan
    crossings: tuple[PolicyCrossing, ...]
    actions: tuple[Action, ...]
    totals: BudgetTotals

    @property
    def is_of_the_whole_plan(self) -> bool:
        """Tell whether a source says it of the plan as a whole."""
        return any(crossing.action_id is None for crossing in self.crossings)


def policies_crossed(person: User | AnonymousUser, *, policy: Policy | None = None) -> list[PolicyInPlan]:
    """
    Return what each plan a person may read has with each policy, by policy then by plan, latest first, in four queries.

    :param policy: only this one, if given
    """
    plans = {plan.pk: plan for plan in plans_visible_to(person)}
    rows = PolicyCrossing.objects.filter(plan_id__in=plans).select_related("policy", "source", "action__plan")
    if policy is not None:
        rows = rows.filter(policy=policy)
    grouped: dict[tuple[int, int], list[PolicyCrossing]] = defaultdict(list)
    for row in rows.order_by("policy__name", "action__number", "pk"):
        grouped[row.policy_id, row.plan_id].append(row)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    lines = BudgetLine.objects.filter(action_id__in=rows.order_by().values("action_id"))
    for action_id, planned, voted in lines.order_by().values_list("action_id", "planned_cents", "voted_cents"):
        sums[action_id][0] += planned
        sums[action_id][1] += voted
    found = []
    for (_policy_id, plan_id), crossings in grouped.items():
        actions = tuple(crossing.action for crossing in crossings if crossing.action is not None)
        totals = BudgetTotals(
            sum(sums[action.pk][0] for action in actions), sum(sums[action.pk][1] for action in actions)
        )
        found.append(PolicyInPlan(crossings[0].policy, plans[plan_id], tuple(crossings), actions, totals))
    return sorted(found, key=lambda row: (row.policy.name, -row.plan.starts_on.toordinal()))
