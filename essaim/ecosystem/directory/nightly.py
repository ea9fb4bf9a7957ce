"""What the room does every night: lines follow the days of statuses, structures are asked to confirm, claimants are erased."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from essaim.foundations.primitives.jobs import Job

from .services import ask_confirmations, erase_claimants, erase_messages, refresh_listings


def _refresh(now: datetime) -> str:
    return f"{refresh_listings(today=timezone.localdate(now))} lines of the directory made again"


def _ask(now: datetime) -> str:
    return f"{ask_confirmations(now=now)} structures asked to confirm their card"


def _erase(now: datetime) -> str:
    return f"{erase_claimants(now=now)} claimants and {erase_messages(now=now)} messages erased"


JOBS = (Job("directory refresh", _refresh), Job("directory ask", _ask), Job("directory erase", _erase))
