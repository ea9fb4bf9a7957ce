"""What is done every night: editions whose last day is past are closed."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.audit_trail.services import acting
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.jobs import Job

from .services import close_ended_editions


def close_ended(now: datetime) -> str:
    """Close the editions whose last day is past."""
    actor = SystemActor("calls close")
    with acting(actor):
        count = close_ended_editions(actor=actor, now=now)
    return f"{count} edition(s) closed"


JOBS = (Job("calls close", close_ended),)
