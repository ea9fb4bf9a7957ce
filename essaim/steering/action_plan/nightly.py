"""What the room does every night: the answers to residents that could not be mailed at once."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.primitives.jobs import Job, JobFailed

from .services import tell_residents_waiting


def _tell(now: datetime) -> str:
    told, failed = tell_residents_waiting(now=now)
    said = f"{told} answers mailed to residents, {failed} not"
    if failed:
        raise JobFailed(said)
    return said


JOBS = (Job("action_plan answers", _tell),)
