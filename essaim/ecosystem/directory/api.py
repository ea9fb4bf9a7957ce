"""The directory for machines: the same search, filters and counts as its pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from essaim.foundations.ui.answers import Paging, given, many, one
from essaim.foundations.ui.twin import json_response, list_response, text_response

from . import answers, queries, shapes
from .models import Listing
from .queries import Asked

router = Router(tags=["directory"], auth=None)


class Search(Schema):
    """What the directory is searched by."""

    q: str = Field("", description="Words of the name, acronym or summary; a SIREN, SIRET or RNA number.")
    commune: str = Field("", description="INSEE code.")
    territoire: str = Field("", description="Code of a governance territory of the authority.")
    kind: str = Field("", description="Kind of structure.")
    section: str = Field("", description="Section of NAF rev. 2, as its letter.")
    status: str = Field("", description="ESS status held today.")
    around: str = Field(
        "", description="INSEE code of a commune, key of a structure, or latitude,longitude: what is near it."
    )
    km: str = Field("", description="How far around, in kilometres: from 0.1 to 200, 5 if it is not said.")

    def asked(self) -> Asked:
        """Return it as the pages read it."""
        return queries.asked_of(self.dict())


@many(router, "/directory/cards", answers.DirectoryCard, "Structures of the directory")
def cards(request: HttpRequest, paging: Query[Paging], search: Query[Search]) -> HttpResponse:
    """List the structures of the directory, in the order of their registration; q finds as the page does."""
    rows = queries.found_listings(search.asked(), today=timezone.localdate()).rows
    return list_response(request, rows, shapes.listing, limit=paging.limit, cursor=paging.cursor)


@one(router, "/directory/cards/{slug:key}", answers.DirectoryCard, "One structure of the directory")
def card(request: HttpRequest, key: str) -> HttpResponse:
    """Return a structure as the directory shows it."""
    return json_response(request, shapes.listing(get_object_or_404(Listing, key=key)))


@one(router, "/directory/facets", answers.Facets, "Counts of the directory")
def facets(request: HttpRequest, search: Query[Search]) -> HttpResponse:
    """Count the structures by each filter; each count is that of the list it opens."""
    asked, today = search.asked(), timezone.localdate()
    counts = queries.counts_of(asked, today=today)
    facets = {name: dict(sorted(row.items())) for name, row in counts.facets.items()}
    return json_response(request, {"total": counts.total, **facets})


@router.get("/directory/points.geojson", summary="Points of the directory")
def points(request: HttpRequest, search: Query[Search]) -> HttpResponse:
    """Return the structures found that have a point, as GeoJSON; is_exact says whether it is that of the address."""
    features = queries.points_of(search.asked(), today=timezone.localdate())
    return text_response(request, f'{{"type":"FeatureCollection","features":[{features}]}}', "application/geo+json")


@many(router, "/directory/offers", answers.StructureOffer, "Offers of structures")
def offers(request: HttpRequest, paging: Query[Paging], q: str = "", commune: str = "") -> HttpResponse:
    """List what structures of the directory offer today; q finds as the page does, commune keeps what serves it."""
    asked = given(q=q, commune=commune)
    rows = queries.found_offers(queries.offers_standing(today=timezone.localdate()), str(asked.get("q", "")))
    if code := asked.get("commune"):
        rows = queries.serving(rows, str(code))
    return list_response(request, rows, shapes.offer, limit=paging.limit, cursor=paging.cursor)
