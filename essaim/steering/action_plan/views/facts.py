"""Pages everybody reads on facts: declared figures, sources, policies crossed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door
from essaim.steering.action_plan import permissions, queries, tables
from essaim.steering.action_plan.models import Policy


@login_not_required
def figure_list(request: HttpRequest) -> HttpResponse:
    """List the declared figures, each with its source and caution; they are never added up."""
    return list_page(
        request,
        template="action_plan/figure_list.html",
        table_class=tables.FigureTable,
        filterset_class=tables.FigureFilter,
        rows=queries.figures_visible_to(request.user),
        file_name="chiffres-declares",
        context={"doors": _new(request, _("Declare a figure"), "action_plan:figure_create")},
    )


def _new(request: HttpRequest, label: str, url_name: str) -> list[Door]:
    can_write = permissions.can_write_policy(request.user)
    return [Door(label, reverse(url_name), can_write)] if can_write else []


@login_not_required
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Show a declared figure with all it takes to read it, and the others of the same plan beside it."""
    found = get_object_or_404(queries.readable_figures(request.user), key=key)
    can_write = permissions.can_write_policy(request.user)
    correct = reverse("action_plan:figure_edit", args=[found.key])
    context = {
        "figure": found,
        "is_public": not (found.is_of_a_draft or (found.plan is not None and found.plan.is_foreign)),
        "crumbs": ((_("Figures"), reverse("action_plan:figure_list")),),
        "doors": [Door(_("Correct this figure"), correct, can_write)] if can_write else [],
    }
    return render(request, "action_plan/figure.html", context)


@login_not_required
def source_list(request: HttpRequest) -> HttpResponse:
    """List the sources, with their weight and how many rows each is cited by."""
    return list_page(
        request,
        template="action_plan/source_list.html",
        table_class=tables.SourceTable,
        filterset_class=tables.SourceFilter,
        rows=queries.sources_with_counts(request.user),
        file_name="sources",
        context={"doors": _new(request, _("Add a source"), "action_plan:source_create")},
    )


@login_not_required
def source(request: HttpRequest, key: str) -> HttpResponse:
    """Show a source, and all that it is cited for."""
    found = get_object_or_404(queries.readable_sources(request.user), key=key)
    can_write = permissions.can_write_policy(request.user)
    edit = reverse("action_plan:source_edit", args=[found.key])
    context = {
        "source": found,
        "citations": queries.citations_of(found, request.user),
        "crumbs": ((_("Sources"), reverse("action_plan:source_list")),),
        "doors": [Door(_("Correct this source"), edit, can_write)] if can_write else [],
    }
    return render(request, "action_plan/source.html", context)


@login_not_required
def policy_list(request: HttpRequest) -> HttpResponse:
    """Show, per policy crossed, the actions and euros of each plan."""
    context = {
        "rows": queries.policies_crossed(request.user),
        "doors": _new(request, _("Name a policy"), "action_plan:policy_create"),
    }
    return render(request, "action_plan/policy_list.html", context)


@login_not_required
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what each plan has with one policy: the actions, their euros, and the sources that say so."""
    found = get_object_or_404(Policy, slug=slug)
    context = {
        "policy": found,
        "rows": queries.policies_crossed(request.user, policy=found),
        "crumbs": ((_("Policies crossed"), reverse("action_plan:policy_list")),),
    }
    return render(request, "action_plan/policy.html", context)
