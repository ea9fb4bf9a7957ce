"""Cards: written and confirmed by the structure or the team, taken out of the directory and put back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from essaim.ecosystem.directory import permissions, queries
from essaim.ecosystem.directory.models import Card
from essaim.ecosystem.directory.states import CARD_MOVES, CardState
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale

from .listing import refresh_listings


def locked_organization(pk: int) -> Organization:
    """Lock a structure, as it is now: before what is asked of it, and before its card and its offers."""
    return Organization.objects.select_for_update(of=("self",)).get(pk=pk)


def locked_card(organization: Organization, *, actor: Actor, now: datetime) -> Card:
    """Lock the card of a locked structure, opened at need."""
    card = Card.objects.select_for_update(of=("self",)).filter(organization=organization).first()
    if card is None:
        card = write_new(Card(organization=organization), "card.opened", actor=actor, now=now)
    return card


@transaction.atomic
def update_card(
    *, organization: Organization, actor: User, now: datetime, reason: str = "", version: str = "", **values: object
) -> Card:
    """
    Write what a structure says of itself; who speaks for it confirms the card by writing it.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among queries.CARD_FIELDS, and takes_messages
    :raises NotAllowed: if the actor neither speaks for it nor is of the team
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    :raises ValueError: if another field is given
    :raises ValidationError: if a field does not hold
    """
    organization = locked_organization(organization.pk)
    require(permissions.can_write_card(actor, organization))
    refuse_other_fields(values, (*queries.CARD_FIELDS, "takes_messages"))
    card = locked_card(organization, actor=actor, now=now)
    refuse_stale(card, values, version)
    kept: dict[str, object] = {
        name: " ".join(value.split()) if isinstance(value, str) else value for name, value in values.items()
    }
    if permissions.speaks_for(actor, organization.pk):
        kept |= _confirmation(now)
    write_fields(card, "card.updated", kept, actor=actor, now=now, reason=reason)
    refresh_listings([organization.pk], today=timezone.localdate(now))
    return card


@transaction.atomic
def confirm_card(*, organization: Organization, actor: User, now: datetime) -> Card:
    """
    Say that what the card shows is right today.

    :raises NotAllowed: if the actor neither speaks for it nor is of the team
    """
    organization = locked_organization(organization.pk)
    require(permissions.can_write_card(actor, organization))
    return write_confirmation(organization, actor=actor, now=now)


def write_confirmation(organization: Organization, *, actor: Actor, now: datetime) -> Card:
    """Write that the card of a locked structure was confirmed, by whoever was found to have the right to."""
    card = locked_card(organization, actor=actor, now=now)
    write_fields(card, "card.confirmed", _confirmation(now), actor=actor, now=now)
    refresh_listings([organization.pk], today=timezone.localdate(now))
    return card


def _confirmation(now: datetime) -> dict[str, object]:
    """Return what a confirmation writes: its day, and that nothing was asked since."""
    return {"confirmed_on": timezone.localdate(now), "asked_on": None, "asked_count": 0}


@transaction.atomic
def hide_card(*, organization: Organization, actor: User, now: datetime, reason: str) -> Card:
    """
    Take a structure out of the directory, at its will; its record stays for what it does in the policy.

    :raises NotAllowed: if the actor neither speaks for it nor is of the team
    :raises IllegalMove: if it is out already
    """
    return _move(organization, "hide", "card.hidden", actor=actor, now=now, reason=reason)


@transaction.atomic
def show_card(*, organization: Organization, actor: User, now: datetime, reason: str = "") -> Card:
    """
    Put a structure back in the directory.

    :raises NotAllowed: if the actor neither speaks for it nor is of the team
    :raises IllegalMove: if it was not taken out
    """
    return _move(organization, "show", "card.shown", actor=actor, now=now, reason=reason)


def _move(organization: Organization, move: str, verb: str, *, actor: User, now: datetime, reason: str) -> Card:
    organization = locked_organization(organization.pk)
    require(permissions.can_write_card(actor, organization))
    card = locked_card(organization, actor=actor, now=now)
    state = CardState(CARD_MOVES.target(move, card.state))
    write_fields(card, verb, {"state": state}, actor=actor, now=now, reason=reason)
    refresh_listings([organization.pk], today=timezone.localdate(now))
    return card


@transaction.atomic
def set_known_address(
    *, organization: Organization, actor: User, now: datetime, known_address: str, known_address_source: str
) -> Card:
    """
    Write at which address of its own a structure gets its links, and where that address is public; empty forgets it.

    The address is in no history: the trail says that it was set, and the source.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if the address does not hold or has no source
    """
    organization = locked_organization(organization.pk)
    require(permissions.can_set_known_address(actor, organization))
    card = locked_card(organization, actor=actor, now=now)
    card.known_address = known_address.strip().lower()
    card.known_address_source = " ".join(known_address_source.split()) if card.known_address else ""
    card.full_clean()
    card.save(update_fields=["known_address", "known_address_source"])
    record("card.address_set", actor=actor, target=card, at=now, reason=card.known_address_source)
    return card
