"""Acts, plans, axes, actions and figures for machines."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router

from essaim.foundations.ui.twin import LIMIT_DEFAULT, json_response, list_response

from . import queries, shapes
from .models import Act, Action, Axis, DeclaredFigure

router = Router(tags=["plan"], auth=None)
PUBLIC = AnonymousUser()


@router.get("/acts", summary="Acts: deliberations and decisions")
def acts(request: HttpRequest, kind: str = "", limit: int = LIMIT_DEFAULT, cursor: str = "") -> HttpResponse:
    """List the acts, with what each source says of them; kind filters."""
    rows = Act.objects.own().select_related("source").prefetch_related("statements__source")
    rows = rows.filter(kind=kind) if kind else rows
    return list_response(request, rows, shapes.act, limit=limit, cursor=cursor)


@router.get("/plans", summary="Plans")
def plans(request: HttpRequest, limit: int = LIMIT_DEFAULT, cursor: str = "") -> HttpResponse:
    """List the plans everybody may read."""
    return list_response(request, queries.plans_visible_to(PUBLIC), shapes.plan, limit=limit, cursor=cursor)


@router.get("/plans/{slug}", summary="One plan, as a tree with its sources")
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a plan with its axes, actions, items, statements, crossings, lineage and figures, each with its source."""
    found = get_object_or_404(queries.plans_visible_to(PUBLIC), slug=slug)
    axes = queries.shown_axes(found, today=timezone.localdate())
    links = queries.lineage_links([found])
    return json_response(request, shapes.plan_tree(found, axes, links))


@router.get("/axes", summary="Axes")
def axes(request: HttpRequest, plan: str = "", limit: int = LIMIT_DEFAULT, cursor: str = "") -> HttpResponse:
    """List the axes; plan filters by short name."""
    rows = Axis.objects.filter(plan__in=queries.plans_visible_to(PUBLIC)).select_related("plan", "source")
    rows = rows.filter(plan__slug=plan) if plan else rows
    return list_response(request, rows, shapes.axis, limit=limit, cursor=cursor)


@router.get("/actions", summary="Actions")
def actions(
    request: HttpRequest, plan: str = "", state: str = "", limit: int = LIMIT_DEFAULT, cursor: str = ""
) -> HttpResponse:
    """List the actions; plan and state filter."""
    rows = Action.objects.filter(plan__in=queries.plans_visible_to(PUBLIC)).select_related("plan", "axis", "source")
    rows = rows.filter(plan__slug=plan) if plan else rows
    rows = rows.filter(state=state) if state else rows
    return list_response(request, rows, shapes.action, limit=limit, cursor=cursor)


@router.get("/actions/{int:action_id}", summary="One action")
def action(request: HttpRequest, action_id: int) -> HttpResponse:
    """Return an action with its status, the rule that gave it, and its lineage."""
    visible = Action.objects.filter(plan__in=queries.plans_visible_to(PUBLIC))
    found = get_object_or_404(visible.select_related("plan", "axis", "source"), pk=action_id)
    shown = queries.shown_actions(Action.objects.filter(pk=found.pk), today=timezone.localdate())[0]
    return json_response(request, shapes.action_page(shown))


@router.get("/figures", summary="Declared figures")
def figures(request: HttpRequest, limit: int = LIMIT_DEFAULT, cursor: str = "") -> HttpResponse:
    """List the declared figures, each with source, period, perimeter, denominator and caution; never to be added up."""
    rows = DeclaredFigure.objects.own().select_related("source", "plan", "action")
    return list_response(request, rows, shapes.figure, limit=limit, cursor=cursor)
