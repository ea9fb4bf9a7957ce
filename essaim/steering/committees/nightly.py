"""What the room does every night: erase the addresses of members whose mandate ended long ago."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.primitives.jobs import Job

from .services import erase_addresses


def _erase(now: datetime) -> str:
    return f"{erase_addresses(now=now)} addresses of former members erased"


JOBS = (Job("committees addresses", _erase),)
