"""Dated things as a calendar that any program can subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from icalendar import Calendar, Event

PRODUCT = "-//Essaim//Calendar//FR"
# How often a program may come back.
REFRESH = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One dated thing: a key that never changes, its words, its address on this site.

    starts and ends: moments, or whole days (the last one included) while hours are not known.
    is_marker: the day is only marked, and leaves people free.
    """

    key: str
    starts: date
    summary: str
    url: str
    ends: date | None = None
    description: str = ""
    location: str = ""
    is_marker: bool = False
    is_done: bool = False
    is_cancelled: bool = False


def calendar_response(
    request: HttpRequest, name: str, entries: Iterable[Entry], file_name: str, *, now: datetime
) -> HttpResponse:
    """Answer a calendar in the language in force; the name of this site makes the keys unique in the world."""
    host = request.get_host().partition(":")[0]
    content = calendar_bytes(name, entries, host=host, now=now, language=(get_language() or "fr")[:2])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    return response


def calendar_bytes(name: str, entries: Iterable[Entry], *, host: str, now: datetime, language: str) -> bytes:
    """Write a calendar, one event an entry."""
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
        calendar.add_component(_event(entry, host=host, now=now, language=language))
    return bytes(calendar.to_ical())


def _event(entry: Entry, *, host: str, now: datetime, language: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts)
    if not isinstance(entry.starts, datetime):
        # The end of a whole day is the day after (RFC 5545, 3.6.1).
        event.add("dtend", (entry.ends or entry.starts) + timedelta(days=1))
    elif entry.ends is not None:
        event.add("dtend", entry.ends)
    for key, text in (("summary", entry.summary), ("description", entry.description), ("location", entry.location)):
        if text:
            event.add(key, text, parameters={"language": language})
    event.add("url", entry.url)
    if entry.is_marker:
        event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.is_done:
        event.add("categories", ["DONE"])
    return event
