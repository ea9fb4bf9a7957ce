"""Finds what an address names, or answers 404; the ways back that pages of the room share."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import pgettext

from essaim.delivery.calls_for_projects import queries
from essaim.delivery.calls_for_projects.models import Call, Edition
from essaim.foundations.ui.writing import Crumbs


def call_for(request: HttpRequest, slug: str) -> Call:
    """Find a call that the person of the request may read, or answer 404."""
    return get_object_or_404(queries.calls_visible_to(request.user), slug=slug)


def edition_for(request: HttpRequest, slug: str, code: str) -> Edition:
    """Find an edition that the person of the request may read, or answer 404."""
    return get_object_or_404(queries.editions_visible_to(request.user), call__slug=slug, code=code)


def calls_crumb() -> tuple[str, str]:
    """Return the way back to the calls."""
    return pgettext("menu", "Calls for projects"), reverse("calls_for_projects:call_list")


def call_crumbs(call: Call) -> Crumbs:
    """Return the way back to a call."""
    return (calls_crumb(), (call.name, call.get_absolute_url()))


def edition_crumbs(edition: Edition) -> Crumbs:
    """Return the way back to an edition."""
    return (*call_crumbs(edition.call), (edition.title, edition.get_absolute_url()))
