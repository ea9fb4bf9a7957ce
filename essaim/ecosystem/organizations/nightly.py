"""What the room does every night: records that may be one structure are proposed to the team."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.jobs import Job

from .services import find_duplicates


def _find(now: datetime) -> str:
    return f"{find_duplicates(actor=SystemActor('organizations duplicates'), now=now)} pairs of records to look at"


JOBS = (Job("organizations duplicates", _find),)
