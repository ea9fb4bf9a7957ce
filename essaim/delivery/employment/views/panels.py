"""What hangs on the pages of structures and actions: their posts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from essaim.delivery.employment import permissions, queries
from essaim.delivery.employment.states import ToldBy
from essaim.ecosystem.organizations.models import Organization
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.queries import readable_plans


@login_not_required
def organization_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the posts of a structure, in separate totals."""
    found = get_object_or_404(Organization, pk=pk)
    door = ""
    if permissions.can_write_posts(request.user) and found.merged_into_id is None:
        door = f"{reverse('employment:post_create')}?structure={found.key}"
    return _panel(request, {"organization": found}, thing=found, door=door)


@login_not_required
def action_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the posts that an action led to, in separate totals."""
    rows = Action.objects.select_related("plan").filter(plan__in=readable_plans(request.user))
    found = get_object_or_404(rows, pk=pk)
    return _panel(request, {"action": found}, thing=found)


def _panel(request: HttpRequest, kept: dict[str, object], *, thing: object, door: str = "") -> HttpResponse:
    rows = queries.post_rows(request.user).filter(**kept)
    is_inside = queries.reads_everything(request.user)
    context = {
        "thing": thing,
        "totals": queries.totals(rows, ToldBy.WHOLE, today=timezone.localdate(), with_insertion=is_inside),
        "is_inside": is_inside,
        "rows": rows[:10] if is_inside else (),
        "create_url": door,
    }
    template = "partials/_posts.html" if request.headers.get("HX-Request") else "panel_page.html"
    return render(request, f"employment/{template}", context)
