"""What each source is cited for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.permissions import is_staff_member
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
from essaim.steering.action_plan.models.figures import DeclaredFigureQuerySet

from .acts import acts_visible_to
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


def figures_visible_to(person: User | AnonymousUser) -> DeclaredFigureQuerySet:
    """Return the declared figures that a person may read: those of a draft are for the team."""
    figures: DeclaredFigureQuerySet = (
        DeclaredFigure.objects.own() if is_staff_member(person) else DeclaredFigure.objects.public()
    )
    return figures.select_related("source", "plan", "action__plan")


def readable_figures(person: User | AnonymousUser) -> DeclaredFigureQuerySet:
    """Return every figure whose page a person may open: to the team, those that came with other plans too."""
    if is_staff_member(person):
        return DeclaredFigure.objects.select_related("source", "plan", "action__plan")
    return figures_visible_to(person)


def readable_sources(person: User | AnonymousUser) -> QuerySet[Source]:
    """Return every source whose page a person may open: to the team, those that came with other plans too."""
    return Source.objects.all() if is_staff_member(person) else Source.objects.own()


def readable_links(plan: Plan, person: User | AnonymousUser) -> QuerySet[Lineage]:
    """Return the links that start from a plan or lead to it, and that a person may read."""
    touching = Q()
    for part in LINEAGE_PARTS:
        touching |= Q(**{f"{part}__plan": plan})
    # A plan that came from elsewhere has only links inside itself.
    links = lineage_links() if plan.is_foreign else shown_links(person)
    return links.filter(touching)


def _statements_visible_to(person: User | AnonymousUser) -> QuerySet[Statement]:
    about, plans = Q(act__in=acts_visible_to(person).values("pk")), plans_visible_to(person).values("pk")
    for subject in ("plan", "axis__plan", "action__plan"):
        about |= Q(**{f"{subject}__in": plans})
    return Statement.objects.filter(about)


def _citing(person: User | AnonymousUser) -> dict[str, QuerySet[Any]]:
    """Return, by the name of their part in Citations, the rows a person may read that name a source."""
    plans = plans_visible_to(person)
    keys = plans.values("pk")
    return {
        "acts": acts_visible_to(person),
        "plans": plans,
        "axes": Axis.objects.filter(plan__in=keys).select_related("plan"),
        "actions": Action.objects.filter(plan__in=keys).select_related("plan"),
        "items": PlanItem.objects.filter(plan__in=keys).select_related("plan"),
        "statements": _statements_visible_to(person).select_related("act", "plan", "axis__plan", "action__plan"),
        "figures": figures_visible_to(person),
        "crossings": PolicyCrossing.objects.filter(plan__in=keys).select_related("policy", "plan", "action"),
        "links": shown_links(person),
    }


def citations_of(source: Source, person: User | AnonymousUser) -> Citations:
    """Return what names a source, in nine queries whatever their number."""
    return Citations(**{name: tuple(rows.filter(source=source)) for name, rows in _citing(person).items()})


def sources_with_counts(person: User | AnonymousUser) -> QuerySet[Source]:
    """Return our own sources with citation_count, the number of rows a person may read that name each, in one query."""
    counts = [
        Coalesce(
            Subquery(
                rows.filter(source=OuterRef("pk"))
                .order_by()
                .values("source")
                .annotate(found=Count("pk", distinct=True))
                .values("found")
            ),
            0,
        )
        for rows in _citing(person).values()
    ]
    return Source.objects.own().annotate(citation_count=sum(counts[1:], counts[0]))


def shown_links(person: User | AnonymousUser) -> QuerySet[Lineage]:
    """Return the links between our own plans that a person may read: both their ends belong to such plans."""
    plans = plans_visible_to(person).own().values("pk")
    links = lineage_links()
    for part in LINEAGE_PARTS:
        links = links.filter(Q(**{f"{part}__isnull": True}) | Q(**{f"{part}__plan_id__in": plans}))
    return links
