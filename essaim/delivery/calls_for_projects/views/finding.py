"""Finds what an address names, or answers 404; the ways back that pages of the room share."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import pgettext

from essaim.delivery.calls_for_projects import permissions, queries
from essaim.delivery.calls_for_projects.models import Call, Edition
from essaim.foundations.accounts.models import User
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.writing import Crumbs, refused


def call_for(request: HttpRequest, slug: str) -> Call:
    """Find a call that the person of the request may read, or answer 404."""
    return get_object_or_404(queries.calls_visible_to(request.user), slug=slug)


def edition_for(request: HttpRequest, slug: str, code: str) -> Edition:
    """Find an edition that the person of the request may read, or answer 404."""
    return get_object_or_404(queries.editions_visible_to(request.user), call__slug=slug, code=code)


def refusal_to_write(request: HttpRequest, actor: User, edition: Edition, *, back: str = "") -> HttpResponse | None:
    """
    Lead back, with the reason, whoever opens a page that writes an edition which is a draft no more; None when it still is.

    :param back: where to, the page of the edition when left out
    :raises NotAllowed: if the person writes no calls at all
    """
    require(permissions.can_write_calls(actor))
    decision = permissions.can_write_edition(actor, edition)
    return None if decision else refused(request, decision, back or edition.get_absolute_url())


def calls_crumb() -> tuple[str, str]:
    """Return the way back to the calls."""
    return pgettext("menu", "Calls for projects"), reverse("calls_for_projects:call_list")


def call_crumbs(call: Call) -> Crumbs:
    """Return the way back to a call."""
    return (calls_crumb(), (call.name, call.get_absolute_url()))


def edition_crumbs(edition: Edition) -> Crumbs:
    """Return the way back to an edition."""
    return (*call_crumbs(edition.call), (edition.title, edition.get_absolute_url()))
