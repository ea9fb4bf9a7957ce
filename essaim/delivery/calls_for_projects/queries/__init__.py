"""Reads of the room, by use case."""

from __future__ import annotations

from .bench import Trial, trials
from .editions import (
    ActionLink,
    EditionRow,
    PartCount,
    actions_of,
    call_of,
    calls_visible_to,
    edition_on,
    editions_of_action,
    editions_visible_to,
    lacks_of,
    latest_in_force,
    parts_of,
)
from .eligibility import Found, NoEdition, place_of, rules_in_force, rules_of

__all__ = [
    "ActionLink",
    "EditionRow",
    "Found",
    "NoEdition",
    "PartCount",
    "Trial",
    "actions_of",
    "call_of",
    "calls_visible_to",
    "edition_on",
    "editions_of_action",
    "editions_visible_to",
    "lacks_of",
    "latest_in_force",
    "parts_of",
    "place_of",
    "rules_in_force",
    "rules_of",
    "trials",
]
