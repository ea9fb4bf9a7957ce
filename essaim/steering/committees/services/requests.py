"""Requests for an opinion: asked by other rooms, put on an agenda, withdrawn."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.steering.committees import permissions
from essaim.steering.committees.models import Body, OpinionRequest
from essaim.steering.committees.states import REQUEST_MOVES

from .locks import locked_request


@transaction.atomic
def ask_opinion(
    *,
    body: Body,
    actor: User,
    now: datetime,
    title: str,
    question: str,
    due_on: date | None = None,
    subject_kind: str = "",
    subject_id: object = "",
    subject_url: str = "",
) -> OpinionRequest:
    """
    Ask a body for an opinion; what it is about is known by its kind, id and page only.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is awaited before it is asked
    """
    require(permissions.can_ask_opinion(actor))
    request = OpinionRequest(
        body=body,
        title=title,
        question=question,
        due_on=due_on,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        subject_url=subject_url,
        asked_by=actor,
        asked_on=timezone.localdate(now),
    )
    return write_new(request, "request.asked", actor=actor, now=now)


@transaction.atomic
def withdraw_request(*, request: OpinionRequest, actor: User, now: datetime, reason: str) -> OpinionRequest:
    """
    Take back a request that is on no agenda.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is on an agenda, or answered
    """
    request = locked_request(request)
    require(permissions.can_ask_opinion(actor))
    state = REQUEST_MOVES.target("withdraw", request.state)
    return write_fields(request, "request.withdrawn", {"state": state}, actor=actor, now=now, reason=reason)


def put_back(request: OpinionRequest, *, actor: Actor, now: datetime) -> OpinionRequest:
    """Let a request wait for another agenda; called in the transaction that took it off one."""
    request = locked_request(request)
    state = REQUEST_MOVES.target("put_back", request.state)
    return write_fields(request, "request.put_back", {"state": state}, actor=actor, now=now)


def place(request: OpinionRequest, *, actor: User, now: datetime) -> OpinionRequest:
    """Say that a request is on an agenda; called in the transaction that wrote its point."""
    request = locked_request(request)
    state = REQUEST_MOVES.target("place", request.state)
    return write_fields(request, "request.placed", {"state": state}, actor=actor, now=now)
