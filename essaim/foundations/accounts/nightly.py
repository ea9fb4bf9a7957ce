"""What the room does every night: invitations nobody answered are forgotten, and so are sessions that expired."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

from essaim.foundations.primitives.jobs import Job

from .services import forget_expired_invitations

INVITATION_DAYS_KEPT = 90


def _forget_invitations(now: datetime) -> str:
    count = forget_expired_invitations(now=now, before=now - timedelta(days=INVITATION_DAYS_KEPT))
    return f"{count} invitations forgotten"


def _clear_sessions(now: datetime) -> str:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "expired sessions cleared"


JOBS = (Job("accounts forget-invitations", _forget_invitations), Job("clearsessions", _clear_sessions))
