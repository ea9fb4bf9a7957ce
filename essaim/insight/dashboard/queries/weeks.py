"""The week of a day. Pure."""

from __future__ import annotations

from datetime import date, timedelta


def end_of_week(today: date) -> date:
    """Return the Sunday of the week of a day, included in it."""
    return today + timedelta(days=6 - today.weekday())
