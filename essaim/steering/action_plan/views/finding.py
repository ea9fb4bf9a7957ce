"""Finds what an address names, or answers 404 to who may not read it."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from essaim.steering.action_plan import queries
from essaim.steering.action_plan.models import Act, Action, Plan


def plan_of(request: HttpRequest, slug: str) -> Plan:
    """Find a plan the person of the request may read, or answer 404."""
    return get_object_or_404(queries.readable_plans(request.user), slug=slug)


def action_of(request: HttpRequest, slug: str, number: int) -> Action:
    """Find an action of a plan the person of the request may read, or answer 404."""
    actions = Action.objects.select_related("plan__founding_act", "axis", "source", "parent__plan")
    return get_object_or_404(actions, plan=plan_of(request, slug), number=number)


def act_of(request: HttpRequest, key: str) -> Act:
    """Find an act the person of the request may read, or answer 404."""
    return get_object_or_404(queries.readable_acts(request.user), key=key)
