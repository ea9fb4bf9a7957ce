"""
Reads an agenda in the form of OpenAgenda, and says what it would write here, event by event. Pure: values in, diff out.

Source: developers.openagenda.com, pages « Structure d'un événement », « Structure d'un lieu », « Lire les événements d'un
agenda », read in November 2026: texts by language or alone, time slots, values of status and of state.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from essaim.foundations.primitives.identifiers import is_commune_code
from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.sheets import LANGUAGES, CellError, FieldDiff

from .agenda_fields import (
    LABELS,
    TITLE_MAX,
    TRACK_MAX,
    VENUE_MAX,
    WRITTEN_ONCE,
    Shape,
    Values,
    as_text,
    identity_of,
    keywords_of,
    one_line,
    source_of,
    summary_of,
    venue_of,
    when_of,
)
from .models import Event
from .openagenda import CANCELLED, OWN_KEY, PUBLISHED
from .states import EventKind, EventState

EVENT_COUNT_MAX = 500
BYTES_MAX = 20 * 1024 * 1024
POSTPONED = 4
# What is read of an event; who wrote it there, and how to reach them, is not kept.
KEPT = (
    "uid",
    "slug",
    "extIds",
    "title",
    "description",
    "longDescription",
    "keywords",
    "timings",
    "firstTiming",
    "lastTiming",
    "dateRange",
    "status",
    "state",
    "registration",
    "onlineAccessLink",
    "link",
    "canonicalUrl",
)
KEPT_OF_PLACE = ("name", "address", "city", "insee", "postalCode")


class AgendaUnreadable(ValueError):
    """This is no agenda we can read; the message says why, for people."""


class AgendaTooLarge(ValueError):
    """There are more events, or bytes, than are read at once."""


class AgendaEmpty(ValueError):
    """The agenda holds no event."""


class AgendaOutcome(StrEnum):
    """What an event of the agenda would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OWN = "own"
    HALTED = "halted"
    LEFT_OUT = "left_out"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Known:
    """A gathering that came from elsewhere, and what its source said of it the last time."""

    event: Event
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EventDiff:
    """
    What one event would do.

    event: the gathering it is, None when it is new. values: what it writes; told: all that its source says of it, to be
    remembered. notes: what is to be known, and why nothing is written.
    """

    number: int
    identity: str
    outcome: AgendaOutcome
    title: str
    event: Event | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[FieldDiff, ...] = ()
    notes: tuple[str, ...] = ()
    errors: tuple[CellError, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaDiff:
    """What an agenda would do, event by event."""

    rows: tuple[EventDiff, ...]

    @property
    def changes(self) -> tuple[EventDiff, ...]:
        """The events that would write something."""
        return tuple(row for row in self.rows if row.outcome in {AgendaOutcome.NEW, AgendaOutcome.CHANGED})

    @property
    def has_errors(self) -> bool:
        """Tell whether an event cannot be read, and is left out."""
        return any(row.outcome == AgendaOutcome.ERROR for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """A digest of what would be written: it changes when the gatherings or the agenda do."""
        content = [[row.identity, row.event.pk if row.event else 0, dict(row.values)] for row in self.changes]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def read_agenda(content: bytes) -> list[dict[str, object]]:
    """
    Return the events of a file, with the fields that are read and no other.

    :raises AgendaUnreadable: if it is no JSON, or no agenda
    :raises AgendaEmpty: if there is no event
    :raises AgendaTooLarge: over BYTES_MAX or EVENT_COUNT_MAX
    """
    found = kept_events(events_of(decoded(content)))
    if not found:
        raise AgendaEmpty
    return found


def decoded(content: bytes) -> object:
    """
    Return what a JSON file holds.

    :raises AgendaUnreadable: if it is none
    :raises AgendaTooLarge: over BYTES_MAX
    """
    if len(content) > BYTES_MAX:
        raise AgendaTooLarge
    try:
        return _clean(json.loads(content.decode("utf-8-sig"), parse_constant=lambda _name: None))
    except (ValueError, RecursionError) as error:
        raise AgendaUnreadable(_("This is no JSON file, or it stops in the middle.")) from error


def _clean(value: object) -> object:
    """Return what a JSON file holds without the characters that the database keeps in no text."""
    if isinstance(value, dict):
        return {str(_clean(name)): _clean(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_clean(part) for part in value]
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    return value


def events_of(answer: object) -> list[object]:
    """
    Return the events of an answer of OpenAgenda, or of a bare list of events.

    :raises AgendaUnreadable: if there is no list of events
    """
    found = answer.get("events") if isinstance(answer, dict) else answer
    if isinstance(found, list):
        return found
    message = answer.get("message") or answer.get("error") if isinstance(answer, dict) else ""
    if isinstance(message, str) and message:
        raise AgendaUnreadable(_("The agenda answers: %(message)s") % {"message": message[:200]})
    raise AgendaUnreadable(_("There is no list “events” in it: give the JSON export of an agenda of OpenAgenda."))


def kept_events(events: Iterable[object]) -> list[dict[str, object]]:
    """
    Keep of each event the fields that are read.

    :raises AgendaTooLarge: over EVENT_COUNT_MAX events
    """
    found: list[dict[str, object]] = []
    for event in events:
        if len(found) == EVENT_COUNT_MAX:
            raise AgendaTooLarge
        if not isinstance(event, dict):
            found.append({})
            continue
        kept: dict[str, object] = {name: event[name] for name in KEPT if event.get(name) is not None}
        place, origin = event.get("location"), event.get("originAgenda")
        if isinstance(place, dict):
            kept["location"] = {name: place[name] for name in KEPT_OF_PLACE if place.get(name) is not None}
        if isinstance(origin, dict):
            kept["originAgenda"] = {"title": origin.get("title")}
        found.append(kept)
    return found


class Reader:
    """Reads the events of an agenda against the gatherings known here."""

    def __init__(
        self,
        known: Mapping[str, Known],
        *,
        own_host: str,
        own_slugs: Collection[str],
        communes: Mapping[str, str],
        kind: str = EventKind.MEETING,
    ) -> None:
        """
        Keep what events are compared with.

        :param known: gatherings that came from elsewhere, by identity
        :param own_host: the name of this site, as its own export writes it
        :param own_slugs: the short names of the gatherings that were written here
        :param communes: INSEE code to name, those of the authority
        :param kind: what a gathering is when its keywords do not say it
        """
        self._known = known
        self._own_host = own_host
        self._own_slugs = own_slugs
        self._names = communes
        self._codes = {fold(name): code for code, name in communes.items()}
        self._kind = kind
        self._kinds = _kinds_by_label()

    def read(self, events: Sequence[Shape]) -> AgendaDiff:
        """Say what each event would do; one met twice is an error of the second."""
        seen: dict[str, int] = {}
        rows = []
        for number, event in enumerate(events, start=1):
            row = self._row(number, event)
            first = seen.setdefault(row.identity, number) if row.identity else number
            if first != number:
                problem = _("It is event no. %(number)s again.") % {"number": first}
                row = EventDiff(
                    number, "", AgendaOutcome.ERROR, row.title, errors=(CellError(str(LABELS["title"]), problem),)
                )
            rows.append(row)
        return AgendaDiff(tuple(rows))

    def _row(self, number: int, event: Shape) -> EventDiff:
        title, identity = one_line(event.get("title"), TITLE_MAX), identity_of(event)
        known = self._known.get(identity)
        here = known.event if known else None
        if self._is_own(identity):
            note = _("It was announced from here: what is written here stays.")
            return EventDiff(number, identity, AgendaOutcome.OWN, title, notes=(note,))
        if halt := _halt(event) or _halt_here(here):
            outcome = AgendaOutcome.HALTED if here else AgendaOutcome.LEFT_OUT
            return EventDiff(number, identity, outcome, title or (here.title if here else ""), here, notes=(halt,))
        errors: list[CellError] = []
        if not identity:
            errors.append(CellError(_("identity"), _("It has no “uid”: it would be brought in twice.")))
        told, notes = self._told(event, title, errors, known)
        values = {name: text for name, text in told.items() if known is None}
        if known is not None:
            values, kept = _changed(known, told)
            notes += kept
        errors += _field_errors(told) if not errors else []
        if errors:
            return EventDiff(number, identity, AgendaOutcome.ERROR, title, here, errors=tuple(errors))
        outcome = AgendaOutcome.NEW if here is None else AgendaOutcome.CHANGED if values else AgendaOutcome.UNCHANGED
        return EventDiff(
            number, identity, outcome, title, here, values, told, self._fields(here, values), notes=tuple(notes)
        )

    def _is_own(self, identity: str) -> bool:
        key, _colon, value = identity.partition(":")
        host, _slash, slug = value.partition("/")
        return key == OWN_KEY and host == self._own_host and slug in self._own_slugs

    def _told(self, event: Shape, title: str, errors: list[CellError], known: Known | None) -> tuple[Values, list[str]]:
        """Return what the source says, field by field, as texts."""
        notes: list[str] = []
        if not title:
            errors.append(CellError(str(LABELS["title"]), _("The title is missing.")))
        place = event.get("location")
        place = place if isinstance(place, dict) else {}
        code = self._commune(place)
        if not code and (city := one_line(place.get("city"), VENUE_MAX)):
            notes.append(_("%(city)s is no commune of the authority: it stays in the venue.") % {"city": city})
        keywords = keywords_of(event.get("keywords"))
        # What was chosen for those whose keywords do not say it was chosen once.
        kind = (known.values.get("kind") if known else "") or self._kind
        is_from_essaim = identity_of(event).startswith(f"{OWN_KEY}:")
        told = {
            "title": title,
            "kind": next((self._kinds[fold(word)] for word in keywords if fold(word) in self._kinds), kind),
            **when_of(event, errors, notes),
            "venue": venue_of(place, is_city_known=bool(code)),
            "commune_code": code,
            "track": keywords[1][:TRACK_MAX] if is_from_essaim and len(keywords) > 1 else "",
            "summary": summary_of(event),
            "source": source_of(event),
        }
        return told, notes

    def _commune(self, place: Shape) -> str:
        """Return the INSEE code of the place; a name alone is trusted within the department of its postal code."""
        code = str(place.get("insee") or "").upper()
        if is_commune_code(code):
            return code
        code = self._codes.get(fold(str(place.get("city") or "")), "")
        return code if str(place.get("postalCode") or "")[:2] == code[:2] else ""

    def _fields(self, event: Event | None, values: Mapping[str, str]) -> tuple[FieldDiff, ...]:
        """Show what changes: kinds and communes by their names."""
        now = texts_of(event) if event else {}
        return tuple(
            FieldDiff(str(LABELS[name]), self._shown(name, now.get(name, "")), self._shown(name, values[name]))
            for name in LABELS
            if name in values and values[name] != now.get(name, "")
        )

    def _shown(self, name: str, text: str) -> str:
        if name == "kind" and text:
            return str(EventKind(text).label)
        if name == "commune_code":
            return self._names.get(text, text)
        if name in {"starts_on", "last_on"} and text:
            return day_in_words(date.fromisoformat(text))
        return text


def texts_of(event: Event) -> Values:
    """Return the fields of a gathering as texts, as they are compared and kept."""
    return {name: as_text(getattr(event, name)) for name in LABELS}


def as_fields(values: Mapping[str, str]) -> dict[str, object]:
    """Return texts as the fields of a gathering."""
    found: dict[str, object] = dict(values)
    for name in ("starts_on", "last_on"):
        if name in values:
            found[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in ("starts_time", "ends_time"):
        if name in values:
            found[name] = time.fromisoformat(values[name]) if values[name] else None
    return found


def _changed(known: Known, told: Mapping[str, str]) -> tuple[Values, list[str]]:
    """Return what changed at the source since the last time, but for what was corrected here, which is told."""
    now, values, notes = texts_of(known.event), {}, []
    for name, text in told.items():
        before = known.values.get(name, "")
        if name in WRITTEN_ONCE or text in {before, now[name]}:
            continue
        if now[name] != before:
            notes.append(
                _("Corrected here, and changed there: “%(field)s” stays as it is here.") % {"field": LABELS[name]}
            )
        else:
            values[name] = text
    return values, notes


def _halt(event: Shape) -> str:
    """Say why an event is not to be announced; an empty text when it is."""
    if event.get("state", PUBLISHED) != PUBLISHED:
        return _("It is not published there.")
    if event.get("status") == CANCELLED:
        return _("It is cancelled there.")
    if event.get("status") == POSTPONED:
        return _("It is postponed there, without a new day.")
    return ""


def _halt_here(event: Event | None) -> str:
    """Say why a gathering known here no longer follows its source; an empty text while it does."""
    if event is not None and event.state == EventState.CANCELLED:
        return _("It was cancelled here.")
    if event is not None and event.state in {EventState.HELD, EventState.CLOSED}:
        return _("It took place: what is written here stays.")
    return ""


def _kinds_by_label() -> dict[str, str]:
    """Return the kinds by their label in every language, folded."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found |= {fold(str(kind.label)): kind.value for kind in EventKind}
    return found


def _field_errors(told: Mapping[str, str]) -> list[CellError]:
    """Check what the source says against the fields of a gathering."""
    row = Event(**as_fields(told))
    others = {column.name for column in Event._meta.concrete_fields} - set(LABELS)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        return [CellError(str(LABELS[name]), " ".join(messages)) for name, messages in error.message_dict.items()]
    if row.ends_time and not row.last_on and row.starts_time and row.ends_time <= row.starts_time:
        return [CellError(str(LABELS["ends_time"]), _("It ends before it starts."))]
    return []
