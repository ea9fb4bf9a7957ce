"""What people do in the room."""

from __future__ import annotations

from .applications import (
    APPLICATION_FIELDS,
    CallIsClosed,
    NotFileable,
    ask_for_missing,
    declare_complete,
    declare_inadmissible,
    file_application,
    give_missing,
    mark_ready,
    problems_before_filing,
    save_draft,
    start_draft,
    take_back,
    withdraw_application,
)
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
    "APPLICATION_FIELDS",
    "CALL_FIELDS",
    "EDITION_FIELDS",
    "PART_FIELDS",
    "CallIsClosed",
    "NotFileable",
    "NotReady",
    "add_part",
    "ask_for_missing",
    "close_edition",
    "close_ended_editions",
    "create_call",
    "create_edition",
    "declare_complete",
    "declare_inadmissible",
    "draft_from",
    "file_application",
    "give_missing",
    "link_action",
    "mark_ready",
    "problems_before_filing",
    "remove_part",
    "save_draft",
    "start_draft",
    "start_edition",
    "take_back",
    "unlink_action",
    "update_call",
    "update_edition",
    "update_part",
    "withdraw_application",
]
