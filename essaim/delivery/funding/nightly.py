"""What is done every night: those who follow grants are told of the reports that are due or late, and of what ends soon."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.audit_trail.services import acting
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.jobs import Job

from .services import remind_ends, remind_reports


def _remind(now: datetime) -> str:
    actor = SystemActor("funding remind")
    with acting(actor):
        return f"{remind_reports(actor=actor, now=now)} messages about financial reports"


def _remind_ends(now: datetime) -> str:
    actor = SystemActor("funding remind ends")
    with acting(actor):
        return f"{remind_ends(actor=actor, now=now)} messages about agreements that end soon"


JOBS = (Job("funding remind", _remind), Job("funding remind ends", _remind_ends))
