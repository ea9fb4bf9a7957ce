"""Finds what an address names, or answers 404; the ways back that pages of the room share."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.ecosystem.events import queries
from essaim.ecosystem.events.models import Event
from essaim.foundations.ui.writing import Crumbs


def event_for(request: HttpRequest, slug: str) -> Event:
    """Find a gathering that the person of the request may read, or answer 404."""
    return get_object_or_404(queries.events_visible_to(request.user).select_related("parent"), slug=slug)


def agenda_crumb() -> tuple[str, str]:
    """Return the way back to the agenda."""
    return _("Agenda"), reverse("events:event_list")


def crumbs_to(event: Event) -> Crumbs:
    """Return the way back to what is above a gathering: the agenda, and the whole it is a part of."""
    above = ((event.parent.title, event.parent.get_absolute_url()),) if event.parent else ()
    return (agenda_crumb(), *above)


def event_crumbs(event: Event) -> Crumbs:
    """Return the way back to a gathering."""
    return (*crumbs_to(event), (event.title, event.get_absolute_url()))
