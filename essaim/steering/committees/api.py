"""Bodies and their sessions for machines: what is public of them, never who sits."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from essaim.foundations.ui.answers import Paging, many, one
from essaim.foundations.ui.twin import json_response, list_response

from . import answers, queries, shapes
from .models import Body

router = Router(tags=["committees"], auth=None)


@many(router, "/bodies", answers.Body, "Bodies that sit")
def bodies(request: HttpRequest, paging: Query[Paging]) -> HttpResponse:
    """List the bodies."""
    return list_response(request, queries.bodies_for_choice(), shapes.body, limit=paging.limit, cursor=paging.cursor)


@one(router, "/bodies/{slug:slug}", answers.BodyDetail, "One body, and who sits on a day")
def body(request: HttpRequest, slug: str, on: date | None = None) -> HttpResponse:
    """Return a body with its seats on a day, today if none is given: structures, never people."""
    found = get_object_or_404(Body, slug=slug)
    return json_response(request, shapes.body_detail(found, queries.composition(found, on or timezone.localdate())))


@many(router, "/bodies/{slug:slug}/sessions", answers.Session, "Sessions of a body")
def sessions(request: HttpRequest, slug: str, paging: Query[Paging], state: str = "") -> HttpResponse:
    """List the sessions of a body in the order of time; state keeps some. Opinions and approved minutes are with them."""
    rows = queries.public_sessions(get_object_or_404(Body, slug=slug))
    if state:
        rows = rows.filter(state=state)
    return list_response(request, rows, shapes.session, limit=paging.limit, cursor=paging.cursor, day="day")
