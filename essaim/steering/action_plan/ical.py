"""Dated things as a calendar that any program can subscribe to (RFC 5545). Pure: entries in, bytes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Essaim//Plan calendar//FR"
# How often a program may come back.
REFRESH = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Entry:
    """One whole day: a key that never changes, its words, its address on this site, whether it is done."""

    key: str
    on: date
    summary: str
    description: str
    url: str
    is_done: bool = False


def calendar_bytes(name: str, entries: Iterable[Entry], *, host: str, now: datetime, language: str) -> bytes:
    """
    Write a calendar, one all-day event an entry.

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
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("summary", entry.summary, parameters={"language": language})
        event.add("description", entry.description, parameters={"language": language})
        event.add("url", entry.url)
        # The day is marked, and leaves people free.
        event.add("transp", "TRANSPARENT")
        event.add("status", "CONFIRMED")
        if entry.is_done:
            event.add("categories", ["DONE"])
        calendar.add_component(event)
    return bytes(calendar.to_ical())
