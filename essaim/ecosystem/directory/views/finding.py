"""Finds what an address names, or answers 404; the ways back that pages of the room share."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.ecosystem.directory import permissions, queries
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.ui.writing import Crumbs


def directory_crumb() -> tuple[str, str]:
    """Return the way back to the directory."""
    return _("Directory"), reverse("directory:listing_list")


def card_url(organization: Organization) -> str:
    """Return the address of the card of a record."""
    return reverse("directory:card", args=[organization.key])


def card_crumbs(organization: Organization) -> Crumbs:
    """Return the way back to a card."""
    return directory_crumb(), (organization.short_name, card_url(organization))


def record_for(request: HttpRequest, key: str) -> Organization:
    """
    Find the record behind a card that this reader may see.

    :raises Http404: if there is none, or it is not in the directory and not theirs
    """
    found = get_object_or_404(Organization.objects.select_related("merged_into"), key=key)
    if found.merged_into is not None:
        return found
    if queries.listing_of(key) is None and not permissions.can_read_hidden(request.user, found):
        raise Http404
    return found
