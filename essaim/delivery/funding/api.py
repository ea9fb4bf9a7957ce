"""Grants for machines: those that were given, as open data has them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from essaim.foundations.ui.answers import Paging, many, one
from essaim.foundations.ui.twin import json_response, list_response

from . import answers, queries, shapes

router = Router(tags=["funding"], auth=None)


def _public() -> Any:
    rows = queries.with_money(queries.grants_visible_to(AnonymousUser()).select_related(None).select_related("act"))
    return rows.prefetch_related("shares__organization")


@many(router, "/grants", answers.Grant, "Grants")
def grants(
    request: HttpRequest,
    paging: Query[Paging],
    action: int | None = None,
    organization: str = "",
    nature: str = "",
    since: date | None = None,
    until: date | None = None,
) -> HttpResponse:
    """
    List the grants that were given; action, organization (key) and nature keep some.

    since and until keep those given between two days, both included.
    """
    given = {
        "action_id": action,
        "shares__organization__key": organization,
        "nature": nature,
        "granted_on__gte": since,
        "granted_on__lte": until,
    }
    rows = _public().filter(**{name: value for name, value in given.items() if value not in ("", None)})
    return list_response(request, rows, shapes.grant, limit=paging.limit, cursor=paging.cursor, day="granted_on")


@one(router, "/grants/{int:pk}", answers.Grant, "One grant")
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a grant that was given, with those who receive it."""
    return json_response(request, shapes.grant(get_object_or_404(_public(), pk=pk)))
