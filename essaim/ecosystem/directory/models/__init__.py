"""Tables of the room: cards, what people ask of them, and what is looked through when somebody searches."""

from __future__ import annotations

from .asking import TEXT_LENGTH_MAX, Claim, SuggestedChange, Suggestion
from .cards import SUMMARY_LENGTH_MAX, Card
from .listings import Listing, ListingQuerySet, SearchWord

__all__ = [
    "SUMMARY_LENGTH_MAX",
    "TEXT_LENGTH_MAX",
    "Card",
    "Claim",
    "Listing",
    "ListingQuerySet",
    "SearchWord",
    "SuggestedChange",
    "Suggestion",
]
