"""Tables of the room: cards, what people ask of them, and what is looked through when somebody searches."""

from __future__ import annotations

from .asking import TEXT_LENGTH_MAX, Claim, SuggestedChange, Suggestion
from .cards import SUMMARY_LENGTH_MAX, Card
from .listings import Listing, ListingQuerySet, SearchWord
from .offers import Certificate, Offer

__all__ = [
    "SUMMARY_LENGTH_MAX",
    "TEXT_LENGTH_MAX",
    "Card",
    "Certificate",
    "Claim",
    "Listing",
    "ListingQuerySet",
    "Offer",
    "SearchWord",
    "SuggestedChange",
    "Suggestion",
]
