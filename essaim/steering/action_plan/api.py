"""Acts, plans, axes, actions, budgets, lineage, figures and sources for machines."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from essaim.foundations.audit_trail.queries import changes_of
from essaim.foundations.ui.answers import Paging, given, many, one
from essaim.foundations.ui.dates import moments_of
from essaim.foundations.ui.twin import json_response, list_response

from . import answers, queries, shapes
from .models import Action, Axis, BudgetLine

router = Router(tags=["plan"], auth=None)
PUBLIC = AnonymousUser()
_one = partial(one, router)
_many = partial(many, router)


@_many("/acts", answers.Act, "Acts: deliberations and decisions")
def acts(
    request: HttpRequest,
    paging: Query[Paging],
    kind: str = "",
    state: str = "",
    voted_from: date | None = None,
    voted_to: date | None = None,
) -> HttpResponse:
    """
    List the acts in the order of time with what each source says of them; kept to a kind, a state, or days of vote.

    An act whose vote has no known day is placed by its certification; one without any day comes last.
    """
    rows = queries.acts_visible_to(PUBLIC).prefetch_related("statements__source")
    rows = rows.filter(**given(kind=kind, state=state, voted_on__gte=voted_from, voted_on__lte=voted_to))
    return list_response(request, rows, shapes.act, limit=paging.limit, cursor=paging.cursor, day="known_on")


@_one("/acts/{slug:key}", answers.ActDetail, "One act, with what it founded and voted")
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Return an act with its annexes, the plans it founded, what it voted, and what each source says of it."""
    rows = queries.acts_visible_to(PUBLIC).prefetch_related("statements__source", "annexes")
    found = get_object_or_404(rows, key=key)
    plans = queries.plans_visible_to(PUBLIC).filter(founding_act=found)
    return json_response(request, shapes.act_detail(found, plans, queries.voted_by_act(found, PUBLIC)))


@_many("/plans", answers.Plan, "Plans")
def plans(request: HttpRequest, paging: Query[Paging], state: str = "", on: date | None = None) -> HttpResponse:
    """List the plans everybody may read; kept to a state, or to those that cover a day."""
    rows = queries.plans_visible_to(PUBLIC).filter(**given(state=state, starts_on__lte=on, ends_on__gt=on))
    return list_response(request, rows, shapes.plan, limit=paging.limit, cursor=paging.cursor)


