"""Sums of what was planned and voted, exact to the cent at every level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from essaim.steering.action_plan.models import BudgetLine, Plan


@dataclass(frozen=True, slots=True)
class BudgetTotals:
    """Cents planned and voted; committed and paid are known by funding, not here."""

    planned_cents: int = 0
    voted_cents: int = 0


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
