"""Plans as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Prefetch, Q, QuerySet, When

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.steering.action_plan.models import Action, Axis, Lineage, PersonInAction, Plan, PlanItem
from essaim.steering.action_plan.models.plans import PlanQuerySet
from essaim.steering.action_plan.states import ActionState, PersonRole, PlanState

from .status import ShownStatus, statuses_of


def plans_visible_to(person: User | AnonymousUser) -> PlanQuerySet:
    """Return the authority's own plans that a person may read, latest first."""
    plans: PlanQuerySet = Plan.objects.select_related("founding_act", "source")
    return plans.own() if is_staff_member(person) else plans.public()


def readable_plans(person: User | AnonymousUser) -> PlanQuerySet:
    """Return every plan whose page a person may open: to the team, those of other authorities that are not withdrawn too."""
    plans: PlanQuerySet = Plan.objects.select_related("founding_act", "source", "import_record")
    return plans.shown() if is_staff_member(person) else plans.public()


def foreign_plans() -> QuerySet[Plan]:
    """Return the plans that were imported from other instances, withdrawn ones too, by authority, latest first."""
    plans = Plan.objects.exclude(origin_siren="").select_related("import_record", "source", "founding_act")
    return plans.order_by("origin_name", "-starts_on")


def current_plan(*, today: date) -> Plan | None:
    """
    Return the plan to show first on a day; None before the first plan starts.

    - The plan adopted or in force whose period holds the day; the latest, if several do.
    - Else the last plan that was voted, even ended or closed: on the first of January an officer still has its actions
      to report on and to close, and the public still asks what became of them. Pages mark it as ended
      (Plan.has_ended), and it gives way on the very day the next one starts.

    A draft is never shown so, nor a plan adopted whose period is still to come.
    """
    running = Q(state__in=[PlanState.IN_FORCE, PlanState.ADOPTED], ends_on__gt=today)
    return (
        Plan.objects.public()
        .select_related("founding_act", "source")
        .filter(starts_on__lte=today)
        .order_by(Case(When(running, then=0), default=1), "-starts_on", "-pk")
        .first()
    )


@dataclass(frozen=True, slots=True)
class ShownAction:
    """An action with its status, the part of its pilot and how far its milestones are."""

    action: Action
    status: ShownStatus
    pilot: PersonInAction | None
    milestones_done: int
    milestones_total: int


@dataclass(frozen=True, slots=True)
class ShownAxis:
    """An axis with its actions and its items."""

    axis: Axis
    actions: tuple[ShownAction, ...]
    items: tuple[PlanItem, ...]


def shown_actions(actions: QuerySet[Action], *, today: date) -> list[ShownAction]:
    """Return actions with status and pilot, in the order of their numbers."""
    pilots = PersonInAction.objects.filter(role=PersonRole.PILOT, ends_on__isnull=True).select_related("person")
    found = list(
        actions.select_related("axis", "source", "plan", "parent__plan")
        .prefetch_related(Prefetch("people", queryset=pilots, to_attr="current_pilots"))
        .order_by("plan_id", "number")
    )
    statuses = statuses_of(found, today=today)
    return [
        ShownAction(
            action,
            statuses[action.pk],
            action.current_pilots[0] if action.current_pilots else None,
            statuses[action.pk].verdict.evidence.milestone_done_count,
            statuses[action.pk].verdict.evidence.milestone_count,
        )
        for action in found
    ]


def shown_axes(plan: Plan, *, today: date) -> list[ShownAxis]:
    """Return the axes of a plan with their actions and items, in a number of queries that does not grow."""
    actions = shown_actions(plan.actions.all(), today=today)
    items = list(plan.items.select_related("source").order_by("pk"))
    return [
        ShownAxis(
            axis,
            tuple(shown for shown in actions if shown.action.axis_id == axis.pk),
            tuple(item for item in items if item.axis_id == axis.pk),
        )
        for axis in plan.axes.select_related("source").prefetch_related("statements__source")
    ]


def actions_without_fate(plan: Plan) -> QuerySet[Action]:
    """Return the actions of a plan that neither ended nor are continued, merged or split by a later plan."""
    return plan.actions.filter(state__in=[ActionState.PROPOSED, ActionState.OPEN], heirs__isnull=True)


LINEAGE_PARTS = ("from_axis", "from_action", "from_item", "to_axis", "to_action", "to_item")


def lineage_links(plans: Sequence[Plan] | None = None) -> QuerySet[Lineage]:
    """Return the links between plans with both ends, oldest plan first; of some plans only, if given."""
    links = Lineage.objects.select_related("source", *(f"{part}__plan" for part in LINEAGE_PARTS))
    if plans is not None:
        keys = [plan.pk for plan in plans]
        matching = Lineage.objects.none()
        for part in LINEAGE_PARTS:
            matching = matching | Lineage.objects.filter(**{f"{part}__plan_id__in": keys})
        links = links.filter(pk__in=matching.values("pk"))
    return links.order_by("pk")
