"""Smallest valid cards."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone

from essaim.ecosystem.directory.models import Card, Listing
from essaim.ecosystem.directory.services import refresh_listings
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory


class CardFactory(factory.django.DjangoModelFactory):
    """The card of an association, shown, never confirmed."""

    class Meta:
        model = Card

    organization = factory.SubFactory(OrganizationFactory)
    summary = "Elle cultive des légumes fictifs."


def listed(**values: Any) -> Listing:
    """Write a record, and make its line."""
    organization = OrganizationFactory(**values)
    refresh_listings([organization.pk], today=timezone.localdate())
    return Listing.objects.get(organization_pk=organization.pk)
