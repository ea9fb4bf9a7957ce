"""Communes, EPCI and zonings for machines."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.errors import HttpError

from essaim.foundations.ui.twin import LIMIT_DEFAULT, json_response, list_response

from . import queries, shapes
from .models import Commune, Epci, EpciIdentifier, EpciMembership, FormerCommune, Outline, ZoneMember

router = Router(tags=["territory"], auth=None)


@router.get("/territories", summary="Communes")
def territories(
    request: HttpRequest, zone: str = "", epci: str = "", limit: int = LIMIT_DEFAULT, cursor: str = ""
) -> HttpResponse:
    """
    List the communes of the authority, with what they belong to.

    zone keeps those of a zone, as the zoning's short name, a colon and the zone's code: territoires-2020:1.
    epci takes those of another EPCI that is loaded here, by any of its SIREN.
    """
    return list_response(request, _detailed(_communes(zone, epci)), shapes.commune, limit=limit, cursor=cursor)


@router.get("/territories.geojson", summary="Communes as GeoJSON")
def territories_geojson(request: HttpRequest, zone: str = "", epci: str = "") -> HttpResponse:
    """Return communes as a FeatureCollection: outlines where some are loaded, else centres. Same filters."""
    rows = list(_communes(zone, epci))
    outlines = Outline.objects.filter(code__in=[row.code for row in rows])
    geometries = dict(outlines.values_list("code", "geometry"))
    credit = queries.outlines_shown(geometries).credit
    content = {
        "type": "FeatureCollection",
        "features": [shapes.feature(row, geometries.get(row.code)) for row in rows],
        "credit": credit or None,
    }
    response = json_response(request, content)
    response["Content-Type"] = "application/geo+json"
    return response


@router.get("/territories/{code}", summary="One commune, by INSEE code or SIREN, or one EPCI, by SIREN")
def territory(request: HttpRequest, code: str) -> HttpResponse:
    """Return a commune or an EPCI; for a former or associated commune, the codes that it leads to."""
    if found := _detailed(Commune.objects.filter(code=code)).first():
        return json_response(request, shapes.commune(found))
    if code and (found := _detailed(Commune.objects.filter(siren=code)).first()):
        return json_response(request, shapes.commune(found))
    if former := list(FormerCommune.objects.filter(code=code).select_related("commune").order_by("commune__code")):
        return json_response(request, shapes.former(former))
    held = EpciIdentifier.objects.filter(siren=code).values("epci")
    epci = Epci.objects.filter(pk__in=held).prefetch_related("identifiers", "counts").first()
    if epci is None:
        raise HttpError(404, "no commune or EPCI loaded here has this code")
    members = EpciMembership.objects.in_force(timezone.localdate()).filter(epci=epci)
    codes = members.order_by("commune__code").values_list("commune__code", flat=True)
    return json_response(request, shapes.epci(epci, list(codes)))


@router.get("/zonings", summary="Zonings: territories, districts")
def zonings(request: HttpRequest, kind: str = "", limit: int = LIMIT_DEFAULT, cursor: str = "") -> HttpResponse:
    """List the zonings with their zones and the communes of each; kind filters."""
    rows = queries.zonings_shown()
    rows = rows.filter(kind=kind) if kind else rows
    return list_response(request, rows, shapes.zoning, limit=limit, cursor=cursor)


def _communes(zone: str, epci: str) -> QuerySet[Commune]:
    """
    Return the communes asked for.

    :raises HttpError: 400 if zone is not written as "zoning:code"
    """
    today = timezone.localdate()
    rows = queries.member_communes(today=today)
    if epci:
        held = EpciIdentifier.objects.filter(siren=epci).values("epci")
        members = EpciMembership.objects.in_force(today).filter(epci__in=held)
        rows = Commune.objects.filter(pk__in=members.values("commune"))
    if zone:
        slug, colon, code = zone.partition(":")
        if not colon:
            raise HttpError(400, "zone is written zoning:code, such as territoires-2020:1")
        rows = rows.filter(pk__in=ZoneMember.objects.filter(zone__zoning__slug=slug, zone__code=code).values("commune"))
    return rows


def _detailed(rows: QuerySet[Commune]) -> QuerySet[Commune]:
    return rows.prefetch_related(
        Prefetch("memberships", EpciMembership.objects.select_related("epci").prefetch_related("epci__identifiers")),
        Prefetch("zones", ZoneMember.objects.select_related("zone__zoning").order_by("zone__zoning__slug")),
        "former",
    )
