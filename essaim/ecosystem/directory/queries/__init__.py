"""Reads of the directory, by use case."""

from __future__ import annotations

from .asking import (
    ASKED_MAX,
    ShownChange,
    SpokenCard,
    cards_to_ask,
    cards_to_confirm,
    claims_shown,
    next_asking,
    open_claim,
    received_since,
    shown_changes,
    suggestions_shown,
    values_now,
)
from .cards import CARD_FIELDS, ShownCard, card_of, listing_of, shown_card
from .making import Made, listing_values, organization_ids_to_list
from .offers import ShownOffer, certificates_of, found_offers, offers_of, offers_standing, serving
from .searching import FILTERS, Asked, Corrected, Found, asked_of, facet_counts, found_listings, points_of

__all__ = [
    "ASKED_MAX",
    "CARD_FIELDS",
    "FILTERS",
    "Asked",
    "Corrected",
    "Found",
    "Made",
    "ShownCard",
    "ShownChange",
    "ShownOffer",
    "SpokenCard",
    "asked_of",
    "card_of",
    "cards_to_ask",
    "cards_to_confirm",
    "certificates_of",
    "claims_shown",
    "facet_counts",
    "found_listings",
    "found_offers",
    "listing_of",
    "listing_values",
    "next_asking",
    "offers_of",
    "offers_standing",
    "open_claim",
    "organization_ids_to_list",
    "points_of",
    "received_since",
    "serving",
    "shown_card",
    "shown_changes",
    "suggestions_shown",
    "values_now",
]
