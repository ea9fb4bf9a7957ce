"""Reads of the directory, by use case."""

from __future__ import annotations

from .cards import ShownCard, card_of, listing_of, shown_card
from .making import Made, listing_values, organization_ids_to_list
from .searching import FILTERS, Asked, Corrected, Found, asked_of, facet_counts, found_listings, points_of, suggestions

__all__ = [
    "FILTERS",
    "Asked",
    "Corrected",
    "Found",
    "Made",
    "ShownCard",
    "asked_of",
    "card_of",
    "facet_counts",
    "found_listings",
    "listing_of",
    "listing_values",
    "organization_ids_to_list",
    "points_of",
    "shown_card",
    "suggestions",
]
