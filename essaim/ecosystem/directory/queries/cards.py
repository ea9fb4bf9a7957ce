"""One card, as its page shows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from essaim.ecosystem.directory.completeness import Completeness
from essaim.ecosystem.directory.models import Card, Listing
from essaim.ecosystem.organizations.models import Organization

from .making import listing_values

# What a structure itself writes in its card.
CARD_FIELDS = ("summary", "phone")
# So many cards are told to robots in a file.
SITEMAP_MAX = 20_000
# A card is confirmed each year; one that was not for eighteen months is marked as such.
CONFIRMED_FOR = timedelta(days=365)
STALE_AFTER = timedelta(days=548)


@dataclass(frozen=True, slots=True)
class ShownCard:
    """
    A card with what its line is made of. is_listed: whether the public finds it.

    moment: "fresh", "due" when the yearly confirmation is, "stale" after eighteen months, "never" when nobody confirmed it.
    """

    listing: Listing
    completeness: Completeness
    card: Card | None
    is_listed: bool
    moment: str
    due_on: date | None


def card_of(organization: Organization) -> Card | None:
    """Return what a structure says of itself, if it said something."""
    return Card.objects.filter(organization=organization).first()


def confirmed_days(organization_ids: Collection[int]) -> dict[int, date]:
    """Return the day each of some structures last confirmed its card; those that never did are left out."""
    rows = Card.objects.filter(organization__in=list(organization_ids), confirmed_on__isnull=False)
    return {row.organization_id: row.confirmed_on for row in rows if row.confirmed_on is not None}


def listing_of(key: str) -> Listing | None:
    """Return the public line of a structure, if it has one."""
    return Listing.objects.filter(key=key).first()


def shown_card(organization: Organization, *, today: date) -> ShownCard:
    """Return the card of a record, listed or not, made anew from what is written."""
    (made,) = listing_values([organization.pk], today=today)
    confirmed_on = made.listing.confirmed_on
    return ShownCard(
        listing=made.listing,
        completeness=made.completeness,
        card=card_of(organization),
        is_listed=Listing.objects.filter(organization_pk=organization.pk).exists(),
        moment=moment_of(confirmed_on, today=today),
        due_on=confirmed_on + CONFIRMED_FOR if confirmed_on else None,
    )


def sitemap_count() -> int:
    """Return in how many files the public cards are told to robots."""
    return max(1, -(-Listing.objects.count() // SITEMAP_MAX))


def moment_of(confirmed_on: date | None, *, today: date) -> str:
    """Tell where a card stands in its year."""
    if confirmed_on is None:
        return "never"
    if today - confirmed_on >= STALE_AFTER:
        return "stale"
    return "due" if today - confirmed_on >= CONFIRMED_FOR else "fresh"
