"""Seats: every service that gives or frees one locks the gathering first, so that the last seat is given once."""

from __future__ import annotations

from datetime import datetime, timedelta

from essaim.ecosystem.events import queries
from essaim.ecosystem.events.models import Event, Registration
from essaim.ecosystem.events.states import (
    REGISTRATION_MOVES,
    CancellationCause,
    EventState,
    MailKind,
    RegistrationState,
)
from essaim.foundations.audit_trail.services import write_fields
from essaim.foundations.primitives.actors import Actor

from .mailing import ERASED, mail_after_commit


def locked(event: Event) -> Event:
    """Lock a gathering until the end of the transaction, and read it again."""
    return Event.objects.select_for_update(of=("self",)).select_related("parent").get(pk=event.pk)


def end_registration(
    registration: Registration, cause: str, *, actor: Actor, now: datetime, mail: str = "", verb: str = "cancelled"
) -> Registration:
    """End a registration; who has nothing more to be told is erased at once."""
    state = REGISTRATION_MOVES.target("cancel", registration.state)
    values = {"state": state, "cause": cause, "ended_at": now, "expires_at": None, "mail_due": mail}
    if not mail:
        values |= {**ERASED, "erased_at": now}
    details = {"cause": cause}
    return write_fields(registration, f"registration.{verb}", values, actor=actor, now=now, details=details)


def lapse(event: Event, *, actor: Actor, now: datetime) -> int:
    """End what was not confirmed or not taken in time in a locked gathering; return how many ended."""
    expired = list(Registration.objects.filter(event=event).expired(now).order_by("pk"))
    for row in expired:
        is_offer = row.state == RegistrationState.OFFERED
        cause = CancellationCause.OFFER_LAPSED if is_offer else CancellationCause.NOT_CONFIRMED
        end_registration(row, cause, actor=actor, now=now, verb="lapsed")
    return len(expired)


def offer(registration: Registration, event: Event, *, actor: Actor, now: datetime) -> Registration:
    """Offer a seat to somebody who waits, until a delay passes or the gathering starts."""
    values = {
        "state": REGISTRATION_MOVES.target("offer", registration.state),
        "expires_at": min(now + timedelta(hours=event.offer_hours), event.begins_at),
        "mail_due": MailKind.OFFER,
    }
    offered = write_fields(registration, "registration.offered", values, actor=actor, now=now)
    mail_after_commit([offered])
    return offered


def offer_free_seats(event: Event, *, actor: Actor, now: datetime) -> int:
    """Offer the free seats of a locked gathering to those who wait, in the order they arrived; return how many."""
    if event.state != EventState.PUBLISHED or now >= event.begins_at:
        return 0
    free = queries.seats_of(event).free
    waiting = list(Registration.objects.filter(event=event).in_line()[:free])
    for registration in waiting:
        offer(registration, event, actor=actor, now=now)
    return len(waiting)


def settle(event: Event, *, actor: Actor, now: datetime) -> int:
    """Free the seats nobody took in time and offer them on; return how many registrations ended."""
    ended = lapse(event, actor=actor, now=now)
    offer_free_seats(event, actor=actor, now=now)
    return ended
