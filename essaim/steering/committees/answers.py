"""What the read API answers of bodies and sessions, field by field."""

from __future__ import annotations

from datetime import date

from essaim.foundations.ui.answers import Answer


class Seat(Answer):
    """A seat on the day asked; structure is that of its titular."""

    college: str
    number: int
    label: str | None
    status: str
    structure: str | None
    structure_key: str | None


class Body(Answer):
    """A body that sits."""

    slug: str
    name: str
    description: str | None
    source: str | None
    url: str


class BodyDetail(Body):
    """A body with who sits on a day, by structure."""

    on: date
    seats: list[Seat]


class Opinion(Answer):
    """What a session answered on a point."""

    point: str
    sense: str
    wording: str | None
    url: str


class Session(Answer):
    """A session; opinions once it is over, the address and digest of its minutes once they are approved."""

    id: int
    day: date
    state: str
    title: str | None
    first_planned: str | None
    source: str | None
    url: str
    minutes_url: str | None
    minutes_sha256: str | None
    opinions: list[Opinion]
