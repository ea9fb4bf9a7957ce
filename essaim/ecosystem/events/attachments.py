"""What the room attaches to structures: speakers, registrations and presences follow the record that is kept."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.holdings import Holding, register
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields

from .models import Attendance, Lead, Registration, Speaker


def _count_speakers(organization: Organization) -> int:
    return Speaker.objects.filter(organization=organization).count()


def _move_speakers(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    for row in Speaker.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        write_fields(row, "speaker.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _count_registrations(organization: Organization) -> int:
    return Registration.objects.filter(organization=organization).count()


def _move_registrations(
    *, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str
) -> None:
    for row in Registration.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        write_fields(row, "registration.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _count_attendances(organization: Organization) -> int:
    return Attendance.objects.filter(organization=organization).count()


def _move_attendances(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    for row in Attendance.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk"):
        write_fields(row, "attendance.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def _count_leads(organization: Organization) -> int:
    return Lead.objects.filter(Q(organization=organization) | Q(other=organization)).count()


def _move_leads(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Move both sides; a contact between a duplicate and the record kept names the other side by its words from then on."""
    rows = Lead.objects.select_for_update(of=("self",)).select_related("organization", "other")
    for row in rows.filter(Q(organization=duplicate) | Q(other=duplicate)).order_by("pk"):
        values: dict[str, object] = {}
        if row.organization == duplicate:
            values = (
                {"organization": None, "organization_name": duplicate.name}
                if row.other == kept
                else {"organization": kept}
            )
        else:
            values = {"other": None, "other_name": duplicate.name} if row.organization == kept else {"other": kept}
        write_fields(row, "lead.moved", values, actor=actor, now=now, reason=reason)


def register_holdings() -> None:
    """Register what moves with a structure; called when the room starts."""
    register(Holding("events.speaker", _("Speakers announced for it"), _count_speakers, _move_speakers))
    register(
        Holding("events.registration", _("Registrations for gatherings"), _count_registrations, _move_registrations)
    )
    register(Holding("events.lead", _("Contacts made at gatherings"), _count_leads, _move_leads))
    register(Holding("events.attendance", _("Presences at gatherings"), _count_attendances, _move_attendances))
