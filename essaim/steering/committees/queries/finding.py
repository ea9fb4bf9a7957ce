"""What a search finds of bodies: themselves, their sessions, what they said and decided, as far as it is public."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q

from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.dates import day_in_words
from essaim.steering.committees.models import AgendaPoint, Body, Opinion, Session, SessionDecision
from essaim.steering.committees.states import HELD, PointState, SessionState

from .opinions import public_opinions
from .sessions import decisions_rows, session_rows

FOUND_MAX = 20


@dataclass(frozen=True, slots=True)
class Found:
    """Something found: kind is body, session, opinion or decision; context says where and when."""

    kind: str
    title: str
    text: str
    context: str
    url: str


def found_in_bodies(words: Sequence[str]) -> list[Found]:
    """Find what holds every word, folded: bodies first, then sessions, opinions and decisions, each latest first."""
    sources: tuple[Iterable[Found], ...] = (_bodies(), _sessions(), _opinions(), _decisions())
    return [found for source in sources for found in islice(filter(_holding(words), source), FOUND_MAX)]


def _holding(words: Sequence[str]) -> Callable[[Found], bool]:
    def holds(found: Found) -> bool:
        text = fold(f"{found.title} {found.text} {found.context}")
        return all(word in text for word in words)

    return holds


def _bodies() -> Iterator[Found]:
    for row in Body.objects.order_by("name", "pk"):
        yield Found("body", row.name, row.description, "", row.get_absolute_url())


def _sessions() -> Iterator[Found]:
    """Find sessions by their title; by their points too once these are public."""
    points: dict[int, list[str]] = {}
    # Those of approved minutes, and those that a document tells of.
    public = Q(session__state=SessionState.APPROVED) | (~Q(session__source="") & Q(session__state__in=HELD))
    for session, title in AgendaPoint.objects.filter(public, state=PointState.ACCEPTED).values_list("session", "title"):
        points.setdefault(session, []).append(title)
    for row in session_rows().exclude(state=SessionState.CANCELLED):
        yield _session(row, points.get(row.pk, []))


def _session(row: Session, points: list[str]) -> Found:
    title = f"{row.body.name}, {day_in_words(row.day)}"
    return Found("session", title, " ; ".join([row.title, *points]).strip(" ;"), row.title, row.get_absolute_url())


def _opinions() -> Iterator[Found]:
    for row in public_opinions():
        yield _opinion(row)


def _opinion(row: Opinion) -> Found:
    context = f"{row.point.session.body.name}, {day_in_words(row.point.session.day)}"
    return Found("opinion", row.point.title, row.wording, context, row.get_absolute_url())


def _decisions() -> Iterator[Found]:
    for row in decisions_rows().filter(point__session__state=SessionState.APPROVED):
        yield _decision(row)


def _decision(row: SessionDecision) -> Found:
    context = f"{row.point.session.body.name}, {day_in_words(row.point.session.day)}"
    return Found("decision", row.wording, "", context, row.get_absolute_url())
