"""What people do in the room."""

from __future__ import annotations

from .calls import CALL_FIELDS, create_call, update_call
from .editions import (
    EDITION_FIELDS,
    NotReady,
    close_edition,
    close_ended_editions,
    create_edition,
    draft_from,
    link_action,
    start_edition,
    unlink_action,
    update_edition,
)
from .parts import PART_FIELDS, add_part, remove_part, update_part

__all__ = [
    "CALL_FIELDS",
    "EDITION_FIELDS",
    "PART_FIELDS",
    "NotReady",
    "add_part",
    "close_edition",
    "close_ended_editions",
    "create_call",
    "create_edition",
    "draft_from",
    "link_action",
    "remove_part",
    "start_edition",
    "unlink_action",
    "update_call",
    "update_edition",
    "update_part",
]
