"""Structures for machines: what is public of them, never who speaks for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from essaim.foundations.ui.answers import Paging, given, many, one
from essaim.foundations.ui.twin import json_response, list_response

from . import answers, queries, shapes
from .models import Organization

router = Router(tags=["organizations"], auth=None)


@many(router, "/organizations", answers.Organization, "Structures")
def organizations(
    request: HttpRequest,
    paging: Query[Paging],
    q: str = "",
    kind: str = "",
    commune: str = "",
    siren: str = "",
    rna: str = "",
    status: str = "",
) -> HttpResponse:
    """
    List the records in use; q searches as the page does; kind, commune (INSEE code), siren and rna keep some.

    status keeps those that hold an ESS status today, by its kind.

    A record merged into another is not listed: its key leads to the one that was kept.
    """
    words = given(q=q).get("q", "")
    rows = queries.search(str(words)).filter(**given(kind=kind, commune_code=commune, siren=siren, rna=rna))
    if held := given(status=status).get("status", ""):
        rows = queries.holding_status(rows, str(held), today=timezone.localdate())
    return list_response(request, rows, shapes.organization, limit=paging.limit, cursor=paging.cursor)


@one(router, "/organizations/{slug:key}", answers.OrganizationDetail, "One structure")
def organization(request: HttpRequest, key: str) -> HttpResponse:
    """Return a record, or the one it was merged into: its key then differs from the one asked for."""
    found = get_object_or_404(Organization.objects.select_related("merged_into"), key=key)
    return json_response(request, shapes.organization_detail(found.merged_into or found, today=timezone.localdate()))
