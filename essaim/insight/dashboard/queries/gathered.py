"""What gatherings want of the team: those to come with who registered, those to close, contacts to follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from essaim.ecosystem.events.models import Event
from essaim.ecosystem.events.queries import events_to_close, lead_rows, with_seats
from essaim.ecosystem.events.states import EventState
from essaim.foundations.ui.sums import counts

# How many gatherings to come are named.
SHOWN_NEXT_MAX = 4


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many gatherings are announced and to come, the next ones with their seats; how many to close, contacts followed."""

    coming_count: int
    next_ones: tuple[Event, ...]
    to_close_count: int
    lead_count: int


def gathered(*, today: date) -> Gathered:
    """Count what gatherings want of the team; two queries."""
    coming = Event.objects.filter(state=EventState.PUBLISHED).upcoming(today)
    coming_count, to_close_count, lead_count = counts(coming, events_to_close(today=today), lead_rows().followed())
    return Gathered(coming_count, tuple(with_seats(coming)[:SHOWN_NEXT_MAX]), to_close_count, lead_count)
