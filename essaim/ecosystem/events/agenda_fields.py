"""
What an event of an agenda says, field by field, as texts. Pure.

Source: developers.openagenda.com, pages « Structure d'un événement » and « Structure d'un lieu », read in November 2026.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from html import unescape

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.sheets import CellError

from .models import IDENTITY_LENGTH_MAX
from .openagenda import LANGUAGE, LAST_SECOND, OWN_KEY

# The fields an event writes, in the order they are shown.
LABELS: dict[str, Promise] = {
    "title": gettext_lazy("title"),
    "kind": pgettext_lazy("of a gathering", "kind"),
    "starts_on": gettext_lazy("day"),
    "last_on": gettext_lazy("last day"),
    "starts_time": gettext_lazy("hour it starts"),
    "ends_time": gettext_lazy("hour it ends"),
    "date_words": gettext_lazy("date as the source has it"),
    "venue": gettext_lazy("venue"),
    "commune_code": gettext_lazy("commune"),
    "track": gettext_lazy("track"),
    "summary": gettext_lazy("presentation"),
    "source": gettext_lazy("source"),
}
# Written once: what is written of the source later says nothing new.
WRITTEN_ONCE = frozenset({"source"})
TITLE_MAX, VENUE_MAX, WORDS_MAX, TRACK_MAX, SOURCE_MAX = 200, 200, 200, 100, 300
HOUR_UNKNOWN_FROM = time(23, 59)

Shape = Mapping[str, object]
Values = dict[str, str]


def identity_of(event: Shape) -> str:
    """
    Return what an event is known by wherever it goes: its address in the Essaim that announced it, else its number.

    The number (uid) is that of OpenAgenda, where no two events of any agenda share one.
    """
    pairs = event.get("extIds")
    for pair in pairs if isinstance(pairs, list) else ():
        if isinstance(pair, dict) and pair.get("key") == OWN_KEY and pair.get("value"):
            return f"{OWN_KEY}:{pair['value']}"[:IDENTITY_LENGTH_MAX]
    uid = event.get("uid")
    return f"openagenda:{uid}"[:IDENTITY_LENGTH_MAX] if isinstance(uid, int | str) and uid else ""


def as_text(value: object) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def text_of(value: object) -> str:
    """Return a text given alone or by language: the French one, else the first there is."""
    if isinstance(value, dict):
        value = value.get(LANGUAGE) or next((text for text in value.values() if text), "")
    if not isinstance(value, str):
        return ""
    # A link of HTML loses its address with its tag: its words stay.
    return unescape(strip_tags(value)).strip()


def one_line(value: object, length: int) -> str:
    return Truncator(" ".join(text_of(value).split())).chars(length)


def keywords_of(value: object) -> list[str]:
    """Return keywords, given alone or by language."""
    if isinstance(value, dict):
        value = value.get(LANGUAGE) or next((words for words in value.values() if words), [])
    return [str(word).strip() for word in value if str(word).strip()] if isinstance(value, list) else []


def summary_of(event: Shape) -> str:
    """Return the presentation: the short text, the long one, and where to register; our own export holds both in one."""
    short, long, link = (
        text_of(event.get("description")),
        text_of(event.get("longDescription")),
        text_of(event.get("link")),
    )
    if identity_of(event).startswith(f"{OWN_KEY}:"):
        parts = [long.removesuffix(link).strip() if link else long]
    elif long.startswith(short.removesuffix("…").rstrip()):
        parts = [long or short]
    else:
        parts = [short, long]
    entries = event.get("registration")
    links = [
        link_of(entry.get("value") if isinstance(entry, dict) else entry)
        for entry in (entries if isinstance(entries, list) else ())
    ]
    # Kept with the gathering: in the language of the site, whoever reads the agenda.
    with override(settings.LANGUAGE_CODE):
        if online := link_of(event.get("onlineAccessLink")):
            parts.append(_("Online: %(address)s") % {"address": online})
        parts += [_("Registration: %(address)s") % {"address": address} for address in links if address]
    return "\n\n".join(part for part in parts if part)


def link_of(value: object) -> str:
    """Return an address of the web; mail addresses and telephone numbers are not brought into a public page."""
    return value if isinstance(value, str) and re.fullmatch(r"https?://\S{1,500}", value) else ""


def venue_of(place: Shape, *, is_city_known: bool) -> str:
    """Return the name and address of a place, the commune left out when it is known by its code."""
    name, address, city = (one_line(place.get(part), VENUE_MAX) for part in ("name", "address", "city"))
    if name.endswith("…") and address.startswith(name[:-1]):
        name, address = address, ""
    elif name and address.startswith(name):
        address = address[len(name) :].strip(" ,")
    parts = [part for part in (name, address) if part]
    if is_city_known:
        parts = [part for part in parts if fold(part) != fold(city)]
    elif city and not any(fold(city) in fold(part) for part in parts):
        parts.append(city)
    return Truncator(", ".join(parts)).chars(VENUE_MAX)


def source_of(event: Shape) -> str:
    """Say where the event was read, with the address of its page there."""
    origin = event.get("originAgenda")
    agenda = one_line(origin.get("title"), 100) if isinstance(origin, dict) else ""
    page = link_of(event.get("canonicalUrl")) or link_of(event.get("link"))
    named = " – ".join(text for text in ("OpenAgenda", agenda, f"n° {event.get('uid')}") if text)
    if identity_of(event).startswith(f"{OWN_KEY}:"):
        named = identity_of(event).partition(":")[2]
    return ", ".join(text for text in (named, page) if text)[:SOURCE_MAX]


def when_of(event: Shape, errors: list[CellError], notes: list[str]) -> Values:
    """
    Return the days and hours of an event.

    A gathering is one period here. Slots that do not follow one another give their first and last days, no hour, and are
    written out as the source's own words.
    """
    nothing = {"starts_on": "", "last_on": "", "starts_time": "", "ends_time": "", "date_words": ""}
    slots = _slots(event)
    if not slots:
        problem = _("It has no time slot that can be read.")
        errors.append(CellError(str(LABELS["starts_on"]), problem, _("Export the agenda with its time slots.")))
        return nothing
    (begin, _first_end), (_last_begin, end) = slots[0], slots[-1]
    last_day = end.date() if end.time() != time.min else (end - timedelta(seconds=1)).date()
    end_hour = end.time() if end.time() != time.min else LAST_SECOND
    days = {slot.date() for slot, _end in slots}
    words = ""
    is_one = all(later == before or later - before <= timedelta(seconds=1) for before, later in _gaps(slots))
    if not is_one and len(days) > 1:
        words = Truncator(" ; ".join(_slot_words(*slot) for slot in slots)).chars(WORDS_MAX)
        notes.append(_("It has several dates: the first and the last are kept, the others are quoted."))
    starts, ends = begin.time(), end_hour
    if words or (starts == time.min and ends >= HOUR_UNKNOWN_FROM):
        starts = ends = None  # type: ignore[assignment]
    elif ends == LAST_SECOND:
        ends = None  # type: ignore[assignment]
    return {
        "starts_on": begin.date().isoformat(),
        "last_on": last_day.isoformat() if last_day > begin.date() else "",
        "starts_time": as_text(starts),
        "ends_time": as_text(ends),
        "date_words": words,
    }


def _gaps(slots: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    return [(before[1], later[0]) for before, later in itertools.pairwise(slots)]


def _slot_words(begin: datetime, end: datetime) -> str:
    return f"{begin:%d/%m/%Y %H:%M}–{end:%H:%M}"


def _slots(event: Shape) -> list[tuple[datetime, datetime]]:
    """Return the time slots in local time, in order; the first and the last where the export gives no other."""
    found = event.get("timings")
    if not isinstance(found, list) or not found:
        found = [event.get("firstTiming"), event.get("lastTiming")]
    slots = set()
    for slot in found:
        if not isinstance(slot, dict):
            continue
        begin, end = _moment(slot.get("begin") or slot.get("start")), _moment(slot.get("end"))
        if begin and end and end > begin:
            slots.add((begin, end))
    return sorted(slots)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        found = parse_datetime(value)
        if found is None:
            return None
        return timezone.localtime(found) if timezone.is_aware(found) else timezone.make_aware(found)
    except (ValueError, OverflowError):
        # No such day, or one that is past the end of time here.
        return None
