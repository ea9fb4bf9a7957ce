"""Gatherings tied to an action, and the panel on the page of a gathering that leads back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.events.queries import events_visible_to
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, write
from essaim.steering.action_plan import permissions, queries, services
from essaim.steering.action_plan.forms import GatheringForm
from essaim.steering.action_plan.models import ActionGathering

from .finding import action_of
from .pages import action_crumbs

PLACE = "rendez-vous"


def gathering_tie(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say by which gathering an action is carried out, prepared or shown."""
    actor, action = person_of(request), action_of(request, slug, number)
    require(permissions.can_steer_action(actor, action))
    form = GatheringForm(request.POST or None)
    page = Page(
        title=_("Tie a gathering to an action"),
        submit=_("Tie it"),
        back=f"{action.get_absolute_url()}#{PLACE}",
        crumbs=action_crumbs(action),
        lead=str(action),
    )
    return write(
        request,
        page,
        form,
        lambda: services.tie_gathering(
            action=action, event=form.cleaned_data["event"], actor=actor, now=timezone.now()
        ),
        said=_("The gathering is tied to the action: each page leads to the other."),
        onward=lambda _row: page.back,
    )


def gathering_untie(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a gathering off an action."""
    actor = person_of(request)
    rows = ActionGathering.objects.select_related("action__plan", "action__axis", "event")
    gathering = get_object_or_404(rows, pk=pk)
    require(permissions.can_steer_action(actor, gathering.action))
    form = ReasonForm(request.POST or None)
    page = Page(
        title=_("Take a gathering off an action"),
        submit=_("Take off"),
        back=f"{gathering.action.get_absolute_url()}#{PLACE}",
        crumbs=action_crumbs(gathering.action),
        lead=str(gathering),
        warning=_("The gathering itself stays, with all that it keeps."),
    )

    def save() -> None:
        services.untie_gathering(
            gathering=gathering, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now()
        )

    return write(request, page, form, save, said=_("The gathering is taken off the action."))


@login_not_required
def gathering_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on the page of a gathering the actions it is tied to."""
    event = get_object_or_404(events_visible_to(request.user), pk=pk)
    context = {"event": event, "actions": list(queries.actions_of_gathering(event.pk, request.user))}
    if not request.headers.get("HX-Request"):
        return render(request, "action_plan/gathering_panel.html", context)
    return render(request, "action_plan/partials/_gathering_actions.html", context)
