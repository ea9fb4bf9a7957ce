"""What the room does every night: authors are told what could not leave at once, addresses that have served are erased."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.primitives.jobs import Job, JobFailed

from .services import erase_addresses, send_waiting_mails


def _mails(now: datetime) -> str:
    told, failed = send_waiting_mails(now=now)
    said = f"{told} mails to authors of contributions sent, {failed} not"
    if failed:
        raise JobFailed(said)
    return said


def _erase(now: datetime) -> str:
    return f"{erase_addresses(now=now)} addresses of authors erased"


JOBS = (
    Job("consultations mails", _mails),
    Job("consultations erase", _erase),
)
