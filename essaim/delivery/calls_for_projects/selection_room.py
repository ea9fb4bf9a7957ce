"""What the selection tells the rooms below: its messages, what it keeps of members, what moves with a structure."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations import holdings
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts import personal_data
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields
from essaim.foundations.notifications.kinds import Kind, register

from .models import MemberTie
from .queries.selection import ties_data
from .services.letters import KIND
from .services.selection import forget_notes


def _count_ties(organization: Organization) -> int:
    return MemberTie.objects.filter(organization=organization).count()


def _move_ties(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Move the interests declared; one that is declared in both records is kept once."""
    rows = MemberTie.objects.select_for_update(of=("self",)).select_related("mandate__seat__college")
    for row in rows.filter(organization=duplicate).order_by("pk"):
        if MemberTie.objects.filter(mandate=row.mandate, organization=kept, kind=row.kind).exists():
            record("member_tie.merged", actor=actor, target=row, at=now, reason=reason)
            row.delete()
        else:
            write_fields(row, "member_tie.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def register_selection() -> None:
    """Register it all; called when the room starts."""
    told = _("Tells who applied what the selection body decided on their application.")
    register(Kind(KIND, _("Decisions on applications"), told))
    label = _("Interests declared by members of selection bodies")
    holdings.register(holdings.Holding("calls_for_projects.member_tie", label, _count_ties, _move_ties))
    personal_data.register(
        personal_data.PersonalData(
            kind="member_ties",
            label=_("Interests you declared as a member of a selection body"),
            purpose=_("To keep you out of the files of structures in which you have an interest."),
            retention=_("Kept with the decisions taken without you; your own words are erased with your account."),
            export=ties_data,
            erase=forget_notes,
        )
    )
