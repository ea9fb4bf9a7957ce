"""Tables of the room: cards, what people ask of them, and what is looked through when somebody searches."""

from __future__ import annotations

from .additions import Addition
from .asking import TEXT_LENGTH_MAX, Claim, SuggestedChange, Suggestion
from .cards import SUMMARY_LENGTH_MAX, Card
from .contact import MESSAGE_LENGTH_MAX, ContactBlock, ContactMessage
from .listings import Listing, ListingQuerySet, SearchWord
from .offers import Certificate, Offer
from .tallies import ALL, COUNTED, PLACED, Tally

__all__ = [
    "ALL",
    "COUNTED",
    "MESSAGE_LENGTH_MAX",
    "PLACED",
    "SUMMARY_LENGTH_MAX",
    "TEXT_LENGTH_MAX",
    "Addition",
    "Card",
    "Certificate",
    "Claim",
    "ContactBlock",
    "ContactMessage",
    "Listing",
    "ListingQuerySet",
    "Offer",
    "SearchWord",
    "SuggestedChange",
    "Suggestion",
    "Tally",
]
