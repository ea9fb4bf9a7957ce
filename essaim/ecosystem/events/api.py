"""Gatherings for machines: what is public of them, never who registered."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from essaim.foundations.ui.answers import Paging, many, one
from essaim.foundations.ui.twin import json_response, list_response

from . import answers, shapes
from .models import Event

router = Router(tags=["events"], auth=None)


@many(router, "/events", answers.Event, "Gatherings")
def events(
    request: HttpRequest,
    paging: Query[Paging],
    kind: str = "",
    state: str = "",
    commune: str = "",
    parent: str = "",
    since: date | None = None,
    until: date | None = None,
) -> HttpResponse:
    """
    List the gatherings announced, in the order of time; kind, state, commune (INSEE code) and parent keep some.

    since and until keep those whose first day is between two days, both included.
    """
    given = {
        "kind": kind,
        "state": state,
        "commune_code": commune,
        "parent__slug": parent,
        "starts_on__gte": since,
        "starts_on__lte": until,
    }
    rows = (
        Event.objects.public()
        .select_related("parent")
        .filter(**{name: value for name, value in given.items() if value not in ("", None)})
    )
    return list_response(request, rows, shapes.event, limit=paging.limit, cursor=paging.cursor, day="starts_on")


@one(router, "/events/{slug:slug}", answers.EventDetail, "One gathering")
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a gathering with its speakers, parts, who came as counted, what sources declare, and its report."""
    found = get_object_or_404(Event.objects.public().select_related("parent"), slug=slug)
    return json_response(request, shapes.event_detail(found))
