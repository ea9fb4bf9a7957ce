"""Who may write gatherings, register for one, and read who registered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from .states import EventState

# How long after a gathering those who came may say what they thought of it.
RATED_WITHIN = timedelta(days=60)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    from .models import Event

    Person = User | AnonymousUser


def can_write_events(person: Person) -> Decision:
    """Tell whether a person may write gatherings: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team writes gatherings."))


def can_bring_in_agendas(actor: Person | SystemActor) -> Decision:
    """Tell whether somebody may bring in an agenda of another site: the team, or a command."""
    return ALLOW if isinstance(actor, SystemActor) else can_write_events(actor)


def can_read_event(person: Person, event: Event) -> Decision:
    """Tell whether a person may read a gathering: everybody once it is announced, the team before."""
    if event.is_announced or is_staff_member(person):
        return ALLOW
    return deny(_("This gathering is not announced yet: only the authority's team reads it."))


def can_update_event(person: Person, event: Event) -> Decision:
    """Tell whether a person may correct a gathering: the team, unless it was cancelled."""
    if event.state == EventState.CANCELLED:
        return deny(_("This gathering was cancelled: nothing changes in it any more."))
    return can_write_events(person)


def can_hold_event(person: Person, event: Event, *, now: datetime) -> Decision:
    """Tell whether a person may say that a gathering took place: the team, from the moment it starts."""
    if now < event.begins_at:
        return deny(_("It has not started yet."))
    return can_write_events(person)


def can_read_registrants(person: Person) -> Decision:
    """
    Tell whether a person may read names and addresses of registrants: the team, who need them to run the gathering.

    Source: GDPR, article 5(1)(b) and (c) (purpose limitation, data minimisation).
    """
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team reads who registered."))


def can_count_attendance(person: Person, event: Event, *, now: datetime) -> Decision:
    """Tell whether a person may count who came: the team, from the first day of a gathering that was announced."""
    if event.state not in {EventState.PUBLISHED, EventState.HELD, EventState.CLOSED}:
        return deny(_("Presence is counted at gatherings that were announced and not cancelled."))
    if now.astimezone(event.begins_at.tzinfo).date() < event.starts_on:
        return deny(_("Presence is counted from the day of the gathering on."))
    return can_write_events(person)


def can_register(event: Event, *, now: datetime) -> Decision:
    """Tell whether anybody may register for a gathering at a moment, full or not: who comes then waits."""
    opens_at, closes_at = event.registration_opens_at, event.registration_closes_at
    if event.state != EventState.PUBLISHED:
        return deny(_("Registration is for gatherings to come."))
    if opens_at is None or closes_at is None:
        return deny(_("No registration is taken here for this gathering."))
    if now < opens_at:
        return deny(_("Registration is not open yet."))
    if now >= min(closes_at, event.begins_at if event.starts_at else closes_at):
        return deny(_("Registration is closed."))
    return ALLOW


def can_end_registration(event: Event) -> Decision:
    """Tell whether a registration may still be withdrawn: until the gathering took place."""
    if event.state == EventState.PUBLISHED:
        return ALLOW
    return deny(_("Registrations are withdrawn before the gathering only."))


def can_publish_event(person: Person, event: Event) -> Decision:
    """Tell whether a person may announce a gathering: the team; a part once the whole was announced."""
    if event.parent is not None and not event.parent.is_announced:
        return deny(_("Announce the whole gathering first: its parts follow."))
    return can_write_events(person)


def can_assemble_proceedings(actor: Person | SystemActor, event: Event) -> Decision:
    """Tell whether somebody may assemble proceedings: the team, or a command, once the whole gathering took place."""
    if event.parent_id is not None:
        return deny(_("Proceedings are those of a whole gathering: open that one."))
    if event.state not in {EventState.HELD, EventState.CLOSED}:
        return deny(_("Proceedings are assembled once the gathering took place."))
    return ALLOW if isinstance(actor, SystemActor) else can_write_events(actor)


def can_rate(event: Event, *, now: datetime) -> Decision:
    """Tell whether those who came may say what they thought: from the moment it starts, for sixty days."""
    if event.state not in {EventState.PUBLISHED, EventState.HELD, EventState.CLOSED}:
        return deny(_("Answers are taken for gatherings that were announced and not cancelled."))
    if now < event.begins_at:
        return deny(_("It has not started yet."))
    if now.astimezone(event.begins_at.tzinfo).date() > event.end_day + RATED_WITHIN:
        return deny(_("It was too long ago: answers are no longer taken."))
    return ALLOW


def can_ask_ratings(person: Person, event: Event, *, now: datetime) -> Decision:
    """Tell whether a person may ask those who came what they thought, by mail: the team, once, after it took place."""
    if event.state not in {EventState.HELD, EventState.CLOSED}:
        return deny(_("Say first that it took place."))
    if event.ratings_asked_at is not None:
        return deny(_("They were asked already."))
    return can_rate(event, now=now) and can_write_events(person)


def can_note_lead(person: Person, event: Event, *, now: datetime) -> Decision:
    """Tell whether a person may note who was put in touch at a gathering: the team, from the moment it starts."""
    if event.state not in {EventState.PUBLISHED, EventState.HELD, EventState.CLOSED}:
        return deny(_("Contacts are noted at gatherings that were announced and not cancelled."))
    if now < event.begins_at:
        return deny(_("It has not started yet."))
    return can_write_events(person)


def can_read_leads(person: Person) -> Decision:
    """Tell whether a person may read who was put in touch with whom: the team, who follow it."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team reads who was put in touch with whom."))
