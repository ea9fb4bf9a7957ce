"""What changed in the policy's objects, when, why, and in what quality it was done."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.decorators import login_not_required
from django.db import models
from django.http import HttpRequest, HttpResponse

from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.ui.writing import Crumbs
from essaim.steering.action_plan import permissions, queries

from .finding import act_of, action_of, plan_of
from .pages import act_crumbs, action_crumbs, plan_crumbs


@login_not_required
def action_history(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what changed in an action between two days, and its adopted texts beside the current ones."""
    action = action_of(request, slug, number)
    context = {"since_adoption": queries.since_adoption(action)}
    return _history(request, action, action.title, action_crumbs(action), context)


@login_not_required
def plan_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what changed in a plan between two days."""
    plan = plan_of(request, slug)
    return _history(request, plan, plan.name, plan_crumbs(plan), {})


@login_not_required
def act_history(request: HttpRequest, key: str) -> HttpResponse:
    """Show what changed in what is written of an act between two days."""
    act = act_of(request, key)
    return _history(request, act, act.title, act_crumbs(act), {})


def _history(
    request: HttpRequest, target: models.Model, title: str, crumbs: Crumbs, context: Mapping[str, object]
) -> HttpResponse:
    """Show the changes; the public sees roles, the team sees names."""
    return history_page(
        request,
        target,
        title=title,
        crumbs=crumbs,
        shows_names=bool(permissions.can_read_office(request.user)),
        template="action_plan/history.html",
        context={"since_adoption": None, **context},
    )
