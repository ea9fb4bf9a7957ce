"""The opinion of a body: what its vote came to, and its reservations."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.steering.committees import permissions, queries
from essaim.steering.committees.models import AgendaPoint, Opinion
from essaim.steering.committees.states import REQUEST_MOVES, OpinionSense, Outcome, PointKind, VoteState

from .locks import locked_point, locked_request
from .votes import QuorumMissing

SENSES = {
    Outcome.ADOPTED: OpinionSense.FAVOURABLE,
    Outcome.REJECTED: OpinionSense.UNFAVOURABLE,
    Outcome.DIVIDED: OpinionSense.DIVIDED,
}


class VoteMissing(Exception):
    """An opinion is what a closed vote came to: there is none yet."""


class NoOpinionAsked(Exception):
    """No opinion is asked on this point."""


@transaction.atomic
def give_opinion(*, point: AgendaPoint, actor: User, now: datetime, reservations: str = "") -> Opinion:
    """
    Write the opinion of a body on a point: which way it goes is what the vote says; a request is answered by it.

    :param reservations: what a favourable opinion is subject to
    :raises NotAllowed: if the actor is not of the team, or the session is not open
    :raises NoOpinionAsked: if the point asks for none
    :raises VoteMissing: if no vote on it is closed
    :raises QuorumMissing: if the vote did not reach its quorum
    :raises ValidationError: if it was given already
    """
    point = locked_point(point)
    require(permissions.can_hold_session(actor, point.session))
    if point.kind != PointKind.OPINION:
        raise NoOpinionAsked
    shown = queries.shown_votes([point]).get(point.pk)
    if shown is None or shown.vote.state != VoteState.CLOSED or shown.outcome is None:
        raise VoteMissing
    if not shown.vote.is_quorum_reached:
        raise QuorumMissing(queries.quorum_of(point.session, queries.assembly_of(point.session, point)))
    sense, wording = SENSES[shown.outcome], reservations.strip()
    if sense == OpinionSense.FAVOURABLE and wording:
        sense = OpinionSense.RESERVED
    opinion = Opinion(point=point, vote=shown.vote, sense=sense, wording=wording, given_at=now)
    write_new(opinion, "opinion.given", actor=actor, now=now)
    if point.request is not None:
        request = locked_request(point.request)
        state = REQUEST_MOVES.target("answer", request.state)
        write_fields(request, "request.answered", {"state": state}, actor=actor, now=now)
    return opinion
