"""What consultations want of the team: texts to read, texts without an answer, consultations that end soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from essaim.steering.consultations.queries import (
    Coverage,
    consultation_rows,
    consultations_closing,
    contributions_without_fate,
    coverage,
    open_consultations,
    waiting_contributions,
)

if TYPE_CHECKING:
    from essaim.foundations.accounts.models import User
    from essaim.steering.action_plan.models import Plan
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
    """Count what consultations want of the team."""
    return Heard(
        waiting_count=waiting_contributions().count(),
        unanswered_count=contributions_without_fate().count(),
        closing_count=consultations_closing(by=closing_limit(today)).count(),
        under_way=tuple(open_consultations()),
    )


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
