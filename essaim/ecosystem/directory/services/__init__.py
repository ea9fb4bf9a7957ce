"""What people and the night do to the directory, by use case."""

from __future__ import annotations

from .cards import CARD_FIELDS, confirm_card, hide_card, set_known_address, show_card, update_card
from .listing import refresh_listings

__all__ = [
    "CARD_FIELDS",
    "confirm_card",
    "hide_card",
    "refresh_listings",
    "set_known_address",
    "show_card",
    "update_card",
]