@_one("/plans/{slug:slug}", answers.PlanTree, "One plan, as a tree with its sources")
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a plan with its axes, actions, items, statements, crossings, lineage and figures, each with its source."""
    found = get_object_or_404(queries.plans_visible_to(PUBLIC), slug=slug)
    axes = queries.shown_axes(found, today=timezone.localdate())
    return json_response(request, shapes.plan_tree(found, axes, queries.readable_links(found, PUBLIC)))


@_many("/axes", answers.Axis, "Axes")
def axes(request: HttpRequest, paging: Query[Paging], plan: str = "") -> HttpResponse:
    """List the axes; plan keeps those of one, by short name."""
    rows = Axis.objects.filter(plan__in=queries.plans_visible_to(PUBLIC), **given(plan__slug=plan))
    return list_response(
        request, rows.select_related("plan", "source"), shapes.axis, limit=paging.limit, cursor=paging.cursor
    )


@_many("/actions", answers.Action, "Actions")
def actions(
    request: HttpRequest,
    paging: Query[Paging],
    plan: str = "",
    state: str = "",
    commune: str = "",
    policy: str = "",
    opened_from: date | None = None,
    opened_to: date | None = None,
    ended_from: date | None = None,
    ended_to: date | None = None,
) -> HttpResponse:
    """
    List the actions; plan (short name), state, commune (INSEE code) and policy (key) keep some, and so do days.

    Both days of a period are included.
    """
    conditions = given(
        plan__slug=plan,
        state=state,
        communes__commune_code=commune,
        crossings__policy__slug=policy,
        opened_on__gte=opened_from,
        opened_on__lte=opened_to,
        ended_on__gte=ended_from,
        ended_on__lte=ended_to,
    )
    rows = Action.objects.filter(plan__in=queries.plans_visible_to(PUBLIC), **conditions)
    rows = rows.select_related("plan", "axis", "source", "parent").distinct()
    return list_response(request, rows, shapes.action, limit=paging.limit, cursor=paging.cursor)


def _action(action_id: int) -> Action:
    rows = Action.objects.filter(plan__in=queries.plans_visible_to(PUBLIC))
    return get_object_or_404(rows.select_related("plan", "axis", "source"), pk=action_id)


@_one("/actions/{int:action_id}", answers.ActionDetail, "One action")
def action(request: HttpRequest, action_id: int) -> HttpResponse:
    """Return an action with its status, the rule that gave it, its steps, places, budget and lineage."""
    found = _action(action_id)
    shown = queries.shown_actions(Action.objects.filter(pk=found.pk), today=timezone.localdate())[0]
    links = queries.shown_links(PUBLIC).filter(Q(from_action=found) | Q(to_action=found))
    return json_response(request, shapes.action_detail(shown, links))


@_one("/actions/{int:action_id}/history", answers.History, "What changed in an action")
def action_changes(
    request: HttpRequest, action_id: int, since: date | None = None, until: date | None = None
) -> HttpResponse:
    """Return what changed, field by field, oldest first; between two days, both included, if they are given."""
    found = _action(action_id)
    start, end = moments_of(since, until)
    changes = changes_of(found, since=start, until=end, is_for_programs=True)
    return json_response(request, {"items": [shapes.change(row) for row in changes]})


@_many("/budget-lines", answers.BudgetLine, "Budget lines")
def budget_lines(
    request: HttpRequest,
    paging: Query[Paging],
    plan: str = "",
    action: int | None = None,
    year: int | None = None,
    section: str = "",
    funder: str = "",
    act: str = "",
) -> HttpResponse:
    """List the lines behind every amount shown; plan, action (id), year, section, funder and act (key) keep some."""
    conditions = given(
        action__plan__slug=plan, action_id=action, year=year, section=section, funder=funder, act__key=act
    )
    rows = BudgetLine.objects.filter(action__plan__in=queries.plans_visible_to(PUBLIC), **conditions)
    rows = rows.select_related("action__plan", "act")
    return list_response(request, rows, shapes.budget_line, limit=paging.limit, cursor=paging.cursor)


@_many("/lineage", answers.Link, "Links between plans")
def links(
    request: HttpRequest, paging: Query[Paging], plan: str = "", kind: str = "", certainty: str = ""
) -> HttpResponse:
    """List how each plan follows the one before; plan keeps the links that start from it or lead to it."""
    rows = queries.shown_links(PUBLIC).filter(**given(kind=kind, certainty=certainty))
    if slug := given(plan=plan).get("plan"):
        touching = Q()
        for part in queries.LINEAGE_PARTS:
            touching |= Q(**{f"{part}__plan__slug": slug})
        rows = rows.filter(touching)
    return list_response(request, rows, shapes.lineage, limit=paging.limit, cursor=paging.cursor)


@_many("/figures", answers.Figure, "Declared figures")
def figures(request: HttpRequest, paging: Query[Paging], plan: str = "", status: str = "") -> HttpResponse:
    """List the declared figures, each with source, period, perimeter, denominator and caution; never to be added up."""
    rows = queries.figures_visible_to(PUBLIC).filter(**given(plan__slug=plan, status=status))
    return list_response(request, rows, shapes.figure, limit=paging.limit, cursor=paging.cursor)


@_one("/figures/{slug:key}", answers.Figure, "One declared figure")
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Return a declared figure with all it takes to read it."""
    return json_response(request, shapes.figure(get_object_or_404(queries.figures_visible_to(PUBLIC), key=key)))


@_many("/sources", answers.SourceDetail, "Sources")
def sources(request: HttpRequest, paging: Query[Paging], weight: str = "") -> HttpResponse:
    """List the sources, with their weight and how many rows name each."""
    rows = queries.sources_with_counts(PUBLIC).filter(**given(weight=weight))
    return list_response(request, rows, shapes.source_detail, limit=paging.limit, cursor=paging.cursor)
