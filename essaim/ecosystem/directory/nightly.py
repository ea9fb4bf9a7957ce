"""What the room does every night: statuses begin and end with their days, and lines follow."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from essaim.foundations.primitives.jobs import Job

from .services import refresh_listings


def _refresh(now: datetime) -> str:
    return f"{refresh_listings(today=timezone.localdate(now))} lines of the directory made again"


JOBS = (Job("directory refresh", _refresh),)
