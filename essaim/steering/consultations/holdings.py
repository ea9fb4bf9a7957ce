"""What the room attaches to structures: contributions, amendments, seats in working groups, moved when two are merged."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.holdings import Holding, register

from . import services
from .models import Amendment, AmendmentInvitation, Contribution, GroupMember


def register_holdings() -> None:
    """Make them known; called when the room starts."""
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
    register(
        Holding(
            "consultations.amendment",
            _("Amendments to texts"),
            lambda row: Amendment.objects.filter(organization=row).count(),
            services.move_amendments,
        )
    )
    register(
        Holding(
            "consultations.invitation",
            _("Invitations to amend texts"),
            lambda row: AmendmentInvitation.objects.filter(organization=row).count(),
            services.move_invitations,
        )
    )
