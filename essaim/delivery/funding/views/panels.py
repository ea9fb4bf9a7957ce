"""What the room hangs on the pages of actions and plans: what is committed and paid."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from essaim.delivery.funding import permissions, queries
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.queries import readable_plans


@login_not_required
def action_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on an action's page what its grants come to."""
    rows = Action.objects.select_related("plan", "axis").filter(plan__in=readable_plans(request.user))
    action = get_object_or_404(rows, pk=pk)
    template = "partials/_action_money.html" if request.headers.get("HX-Request") else "action_money.html"
    context = {
        "thing": action,
        "money": queries.money_of_action(action),
        "is_office": bool(permissions.can_read_money(request.user)),
    }
    return render(request, f"funding/{template}", context)


@login_not_required
def plan_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on a plan's budget what the grants of each of its actions come to."""
    plan = get_object_or_404(readable_plans(request.user), pk=pk)
    money = queries.money_of_plan(plan)
    actions = plan.actions.filter(pk__in=money).select_related("plan").order_by("number")
    template = "partials/_plan_money.html" if request.headers.get("HX-Request") else "plan_money.html"
    context = {
        "thing": plan,
        "rows": [(action, money[action.pk]) for action in actions],
        "total": sum(money.values(), queries.ActionMoney()),
    }
    return render(request, f"funding/{template}", context)
