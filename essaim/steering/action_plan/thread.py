"""The policy's part of the thread: an act founds a plan, which has axes, which have actions; each plan follows another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import product
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from essaim.foundations.primitives.identifiers import row_numbers
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.thread import Bead, Kind, Strand, add_kind, add_strand

from . import queries
from .models import Action, ActionGathering, Axis, BudgetLine, Lineage, Plan, PlanItem

# What each end of a link between plans is called on the thread.
ENDS = {"axis": "axis", "action": "action", "item": "plan_item"}


def register_thread() -> None:
    """Name what the room holds, and how it follows."""
    add_kind(Kind("act", _("acts"), 50, _acts))
    add_kind(Kind("plan", _("plans"), 55, _plans))
    add_kind(Kind("axis", _("axes"), 57, _axes))
    add_kind(Kind("plan_item", _("items of a plan"), 58, _items))
    add_kind(Kind("action", _("actions"), 60, _actions))
    add_strand(Strand("event", "action", ActionGathering.objects.all, "event__slug", "action_id"))
    add_strand(Strand("act", "plan", Plan.objects.all, "founding_act__key", "slug"))
    add_strand(Strand("act", "action", BudgetLine.objects.all, "act__key", "action_id"))
    add_strand(Strand("plan", "axis", Axis.objects.all, "plan__slug", "pk"))
    add_strand(Strand("plan", "plan_item", _items_without_axis, "plan__slug", "pk"))
    add_strand(Strand("axis", "action", Action.objects.all, "axis_id", "pk"))
    add_strand(Strand("axis", "plan_item", PlanItem.objects.all, "axis_id", "pk"))
    for before, after in product(ENDS, ENDS):
        add_strand(Strand(ENDS[before], ENDS[after], Lineage.objects.all, f"from_{before}_id", f"to_{after}_id"))


def _items_without_axis() -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(axis__isnull=True)


def _acts(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    for row in queries.acts_visible_to(person).filter(key__in=keys):
        certified = day_in_words(row.certified_on) if row.certified_on else ""
        yield Bead(
            "act",
            row.key,
            str(row),
            row.get_absolute_url(),
            state=row.get_state_display(),
            when=row.voted_in_words if row.voted_on else certified,
            dated=row.voted_on or row.certified_on,
            source=str(row.source),
        )


def _plans(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    for row in queries.plans_visible_to(person).filter(slug__in=keys).select_related("source"):
        yield Bead(
            "plan",
            row.slug,
            row.name,
            row.get_absolute_url(),
            state=row.get_state_display(),
            dated=row.starts_on,
            source=str(row.source),
        )


def _axes(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    rows = Axis.objects.filter(plan__in=queries.plans_visible_to(person), pk__in=row_numbers(keys))
    for row in rows.select_related("plan", "source"):
        yield _part_of_a_plan("axis", row, row.get_absolute_url())


def _items(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    rows = PlanItem.objects.filter(plan__in=queries.plans_visible_to(person), pk__in=row_numbers(keys))
    for row in rows.select_related("plan", "source"):
        yield _part_of_a_plan("plan_item", row, row.plan.get_absolute_url())


def _part_of_a_plan(kind: str, row: Axis | PlanItem, url: str) -> Bead:
    """Show what has no day of its own: the start of its plan orders it."""
    return Bead(kind, str(row.pk), f"{row.plan.slug} – {row}", url, dated=row.plan.starts_on, source=str(row.source))


def _actions(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    rows = Action.objects.filter(plan__in=queries.plans_visible_to(person), pk__in=row_numbers(keys))
    for row in rows.select_related("plan", "source"):
        yield Bead(
            "action",
            str(row.pk),
            f"{row.plan.slug} – {row}",
            row.get_absolute_url(),
            state=row.get_state_display(),
            when=day_in_words(row.opened_on) if row.opened_on else "",
            dated=row.opened_on or row.plan.starts_on,
            source=str(row.source),
        )
