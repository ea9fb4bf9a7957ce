"""What the room attaches to structures: contributions and seats in working groups, moved when two records are merged."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.holdings import Holding, register

from . import services
from .models import Contribution, GroupMember


def register_holdings() -> None:
    """Make both known; called when the room starts."""
    register(
        Holding(
            "consultations.contribution",
            _("Contributions to consultations"),
            lambda row: Contribution.objects.filter(organization=row).count(),
            services.move_contributions,
        )
    )
    register(
        Holding(
            "consultations.group_member",
            _("Places in working groups"),
            lambda row: GroupMember.objects.filter(organization=row).count(),
            services.move_members,
        )
    )
