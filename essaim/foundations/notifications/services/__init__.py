"""Writes of the room, by use case."""

from __future__ import annotations

from .inbox import choose_mails, mark_all_read, mark_read
from .messages import MailReport, Words, erase_old_messages, notify, send_waiting_mails, write_to
from .personal import erase_messages, export_messages
from .reminding import RemindReport, remind

__all__ = [
    "MailReport",
    "RemindReport",
    "Words",
    "choose_mails",
    "erase_messages",
    "erase_old_messages",
    "export_messages",
    "mark_all_read",
    "mark_read",
    "notify",
    "remind",
    "send_waiting_mails",
    "write_to",
]
