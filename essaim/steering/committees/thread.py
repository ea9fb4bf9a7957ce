"""The room's part of the thread: a session gives opinions; it and they lead to acts and actions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.identifiers import row_numbers
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.thread import Bead, Kind, Strand, add_kind, add_strand

from . import queries
from .models import AgendaPoint, Opinion, SessionDecision
from .states import HELD, PointState, SessionState


def register_thread() -> None:
    """Name what the room holds, and how it follows."""
    add_kind(Kind("session", pgettext_lazy("of bodies", "sessions"), 40, _sessions))
    add_kind(Kind("opinion", _("opinions"), 45, _opinions))
    add_strand(Strand("session", "opinion", queries.public_opinions, "point__session_id", "pk"))
    add_strand(Strand("opinion", "act", _opinions_on_acts, "pk", "point__act__key"))
    add_strand(Strand("opinion", "action", _opinions_on_actions, "pk", "point__action_id"))
    add_strand(Strand("session", "act", _points_on_acts, "session_id", "act__key"))
    add_strand(Strand("session", "action", _decisions, "point__session_id", "action_id"))


def _sessions(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    for row in queries.session_rows().filter(pk__in=row_numbers(keys)):
        yield Bead(
            "session",
            str(row.pk),
            f"{row.body.name} – {row.title}" if row.title else row.body.name,
            row.get_absolute_url(),
            row.get_state_display(),
            day_in_words(row.day),
            row.day,
            row.source,
        )


def _opinions(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    for row in queries.public_opinions().filter(pk__in=row_numbers(keys)):
        yield Bead(
            "opinion",
            str(row.pk),
            row.point.title,
            row.get_absolute_url(),
            row.get_sense_display(),
            day_in_words(row.point.session.day),
            row.point.session.day,
        )


def _opinions_on_acts() -> QuerySet[Opinion]:
    return queries.public_opinions().filter(point__act__isnull=False)


def _opinions_on_actions() -> QuerySet[Opinion]:
    return queries.public_opinions().filter(point__action__isnull=False)


def _points_on_acts() -> QuerySet[AgendaPoint]:
    """Return the points that everybody may read: of approved minutes, or told by a public document."""
    public = Q(session__state=SessionState.APPROVED) | Q(session__state__in=HELD, session__closed_at__isnull=True)
    return AgendaPoint.objects.filter(public, state=PointState.ACCEPTED, act__isnull=False)


def _decisions() -> QuerySet[SessionDecision]:
    return SessionDecision.objects.filter(point__session__state=SessionState.APPROVED)
