"""What the room hangs on the pages of actions: the calls that carry them out."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from essaim.delivery.calls_for_projects import queries
from essaim.delivery.calls_for_projects.models.applications import ApplicationQuerySet
from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.queries import readable_plans

SHOWN_MAX = 10


@login_not_required
def action_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on an action's page the editions of calls that carry it out."""
    rows = Action.objects.select_related("plan", "axis").filter(plan__in=readable_plans(request.user))
    action = get_object_or_404(rows, pk=pk)
    template = "partials/_carried.html" if request.headers.get("HX-Request") else "panel_page.html"
    context = {"thing": action, "editions": queries.editions_of_action(action, request.user)}
    return render(request, f"calls_for_projects/{template}", context)


@login_not_required
def organization_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on a structure's page its applications, to those who may read them."""
    organization = get_object_or_404(organizations_for_choice(), pk=pk)
    rows = queries.applications_visible_to(request.user, today=timezone.localdate()).filter(organization=organization)
    return _applications(request, organization, rows)


@login_not_required
def action_applications_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on an action's page the applications filed to the calls that carry it out, to those who may read them."""
    found = Action.objects.select_related("plan", "axis").filter(plan__in=readable_plans(request.user))
    action = get_object_or_404(found, pk=pk)
    rows = queries.applications_visible_to(request.user, today=timezone.localdate()).filter(
        filed_at__isnull=False, edition__actions__action=action
    )
    return _applications(request, action, rows)


def _applications(request: HttpRequest, thing: Model, rows: ApplicationQuerySet) -> HttpResponse:
    is_fragment = bool(request.headers.get("HX-Request"))
    context = {"thing": thing, "applications": rows.order_by("-saved_at", "-pk")[:SHOWN_MAX], "count": rows.count()}
    template = "partials/_applications.html" if is_fragment else "panel_applications.html"
    return render(request, f"calls_for_projects/{template}", context)
