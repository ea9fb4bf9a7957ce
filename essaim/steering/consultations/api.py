"""Consultations for machines: their calendar, what was said issue by issue, what became of it."""

from __future__ import annotations

from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from essaim.foundations.ui.answers import Paging, given, many, one
from essaim.foundations.ui.twin import json_response, list_response

from . import answers, queries, shapes
from .models import Consultation

router = Router(tags=["consultations"], auth=None)
PUBLIC = AnonymousUser()


@many(router, "/consultations", answers.Consultation, "Consultations")
def consultations(request: HttpRequest, paging: Query[Paging], plan: str = "", state: str = "") -> HttpResponse:
    """List the consultations everybody reads; plan (short name) and state keep some."""
    rows = queries.consultations_visible_to(PUBLIC).filter(**given(plan__slug=plan, state=state))
    return list_response(request, rows, shapes.consultation, limit=paging.limit, cursor=paging.cursor)


@one(router, "/consultations/{slug:slug}", answers.ConsultationDetail, "One consultation, with its calendar")
def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a consultation with its calendar, its themes, who took part as declared, and what has an answer."""
    return json_response(request, shapes.consultation_detail(_consultation(slug)))


def _consultation(slug: str) -> Consultation:
    return get_object_or_404(queries.consultations_visible_to(PUBLIC), slug=slug)


@many(
    router,
    "/consultations/{slug:slug}/issues",
    answers.Issue,
    "What a consultation brought out, with what became of it",
)
def consultation_issues(
    request: HttpRequest,
    slug: str,
    paging: Query[Paging],
    kind: Literal["", "existing", "new"] = "",
    theme: str = "",
    verdict: Literal["", "accepted", "partly", "refused", "out_of_scope", "missing"] = "",
) -> HttpResponse:
    """
    List the gains to develop (kind=existing) and the new issues (kind=new), in their exact wording.

    theme (code) and verdict keep some; verdict=missing keeps those without an answer.
    """
    wanted = given(kind=kind, theme__code=theme, answer__verdict="" if verdict == "missing" else verdict)
    rows = queries.issue_rows(_consultation(slug)).filter(**wanted)
    if verdict == "missing":
        rows = rows.filter(answer__isnull=True)
    return list_response(request, rows, shapes.issue, limit=paging.limit, cursor=paging.cursor)
