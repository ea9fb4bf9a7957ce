"""The approval of minutes, by the vote of a following session: their content is locked with its digest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.steering.committees.models import AgendaPoint, Minutes, Session, digest_of
from essaim.steering.committees.states import SESSION_MOVES

from .locks import locked_session


class NotFollowing(Exception):
    """Minutes are approved by a session of the same body that follows theirs."""


@transaction.atomic
def approve_minutes(*, session: Session, point: AgendaPoint, actor: User, now: datetime) -> Minutes:
    """
    Lock the minutes of a session as they were last circulated, approved by the vote on a point of a following one.

    Called by the closing of that vote, which checked who acts.

    :raises NotFollowing: if the point is not of a later session of the same body, or is about other minutes
    :raises IllegalMove: if the minutes are not circulated
    """
    session = locked_session(session)
    following = point.session
    if point.approves_id != session.pk or following.body_id != session.body_id or following.day <= session.day:
        raise NotFollowing
    state = SESSION_MOVES.target("approve", session.state)
    content = session.circulated_content
    minutes = Minutes(session=session, approved_in=point, approved_at=now, content=content, sha256=digest_of(content))
    write_new(minutes, "minutes.approved", actor=actor, now=now, details={"sha256": minutes.sha256})
    write_fields(session, "session.approved", {"state": state}, actor=actor, now=now)
    return minutes
