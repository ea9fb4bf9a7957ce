"""What the room does every night: records that may be one, and what the register says otherwise, are proposed to the team."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.jobs import Job

from .queries import NothingToCompare
from .services import compare_with_register, find_duplicates


def _find(now: datetime) -> str:
    return f"{find_duplicates(actor=SystemActor('organizations duplicates'), now=now)} pairs of records to look at"


def _compare(now: datetime) -> str:
    try:
        found = compare_with_register(actor=SystemActor("organizations register"), now=now)
    except NothingToCompare as missing:
        return f"nothing compared with the register: {missing}"
    counts = (
        f"{found.entries} entries, {found.exits} exits, {found.conflicts} conflicts, {found.completions} missing values"
    )
    return f"{counts} to look at, from the register of {found.snapshot.vintage:%Y-%m}"


JOBS = (Job("organizations duplicates", _find), Job("organizations register", _compare))
