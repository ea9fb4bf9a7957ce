"""What the room does every night: seats not taken go to the next, registrants are told, reminded, then erased."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.primitives.jobs import Job, JobFailed

from .services import erase_comments, erase_registrants, free_lapsed_seats, remind_registrants, send_waiting_mails


def _seats(now: datetime) -> str:
    return f"{free_lapsed_seats(now=now)} registrations lapsed"


def _remind(now: datetime) -> str:
    return f"{remind_registrants(now=now)} registrants reminded"


def _mails(now: datetime) -> str:
    told, failed = send_waiting_mails(now=now)
    said = f"{told} mails to registrants sent, {failed} not"
    if failed:
        raise JobFailed(said)
    return said


def _erase(now: datetime) -> str:
    return f"{erase_registrants(now=now)} registrants erased, {erase_comments(now=now)} comments"


JOBS = (
    Job("events seats", _seats),
    Job("events remind", _remind),
    Job("events mails", _mails),
    Job("events erase", _erase),
)
