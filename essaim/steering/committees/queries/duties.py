"""What sessions ask of people: to come, to convene, to approve, to vote; what became of what they decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from essaim.foundations.accounts.models import User
from essaim.steering.action_plan.states import TaskState
from essaim.steering.committees.models import BodyRules, Mandate, Session, SessionDecision, Vote
from essaim.steering.committees.states import TO_COME, SessionState, VoteMode, VoteState

from .notice import convene_by
from .sessions import Voter, ballots_left, covers, decisions_rows, session_rows

# What a session waits for.
COMING, TO_CONVENE, TO_APPROVE = "coming", "convene", "approve"


@dataclass(frozen=True, slots=True)
class WaitingSession:
    """
    A session with what it waits for.

    waits_for: COMING, TO_CONVENE, TO_APPROVE. convene_by: the last day on which the notice of its rules is kept; None when
    they are not known, or once it is convened. is_mine: whether the person asked about sits there.
    """

    session: Session
    waits_for: frozenset[str]
    convene_by: date | None
    is_mine: bool

    @property
    def day(self) -> date:
        """The day of the session."""
        return self.session.day

    @property
    def body_name(self) -> str:
        """The name of its body."""
        return self.session.body.name

    @property
    def title(self) -> str:
        """Its title."""
        return self.session.title

    @property
    def state_label(self) -> str:
        """Its state, in words."""
        return self.session.get_state_display()

    @property
    def url(self) -> str:
        """The address of its page, or of its minutes once they are what is waited for."""
        return self.session.get_minutes_url() if TO_APPROVE in self.waits_for else self.session.get_absolute_url()


def waiting_sessions(person: User, *, today: date, until: date) -> list[WaitingSession]:
    """
    List the sessions that are not over, or whose minutes wait for approval, the nearest first; three queries.

    :param until: a convocation is due when its last day is this one or before
    """
    wanted = Q(state__in=TO_COME, day__gte=today) | Q(state__in=[SessionState.OPEN, SessionState.CIRCULATED])
    sessions = list(session_rows().select_related("second_of").filter(wanted).order_by("day", "pk"))
    rules = list(BodyRules.objects.filter(body__in={row.body_id for row in sessions}).order_by("-starts_on"))
    held = list(Mandate.objects.filter(person=person).select_related("seat__college"))
    found = []
    for row in sessions:
        last_day = _convene_by(row, rules) if row.state == SessionState.PLANNED else None
        waits_for = set()
        if row.state in TO_COME:
            waits_for.add(COMING)
        if row.state == SessionState.PLANNED and (last_day is None or last_day <= until):
            waits_for.add(TO_CONVENE)
        if row.state == SessionState.CIRCULATED:
            waits_for.add(TO_APPROVE)
        found.append(WaitingSession(row, frozenset(waits_for), last_day, any(covers(one, row) for one in held)))
    return found


def _convene_by(session: Session, rules: Collection[BodyRules]) -> date | None:
    of_day = next((row for row in rules if row.body_id == session.body_id and row.starts_on <= session.day), None)
    return convene_by(session, of_day) if of_day else None


def votes_to_cast(person: User) -> list[Vote]:
    """List the open votes, secret or written, in which a person has a ballot left to cast, the oldest first."""
    bodies = Mandate.objects.filter(person=person).values("seat__college__body")
    rows = Vote.objects.filter(state=VoteState.OPEN, point__session__body__in=bodies).exclude(mode=VoteMode.HANDS)
    rows = rows.select_related("point__session__body").order_by("opened_at", "pk")
    return [vote for vote in rows if ballots_left(Voter(person=person), vote)]


def decisions_of_bodies(person: User, *, today: date) -> list[SessionDecision]:
    """List what the bodies where a person sits today decided, latest session first."""
    bodies = Mandate.objects.held_on(today).filter(person=person).values("seat__college__body")
    return list(decisions_rows().filter(point__session__body__in=bodies))


def all_decisions() -> list[SessionDecision]:
    """List what every body decided, latest session first."""
    return list(decisions_rows())


def is_pending(decision: SessionDecision) -> bool:
    """Tell whether what was decided is still to do."""
    return decision.task.state == TaskState.TO_DO


def sits_somewhere(person: User, *, today: date) -> bool:
    """Tell whether a person holds a seat on a day, or will."""
    return Mandate.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), person=person).exists()
