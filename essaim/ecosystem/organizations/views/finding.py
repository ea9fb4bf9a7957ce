"""Finds what an address names, or answers 404; the ways back that pages of the room share."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.ui.writing import Crumbs


def organization_in_use(key: str) -> Organization:
    """Find a record that was not merged into another, or answer 404."""
    return get_object_or_404(Organization.objects.current(), key=key)


def organizations_crumb() -> tuple[str, str]:
    """Return the way back to the structures."""
    return _("Structures"), reverse("organizations:organization_list")


def organization_crumbs(organization: Organization) -> Crumbs:
    """Return the way back to a structure."""
    return organizations_crumb(), (organization.short_name, organization.get_absolute_url())
