"""Posts for machines: what everybody may read of them, and separate totals."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from essaim.foundations.ui.answers import Paging, given, many, one
from essaim.foundations.ui.twin import json_response, list_response

from . import answers, queries, shapes
from .states import ToldBy

router = Router(tags=["employment"], auth=None)
EVERYBODY = AnonymousUser()


@many(router, "/posts", answers.Post, "Posts supported")
def posts(
    request: HttpRequest,
    paging: Query[Paging],
    organization: str = "",
    effect: str = "",
    channel: str = "",
    status: str = "",
    year: int | None = Query(None, ge=1900, le=2200),
) -> HttpResponse:
    """List the posts that rest on evidence; organization (key), effect, channel, status and year of the first day keep some."""
    kept = given(organization__key=organization, effect=effect, channel=channel, status=status, starts_on__year=year)
    rows = queries.post_rows(EVERYBODY).filter(**kept)
    return list_response(request, rows, shapes.post, limit=paging.limit, cursor=paging.cursor)


@one(router, "/posts/totals", answers.PostTotals, "Totals of posts")
def post_totals(request: HttpRequest, by: ToldBy = ToldBy.WHOLE) -> HttpResponse:
    """Return separate totals, all together or by year, territory or action; nothing may be summed across them."""
    found = queries.totals(queries.post_rows(EVERYBODY), by, today=timezone.localdate(), with_insertion=False)
    return json_response(request, {"by": by.value, "totals": [shapes.total(row) for row in found]})
