"""What is done every night: editions whose last day is past are closed, opinions that did not come are silences."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.audit_trail.services import acting
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.jobs import Job

from .services import close_ended_editions, forget_old_drafts, record_silences


def close_ended(now: datetime) -> str:
    """Close the editions whose last day is past."""
    actor = SystemActor("calls close")
    with acting(actor):
        count = close_ended_editions(actor=actor, now=now)
    return f"{count} edition(s) closed"


def record_silence(now: datetime) -> str:
    """Record the silence of communes and partners whose day is past."""
    actor = SystemActor("calls silence")
    with acting(actor):
        count = record_silences(actor=actor, now=now)
    return f"{count} silence(s) recorded"


def forget_drafts(now: datetime) -> str:
    """Close and empty the drafts that nobody wrote in for two years."""
    actor = SystemActor("calls drafts")
    with acting(actor):
        count = forget_old_drafts(actor=actor, now=now)
    return f"{count} draft(s) forgotten"


JOBS = (
    Job("calls close", close_ended),
    Job("calls silence", record_silence),
    Job("calls drafts", forget_drafts),
)
