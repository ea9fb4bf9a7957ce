"""What people and the night do to the directory, by use case."""

from __future__ import annotations

from .asking import AskedTooFast, NothingProposed, decide_changes, suggest
from .cards import confirm_card, hide_card, set_known_address, show_card, update_card
from .claims import (
    accept_claim,
    ask_confirmations,
    claim_card,
    confirm_by_link,
    erase_claimants,
    prove_claim,
    refuse_claim,
    stop_asking,
)
from .listing import refresh_listings
from .offers import end_certificate, move_offer, update_offer, write_certificate, write_offer

__all__ = [
    "AskedTooFast",
    "NothingProposed",
    "accept_claim",
    "ask_confirmations",
    "claim_card",
    "confirm_by_link",
    "confirm_card",
    "decide_changes",
    "end_certificate",
    "erase_claimants",
    "hide_card",
    "move_offer",
    "prove_claim",
    "refresh_listings",
    "refuse_claim",
    "set_known_address",
    "show_card",
    "stop_asking",
    "suggest",
    "update_card",
    "update_offer",
    "write_certificate",
    "write_offer",
]
