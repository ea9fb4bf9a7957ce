"""What the room does every night: reminders first, then the mails that wait, then what is too old."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.primitives.jobs import Job, JobFailed

from .services import erase_old_messages, remind, send_waiting_mails


def _remind(now: datetime) -> str:
    report = remind(now=now)
    return f"{len(report.sent)} reminders sent, {report.stopped} stopped"


def _send(now: datetime) -> str:
    report = send_waiting_mails(now=now)
    said = f"{report.sent} mails sent, {report.refused} refused, {report.given_up} given up"
    if report.refused or report.given_up:
        raise JobFailed(said)
    return said


def _erase(now: datetime) -> str:
    return f"{erase_old_messages(now=now)} messages older than a year erased"


JOBS = (
    Job("notifications remind", _remind),
    Job("notifications send", _send),
    Job("notifications erase", _erase),
)
