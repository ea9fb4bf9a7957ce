"""Pages everybody reads: the list, the map, what other sites may frame, one card, what changed in it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_exempt

from essaim.ecosystem.directory import permissions, queries, tables
from essaim.ecosystem.directory.models import Card, Listing
from essaim.ecosystem.directory.states import CardState
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.queries import statuses_of
from essaim.ecosystem.organizations.states import ActivitySection
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.territory.maps import commune_map
from essaim.foundations.territory.queries import ShownCommune
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.maps import Map
from essaim.foundations.ui.writing import Door

from .finding import card_crumbs, directory_crumb, record_for

EMBEDDED_MAX = 50
SITEMAP_MAX = queries.SITEMAP_MAX


@login_not_required
def listing_list(request: HttpRequest) -> HttpResponse:
    """List the structures found, with filters that count."""
    words = request.GET.copy()
    for name in ("page", "sort", "column", "export"):
        words.pop(name, None)
    return list_page(
        request,
        template="directory/listing_list.html",
        table_class=tables.ListingTable,
        filterset_class=tables.ListingFilter,
        rows=Listing.objects.all(),
        file_name="annuaire-ess",
        context={
            "kept_words": words.urlencode(),
            "frame_url": request.build_absolute_uri(reverse("directory:embedded")),
        },
    )


@login_not_required
def listing_map(request: HttpRequest) -> HttpResponse:
    """Show the same lines as points, with their communes as a cartogram and a list."""
    filterset = tables.ListingFilter(request.GET or None, queryset=Listing.objects.all(), request=request)
    context = {
        "crumbs": (directory_crumb(),),
        "filterset": filterset,
        "words": request.GET.urlencode(),
        "map": _communes_drawn(filterset),
        **_drawn(filterset.found, filterset.counted),
    }
    return render(request, "directory/listing_map.html", context)


def _drawn(found: queries.Found, counts: queries.Counts) -> dict[str, object]:
    """Return what the points of some lines say in words: how many lines, how many with a point, and the words read as others."""
    return {
        "total": counts.total,
        "placed": counts.placed,
        "corrected": found.corrected,
        "tiles": settings.MAP_TILES,
        "tiles_credit": settings.MAP_TILES_CREDIT,
    }


def _communes_drawn(filterset: tables.ListingFilter) -> Map:
    counts = filterset.counts["commune"]
    if filterset.asked.commune:
        counts = type(counts)({filterset.asked.commune: counts[filterset.asked.commune]})
    here = [row for row in filterset.communes if counts[row.code]]

    def leads_to(commune: ShownCommune) -> str:
        parameters = {name: value for name, value in (filterset.data or {}).items() if value}
        return f"{reverse('directory:listing_list')}?{urlencode({**parameters, 'commune': commune.code})}"

    def in_words(commune: ShownCommune) -> str:
        count = counts[commune.code]
        return ngettext("%(count)s structure", "%(count)s structures", count) % {"count": count}

    drawn = commune_map(
        here,
        title=_("Structures by commune"),
        description=_("Communes of the authority where structures were found; each opens its list."),
        note=in_words,
        note_word=_("Structures"),
        url=leads_to,
        list_is_open=True,
    )
    # Points are drawn by this page itself: outlines of communes would hide them.
    return replace(drawn, outlines_url="", credit="")


@login_not_required
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embedded(request: HttpRequest) -> HttpResponse:
    """Show the same lines and points in a page that other sites may frame: no menu, no form, no cookie, no script of others."""
    asked, today = queries.asked_of(request.GET), timezone.localdate()
    found = queries.found_listings(asked, today=today)
    context = {
        "rows": found.rows[:EMBEDDED_MAX],
        "words": request.GET.urlencode(),
        **_drawn(found, queries.counts_of(asked, today=today, found=found, filters=())),
    }
    return render(request, "directory/embedded.html", context)


@login_not_required
def sitemap(request: HttpRequest, number: int) -> HttpResponse:
    """List the public cards for robots, so many in a page. Source: sitemaps.org, 0.9, that has fifty thousand at most in a file."""
    first = (number - 1) * SITEMAP_MAX
    keys = list(Listing.objects.order_by("organization_pk").values_list("key", flat=True)[first : first + SITEMAP_MAX])
    if number < 1 or (not keys and number > 1):
        raise Http404
    base = request.build_absolute_uri("/").rstrip("/")
    lines = (f"<url><loc>{base}{reverse('directory:card', args=[key])}</loc></url>" for key in keys)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "\n".join(lines)
        + "\n</urlset>\n"
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@login_not_required
def card(request: HttpRequest, key: str) -> HttpResponse:
    """Show a card; the address of a merged record leads to the one that was kept."""
    found = record_for(request, key)
    if found.merged_into is not None:
        return redirect("directory:card", found.merged_into.key)
    today = timezone.localdate()
    shown = queries.shown_card(found, today=today)
    can_write = permissions.can_write_card(request.user, found)
    section = shown.listing.section
    context = {
        "crumbs": (directory_crumb(),),
        "organization": found,
        "can_contact": shown.is_listed and bool(queries.contact_address(found)),
        "shown": shown,
        "listing": shown.listing,
        "statuses": [status for status in statuses_of(found, today=today) if status.moment == "held"],
        "offers": queries.offers_of(found, today=today, sees_all=bool(can_write)),
        "certificates": queries.certificates_of(found, today=today, sees_all=bool(can_write)),
        "today": today,
        "section": str(ActivitySection(section).label) if section else "",
        "can_write": can_write,
        "is_hidden": shown.card is not None and shown.card.state == CardState.HIDDEN,
        "is_team": is_staff_member(request.user),
        "next_asking": queries.next_asking(shown.card, today=today) if shown.card else None,
        "doors": _doors(request, found, shown) if can_write else [],
    }
    return render(request, "directory/card.html", context)


def _doors(request: HttpRequest, found: Organization, shown: queries.ShownCard) -> list[Door]:
    decision = permissions.can_write_card(request.user, found)
    doors = [Door(_("Write the card"), reverse("directory:card_edit", args=[found.key]), decision, "primary")]
    for label, name in ((_("Write an offer"), "offer_create"), (_("Write a certificate"), "certificate_create")):
        doors.append(Door(label, reverse(f"directory:{name}", args=[found.key]), decision))
    if shown.card is None or shown.card.state == CardState.SHOWN:
        doors.append(
            Door(_("Take it out of the directory"), reverse("directory:card_hide", args=[found.key]), decision)
        )
    if permissions.can_set_known_address(request.user, found):
        url = reverse("directory:known_address", args=[found.key])
        doors.append(Door(_("Write where it gets its links"), url, decision))
    return doors


@login_not_required
def card_history(request: HttpRequest, key: str) -> HttpResponse:
    """Show what changed in a card; the public sees roles, the team sees names."""
    found = record_for(request, key)
    card = queries.card_of(found) or Card(organization=found, pk=0)
    return history_page(
        request, card, title=found.name, crumbs=card_crumbs(found), shows_names=is_staff_member(request.user)
    )


@login_not_required
def organization_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Say on the page of a record whether the public finds it in the directory."""
    found = get_object_or_404(Organization, pk=pk)
    context = {"listing": Listing.objects.filter(organization_pk=pk).first(), "organization": found}
    return render(request, "directory/partials/_organization_panel.html", context)
