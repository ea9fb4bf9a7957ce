"""
Gatherings in the form that OpenAgenda reads and gives (API v2, "Lire les événements d'un agenda").

Source: developers.openagenda.com, pages « Structure d'un événement », « Structure d'un lieu », « Préparer une source de
données », read in November 2026: lengths of texts, values of status and of state, time slots of 24 hours at most.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator

from .models import Event
from .states import EventState

LANGUAGE = "fr"
TITLE_MAX, DESCRIPTION_MAX, LONG_MAX, KEYWORDS_MAX = 140, 200, 10_000, 255
PLACE_NAME_MAX, ADDRESS_MAX = 100, 255
# Values of OpenAgenda.
SCHEDULED, FULL, CANCELLED = 1, 5, 6
PUBLISHED = 2
OFFLINE = 1
# The key under which an event that goes to OpenAgenda keeps its identity here.
OWN_KEY = "essaim"
LAST_SECOND = time(23, 59, 59)

Shape = dict[str, object]


def event_shape(row: Event, *, absolute: Callable[[str], str], host: str, changed_at: datetime | None) -> Shape:
    """
    Describe a gathering whose day is known.

    :param row: with commune_name, taken_count and its parent
    :param absolute: makes an address of this site a whole one
    :param host: the name of this site, which makes its short name unique in the world: see own_host()
    :param changed_at: when it was last written
    """
    slots, is_approximate = timings(row)
    keywords = [str(row.get_kind_display()), *([row.track] if row.track else [])]
    page = absolute(row.get_absolute_url())
    return {
        "uid": row.pk,
        "slug": row.slug,
        "extIds": [{"key": OWN_KEY, "value": f"{host}/{row.slug}"}],
        "title": {LANGUAGE: _cut(row.title, TITLE_MAX)},
        "description": {LANGUAGE: _cut(_short(row), DESCRIPTION_MAX)},
        "longDescription": {LANGUAGE: _cut(_long(row, page), LONG_MAX)},
        "keywords": {LANGUAGE: [_cut(word, KEYWORDS_MAX) for word in keywords]},
        "registration": [{"type": "link", "value": f"{page}inscription/"}] if _takes_registrations(row) else [],
        "attendanceMode": OFFLINE,
        "location": _location(row),
        "timezone": timezone.get_default_timezone_name(),
        "timings": slots,
        "firstTiming": slots[0],
        "lastTiming": slots[-1],
        # Not a field of OpenAgenda: it says where an hour it asks for is not known here.
        "timingsAreApproximate": is_approximate,
        "dateRange": {LANGUAGE: row.when},
        "status": _status(row),
        "state": PUBLISHED,
        "createdAt": row.published_at,
        "updatedAt": changed_at or row.published_at,
        "link": page,
    }


def own_host() -> str:
    """Return the name of this site, whatever name a visitor used: what identifies a gathering must not change."""
    return urlsplit(settings.ESSAIM_URL).hostname or ""


def _cut(text: str, length: int) -> str:
    return Truncator(" ".join(text.split()) if length <= DESCRIPTION_MAX else text).chars(length)


def _short(row: Event) -> str:
    """Return the text that OpenAgenda asks for: the beginning of the presentation, else what it is and within what."""
    kind = str(row.get_kind_display())
    return row.summary or (f"{kind} – {row.parent.title}" if row.parent else f"{kind} – {row.when}")


def _long(row: Event, page: str) -> str:
    return f"{row.summary}\n\n{page}".strip()


def _takes_registrations(row: Event) -> bool:
    return row.state == EventState.PUBLISHED and row.takes_registrations


def _status(row: Event) -> int:
    if row.state == EventState.CANCELLED:
        return CANCELLED
    is_full = row.capacity is not None and row.taken_count >= row.capacity  # type: ignore[attr-defined]
    return FULL if is_full and _takes_registrations(row) else SCHEDULED


def _location(row: Event) -> Shape | None:
    """Describe the place, if anything is known of it; it is placed by its commune, never by invented coordinates."""
    commune: str = row.commune_name  # type: ignore[attr-defined]
    if not row.venue and not commune:
        return None
    address = ", ".join(text for text in (row.venue, commune) if text)
    return {
        "name": _cut(row.venue or commune, PLACE_NAME_MAX),
        "address": _cut(address, ADDRESS_MAX),
        "city": commune or None,
        "insee": row.commune_code or None,
        "countryCode": "FR",
    }


def timings(row: Event) -> tuple[list[dict[str, datetime]], bool]:
    """
    Return the time slots of a gathering, none over a day, and whether an hour had to be taken for one not known.

    An hour that is not known is the first minute or the last second of its day, as OpenAgenda asks for both.
    """
    day, slots = row.starts_on, []
    while day <= row.end_day:
        begin = row.starts_time if day == row.starts_on and row.starts_time else time.min
        end = row.ends_time if day == row.end_day and row.ends_time else LAST_SECOND
        slots.append({"begin": _moment(day, begin), "end": _moment(day, end)})
        day += timedelta(days=1)
    return slots, row.starts_time is None or row.ends_time is None


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
