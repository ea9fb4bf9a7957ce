"""Applications are carried by structures: they follow when two records are merged."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.holdings import Holding, register
from essaim.ecosystem.organizations.models import Organization

from . import services
from .models import Application


def application_count(organization: Organization) -> int:
    """Count the applications of a structure."""
    return Application.objects.filter(organization=organization).count()


def register_holdings() -> None:
    """Register what the room attaches to structures; called when the room starts."""
    register(
        Holding(
            kind="calls_for_projects.application",
            label=_("Applications to calls for projects"),
            count=application_count,
            move=services.move_applications,
        )
    )
