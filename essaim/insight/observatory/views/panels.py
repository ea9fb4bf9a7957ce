"""What hangs on other pages: the ESS of a commune, and what measures an action."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene import queries as sirene
from essaim.foundations.ui.writing import Page, write
from essaim.insight.observatory import lines, permissions, queries, services, words
from essaim.insight.observatory.forms import MeasuresForm
from essaim.insight.observatory.selection import Selection
from essaim.insight.observatory.states import Measure
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.queries import readable_plans


@login_not_required
def commune_panel(request: HttpRequest, code: str) -> HttpResponse:
    """Show the ESS of a commune, for its page."""
    return _panel(request, _("The ESS here, in the register"), Selection(territory=code), tuple(Measure), {})


@login_not_required
def action_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what measures an action, for its page: the measures chosen, of the authority's territory."""
    rows = Action.objects.select_related("plan").filter(plan__in=readable_plans(request.user))
    action = get_object_or_404(rows, pk=pk)
    kept = tuple(queries.measures_of(action.pk))
    door = (
        reverse("observatory:action_measures", args=[pk])
        if permissions.can_measure_action(request.user, action)
        else ""
    )
    return _panel(request, _("What measures it"), Selection(), kept, {"choose_url": door, "thing": action})


def _panel(
    request: HttpRequest, title: str, selection: Selection, kept: tuple[Measure, ...], more: dict[str, object]
) -> HttpResponse:
    shown = None
    if kept:
        try:
            shown = queries.indicators_of(selection, today=timezone.localdate())
        except (sirene.NoSnapshot, sirene.UnknownPlace):
            shown = None
    context = {
        "title": title,
        "kept": kept,
        "shown": shown,
        "figures": [found for found in lines.figures(shown.indicators, selection) if found.measure in kept]
        if shown
        else [],
        "basis_line": words.basis_line(shown.basis) if shown else "",
        "query": selection.query(),
        **more,
    }
    template = "partials/_panel.html" if request.headers.get("HX-Request") else "panel_page.html"
    return render(request, f"observatory/{template}", context)


def action_measures(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what measures an action."""
    actor = person_of(request)
    action = get_object_or_404(Action.objects.select_related("plan", "axis"), pk=pk)
    require(permissions.can_measure_action(actor, action))
    page = Page(
        title=_("What measures this action"),
        submit=_("Save"),
        back=action.get_absolute_url(),
        crumbs=((str(action), action.get_absolute_url()),),
        lead=action.title,
    )
    form = MeasuresForm(request.POST or None, initial={"measures": queries.measures_of(action.pk)})
    return write(
        request,
        page,
        form,
        lambda: services.measure_action(
            action=action, measures=form.cleaned_data["measures"], actor=actor, now=timezone.now()
        ),
        said=_("The measures of the action are chosen."),
    )
