"""What the room hangs on the pages of the plan: who asked for this."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.queries import readable_plans
from essaim.steering.consultations import queries

# How many lines a panel shows; the others are one link away.
SHOWN_MAX = 12


@login_not_required
def action_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on an action's page the issues, contributions and proposals it answers."""
    action = get_object_or_404(
        Action.objects.select_related("plan", "axis").filter(plan__in=readable_plans(request.user)), pk=pk
    )
    if not request.headers.get("HX-Request"):
        return render(request, "consultations/panel_page.html", _context(request, action))
    return render(request, "consultations/partials/_asked.html", _context(request, action))


def _context(request: HttpRequest, action: Action) -> dict[str, object]:
    return {
        "thing": action,
        "asked": queries.asked_for(action, person=request.user)[:SHOWN_MAX],
        "proposals": queries.proposals_of_action(action),
        "consultations": (),
    }


@login_not_required
def plan_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on a plan's page the consultations that prepared it, and what it answers."""
    plan = get_object_or_404(readable_plans(request.user), pk=pk)
    asked = queries.asked_for(plan, person=request.user)
    context = {
        "thing": plan,
        "asked": asked[:SHOWN_MAX],
        "proposals": (),
        "consultations": [
            (row, queries.coverage(row)) for row in queries.consultation_rows(request.user).filter(plan=plan)
        ],
    }
    template = "panel_page.html" if not request.headers.get("HX-Request") else "partials/_asked.html"
    return render(request, f"consultations/{template}", context)
