"""Registering without an account: asked for, confirmed by a mailed link, withdrawn, offered a seat in turn."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from essaim.ecosystem.events import permissions, queries
from essaim.ecosystem.events.models import Event, Registration
from essaim.ecosystem.events.states import (
    REGISTRATION_MOVES,
    CancellationCause,
    EventState,
    MailKind,
    RegistrationState,
)
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting, write_fields, write_new
from essaim.foundations.primitives.actors import Actor, SystemActor
from essaim.foundations.primitives.codes import spoken_code
from essaim.foundations.primitives.decisions import require

from .mailing import mail_after_commit
from .seats import end_registration, locked, offer, settle

PER_HOUR_MAX = 120
# How long a seat is kept for an address that was not confirmed yet.
CONFIRM_WITHIN = timedelta(hours=24)
# Nobody gets the same mail again sooner, however often an address is typed in the form.
MAILED_AGAIN_AFTER = timedelta(minutes=10)
CODE_LENGTH = 6


class RegistrationTooFast(Exception):
    """More registrations arrive in an hour than people send: the sender is asked to come back later."""


class RegistrationEnded(Exception):
    """This registration was withdrawn, cancelled, or not answered in time."""


class AlreadyConfirmed(Exception):
    """This registration was confirmed before."""


class NoSeatLeft(Exception):
    """Every seat is taken or offered."""


class NobodyWaiting(Exception):
    """Nobody who confirmed is on the waiting list."""


@transaction.atomic
def register(*, event: Event, name: str, email: str, now: datetime, organization_name: str = "") -> Registration:
    """
    Give a seat to somebody, or a place on the waiting list when all are taken, until they confirm by the mailed link.

    An address that is registered already gets its link again, and the registration stays what it is: the page answers
    the same, so that nobody learns here who registered.

    :raises NotAllowed: if registration is not open
    :raises RegistrationTooFast: beyond a hundred and twenty an hour over the whole site
    :raises ValidationError: if the address or name does not hold
    """
    event = locked(event)
    require(permissions.can_register(event, now=now))
    if queries.received_since(now - timedelta(hours=1)) >= PER_HOUR_MAX:
        raise RegistrationTooFast
    registrant, email = SystemActor("registrant"), email.strip().lower()
    with acting(registrant):
        settle(event, actor=registrant, now=now)
        known = Registration.objects.active().filter(event=event, email=email).first()
        if known is not None:
            return _told_again(known, now=now)
        is_full = queries.seats_of(event).is_full
        registration = Registration(
            event=event,
            name=" ".join(name.split()),
            email=email,
            organization_name=" ".join(organization_name.split()),
            organization=_record_named(organization_name),
            code=_free_code(event),
            state=RegistrationState.WAITING if is_full else RegistrationState.REGISTERED,
            received_at=now,
            expires_at=now + CONFIRM_WITHIN,
            mail_due=MailKind.CONFIRM,
        )
        write_new(registration, "registration.received", actor=registrant, now=now)
    mail_after_commit([registration])
    return registration


def _told_again(known: Registration, *, now: datetime) -> Registration:
    """Mail again the link of somebody who registers a second time, unless it was mailed a moment ago."""
    if known.mail_due or (known.mailed_at is not None and now - known.mailed_at < MAILED_AGAIN_AFTER):
        return known
    known.mail_due = _mail_of(known)
    known.save(update_fields=["mail_due"])
    mail_after_commit([known])
    return known


def _mail_of(registration: Registration) -> str:
    """Return the mail that says where a registration stands."""
    if not registration.is_confirmed:
        return MailKind.CONFIRM
    return {
        RegistrationState.REGISTERED: MailKind.SEAT,
        RegistrationState.WAITING: MailKind.WAITING,
        RegistrationState.OFFERED: MailKind.OFFER,
    }[RegistrationState(registration.state)]


def _record_named(name: str) -> Organization | None:
    """Return the one record in use that has exactly this name or acronym, if there is one and only one."""
    text = " ".join(name.split())
    return queries.organization_named(text) if text else None


def _free_code(event: Event) -> str:
    taken = set(Registration.objects.filter(event=event).values_list("code", flat=True))
    while True:
        code = spoken_code(CODE_LENGTH)
        if code not in taken:
            return code


def _locked_with_event(registration: Registration) -> tuple[Event, Registration]:
    """Lock the gathering, then the registration: in this order everywhere, so that nobody waits for nobody."""
    event = locked(registration.event)
    return event, Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)


@transaction.atomic
def confirm_registration(*, registration: Registration, now: datetime) -> Registration:
    """
    Confirm an address by its link, or take the seat that was offered; whoever holds the link may.

    :raises RegistrationEnded: if it was withdrawn or cancelled, or the delay passed: the seat went to the next
    :raises AlreadyConfirmed: if there is nothing to confirm or take
    """
    event, registration = _locked_with_event(registration)
    registrant = SystemActor("registrant")
    if registration.state == RegistrationState.CANCELLED or event.state != EventState.PUBLISHED:
        raise RegistrationEnded
    if registration.expires_at is not None and registration.expires_at <= now:
        raise RegistrationEnded
    values: dict[str, object]
    if registration.state == RegistrationState.OFFERED:
        values = {"state": REGISTRATION_MOVES.target("accept", registration.state), "expires_at": None}
        verb, mail = "registration.accepted", MailKind.SEAT
    elif not registration.is_confirmed:
        values = {"confirmed_at": now, "expires_at": None}
        verb = "registration.confirmed"
        mail = MailKind.WAITING if registration.state == RegistrationState.WAITING else MailKind.SEAT
    else:
        raise AlreadyConfirmed
    with acting(registrant):
        registration = write_fields(registration, verb, {**values, "mail_due": mail}, actor=registrant, now=now)
        settle(event, actor=registrant, now=now)
    registration.refresh_from_db()
    mail_after_commit([registration])
    return registration


@transaction.atomic
def cancel_registration(*, registration: Registration, now: datetime, actor: User | None = None) -> Registration:
    """
    Withdraw a registration and offer the seat it held to the next who waits; name and address are erased at once.

    :param actor: somebody of the team; None for the person themselves, by their link
    :raises NotAllowed: if the gathering took place or was cancelled, or the actor is not of the team
    :raises IllegalMove: if it ended before
    """
    event, registration = _locked_with_event(registration)
    require(permissions.can_end_registration(event))
    if actor is not None:
        require(permissions.can_write_events(actor))
    who: Actor = actor or SystemActor("registrant")
    cause = CancellationCause.BY_TEAM if actor else CancellationCause.WITHDRAWN
    with acting(who):
        registration = end_registration(registration, cause, actor=who, now=now)
        settle(event, actor=who, now=now)
    return registration


@transaction.atomic
def offer_next_seat(*, event: Event, actor: User, now: datetime) -> Registration:
    """
    Offer a free seat to the first who waits; done by itself when a seat is freed, asked for when seats were added.

    :raises NotAllowed: if the actor is not of the team
    :raises NoSeatLeft: if every seat is taken or offered
    :raises NobodyWaiting: if nobody who confirmed waits
    """
    event = locked(event)
    require(permissions.can_write_events(actor))
    if queries.seats_of(event).is_full:
        raise NoSeatLeft
    first = Registration.objects.filter(event=event).in_line().first()
    if first is None:
        raise NobodyWaiting
    return offer(first, event, actor=actor, now=now)


@transaction.atomic
def name_organization(
    *, registration: Registration, organization: Organization | None, actor: User, now: datetime
) -> Registration:
    """
    Say which record is the structure that a registrant wrote by hand; None takes it back.

    :raises NotAllowed: if the actor is not of the team
    """
    _event, registration = _locked_with_event(registration)
    require(permissions.can_write_events(actor))
    values = {"organization": organization}
    return write_fields(registration, "registration.linked", values, actor=actor, now=now)


def free_lapsed_seats(*, now: datetime) -> int:
    """Free, in every gathering to come, the seats not confirmed or taken in time, and offer them on; return how many."""
    actor, ended = SystemActor("events seats"), 0
    for pk in Event.objects.filter(state=EventState.PUBLISHED).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic(), acting(actor):
            ended += settle(locked(Event(pk=pk)), actor=actor, now=now)
    return ended
