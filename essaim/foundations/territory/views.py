"""Pages everybody reads: communes, territoires, zonings."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.ui.lists import list_page

from . import maps, queries, tables
from .models import Commune, FormerCommune, Zoning
from .states import FormerKind


@login_not_required
def commune_list(request: HttpRequest) -> HttpResponse:
    """List the authority's communes: search, filter by territoire, sort, download."""
    today = timezone.localdate()
    authority = queries.authority(today=today)
    if authority is None:
        return render(request, "territory/no_authority.html")
    return list_page(
        request,
        template="territory/commune_list.html",
        table_class=tables.CommuneTable,
        rows=queries.commune_rows(today=today),
        file_name="communes",
        filterset_class=tables.CommuneFilter,
        context={"authority": authority},
        per_page=100,
    )


@login_not_required
def commune(request: HttpRequest, code: str) -> HttpResponse:
    """Show a commune; the code of an associated commune, or one that led to a single commune, leads there."""
    found = Commune.objects.filter(code=code).first()
    if found is None:
        heirs = FormerCommune.objects.filter(code=code).select_related("commune")[:2]
        if len(heirs) != 1:
            raise Http404
        return HttpResponseRedirect(heirs[0].commune.get_absolute_url())
    today = timezone.localdate()
    former = list(found.former.order_by("search_key", "code"))
    context = {
        "commune": found,
        "history": queries.commune_history(found),
        "zones": queries.commune_zones(found, today=today),
        "associated": [row for row in former if row.kind == FormerKind.ASSOCIATED],
        "old_codes": [row.code for row in former if row.kind == FormerKind.OLD_CODE],
        "today": today,
    }
    return render(request, "territory/commune.html", context)


@login_not_required
def territoire_list(request: HttpRequest) -> HttpResponse:
    """Show the authority: its territoires on a map and in a list, its populations, its history."""
    today = timezone.localdate()
    epci = queries.authority_epci()
    if epci is None:
        return render(request, "territory/no_authority.html")
    communes = queries.communes(today=today)
    zones = queries.territoires(today=today)
    context = {
        "authority": queries.authority(today=today),
        "zones": zones,
        "zoning": queries.territoire_zoning(epci, today=today),
        "communes": communes,
        "map": maps.territoire_map(communes, zones),
        "populations": queries.populations(epci, today=today),
        "identifiers": epci.identifiers.order_by("ends_on"),
        "counts": epci.counts.order_by("ends_on"),
    }
    return render(request, "territory/territoire_list.html", context)


@login_not_required
def territoire(request: HttpRequest, code: str) -> HttpResponse:
    """Show a territoire: its communes on a map and in a list."""
    today = timezone.localdate()
    zone = next((zone for zone in queries.territoires(today=today) if zone.code == code), None)
    epci = queries.authority_epci()
    if zone is None or epci is None:
        raise Http404
    members = [row for row in queries.communes(today=today) if row.code in zone.commune_codes]
    context = {
        "authority": queries.authority(today=today),
        "zone": zone,
        "zoning": queries.territoire_zoning(epci, today=today),
        "members": members,
        "map": maps.commune_map(
            members,
            title=_("Communes of %(zone)s") % {"zone": zone.name},
            description=_("Each commune with its population in the list of communes."),
            note=lambda row: tables.intcomma(row.population) if row.population is not None else "",
            note_word=_("Population"),
            list_is_open=True,
        ),
    }
    return render(request, "territory/territoire.html", context)


@login_not_required
def zoning_list(request: HttpRequest) -> HttpResponse:
    """List the zonings: what divides the territory, since when, and what is not known of it."""
    return render(
        request, "territory/zoning_list.html", {"zonings": queries.zonings_shown(), "today": timezone.localdate()}
    )


@login_not_required
def zoning(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a zoning: its dates, its source, its zones, and what is not known."""
    found = get_object_or_404(queries.zonings_shown(), slug=slug)
    editions = Zoning.objects.filter(epci=found.epci_id, kind=found.kind).exclude(pk=found.pk)
    return render(
        request, "territory/zoning.html", {"zoning": found, "editions": editions, "today": timezone.localdate()}
    )
