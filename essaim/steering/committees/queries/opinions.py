"""Requests for opinions, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from essaim.steering.committees.models import Body, Opinion, OpinionRequest, Session, SessionDecision
from essaim.steering.committees.states import HELD, SessionState


@dataclass(frozen=True, slots=True)
class ShownOpinion:
    """What a body answered to a request, and where to read it."""

    sense: str
    label: str
    wording: str
    day: date
    body: str
    url: str


def opinion_rows() -> QuerySet[Opinion]:
    """Return every opinion with its point, session and request, latest first."""
    return Opinion.objects.select_related(
        "point__session__body", "point__request", "point__action__plan", "point__act", "vote"
    ).order_by("-point__session__day", "-pk")


def public_opinions() -> QuerySet[Opinion]:
    """Return the opinions of sessions that are over: everybody may read them."""
    return opinion_rows().filter(point__session__state__in=HELD)


def opinion_of(request: OpinionRequest) -> ShownOpinion | None:
    """Return what was answered to a request; None while it was not."""
    row = opinion_rows().filter(point__request=request).first()
    if row is None:
        return None
    return ShownOpinion(
        sense=row.sense,
        label=row.get_sense_display(),
        wording=row.wording,
        day=row.point.session.day,
        body=row.point.session.body.name,
        url=row.point.get_absolute_url(),
    )


def request_rows() -> QuerySet[OpinionRequest]:
    """Return every request with its body, the longest awaited first."""
    return OpinionRequest.objects.select_related("body", "asked_by").order_by("asked_on", "pk")


def requests_about(kind: str, object_id: object) -> QuerySet[OpinionRequest]:
    """Return what was asked about one thing, known by its kind and id."""
    return request_rows().filter(subject_kind=kind, subject_id=str(object_id))


def opinions_on(kind: str, object_id: int) -> QuerySet[Opinion]:
    """Return the public opinions on an action or an act: "action_plan.action" or "action_plan.act", and its id."""
    named = {"action_plan.action": Q(point__action=object_id), "action_plan.act": Q(point__act=object_id)}
    about = Q(point__request__subject_kind=kind, point__request__subject_id=str(object_id))
    return public_opinions().filter(named.get(kind, Q(pk__in=())) | about)


def decisions_on(action_id: int) -> QuerySet[SessionDecision]:
    """Return what sessions decided about an action, latest first, as approved minutes tell everybody."""
    rows = SessionDecision.objects.filter(action=action_id, point__session__state=SessionState.APPROVED)
    return rows.select_related("point__session__body", "task").order_by("-point__session__day", "pk")


def public_sessions(body: Body) -> QuerySet[Session]:
    """Return the sessions of a body with their minutes, points and opinions, in a number of queries that does not grow."""
    return Session.objects.filter(body=body).select_related("minutes").prefetch_related("points__opinion")
