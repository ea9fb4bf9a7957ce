"""Gatherings: written, announced, corrected, held, closed with their report, or cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from essaim.ecosystem.events import permissions
from essaim.ecosystem.events.models import DeclaredParticipation, Event, Registration, Speaker
from essaim.ecosystem.events.states import EVENT_MOVES, CancellationCause, EventState, MailKind
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale

from .mailing import mail_after_commit
from .seats import end_registration, locked, settle

WHEN_AND_WHERE = ("starts_on", "last_on", "starts_time", "ends_time", "venue", "commune_code")
EDITABLE = frozenset(
    {
        "title",
        "kind",
        "parent",
        "track",
        "position",
        "summary",
        *WHEN_AND_WHERE,
        "is_day_known",
        "date_words",
        "capacity",
        "registration_opens_at",
        "registration_closes_at",
        "offer_hours",
        "keep_days",
        "report",
        "outcome",
        "source",
        "source_note",
    }
)


@transaction.atomic
def create_event(*, actor: User, now: datetime, slug: str, **values: object) -> Event:
    """
    Write a gathering, which the team alone reads until it is announced.

    :param values: among EDITABLE; title, kind and starts_on at least
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if a value does not hold, or the short name is taken
    """
    require(permissions.can_write_events(actor))
    refuse_other_fields(values, EDITABLE)
    return write_new(Event(slug=slug, **values), "event.created", actor=actor, now=now)


@transaction.atomic
def update_event(
    *, event: Event, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> Event:
    """
    Correct a gathering, saying why; those who registered are told when its day, hour or place changes.

    Seats added are offered at once to those who wait.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among EDITABLE
    :raises NotAllowed: if the actor is not of the team, or it was cancelled
    :raises ChangedMeanwhile: if somebody else changed these fields since
    :raises ValidationError: if a value does not hold
    """
    event = locked(event)
    require(permissions.can_update_event(actor, event))
    refuse_other_fields(values, EDITABLE)
    refuse_stale(event, values, version)
    return corrected(event, values, actor=actor, now=now, reason=reason)


def corrected(event: Event, values: Mapping[str, object], *, actor: Actor, now: datetime, reason: str) -> Event:
    """
    Write fields of a locked gathering, offer the seats added and tell those who registered what changed for them.

    :raises ValidationError: if a value does not hold
    """
    before = [getattr(event, name) for name in WHEN_AND_WHERE]
    event = write_fields(event, "event.updated", values, actor=actor, now=now, reason=reason)
    if event.state == EventState.PUBLISHED:
        settle(event, actor=actor, now=now)
        if [getattr(event, name) for name in WHEN_AND_WHERE] != before:
            _tell_registrants(event, MailKind.CHANGED)
    return event


def _tell_registrants(event: Event, mail: MailKind) -> None:
    """Tell everybody who confirmed; those about to be offered a seat read the change in that offer."""
    rows = Registration.objects.active().filter(event=event, confirmed_at__isnull=False)
    found = list(rows.exclude(mail_due=MailKind.OFFER).order_by("pk"))
    Registration.objects.filter(pk__in=[row.pk for row in found]).update(mail_due=mail)
    for row in found:
        row.mail_due = mail
    mail_after_commit(found)


@transaction.atomic
def publish_event(*, event: Event, actor: User, now: datetime) -> Event:
    """
    Announce a gathering with the parts that are ready in draft.

    :raises NotAllowed: if the actor is not of the team, or the whole it is a part of was not announced
    :raises IllegalMove: if it is no draft
    """
    event = locked(event)
    require(permissions.can_publish_event(actor, event))
    values = {"state": EVENT_MOVES.target("publish", event.state), "published_at": now}
    event = write_fields(event, "event.published", values, actor=actor, now=now)
    for part in _parts(event, EventState.DRAFT):
        write_fields(part, "event.published", values, actor=actor, now=now)
    return event


def _parts(event: Event, *states: str) -> list[Event]:
    return list(Event.objects.select_for_update(of=("self",)).filter(parent=event, state__in=states).order_by("pk"))


@transaction.atomic
def hold_event(*, event: Event, actor: User, now: datetime) -> Event:
    """
    Say that a gathering took place, with its parts that were announced.

    :raises NotAllowed: if the actor is not of the team, or it has not started
    :raises IllegalMove: if it was not announced, or this was said before
    """
    event = locked(event)
    require(permissions.can_hold_event(actor, event, now=now))
    values = {"state": EVENT_MOVES.target("hold", event.state)}
    event = write_fields(event, "event.held", values, actor=actor, now=now)
    for part in _parts(event, EventState.PUBLISHED):
        write_fields(part, "event.held", values, actor=actor, now=now)
    return event


@transaction.atomic
def close_event(*, event: Event, actor: User, now: datetime, report: str, outcome: str = "") -> Event:
    """
    Close a gathering that took place, with its report and what follows: both become public.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was not held, or was closed before
    """
    event = locked(event)
    require(permissions.can_update_event(actor, event))
    values = {
        "state": EVENT_MOVES.target("close", event.state),
        "closed_at": now,
        "report": report.strip(),
        "outcome": outcome.strip(),
    }
    return write_fields(event, "event.closed", values, actor=actor, now=now)


@transaction.atomic
def cancel_event(*, event: Event, actor: User, now: datetime, reason: str) -> Event:
    """
    Cancel a gathering with its parts; those who confirmed are told, then their names and addresses are erased.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it took place, or was cancelled before
    :raises ValidationError: if no reason is given
    """
    event = locked(event)
    require(permissions.can_write_events(actor))
    event = _cancel(event, actor=actor, now=now, reason=reason)
    for part in _parts(event, EventState.DRAFT, EventState.PUBLISHED):
        _cancel(part, actor=actor, now=now, reason=reason)
    return event


def _cancel(event: Event, *, actor: User, now: datetime, reason: str) -> Event:
    values = {"state": EVENT_MOVES.target("cancel", event.state), "cancel_reason": reason.strip()}
    event = write_fields(event, "event.cancelled", values, actor=actor, now=now, reason=reason)
    told = []
    for row in Registration.objects.active().filter(event=event).order_by("pk"):
        mail = MailKind.EVENT_CANCELLED if row.is_confirmed else ""
        told.append(end_registration(row, CancellationCause.EVENT_CANCELLED, actor=actor, now=now, mail=mail))
    mail_after_commit(told)
    return event


@transaction.atomic
def add_speaker(
    *,
    event: Event,
    actor: User,
    now: datetime,
    name: str,
    role: str = "",
    organization: Organization | None = None,
    subject: str = "",
) -> Speaker:
    """
    Announce somebody who speaks, after those announced before.

    :raises NotAllowed: if the actor is not of the team, or the gathering was cancelled
    """
    event = locked(event)
    require(permissions.can_update_event(actor, event))
    speaker = Speaker(
        event=event,
        position=event.speakers.count() + 1,
        name=name,
        role=role,
        organization=organization,
        subject=subject,
    )
    return write_new(speaker, "speaker.added", actor=actor, now=now)


@transaction.atomic
def remove_speaker(*, speaker: Speaker, actor: User, now: datetime, reason: str) -> None:
    """
    Take somebody out of the programme, saying why.

    :raises NotAllowed: if the actor is not of the team, or the gathering was cancelled
    """
    event = locked(speaker.event)
    require(permissions.can_update_event(actor, event))
    record("speaker.removed", actor=actor, target=speaker, at=now, reason=reason)
    speaker.delete()


@transaction.atomic
def declare_participation(
    *,
    event: Event,
    actor: User,
    now: datetime,
    number: int,
    unit: str,
    quote: str,
    source: str,
    is_approximate: bool = False,
    caveat: str = "",
) -> DeclaredParticipation:
    """
    Write what a source says of who came, beside what is counted here.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if the unit, the words or the source are missing
    """
    event = locked(event)
    require(permissions.can_update_event(actor, event))
    declared = DeclaredParticipation(
        event=event,
        number=number,
        unit=unit,
        quote=quote,
        source=source,
        is_approximate=is_approximate,
        caveat=caveat,
    )
    return write_new(declared, "participation.declared", actor=actor, now=now)
