"""What the read API answers, described for machines: the same fields as shapes.py, as OpenAPI schemas."""

from __future__ import annotations

from datetime import date, datetime

from essaim.foundations.ui.answers import Answer


class Event(Answer):
    """A gathering; an hour or a day that is not known is null, and so is what nobody counted."""

    slug: str
    title: str
    kind: str
    state: str
    parent: str | None
    track: str | None
    starts_on: date
    last_on: date
    is_day_known: bool
    starts_at: datetime | None
    ends_at: datetime | None
    date_words: str | None
    venue: str | None
    commune_code: str | None
    capacity: int | None
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    source: str | None
    url: str


class Speaker(Answer):
    """Somebody announced in the programme; organization is the key of a structure."""

    name: str
    role: str | None
    organization: str | None
    subject: str | None


class CameFrom(Answer):
    """A structure and how many came for it; organization is its key, null without a record."""

    organization: str | None
    name: str
    people: int


class Counted(Answer):
    """Who came, as counted here; unsaid are the people whose structure was not said."""

    people: int
    organizations: int
    unsaid: int
    by_organization: list[CameFrom]


class Ratings(Answer):
    """What those who came thought, from five answers on: on average, from 1 to 5, and how many met somebody to work with."""

    answers: int
    overall: float
    usefulness: float
    met: int


class Declared(Answer):
    """What a source declares, in its words; never to be added to what is counted."""

    number: int
    is_approximate: bool
    unit: str
    quote: str
    source: str
    caveat: str | None


class EventDetail(Event):
    """A gathering with its programme, who came, and its report once it is closed."""

    summary: str | None
    source_note: str | None
    cancel_reason: str | None
    report: str | None
    outcome: str | None
    speakers: list[Speaker]
    parts: list[str]
    counted: Counted | None
    ratings: Ratings | None
    leads: int
    declared: list[Declared]
    proceedings_url: str | None
