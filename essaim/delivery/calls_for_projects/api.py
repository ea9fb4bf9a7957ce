"""Calls and their editions for machines, and the eligibility test."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router
from ninja.errors import HttpError

from essaim.foundations.audit_trail.memory import recent_end_of_history
from essaim.foundations.ui.answers import Invalid, Paging, Problem, given, many, one, open_to
from essaim.foundations.ui.twin import json_response, list_response
from essaim.steering.action_plan.queries import readable_plans

from . import answers, permissions, queries, rules, shapes
from .models import Call, Edition, EditionAction
from .queries.editions import with_editions
from .queries.funnel import funnel
from .queries.selection import decided_files, files_with_words
from .states import ApplicationState, FunnelAxis

router = Router(tags=["calls"], auth=None)


@many(router, "/calls", answers.Call, "Calls for projects")
def calls(request: HttpRequest, paging: Query[Paging]) -> HttpResponse:
    """List the calls of which an edition is, or was, in force."""
    today = timezone.localdate()
    # Distinct rows cannot be ordered by what they do not hold: kept by their keys.
    rows = Call.objects.filter(pk__in=Call.objects.public().values("pk"))
    return list_response(
        request,
        with_editions(rows, AnonymousUser()),
        lambda row: shapes.call(row, today),
        limit=paging.limit,
        cursor=paging.cursor,
    )


@one(router, "/calls/{slug:slug}", answers.CallDetail, "One call")
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a call with its editions, the latest first."""
    found = get_object_or_404(with_editions(Call.objects.public(), AnonymousUser()), slug=slug)
    return json_response(request, shapes.call_detail(found, timezone.localdate()))


@one(router, "/calls/{slug:slug}/editions/{slug:code}", answers.EditionDetail, "One edition, with its rules as data")
def edition(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Return an edition with its rules, parameters, pieces, questions, scoring grid and instalments."""
    rows = Edition.objects.public().select_related("call", "founding_act", "source")
    found = get_object_or_404(rows, call__slug=slug, code=code)
    links = EditionAction.objects.filter(edition=found, action__plan__in=readable_plans(AnonymousUser()))
    actions = list(links.order_by("action_id").values_list("action_id", flat=True))
    return json_response(request, shapes.edition_detail(found, actions))


ANSWERS: dict[int, Any] = {200: answers.Eligibility, 400: Problem, 404: Problem, 422: Invalid}


@router.post("/calls/{slug:call}/eligibility", response=ANSWERS, summary="Whether a call is for somebody")
def eligibility(request: HttpRequest, call: str, facts: answers.EligibilityFacts) -> HttpResponse:
    """
    Judge facts by the edition of a call in force on the day as_of, and answer with every rule, reason and source.

    Nothing is written. What an edition does not say, or nobody confirmed, is said so and never guessed.
    """
    end, day = recent_end_of_history(), facts.as_of or timezone.localdate()
    try:
        found = queries.rules_in_force(call, day, end=end)
    except queries.NoEdition as refusal:
        raise HttpError(404, _no_edition(day, refusal.first_on)) from None
    given: dict[str, Any] = {name: value for name, value in facts if value is not None}
    given["as_of"] = day
    if code := given.get("activity_commune"):
        given["activity_commune"] = queries.place_of(code, day, end=end)
    read = rules.Facts(**given)
    body = shapes.eligibility(found, read, rules.judge(found.data, read))
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def _no_edition(day: date, first_on: date | None) -> str:
    """Say what is missing, the call or a day of one of its editions."""
    if first_on is None:
        return "there is no such call: GET /api/v1/calls lists them"
    return f"as_of: no edition of this call is in force on {day}; the first came into force on {first_on}"


@many(router, "/applications", answers.FiledApplication, "Applications filed", is_closed=True)
def applications(
    request: HttpRequest,
    paging: Query[Paging],
    q: str = "",
    state: list[ApplicationState] = Query([]),  # noqa: B008
    call: str = "",
    edition: str = "",
    aid_type: str = "",
    territory: str = "",
    commune: str = "",
    since: date | None = None,
    until: date | None = None,
) -> HttpResponse:
    """
    List the applications that were filed, for the team and evaluators, signed in.

    q keeps those that hold every word, without accents; state one or several; since and until those filed between two days, both
    included; call, edition (code), aid_type, territory and commune some.
    """
    open_to(request, permissions.can_list_applications(request.user))
    kept = given(
        call__slug=call,
        edition__code=edition,
        aid_type=aid_type,
        territory__code=territory,
        communes__code=commune,
        filed_at__date__gte=since,
        filed_at__date__lte=until,
    )
    rows = queries.applications_for_team().select_related("edition", "territory").prefetch_related("communes")
    rows = queries.with_words(rows, str(given(q=q).get("q", "")))
    if state:
        rows = rows.filter(state__in=state)
    return list_response(request, rows.filter(**kept), shapes.application, limit=paging.limit, cursor=paging.cursor)


@one(router, "/applications/funnel", answers.FunnelFigures, "From asked to supported", is_closed=True)
def application_funnel(request: HttpRequest, by: FunnelAxis = FunnelAxis.YEAR) -> HttpResponse:
    """
    Count the applications asked, presented and supported, for the team and evaluators, signed in.

    All together (ensemble), by year of filing (annee), territory (territoire) or legal family (famille).
    """
    open_to(request, permissions.can_list_applications(request.user))
    return json_response(request, {"by": by.value, "figures": [shapes.funnel_line(row) for row in funnel(by)]})


@many(router, "/supported-projects", answers.SupportedProject, "Projects supported")
def supported_projects(
    request: HttpRequest,
    paging: Query[Paging],
    q: str = "",
    call: str = "",
    year: int | None = Query(None, ge=1900, le=2200),
    territory: str = "",
    commune: str = "",
) -> HttpResponse:
    """
    List the projects supported, those who carry them told, as the public page does.

    q keeps those whose project or structure holds every word; call, year of the decision, territory and main commune some.
    """
    kept = given(
        selection__call__slug=call,
        application__territory__code=territory,
        selection__session__day__year=year,
        application__communes__code=commune,
        **({"application__communes__position": 0} if commune else {}),
    )
    rows = files_with_words(decided_files(), str(given(q=q).get("q", ""))).filter(**kept)
    return list_response(request, rows, shapes.supported_project, limit=paging.limit, cursor=paging.cursor)
