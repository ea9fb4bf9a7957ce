"""What consultations want of the team: texts to read, texts without an answer, consultations that end soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from essaim.foundations.ui.sums import counts
from essaim.steering.committees.queries import session_rows
from essaim.steering.committees.states import SessionState
from essaim.steering.consultations.queries import (
    Coverage,
    consultation_rows,
    consultations_closing,
    contributions_without_fate,
    coverage,
    open_consultations,
    waiting_contributions,
)
from essaim.steering.consultations.states import PhaseKind

if TYPE_CHECKING:
    from essaim.foundations.accounts.models import User
    from essaim.steering.action_plan.models import Plan
    from essaim.steering.committees.models import Session
    from essaim.steering.consultations.models import Consultation

CLOSING_DAYS = 14


@dataclass(frozen=True, slots=True)
class Heard:
    """How many contributions wait to be read, how many have no answer, how many consultations end soon; those under way."""

    waiting_count: int
    unanswered_count: int
    closing_count: int
    under_way: tuple[Consultation, ...]


def heard(*, today: date) -> Heard:
    """Count what consultations want of the team; two queries."""
    waiting, unanswered, closing = counts(
        waiting_contributions(), contributions_without_fate(), consultations_closing(by=closing_limit(today))
    )
    return Heard(waiting, unanswered, closing, under_way=tuple(open_consultations()))


def closing_limit(today: date) -> date:
    """Return the last day that counts as soon."""
    return today + timedelta(days=CLOSING_DAYS)


@dataclass(frozen=True, slots=True)
class Answered:
    """A consultation that prepared a plan, and how much of what was said has an answer."""

    consultation: Consultation
    coverage: Coverage


def answered_of(plan: Plan, person: User) -> tuple[Answered, ...]:
    """Say of each consultation that prepared a plan how much of what was said has an answer."""
    rows = consultation_rows(person).filter(plan=plan)
    return tuple(Answered(row, coverage(row)) for row in rows)


def sessions_in_calendar(consultation: Consultation) -> QuerySet[Session]:
    """
    Return the sessions of bodies held, or to be held, in the days when the calendar of a consultation meets a committee.

    The two rooms do not know one another: the days alone bring them together, and the page says so.
    """
    phases = consultation.phases.filter(kind=PhaseKind.COMMITTEE, starts_on__isnull=False)
    days = Q(pk__in=())
    for start, end in phases.values_list("starts_on", "ends_on"):
        days |= Q(day__gte=start, day__lt=end) if end else Q(day__gte=start)
    shown = session_rows().exclude(state__in=(SessionState.PLANNED, SessionState.CANCELLED))
    return shown.filter(days).order_by("day", "pk")
