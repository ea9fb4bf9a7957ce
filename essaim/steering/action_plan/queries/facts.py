"""What each source is cited for."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from essaim.foundations.accounts.models import User
from essaim.steering.action_plan.models import (
    Act,
    Action,
    Axis,
    DeclaredFigure,
    Lineage,
    Plan,
    PlanItem,
    PolicyCrossing,
    Source,
    Statement,
)

from .plans import LINEAGE_PARTS, lineage_links, plans_visible_to


@dataclass(frozen=True, slots=True)
class Citations:
    """All that names one source, of what a person may read."""

    acts: tuple[Act, ...]
    plans: tuple[Plan, ...]
    axes: tuple[Axis, ...]
    actions: tuple[Action, ...]
    items: tuple[PlanItem, ...]
    statements: tuple[Statement, ...]
    figures: tuple[DeclaredFigure, ...]
    crossings: tuple[PolicyCrossing, ...]
    links: tuple[Lineage, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return sum(len(getattr(self, name)) for name in self.__slots__)


def citations_of(source: Source, person: User | AnonymousUser) -> Citations:
    """Return what names a source, in nine queries whatever their number."""
    plans = plans_visible_to(person)
    statements = Statement.objects.filter(source=source).select_related("act", "plan", "axis__plan", "action__plan")
    return Citations(
        acts=tuple(Act.objects.filter(source=source)),
        plans=tuple(plans.filter(source=source)),
        axes=tuple(Axis.objects.filter(source=source, plan__in=plans).select_related("plan")),
        actions=tuple(Action.objects.filter(source=source, plan__in=plans).select_related("plan")),
        items=tuple(PlanItem.objects.filter(source=source, plan__in=plans).select_related("plan")),
        statements=tuple(row for row in statements if _is_readable(row, frozenset(plan.pk for plan in plans))),
        figures=tuple(DeclaredFigure.objects.filter(source=source)),
        crossings=tuple(
            PolicyCrossing.objects.filter(source=source, plan__in=plans).select_related("policy", "plan", "action")
        ),
        links=tuple(shown_links(person).filter(source=source)),
    )


def _is_readable(row: Statement, plans: frozenset[int]) -> bool:
    if row.act_id is not None:
        return True
    plan = row.plan_id or (row.axis.plan_id if row.axis else None) or (row.action.plan_id if row.action else None)
    return plan in plans


CITING = (Act, Plan, Axis, Action, PlanItem, Statement, DeclaredFigure, PolicyCrossing, Lineage)


def sources_with_counts() -> QuerySet[Source]:
    """Return our own sources with citation_count, the number of rows that name each, in one query."""
    counts = [
        Coalesce(
            Subquery(
                model._default_manager.filter(source=OuterRef("pk"))
                .order_by()
                .values("source")
                .annotate(found=Count("pk"))
                .values("found")
            ),
            0,
        )
        for model in CITING
    ]
    return Source.objects.own().annotate(citation_count=sum(counts[1:], counts[0]))


def shown_links(person: User | AnonymousUser) -> QuerySet[Lineage]:
    """Return the links between our own plans that a person may read: both their ends belong to such plans."""
    plans = plans_visible_to(person).own().values("pk")
    links = lineage_links()
    for part in LINEAGE_PARTS:
        links = links.filter(Q(**{f"{part}__isnull": True}) | Q(**{f"{part}__plan_id__in": plans}))
    return links
