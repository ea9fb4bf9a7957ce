"""Sessions, their agenda, who is there at this moment, and what became of what earlier ones decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from essaim.foundations.accounts.models import User
from essaim.foundations.ui.sums import count_of
from essaim.steering.action_plan.states import TaskState
from essaim.steering.committees.assembly import Assembly, QuorumLine, outcome_of
from essaim.steering.committees.models import (
    AgendaPoint,
    Amendment,
    Attendance,
    Body,
    BodyRules,
    Mandate,
    NamedBallot,
    Proxy,
    Seat,
    Session,
    SessionDecision,
    Tally,
    Vote,
    VoteMark,
    Withdrawal,
)
from essaim.steering.committees.states import (
    HELD,
    TO_COME,
    Choice,
    Outcome,
    PointState,
    SessionState,
    Threshold,
    VoteMode,
    VoteState,
)

from .composition import college_quorums, mandates_on, quorum_is_waived, rules_on, seats_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def session_rows() -> QuerySet[Session]:
    """Return every session with its body, latest first."""
    return Session.objects.select_related("body").order_by("-day", "-pk")


@dataclass(frozen=True, slots=True)
class Hall:
    """What a session is counted from, read once for all that a page tells of it: rules, who sits, who is there, proxies."""

    rules: BodyRules | None
    mandates: tuple[Mandate, ...]
    there: tuple[Attendance, ...]
    proxies: tuple[Proxy, ...]

    def mandates_of(self, person: User | AnonymousUser) -> list[Mandate]:
        """List the mandates that somebody holds in it."""
        return [row for row in self.mandates if row.person_id is not None and row.person_id == person.pk]

    def proxies_of(self, seats: Collection[int]) -> list[Proxy]:
        """List the proxies that seats gave, the first given first."""
        return [row for row in self.proxies if row.giver_id in seats]


def hall_of(session: Session) -> Hall:
    """Read the rules, mandates, attendance and proxies of a session at this moment; four queries, two before it opens."""
    proxies: QuerySet[Proxy] = Proxy.objects.none()
    there: QuerySet[Attendance] = Attendance.objects.none()
    if session.state != SessionState.PLANNED:
        named = ("giver__college", "holder__college")
        proxies = Proxy.objects.filter(session=session, ended_at__isnull=True).select_related(*named)
    if session.state not in {SessionState.PLANNED, SessionState.CONVENED}:
        rows = Attendance.objects.filter(session=session, left_at__isnull=True)
        there = rows.select_related("mandate__person", "mandate__organization")
    return Hall(
        rules_on(session.body, session.day),
        tuple(mandates_on(session.body, session.day)),
        tuple(there),
        tuple(proxies.order_by("given_at", "pk")),
    )


def assembly_of(session: Session, point: AgendaPoint | None = None, *, hall: Hall | None = None) -> Assembly:
    """
    Return who counts in a session at this moment, for a point if one is given.

    :param hall: what was read of it already
    """
    hall = hall or hall_of(session)
    withdrawn = Withdrawal.objects.filter(point=point).values_list("seat", flat=True) if point else ()
    return Assembly(
        colleges={row.seat_id: row.seat.college_id for row in hall.mandates},
        present=frozenset(row.seat_id for row in hall.there),
        proxies={row.giver_id: row.holder_id for row in hall.proxies},
        withdrawn=frozenset(withdrawn),
        proxies_count_for_quorum=bool(hall.rules and hall.rules.proxies_count_for_quorum),
    )


def quorum_of(session: Session, assembly: Assembly, *, hall: Hall | None = None) -> tuple[QuorumLine, ...]:
    """
    Count the quorum of a session under the rules of its day: the body, then each college that has one.

    None is required of a second convocation where the rules waive it.

    :param hall: what was read of it already
    """
    rules = hall.rules if hall else rules_on(session.body, session.day)
    if rules is None or quorum_is_waived(session, rules):
        return assembly.quorum(Threshold.NONE, {})
    return assembly.quorum(rules.quorum, college_quorums(rules))


@dataclass(frozen=True, slots=True)
class ShownQuorum:
    """A line of the quorum with the name of its college; an empty name stands for the whole body."""

    name: str
    line: QuorumLine


def shown_quorum(session: Session, lines: Iterable[QuorumLine], *, hall: Hall | None = None) -> tuple[ShownQuorum, ...]:
    """
    Name the lines of a quorum.

    :param hall: what was read of the session already: only a college where nobody sits is looked for besides
    """
    found = tuple(lines)
    names = {row.seat.college_id: row.seat.college.name for row in hall.mandates} if hall else {}
    if any(line.college_id and line.college_id not in names for line in found):
        names = dict(session.body.colleges.values_list("pk", "name"))
    return tuple(ShownQuorum(names.get(line.college_id, "") if line.college_id else "", line) for line in found)


@dataclass(frozen=True, slots=True)
class Place:
    """A seat in the room: who may take it, who does, whom it votes for."""

    seat: Seat
    mandates: tuple[Mandate, ...]
    taken: Attendance | None
    holder: Seat | None
    held_for: tuple[Seat, ...]

    @property
    def substitute(self) -> Mandate | None:
        """The second who may take it, if there is one."""
        return self.mandates[1] if len(self.mandates) > 1 else None


def places_of(hall: Hall) -> tuple[Place, ...]:
    """List the seats of a session with who is there at this moment, or was when it closed."""
    by_seat: dict[int, list[Mandate]] = {}
    for row in hall.mandates:
        by_seat.setdefault(row.seat_id, []).append(row)
    taken = {row.seat_id: row for row in hall.there}
    given = {row.giver_id: row.holder for row in hall.proxies}
    held: dict[int, list[Seat]] = {}
    for proxy in hall.proxies:
        held.setdefault(proxy.holder_id, []).append(proxy.giver)
    return tuple(
        Place(mandates[0].seat, tuple(mandates), taken.get(seat), given.get(seat), tuple(held.get(seat, ())))
        for seat, mandates in by_seat.items()
    )


def points_of(session: Session) -> list[AgendaPoint]:
    """
    List all the points of a session, in the order in which they were written; their session is the one given.

    kept_out: the seats that keep out of each, as college, number and reason.
    """
    named = JSONObject(college=F("seat__college__name"), number=F("seat__number"), reason=F("reason"))
    kept_out = Withdrawal.objects.filter(point=OuterRef("pk")).order_by("declared_at", "pk")
    return list(
        # Not the session, which each point is given: it would be read again with each of them.
        session.points.select_related("approves", "request", "action__plan", "act", "seat__college", "opinion")
        .annotate(kept_out=ArraySubquery(kept_out.values(found=named)))
        .order_by("pk")
    )


def agenda_of(session: Session) -> list[AgendaPoint]:
    """List the points on the agenda, in order; their session is the one given."""
    return on_agenda(points_of(session))


def on_agenda(points: Iterable[AgendaPoint]) -> list[AgendaPoint]:
    """Keep the points that are on the agenda, in its order."""
    kept = [point for point in points if point.state == PointState.ACCEPTED]
    return sorted(kept, key=lambda point: (point.position or 0, point.pk))


def proposals_of(session: Session) -> list[AgendaPoint]:
    """List what members proposed and is not on the agenda, whatever was answered."""
    return off_agenda(points_of(session))


def off_agenda(points: Iterable[AgendaPoint]) -> list[AgendaPoint]:
    """Keep what members proposed and is not on the agenda, whatever was answered."""
    return [point for point in points if point.state != PointState.ACCEPTED]


def vote_of(point: AgendaPoint) -> Vote | None:
    """Return the vote on a point that is open or closed; None if there is none."""
    return point.votes.exclude(state=VoteState.ABANDONED).first()


@dataclass(frozen=True, slots=True)
class TallyLine:
    """The ballots of one college; name is empty for small colleges counted together."""

    name: str
    favour: int
    against: int
    abstentions: int

    @property
    def total(self) -> int:
        """How many ballots."""
        return self.favour + self.against + self.abstentions


@dataclass(frozen=True, slots=True)
class ShownVote:
    """A vote with its counts; outcome is None while it is open."""

    vote: Vote
    lines: tuple[TallyLine, ...]
    total: TallyLine
    outcome: Outcome | None
    voted_count: int


def shown_votes(points: Iterable[AgendaPoint]) -> dict[int, ShownVote]:
    """Return the vote of each point that has one, with its counts by college; two queries."""
    rows = Vote.objects.filter(point__in=[point.pk for point in points]).exclude(state=VoteState.ABANDONED)
    marks = count_of(VoteMark.objects.filter(vote=OuterRef("pk")))
    named = count_of(NamedBallot.objects.filter(vote=OuterRef("pk")))
    votes = {vote.pk: vote for vote in rows.select_related("point").annotate(voted_count=marks + named)}
    if not votes:
        return {}
    counts: dict[int, dict[str, dict[str, int]]] = {}
    tallies = Tally.objects.filter(vote__in=votes).select_related("college").order_by("vote", "college__position", "pk")
    for row in tallies:
        name = row.college.name if row.college else ""
        counts.setdefault(row.vote_id, {}).setdefault(name, {})[row.choice] = row.count
    return {vote.point_id: _shown(vote, counts.get(pk, {})) for pk, vote in votes.items()}


def _line(name: str, counts: dict[str, int]) -> TallyLine:
    return TallyLine(name, counts.get(Choice.FOR, 0), counts.get(Choice.AGAINST, 0), counts.get(Choice.ABSTENTION, 0))


def _shown(vote: Vote, counts: dict[str, dict[str, int]]) -> ShownVote:
    total: dict[str, int] = {}
    for row in counts.values():
        for choice, count in row.items():
            total[choice] = total.get(choice, 0) + count
    outcome = outcome_of(total) if vote.state == VoteState.CLOSED else None
    voted: int = vote.voted_count  # type: ignore[attr-defined]
    lines = tuple(_line(name, row) for name, row in counts.items())
    return ShownVote(vote, lines, _line("", total), outcome, voted)


def decisions_rows() -> QuerySet[SessionDecision]:
    """Return every decision with its session, action and task."""
    return SessionDecision.objects.select_related("point__session__body", "action__plan", "task__assignee").order_by(
        "-point__session__day", "pk"
    )


def earlier_decisions(session: Session) -> list[SessionDecision]:
    """
    List what a session opens with: decisions of earlier ones that are still to do, or ended since the last one.

    :returns: the most urgent first
    """
    held = Session.objects.filter(body=session.body, day__lt=session.day, state__in=HELD).order_by("-day").values("day")
    rows = decisions_rows().filter(point__session__body=session.body, point__session__day__lt=session.day)
    still = Q(task__state=TaskState.TO_DO) | Q(task__ended_at__date__gte=Subquery(held[:1]))
    return list(rows.filter(still).order_by("task__due_on", "pk"))


def minutes_to_approve(body: Body, *, before: date) -> QuerySet[Session]:
    """Return the sessions whose circulated minutes wait for the vote of a following one, oldest first."""
    return Session.objects.filter(body=body, state=SessionState.CIRCULATED, day__lt=before).order_by("day", "pk")


def amendments_of(session: Session) -> list[Amendment]:
    """List the corrections asked of the minutes, oldest first."""
    return list(session.amendments.select_related("point", "seat__college", "author").order_by("asked_at", "pk"))


def covers(mandate: Mandate, session: Session) -> bool:
    """Tell whether a mandate holds a seat of the body of a session on its day."""
    return (
        mandate.seat.college.body_id == session.body_id
        and mandate.starts_on <= session.day
        and (mandate.ends_on is None or session.day < mandate.ends_on)
    )


def sessions_for(person: User, *, today: date) -> list[Session]:
    """List the sessions a person sits in: to come first, then those of the last year, by the mandates of their day."""
    mandates = Mandate.objects.filter(person=person).values("seat__college__body")
    rows = session_rows().filter(body__in=mandates, day__gte=date(today.year - 1, 1, 1))
    held = list(Mandate.objects.filter(person=person).select_related("seat__college"))
    return [row for row in rows if any(covers(mandate, row) for mandate in held)]


def members_to_tell(session: Session) -> list[User]:
    """List the people with an account who sit on the day of a session, each once."""
    found = {row.person_id: row.person for row in mandates_on(session.body, session.day) if row.person is not None}
    return [person for _key, person in sorted(found.items(), key=lambda pair: pair[0] or 0) if person.is_active]


def members_to_write_to(session: Session) -> list[Mandate]:
    """List the mandates without an account whose holder gave an address, on the day of a session."""
    return [row for row in mandates_on(session.body, session.day) if row.person is None and row.email]


def members_out_of_reach(session: Session) -> list[str]:
    """Name those who sit on the day of a session and have neither an account in use nor an address."""
    rows = mandates_on(session.body, session.day)
    return [row.who for row in rows if not (row.person.is_active if row.person else row.email)]


@dataclass(frozen=True, slots=True)
class Voter:
    """Who votes: a person with an account, or a mandate without one, known by its link."""

    person: User | None = None
    mandate: Mandate | None = None

    @property
    def is_of(self) -> dict[str, object]:
        """Which attendances are theirs."""
        return {"mandate": self.mandate} if self.mandate else {"mandate__person": self.person}

    def seats(self, session: Session) -> set[int]:
        """Return the seats they hold on the day of a session."""
        if self.mandate is not None:
            return {self.mandate.seat_id}
        return {row.seat_id for row in seats_of(self.person, session.body, session.day)} if self.person else set()


def ballots_of(voter: Voter, vote: Vote) -> dict[int, Seat]:
    """
    Return the seats whose ballot somebody casts at this moment, by id: where they sit, and the proxies held there.

    Seats that voted already are in it: see voted_seats().
    """
    session = vote.point.session
    there = Attendance.objects.filter(session=session, left_at__isnull=True, **voter.is_of)
    own = set(there.values_list("seat", flat=True))
    voters = assembly_of(session, vote.point).voters()
    seats = [seat for seat, caster in voters.items() if caster in own]
    return {seat.pk: seat for seat in Seat.objects.filter(pk__in=seats).select_related("college").order_by("pk")}


def ballots_left(voter: Voter, vote: Vote) -> set[int]:
    """Return the seats somebody has still to vote for in an open vote, secret or written, at this moment."""
    session = vote.point.session
    if vote.mode == VoteMode.SECRET:
        mine = set(ballots_of(voter, vote))
    elif vote.mode == VoteMode.WRITTEN:
        mine = voter.seats(session) - assembly_of(session, vote.point).withdrawn
    else:
        mine = set()
    return mine - voted_seats(vote)


def open_votes(session: Session) -> list[Vote]:
    """List the votes of a session that are open, with what casting in them asks for."""
    rows = Vote.objects.filter(point__session=session, state=VoteState.OPEN)
    return list(rows.select_related("point__session__body").order_by("opened_at", "pk"))


def next_session(body: Body, *, today: date, after: Session | None = None) -> Session | None:
    """Return the next session of a body that is not over nor cancelled, or its next one after another."""
    rows = Session.objects.filter(body=body, state__in=TO_COME)
    # A session that opened and was not closed is still the one to look at.
    rows = rows.filter(day__gt=after.day) if after else rows.filter(Q(day__gte=today) | Q(state=SessionState.OPEN))
    return rows.select_related("body").order_by("day", "pk").first()


def voted_seats(vote: Vote) -> set[int]:
    """Return the seats that have voted, which says nothing of what they said."""
    marks = vote.marks.values_list("seat", flat=True)
    return set(marks) | set(vote.named_ballots.values_list("seat", flat=True))
