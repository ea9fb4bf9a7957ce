"""What people do to gatherings, by use case."""

from __future__ import annotations

from .attendance import (
    AlreadyCheckedIn,
    NotRegistered,
    UnknownCode,
    check_in,
    record_attendance,
    remove_attendance,
)
from .follow_up import RatedTooOften, ask_ratings, follow_lead, note_lead, rate_event
from .mailing import erase_comments, erase_registrants, remind_registrants, send_due_mail, send_waiting_mails
from .proceedings import NothingToAssemble, assemble_proceedings
from .programme import (
    EDITABLE,
    add_speaker,
    cancel_event,
    close_event,
    create_event,
    declare_participation,
    hold_event,
    publish_event,
    remove_speaker,
    update_event,
)
from .registration import (
    AlreadyConfirmed,
    NobodyWaiting,
    NoSeatLeft,
    RegistrationEnded,
    RegistrationTooFast,
    cancel_registration,
    confirm_registration,
    free_lapsed_seats,
    name_organization,
    offer_next_seat,
    register,
)

__all__ = [
    "EDITABLE",
    "AlreadyCheckedIn",
    "AlreadyConfirmed",
    "NoSeatLeft",
    "NobodyWaiting",
    "NotRegistered",
    "NothingToAssemble",
    "RatedTooOften",
    "RegistrationEnded",
    "RegistrationTooFast",
    "UnknownCode",
    "add_speaker",
    "ask_ratings",
    "assemble_proceedings",
    "cancel_event",
    "cancel_registration",
    "check_in",
    "close_event",
    "confirm_registration",
    "create_event",
    "declare_participation",
    "erase_comments",
    "erase_registrants",
    "follow_lead",
    "free_lapsed_seats",
    "hold_event",
    "name_organization",
    "note_lead",
    "offer_next_seat",
    "publish_event",
    "rate_event",
    "record_attendance",
    "register",
    "remind_registrants",
    "remove_attendance",
    "remove_speaker",
    "send_due_mail",
    "send_waiting_mails",
    "update_event",
]
