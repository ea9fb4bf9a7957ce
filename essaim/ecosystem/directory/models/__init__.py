"""Tables of the room: cards, and what is looked through when somebody searches."""

from __future__ import annotations

from .cards import SUMMARY_LENGTH_MAX, Card
from .listings import Listing, ListingQuerySet, SearchWord

__all__ = ["SUMMARY_LENGTH_MAX", "Card", "Listing", "ListingQuerySet", "SearchWord"]
