"""What bodies want of people: sessions to come to, to convene, minutes to approve, votes to cast, decisions to see to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from essaim.insight.dashboard.queries.weeks import end_of_week
from essaim.steering.committees.queries import (
    COMING,
    TO_APPROVE,
    TO_CONVENE,
    WaitingSession,
    YearOfBody,
    all_decisions,
    decisions_of_bodies,
    is_pending,
    sits_somewhere,
    votes_to_cast,
    waiting_sessions,
    years_of_bodies,
)

if TYPE_CHECKING:
    from essaim.foundations.accounts.models import User
    from essaim.steering.committees.models import SessionDecision, Vote

DECISIONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OfficeSessions:
    """
    What the team has to do for the bodies.

    late_decisions: those whose day is past. years: the sessions of this year of each body that must hold a number of them.
    """

    coming: tuple[WaitingSession, ...]
    to_convene: tuple[WaitingSession, ...]
    to_approve: tuple[WaitingSession, ...]
    late_decisions: tuple[SessionDecision, ...]
    years: tuple[YearOfBody, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """What somebody who sits has to do, and what became of what their bodies decided, the latest first."""

    coming: tuple[WaitingSession, ...]
    to_approve: tuple[WaitingSession, ...]
    votes: tuple[Vote, ...]
    pending: tuple[SessionDecision, ...]
    latest: tuple[SessionDecision, ...]


def office_sessions(person: User, *, today: date) -> OfficeSessions:
    """Count what the bodies want of the team this week."""
    rows = waiting_sessions(person, today=today, until=end_of_week(today))
    return OfficeSessions(
        coming=_waiting_for(rows, COMING),
        to_convene=_waiting_for(rows, TO_CONVENE),
        to_approve=_waiting_for(rows, TO_APPROVE),
        late_decisions=tuple(row for row in all_decisions() if is_pending(row) and row.task.due_on < today),
        years=tuple(years_of_bodies(today=today)),
    )


def sitting_of(person: User, *, today: date) -> Sitting | None:
    """Say what bodies want of somebody who sits; None of who does not."""
    if not sits_somewhere(person, today=today):
        return None
    mine = [row for row in waiting_sessions(person, today=today, until=end_of_week(today)) if row.is_mine]
    decisions = decisions_of_bodies(person, today=today)
    return Sitting(
        coming=_waiting_for(mine, COMING),
        to_approve=_waiting_for(mine, TO_APPROVE),
        votes=tuple(votes_to_cast(person)),
        pending=tuple(row for row in decisions if is_pending(row)),
        latest=tuple(decisions[:DECISIONS_SHOWN]),
    )


def _waiting_for(rows: list[WaitingSession], what: str) -> tuple[WaitingSession, ...]:
    return tuple(row for row in rows if what in row.waits_for)
