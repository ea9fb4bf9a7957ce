"""Tables of the room, by use case."""

from __future__ import annotations

from .bodies import Body, BodyRules, College, CollegeQuorum, Mandate, MandateQuerySet, Seat, in_force
from .minutes import Amendment, Minutes, SessionDecision, digest_of
from .sessions import AgendaPoint, Attendance, Proxy, Session, Withdrawal
from .votes import NamedBallot, Opinion, OpinionRequest, Tally, Urn, Vote, VoteMark

__all__ = [
    "AgendaPoint",
    "Amendment",
    "Attendance",
    "Body",
    "BodyRules",
    "College",
    "CollegeQuorum",
    "Mandate",
    "MandateQuerySet",
    "Minutes",
    "NamedBallot",
    "Opinion",
    "OpinionRequest",
    "Proxy",
    "Seat",
    "Session",
    "SessionDecision",
    "Tally",
    "Urn",
    "Vote",
    "VoteMark",
    "Withdrawal",
    "digest_of",
    "in_force",
]
