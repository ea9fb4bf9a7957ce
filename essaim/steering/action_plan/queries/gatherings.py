"""Gatherings tied to actions, as each person may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from essaim.ecosystem.events.queries import events_visible_to
from essaim.steering.action_plan.models import Action, ActionGathering

from .plans import readable_plans

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser


def gatherings_of(action: Action, person: Person) -> QuerySet[ActionGathering]:
    """Return the gatherings of an action that a person may read, in time."""
    rows = action.gatherings.filter(event__in=events_visible_to(person)).select_related("event")
    return rows.order_by("event__starts_on", "pk")


def actions_of_gathering(event_id: int, person: Person) -> QuerySet[Action]:
    """Return the actions a gathering is tied to, in the plans a person may read."""
    rows = Action.objects.filter(gatherings__event=event_id, plan__in=readable_plans(person))
    return rows.select_related("plan").order_by("plan__starts_on", "number")
