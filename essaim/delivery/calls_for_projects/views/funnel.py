"""The funnel of calls, and the list behind each of its figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions, tables_funnel
from essaim.delivery.calls_for_projects.queries import funnel as queries
from essaim.delivery.calls_for_projects.states import FunnelAxis
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page

from .finding import calls_crumb


def funnel(request: HttpRequest) -> HttpResponse:
    """Show how many files were asked, presented and supported, along one axis."""
    require(permissions.can_list_applications(person_of(request)))
    by = FunnelAxis(request.GET["par"]) if request.GET.get("par") in FunnelAxis.values else FunnelAxis.YEAR
    return list_page(
        request,
        template="calls_for_projects/funnel.html",
        table_class=tables_funnel.FunnelTable,
        rows=queries.funnel(by),
        file_name=f"parcours-des-dossiers-{by.value}",
        per_page=500,
        context={
            "crumbs": (calls_crumb(),),
            "axes": [(axis.value, axis.label) for axis in FunnelAxis],
            "by": by.value,
        },
    )


def funnel_rows(request: HttpRequest) -> HttpResponse:
    """List the applications behind a figure."""
    require(permissions.can_list_applications(person_of(request)))
    return list_page(
        request,
        template="calls_for_projects/funnel_rows.html",
        table_class=tables_funnel.FunnelRowTable,
        filterset_class=tables_funnel.FunnelFilter,
        rows=queries.funnel_rows().prefetch_related("communes"),
        file_name="dossiers-du-parcours",
        context={"crumbs": (calls_crumb(), (_("From asked to supported"), reverse("calls_for_projects:funnel")))},
    )
