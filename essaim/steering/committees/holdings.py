"""Mandates are held for structures: they follow when two records are merged."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.holdings import Holding, register
from essaim.ecosystem.organizations.models import Organization

from . import services
from .models import Mandate


def mandate_count(organization: Organization) -> int:
    """Count the mandates held for a structure."""
    return Mandate.objects.filter(organization=organization).count()


def register_holdings() -> None:
    """Register what the room attaches to structures; called when the room starts."""
    register(
        Holding(
            kind="committees.mandate",
            label=_("Seats on bodies"),
            count=mandate_count,
            move=services.move_mandates,
        )
    )
