"""After a gathering: what those who came thought of it, and the contacts made there, followed to their end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from essaim.ecosystem.events import permissions, queries
from essaim.ecosystem.events.models import Event, Lead, Rating
from essaim.ecosystem.events.states import ENDED_LEADS, LEAD_MOVES, MailKind
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting, write_fields, write_new
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require

from .mailing import mail_after_commit
from .seats import locked

RATED_PER_DAY_MAX = 500


class RatedTooOften(Exception):
    """More answers arrive in a day than people come to a gathering: the sender is asked to come back later."""


@transaction.atomic
def rate_event(
    *, event: Event, now: datetime, overall: int, usefulness: int, has_met: bool = False, comment: str = ""
) -> Rating:
    """
    Take what somebody who came thought of a gathering; nothing of the sender is kept, and the day only.

    :raises NotAllowed: before it starts, sixty days after it, or if it was cancelled
    :raises RatedTooOften: beyond five hundred answers a day about one gathering
    :raises ValidationError: if an answer is not one of those offered, or the comment is too long
    """
    event = locked(event)
    require(permissions.can_rate(event, now=now))
    day = timezone.localdate(now)
    if Rating.objects.filter(event=event, received_on=day).count() >= RATED_PER_DAY_MAX:
        raise RatedTooOften
    participant = SystemActor("participant")
    rating = Rating(
        event=event,
        overall=overall,
        usefulness=usefulness,
        has_met=has_met,
        comment=comment.strip(),
        received_on=day,
    )
    # Even when somebody signed in answers: the trail names nobody.
    with acting(participant):
        return write_new(rating, "rating.received", actor=participant, now=now)


@transaction.atomic
def ask_ratings(*, event: Event, actor: User, now: datetime) -> int:
    """
    Ask those who came what they thought, by mail: those checked in by code, or all who had a seat when no code was seen.

    :returns: how many are asked
    :raises NotAllowed: if the actor is not of the team, it did not take place, or they were asked already
    """
    event = locked(event)
    require(permissions.can_ask_ratings(actor, event, now=now))
    asked = list(queries.to_ask_for_ratings(event).select_for_update(of=("self",)))
    for registration in asked:
        registration.mail_due = MailKind.RATING
        registration.save(update_fields=["mail_due"])
    write_fields(
        event,
        "event.ratings_asked",
        {"ratings_asked_at": now},
        actor=actor,
        now=now,
        details={"asked": len(asked)},
    )
    mail_after_commit(asked)
    return len(asked)


@transaction.atomic
def note_lead(
    *,
    event: Event,
    actor: User,
    now: datetime,
    about: str,
    organization: Organization | None = None,
    organization_name: str = "",
    other: Organization | None = None,
    other_name: str = "",
    next_step: str = "",
) -> Lead:
    """
    Note that two structures were put in touch at a gathering.

    :raises NotAllowed: if the actor is not of the team, or it has not started
    :raises ValidationError: if a side is not named once, both are the same, or nothing is said of why
    """
    event = locked(event)
    require(permissions.can_note_lead(actor, event, now=now))
    lead = Lead(
        event=event,
        organization=organization,
        organization_name=" ".join(organization_name.split()),
        other=other,
        other_name=" ".join(other_name.split()),
        about=about.strip(),
        next_step=next_step.strip(),
        noted_on=timezone.localdate(now),
    )
    return write_new(lead, "lead.noted", actor=actor, now=now)


@transaction.atomic
def follow_lead(*, lead: Lead, actor: User, now: datetime, move: str, next_step: str = "", outcome: str = "") -> Lead:
    """
    Say how a contact goes: in touch, with the next step; or ended, with what came of it.

    :param move: "contact", "conclude" or "drop"
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if the contact has ended, or the move is not one of its state
    :raises ValidationError: if it ends and nothing is said of what came of it
    """
    lead = Lead.objects.select_for_update(of=("self",)).select_related("event").get(pk=lead.pk)
    require(permissions.can_read_leads(actor))
    state = LEAD_MOVES.target(move, lead.state)
    values: dict[str, object] = {"state": state, "next_step": next_step.strip()}
    if state in ENDED_LEADS:
        values |= {"outcome": outcome.strip(), "ended_on": timezone.localdate(now), "next_step": ""}
    return write_fields(lead, "lead.followed", values, actor=actor, now=now)
