"""What a session remembers while support looks through somebody's eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

SESSION_KEY = "accounts_see_as"


@dataclass(frozen=True, slots=True)
class SeeingAs:
    """Through whose eyes, and until when."""

    person_id: int
    ends_at: datetime


def keep(request: HttpRequest, seeing: SeeingAs) -> None:
    """Remember it in the session."""
    request.session[SESSION_KEY] = {"person": seeing.person_id, "ends_at": seeing.ends_at.isoformat()}


def current(request: HttpRequest) -> SeeingAs | None:
    """Return what the session remembers, past its end or not."""
    stored = request.session.get(SESSION_KEY)
    return SeeingAs(stored["person"], datetime.fromisoformat(stored["ends_at"])) if stored else None


def forget(request: HttpRequest) -> None:
    """Forget it."""
    request.session.pop(SESSION_KEY, None)
