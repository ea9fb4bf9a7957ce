"""The ways back that pages of the room share."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.foundations.ui.writing import Crumbs
from essaim.steering.action_plan.models import Act, Action, Plan


def plans_crumb() -> tuple[str, str]:
    """Return the way back to the plans."""
    return _("Plans"), reverse("action_plan:plan_list")


def plan_crumbs(plan: Plan) -> Crumbs:
    """Return the way back to a plan."""
    return plans_crumb(), (plan.slug, plan.get_absolute_url())


def action_crumbs(action: Action) -> Crumbs:
    """Return the way back to an action."""
    return *plan_crumbs(action.plan), (_("Action %(number)s") % {"number": action.number}, action.get_absolute_url())


def steering_crumbs(action: Action) -> Crumbs:
    """Return the way back to the steering of an action."""
    return *action_crumbs(action), (_("Steering"), steering_url(action))


def steering_url(action: Action) -> str:
    """Return the address where an action is steered."""
    return reverse("action_plan:steering", args=[action.plan.slug, action.number])


def acts_crumb() -> tuple[str, str]:
    """Return the way back to the acts."""
    return _("Acts"), reverse("action_plan:act_list")


def act_crumbs(act: Act) -> Crumbs:
    """Return the way back to an act."""
    return acts_crumb(), (act.title, act.get_absolute_url())
