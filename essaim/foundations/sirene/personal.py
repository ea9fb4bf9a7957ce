"""What the room keeps of people who sign in: which snapshots they accepted. The register's natural persons are never kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts import personal_data
from essaim.foundations.accounts.models import User

from .models import Snapshot


def export(person: User) -> object:
    """Return the snapshots somebody accepted."""
    rows = Snapshot.objects.filter(accepted_by=person).order_by("pk")
    return [{"vintage": f"{row.vintage:%Y-%m}", "accepted_at": row.accepted_at} for row in rows]


def register_personal_data() -> None:
    """Register it; called when the room starts."""
    personal_data.register(
        personal_data.PersonalData(
            kind="snapshots_accepted",
            label=_("Snapshots of the business register you accepted"),
            purpose=_("To know who decided that a month of the register, which asked for a person, may serve."),
            retention=_("As long as the snapshot is kept."),
            export=export,
        )
    )
