"""What the room hangs on the pages of actions: the calls that carry them out."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from essaim.delivery.calls_for_projects import queries
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.queries import readable_plans


@login_not_required
def action_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on an action's page the editions of calls that carry it out."""
    rows = Action.objects.select_related("plan", "axis").filter(plan__in=readable_plans(request.user))
    action = get_object_or_404(rows, pk=pk)
    template = "partials/_carried.html" if request.headers.get("HX-Request") else "panel_page.html"
    context = {"thing": action, "editions": queries.editions_of_action(action, request.user)}
    return render(request, f"calls_for_projects/{template}", context)
