"""Sums of what was planned and voted, exact to the cent at every level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from essaim.steering.action_plan.models import Action, Axis, BudgetLine, Plan
from essaim.steering.action_plan.states import ActState


@dataclass(frozen=True, slots=True)
class BudgetTotals:
    """Cents planned and voted; committed and paid are known by funding, not here."""

    planned_cents: int = 0
    voted_cents: int = 0

    def __add__(self, other: BudgetTotals) -> BudgetTotals:
        """Add two totals."""
        return BudgetTotals(self.planned_cents + other.planned_cents, self.voted_cents + other.voted_cents)


def budget_totals(lines: QuerySet[BudgetLine]) -> BudgetTotals:
    """Add up lines."""
    sums = lines.aggregate(planned=Sum("planned_cents"), voted=Sum("voted_cents"))
    return BudgetTotals(sums["planned"] or 0, sums["voted"] or 0)


def budget_of_actions(plan: Plan) -> Mapping[int, BudgetTotals]:
    """Return the totals of each action of a plan that has lines, by its key, in one query."""
    rows = (
        BudgetLine.objects.filter(action__plan=plan)
        .order_by()
        .values("action_id")
        .annotate(planned=Sum("planned_cents"), voted=Sum("voted_cents"))
    )
    return {row["action_id"]: BudgetTotals(row["planned"], row["voted"]) for row in rows}


@dataclass(frozen=True, slots=True)
class YearTotals:
    """One year and section of a plan's budget."""

    year: int
    section: str
    totals: BudgetTotals


def budget_by_year(plan: Plan) -> list[YearTotals]:
    """Return the totals of a plan by year and section, in that order, in one query."""
    rows = (
        BudgetLine.objects.filter(action__plan=plan)
        .order_by("year", "section")
        .values("year", "section")
        .annotate(planned=Sum("planned_cents"), voted=Sum("voted_cents"))
    )
    return [YearTotals(row["year"], row["section"], BudgetTotals(row["planned"], row["voted"])) for row in rows]


@dataclass(frozen=True, slots=True)
class ActionBudget:
    """An action and the total of its lines."""

    action: Action
    totals: BudgetTotals


@dataclass(frozen=True, slots=True)
class AxisBudget:
    """An axis, its actions that have lines, and the total of these."""

    axis: Axis
    actions: tuple[ActionBudget, ...]
    totals: BudgetTotals


@dataclass(frozen=True, slots=True)
class PlanBudget:
    """The budget of a plan: axes, years and funders each add up to its totals, to the cent."""

    totals: BudgetTotals
    axes: tuple[AxisBudget, ...]
    years: tuple[YearTotals, ...]
    funders: tuple[tuple[str, BudgetTotals], ...]
    line_count: int


def plan_budget(plan: Plan) -> PlanBudget:
    """Return the budget of a plan by axis and action, by year and section, by funder, in five queries."""
    lines = BudgetLine.objects.filter(action__plan=plan)
    of_actions = budget_of_actions(plan)
    actions = list(plan.actions.filter(pk__in=of_actions).select_related("plan").order_by("number"))
    axes = []
    for axis in plan.axes.order_by("number"):
        rows = tuple(ActionBudget(row, of_actions[row.pk]) for row in actions if row.axis_id == axis.pk)
        axes.append(AxisBudget(axis, rows, sum((row.totals for row in rows), BudgetTotals())))
    funders = lines.order_by("funder").values("funder").annotate(planned=Sum("planned_cents"), voted=Sum("voted_cents"))
    return PlanBudget(
        totals=sum((axis.totals for axis in axes), BudgetTotals()),
        axes=tuple(axes),
        years=tuple(budget_by_year(plan)),
        funders=tuple((row["funder"], BudgetTotals(row["planned"], row["voted"])) for row in funders),
        line_count=lines.count(),
    )


def without_act_in_force(lines: QuerySet[BudgetLine]) -> QuerySet[BudgetLine]:
    """Keep the lines that say something was voted, but name no act, or one that does not apply."""
    return lines.exclude(voted_cents=0).filter(
        Q(act__isnull=True) | Q(act__state__in=[ActState.DRAFT, ActState.REPEALED])
    )
