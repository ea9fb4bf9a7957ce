"""Votes: opened under a quorum, cast, counted by college, closed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.steering.committees import kinds, permissions, queries, urn
from essaim.steering.committees.assembly import SECRET_GROUP_MIN, Assembly, QuorumLine, outcome_of, urns
from essaim.steering.committees.links import SeatActor
from essaim.steering.committees.models import AgendaPoint, Mandate, NamedBallot, Seat, Tally, Urn, Vote, VoteMark
from essaim.steering.committees.states import (
    VOTE_MOVES,
    Choice,
    Outcome,
    PointKind,
    PointState,
    VoteMode,
)

from .approval import approve_minutes
from .locks import locked_point, locked_vote
from .telling import tell_members, write_to_seats

# What a vote counted: from each college to how many ballots said what.
Counts = Mapping[int, Mapping[str, int]]
SALT_LENGTH = 16


class QuorumMissing(Exception):
    """Too few members are there: lines says what is counted and what is required."""

    def __init__(self, lines: tuple[QuorumLine, ...]) -> None:
        """Keep the lines of the quorum."""
        super().__init__()
        self.lines = lines


class ModeNotAllowed(Exception):
    """The rules of the body do not allow this way of voting."""


class PointNotOnAgenda(Exception):
    """Only a point of the agenda is voted on."""


class NobodyVotes(Exception):
    """There is nobody to vote, or nobody voted."""


class TooFewForSecrecy(Exception):
    """With one or two ballots, the count would tell who said what."""


class AlreadyCast(Exception):
    """This seat has voted."""


class WrongCount(Exception):
    """A college has more hands up than voters; college_id is that college."""

    def __init__(self, college_id: int, voters: int) -> None:
        """Keep the college and how many vote in it."""
        super().__init__(college_id)
        self.college_id = college_id
        self.voters = voters


def _require_quorum(assembly: Assembly, point: AgendaPoint) -> tuple[QuorumLine, ...]:
    lines = queries.quorum_of(point.session, assembly)
    if not all(line.is_reached for line in lines):
        raise QuorumMissing(lines)
    return lines


@transaction.atomic
def open_vote(*, point: AgendaPoint, actor: User, now: datetime, question: str, mode: str = VoteMode.HANDS) -> Vote:
    """
    Put a point to the vote.

    In the room, the quorum must be there; a written consultation is judged on the answers, at its closing.

    :raises NotAllowed: if the actor is not of the team, or the session is not open
    :raises PointNotOnAgenda: if the point is not on the agenda
    :raises ModeNotAllowed: if the rules do not allow this way of voting
    :raises QuorumMissing: if too few members are there, those who withdrew apart
    :raises NobodyVotes: if nobody who may vote is there
    :raises TooFewForSecrecy: if fewer than three would cast a secret ballot
    :raises ValidationError: if it has been voted on already
    """
    point = locked_point(point)
    require(permissions.can_hold_session(actor, point.session))
    if point.state != PointState.ACCEPTED:
        raise PointNotOnAgenda
    rules = queries.rules_on(point.session.body, point.session.day)
    allowed = {VoteMode.HANDS: True}
    if rules is not None:
        allowed |= {VoteMode.SECRET: rules.allows_secret, VoteMode.WRITTEN: rules.allows_written}
    if not allowed.get(VoteMode(mode)):
        raise ModeNotAllowed
    assembly = queries.assembly_of(point.session, point)
    if mode != VoteMode.WRITTEN:
        _require_quorum(assembly, point)
        if not assembly.voters():
            raise NobodyVotes
        if mode == VoteMode.SECRET and len(assembly.voters()) < SECRET_GROUP_MIN:
            raise TooFewForSecrecy
    salt = os.urandom(SALT_LENGTH) if mode == VoteMode.SECRET else b""
    vote = Vote(point=point, mode=mode, question=question, opened_at=now, salt=salt)
    write_new(vote, "vote.opened", actor=actor, now=now)
    if mode == VoteMode.SECRET:
        groups = urns(assembly.voter_counts())
        sealed = urn.empty_urn(groups.values(), secret=settings.SECRET_KEY, salt=salt)
        Urn.objects.create(vote=vote, groups={str(college): group for college, group in groups.items()}, sealed=sealed)
    _announce(vote, assembly, now=now)
    return vote


def _announce(vote: Vote, assembly: Assembly, *, now: datetime) -> None:
    """Tell those who vote elsewhere than on the page of the session: everybody in writing, in the room those without account."""
    session = vote.point.session
    words: dict[str, Any] = {
        "kind": kinds.VOTE,
        "subject": lambda: _("A vote is open: %(question)s") % {"question": vote.question},
        "body": lambda: _("%(session)s. Each seat votes once, until the vote is closed.") % {"session": session},
        "now": now,
        "key": f"vote:{vote.pk}:opened",
    }
    if vote.mode == VoteMode.WRITTEN:
        tell_members(session, url=reverse("committees:ballot", args=[vote.pk]), **words)
    elif vote.mode == VoteMode.SECRET:
        there = set(assembly.voters().values())
        write_to_seats(session, [row for row in queries.members_to_write_to(session) if row.seat_id in there], **words)


@transaction.atomic
def cast_ballot(*, vote: Vote, seat: Seat, choice: str, actor: User, now: datetime) -> None:
    """
    Cast the ballot of a seat, secretly or in writing.

    A secret one leaves two traces that nothing ties: the mark that the seat voted, and one more in an encrypted
    counter. Neither is written in the trail, whose rows bear a moment and an actor.

    :raises NotAllowed: if the actor does not vote for this seat, or it withdrew
    :raises IllegalMove: if the vote is no longer open
    :raises AlreadyCast: if the seat has voted
    """
    vote = locked_vote(vote)
    VOTE_MOVES.target("close", vote.state)
    require(permissions.can_cast(actor, vote, seat.pk))
    _cast(vote, seat, choice, actor=actor, now=now)


@transaction.atomic
def cast_ballot_by_link(*, vote: Vote, seat: Seat, choice: str, mandate: Mandate, now: datetime) -> None:
    """
    Cast the ballot of a seat as a member without an account, known by the personal link of their mandate.

    A secret one leaves what any secret ballot leaves, and nothing of the link: it is stored nowhere, before nor after.

    :raises NotAllowed: if the mandate does not vote for this seat, or it withdrew
    :raises IllegalMove: if the vote is no longer open
    :raises AlreadyCast: if the seat has voted
    """
    vote = locked_vote(vote)
    VOTE_MOVES.target("close", vote.state)
    require(permissions.can_cast_by_link(mandate, vote, seat.pk))
    _cast(vote, seat, choice, actor=SeatActor(mandate), now=now)


def _cast(vote: Vote, seat: Seat, choice: str, *, actor: Actor, now: datetime) -> None:
    choice = Choice(choice)
    if seat.pk in queries.voted_seats(vote):
        raise AlreadyCast
    if vote.mode == VoteMode.WRITTEN:
        assembly = queries.assembly_of(vote.point.session, vote.point)
        require(permissions.is_voting(assembly, seat.pk))
        ballot = NamedBallot(vote=vote, seat=seat, choice=choice, answered_at=now)
        write_new(ballot, "ballot.cast", actor=actor, now=now)
        return
    VoteMark.objects.create(vote=vote, seat=seat)
    box = Urn.objects.select_for_update(of=("self",)).get(vote=vote)
    group = box.groups[str(seat.college_id)]
    box.sealed = urn.with_ballot(
        bytes(box.sealed), group=group, choice=choice, secret=settings.SECRET_KEY, salt=bytes(vote.salt)
    )
    box.save(update_fields=["sealed"])


@transaction.atomic
def close_vote(*, vote: Vote, actor: User, now: datetime, hands: Counts | None = None) -> Vote:
    """
    Close a vote and count it by college; approved minutes are locked by it.

    :param hands: for a show of hands, what each college said
    :raises NotAllowed: if the actor is not of the team, or the session is not open
    :raises IllegalMove: if it is closed or abandoned already
    :raises QuorumMissing: if too few members are there now, or too few answered in writing
    :raises WrongCount: if a college has more hands up than voters
    :raises NobodyVotes: if nobody voted
    :raises TooFewForSecrecy: if fewer than three cast a secret ballot
    """
    vote = locked_vote(vote)
    point = vote.point
    require(permissions.can_hold_session(actor, point.session))
    state = VOTE_MOVES.target("close", vote.state)
    assembly = queries.assembly_of(point.session, point)
    if vote.mode == VoteMode.WRITTEN:
        assembly = _of_answers(vote, assembly)
    lines = _require_quorum(assembly, point)
    counts = _counted(vote, assembly, hands or {})
    if not any(number for row in counts.values() for number in row.values()):
        raise NobodyVotes
    if vote.mode == VoteMode.SECRET and vote.marks.count() < SECRET_GROUP_MIN:
        raise TooFewForSecrecy
    Tally.objects.bulk_create(
        Tally(vote=vote, college_id=college or None, choice=choice, count=row.get(choice, 0))
        for college, row in sorted(counts.items())
        for choice in Choice.values
    )
    # The urn is emptied with the count.
    Urn.objects.filter(vote=vote).delete()
    quorum = [
        {"college": line.college_id, "in_office": line.in_office, "counted": line.counted, "required": line.required}
        for line in lines
    ]
    values = {"state": state, "closed_at": now, "quorum": quorum, "is_quorum_reached": True}
    vote = write_fields(vote, "vote.closed", values, actor=actor, now=now)
    if point.kind == PointKind.MINUTES and point.approves is not None and total_outcome(counts) == Outcome.ADOPTED:
        approve_minutes(session=point.approves, point=point, actor=actor, now=now)
    return vote


def total_outcome(counts: Counts) -> Outcome:
    """Say what counts by college come to together."""
    return outcome_of({choice: sum(row.get(choice, 0) for row in counts.values()) for choice in Choice.values})


def _of_answers(vote: Vote, assembly: Assembly) -> Assembly:
    """Take those who answered in writing for those who are there."""
    answered = frozenset(vote.named_ballots.values_list("seat", flat=True))
    return Assembly(colleges=assembly.colleges, present=answered, withdrawn=assembly.withdrawn)


def _counted(vote: Vote, assembly: Assembly, hands: Counts) -> dict[int, dict[str, int]]:
    match vote.mode:
        case VoteMode.HANDS:
            voters = assembly.voter_counts()
            for college, row in hands.items():
                if sum(row.values()) > voters.get(college, 0) or min(row.values(), default=0) < 0:
                    raise WrongCount(college, voters.get(college, 0))
            return {college: dict(row) for college, row in hands.items() if any(row.values())}
        case VoteMode.WRITTEN:
            counts: dict[int, dict[str, int]] = {}
            voters_now = assembly.voters()
            for ballot in vote.named_ballots.select_related("seat").order_by("pk"):
                if ballot.seat_id in voters_now:
                    row = counts.setdefault(ballot.seat.college_id, {})
                    row[ballot.choice] = row.get(ballot.choice, 0) + 1
            return counts
        case _:
            box = Urn.objects.get(vote=vote)
            found = urn.opened(bytes(box.sealed), secret=settings.SECRET_KEY, salt=bytes(vote.salt))
            return _without_small_groups(found)


def _without_small_groups(counts: dict[int, dict[str, int]]) -> dict[int, dict[str, int]]:
    """Count together the groups where too few voted after all: their counts would tell who said what."""
    totals = {group: sum(row.values()) for group, row in counts.items()}
    merged: dict[int, dict[str, int]] = {}
    targets = urns({group: total for group, total in totals.items() if total})
    for group, row in counts.items():
        if totals[group]:
            kept = merged.setdefault(targets[group], dict.fromkeys(Choice.values, 0))
            for choice, number in row.items():
                kept[choice] += number
    return merged


@transaction.atomic
def abandon_vote(*, vote: Vote, actor: User, now: datetime, reason: str) -> Vote:
    """
    Abandon a vote, as when the quorum is lost: what was cast is destroyed uncounted, and the point may be voted again.

    :raises NotAllowed: if the actor is not of the team, or the session is not open
    :raises IllegalMove: if it is closed or abandoned already
    """
    vote = locked_vote(vote)
    require(permissions.can_hold_session(actor, vote.point.session))
    values = {
        "state": VOTE_MOVES.target("abandon", vote.state),
        "closed_at": now,
        "abandon_reason": reason,
    }
    Urn.objects.filter(vote=vote).delete()
    return write_fields(vote, "vote.abandoned", values, actor=actor, now=now, reason=reason)
