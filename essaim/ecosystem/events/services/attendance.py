"""Who came: checked in by code at the door, or entered by structure afterwards; people are counted, never named."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from essaim.ecosystem.events import permissions
from essaim.ecosystem.events.models import Attendance, Event, Registration
from essaim.ecosystem.events.states import AttendanceWay, RegistrationState
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_new
from essaim.foundations.primitives.decisions import require

from .seats import locked


class UnknownCode(Exception):
    """No registration of this gathering has this code."""


class NotRegistered(Exception):
    """This code is that of somebody who waits for a seat, or whose registration ended."""


class AlreadyCheckedIn(Exception):
    """This code was seen before, by somebody else or in another way; at says when."""

    def __init__(self, at: datetime) -> None:
        """Keep the moment."""
        super().__init__(f"seen at {at}")
        self.at = at


class KeyReused(Exception):
    """This key was given to another presence before: it is refused, whatever it says."""


@transaction.atomic
def check_in(
    *,
    event: Event,
    code: str,
    actor: User,
    now: datetime,
    seen_at: datetime | None = None,
    key: UUID | None = None,
) -> Attendance:
    """
    Count somebody who shows their code, now or earlier while the network was down.

    An unconfirmed address is no reason to turn a person away: they came.

    :param code: typed in any case, with or without spaces and hyphens
    :param seen_at: when it was read; a moment that cannot be gives way to now
    :param key: sent again with the same key, a code gives back the presence that was counted
    :raises NotAllowed: if the actor is not of the team, or the gathering has not come yet
    :raises UnknownCode: if the gathering has no such code
    :raises NotRegistered: if the person waits for a seat, or their registration ended
    :raises AlreadyCheckedIn: if the code was seen before
    :raises KeyReused: if the key is that of another presence
    """
    event = locked(event)
    require(permissions.can_count_attendance(actor, event, now=now))
    plain = plain_code(code)
    # Looked up after the lock, so that two sendings of one key cannot both find nothing.
    if key is not None and (counted := Attendance.objects.filter(key=key).select_related("registration").first()):
        if counted.event_id == event.pk and counted.registration and counted.registration.code == plain:
            return counted
        raise KeyReused
    registration = Registration.objects.filter(event=event, code=plain).select_related("organization").first()
    if registration is None:
        raise UnknownCode
    if registration.state != RegistrationState.REGISTERED:
        raise NotRegistered
    if before := Attendance.objects.filter(registration=registration).first():
        raise AlreadyCheckedIn(before.recorded_at)
    first_minute = timezone.make_aware(datetime.combine(event.starts_on, time.min))
    attendance = Attendance(
        event=event,
        way=AttendanceWay.BY_CODE,
        registration=registration,
        organization=registration.organization,
        organization_name="" if registration.organization else registration.organization_name,
        recorded_at=seen_at if seen_at is not None and first_minute <= seen_at <= now else now,
        key=key,
    )
    return write_new(attendance, "attendance.recorded", actor=actor, now=now)


def plain_code(code: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return "".join(character for character in code.upper() if character.isalnum())


@transaction.atomic
def record_attendance(
    *,
    event: Event,
    actor: User,
    now: datetime,
    people_count: int,
    organization: Organization | None = None,
    organization_name: str = "",
) -> Attendance:
    """
    Count people of one structure, or of none said, whose codes were not seen: they signed a sheet, or came as they were.

    :raises NotAllowed: if the actor is not of the team, or the gathering has not come yet
    :raises ValidationError: if nobody is counted, or two structures are named
    """
    event = locked(event)
    require(permissions.can_count_attendance(actor, event, now=now))
    attendance = Attendance(
        event=event,
        way=AttendanceWay.ENTERED,
        organization=organization,
        organization_name=" ".join(organization_name.split()),
        people_count=people_count,
        recorded_at=now,
    )
    return write_new(attendance, "attendance.recorded", actor=actor, now=now)


@transaction.atomic
def remove_attendance(*, attendance: Attendance, actor: User, now: datetime, reason: str) -> None:
    """
    Take back what was counted by mistake, saying why; the trail keeps both.

    :raises NotAllowed: if the actor is not of the team
    """
    event = locked(attendance.event)
    require(permissions.can_update_event(actor, event))
    details = {"people_count": attendance.people_count}
    record("attendance.removed", actor=actor, target=attendance, at=now, reason=reason, details=details)
    attendance.delete()
