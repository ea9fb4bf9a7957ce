"""What the room attaches to structures: speakers, registrations and presences follow the record that is kept."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.holdings import Holding, register
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields

from .models import Attendance, Registration, Speaker


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


def register_holdings() -> None:
    """Register what moves with a structure; called when the room starts."""
    register(Holding("events.speaker", _("Speakers announced for it"), _count_speakers, _move_speakers))
    register(
        Holding("events.registration", _("Registrations for gatherings"), _count_registrations, _move_registrations)
    )
    register(Holding("events.attendance", _("Presences at gatherings"), _count_attendances, _move_attendances))
