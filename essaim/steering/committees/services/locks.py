"""Rows are locked in one order: the session first, so that two people at once never agree on two truths."""

from __future__ import annotations

from essaim.steering.committees.models import AgendaPoint, Body, OpinionRequest, Session, Vote


def locked_body(body: Body) -> Body:
    """Lock a body while its composition or rules change."""
    return Body.objects.select_for_update(of=("self",)).get(pk=body.pk)


def locked_session(session: Session) -> Session:
    """Lock a session: everything that counts in it waits."""
    return Session.objects.select_for_update(of=("self",)).select_related("body").get(pk=session.pk)


def locked_point(point: AgendaPoint) -> AgendaPoint:
    """Lock a point, its session first."""
    session = locked_session(point.session)
    found = AgendaPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    found.session = session
    return found


def locked_vote(vote: Vote) -> Vote:
    """Lock a vote, its session and point first."""
    point = locked_point(vote.point)
    found = Vote.objects.select_for_update(of=("self",)).get(pk=vote.pk)
    found.point = point
    return found


def locked_request(request: OpinionRequest) -> OpinionRequest:
    """Lock a request for an opinion."""
    return OpinionRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
