"""Structures said to be missing, and whom a message to a structure goes to."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from essaim.ecosystem.directory.models import Addition
from essaim.ecosystem.directory.states import AdditionState, CardState
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.queries import NearDuplicate, grants_for, near_duplicates
from essaim.foundations.primitives.texts import fold
from essaim.foundations.territory import queries as territory

from .cards import card_of


def additions_shown() -> QuerySet[Addition]:
    """Return what is said to be missing with the name of its commune (commune_name), the latest first."""
    return territory.with_commune_name(Addition.objects.order_by("-received_at", "-pk"))


def same_addition(addition: Addition) -> Addition | None:
    """Return one that waits for its answer and is the same: by its number, or by its name in its commune."""
    waiting = Addition.objects.filter(state=AdditionState.OPEN)
    for name in ("siren", "rna"):
        number = getattr(addition, name)
        if number and (found := waiting.filter(**{name: number}).first()):
            return found
    here = waiting.filter(commune_code=addition.commune_code)
    return next((row for row in here if fold(row.name) == fold(addition.name)), None)


def alike_of(addition: Addition) -> tuple[NearDuplicate, ...]:
    """List the records whose name is close to that of a structure said to be missing."""
    return near_duplicates(name=addition.name, acronym=addition.acronym)


def contact_address(organization: Organization) -> str:
    """
    Return where a message to a structure goes: its known address, else that of the first who speaks for it; empty if it takes none.

    Never shown.
    """
    card = card_of(organization)
    if card is not None:
        if not card.takes_messages or card.state != CardState.SHOWN:
            return ""
        if card.known_address:
            return card.known_address
    today = timezone.localdate()
    spoken = grants_for(organization, today=today).filter(starts_on__lte=today, person__is_active=True)
    held = spoken.exclude(ends_on__lte=today).order_by("starts_on", "pk")
    return held.values_list("person__email", flat=True).first() or ""
