"""What people and the night do to the directory, by use case."""

from __future__ import annotations

from .additions import (
    ADDED_FIELDS,
    ProposedAlready,
    add_structure,
    propose_addition,
    recognize_structure,
    refuse_addition,
)
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
from .contact import block_author, close_messages, erase_messages, relay_message, write_message
from .listing import count_again, refresh_listings
from .offers import end_certificate, move_offer, update_offer, write_certificate, write_offer

__all__ = [
    "ADDED_FIELDS",
    "AskedTooFast",
    "NothingProposed",
    "ProposedAlready",
    "accept_claim",
    "add_structure",
    "ask_confirmations",
    "block_author",
    "claim_card",
    "close_messages",
    "confirm_by_link",
    "confirm_card",
    "count_again",
    "decide_changes",
    "end_certificate",
    "erase_claimants",
    "erase_messages",
    "hide_card",
    "move_offer",
    "propose_addition",
    "prove_claim",
    "recognize_structure",
    "refresh_listings",
    "refuse_addition",
    "refuse_claim",
    "relay_message",
    "set_known_address",
    "show_card",
    "stop_asking",
    "suggest",
    "update_card",
    "update_offer",
    "write_certificate",
    "write_message",
    "write_offer",
]
