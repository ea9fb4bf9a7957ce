"""Gatherings as a calendar that any program can subscribe to (RFC 5545). Pure: entries in, bytes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Essaim//Gatherings//FR"
# How often a program may come back.
REFRESH = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One gathering: a key that never changes, its words, its address on this site.

    starts and ends: moments, or whole days (the last one included) while hours are not known.
    """

    key: str
    starts: date
    ends: date | None
    summary: str
    description: str
    location: str
    url: str
    is_cancelled: bool = False


def calendar_bytes(name: str, entries: Iterable[Entry], *, host: str, now: datetime, language: str) -> bytes:
    """
    Write a calendar, one event an entry.

    :param host: the name of this site, which makes the keys unique in the world
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{host}")
        event.add("dtstamp", now)
        if isinstance(entry.starts, datetime):
            event.add("dtstart", entry.starts)
            if entry.ends is not None:
                event.add("dtend", entry.ends)
        else:
            event.add("dtstart", entry.starts)
            # The end of a whole day is the day after (RFC 5545, 3.6.1).
            event.add("dtend", (entry.ends or entry.starts) + timedelta(days=1))
        event.add("summary", entry.summary, parameters={"language": language})
        if entry.description:
            event.add("description", entry.description, parameters={"language": language})
        if entry.location:
            event.add("location", entry.location, parameters={"language": language})
        event.add("url", entry.url)
        event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
