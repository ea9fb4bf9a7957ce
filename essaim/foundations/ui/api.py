"""The thread for machines."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import ConfigDict

from . import thread
from .answers import Problem
from .twin import json_response

router = Router(tags=["thread"], auth=None)


class Knot(Schema):
    """A thing by its kind and its key."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    id: str


class Bead(Knot):
    """A thing on the thread: when says its time as exactly as it is known, order_date puts it in order."""

    title: str
    state: str
    when: str
    order_date: date | None
    source: str
    url: str


class Step(Bead):
    """A thing met on the walk: how many links away, and from which things nearer to the start."""

    distance: int
    through: list[Knot]


class Walk(Bead):
    """The start, what led to it, what followed, nearest first; cut when there was more than can be read."""

    before: list[Step]
    after: list[Step]
    is_cut: bool


@router.get(
    "/thread/{kind}/{path:id}",
    response={200: Walk, 304: None, 404: Problem},
    summary="The thread: what led to a thing, and what became of it",
)
def thread_walk(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """
    Walk from a thing to all that led to it and all that followed.

    The id is the one the other answers give: a plan's short name, an act's key, the number of an action; for what a
    consultation holds, its short name, a dash and the number or code: "2015-12", "2015-c1-e3".
    """
    try:
        found = thread.walk(kind, id, AnonymousUser())
    except LookupError:
        known = ", ".join(thread.kinds())
        raise HttpError(404, f"nothing public of this kind has this id; the kinds are: {known}") from None
    return json_response(request, _walk(found))


def _walk(found: thread.Walk) -> dict[str, Any]:
    return {
        **_bead(found.start),
        "before": [_step(step) for step in found.before],
        "after": [_step(step) for step in found.after],
        "is_cut": found.is_cut,
    }


def _bead(bead: thread.Bead) -> dict[str, Any]:
    return {
        "kind": bead.kind,
        "id": bead.shown_key,
        "title": bead.title,
        "state": bead.state,
        "when": bead.when,
        "order_date": bead.dated,
        "source": bead.source,
        "url": bead.url,
    }


def _step(step: thread.Step) -> dict[str, Any]:
    through = [{"kind": kind, "id": key} for kind, key in step.through]
    return {**_bead(step.bead), "distance": step.distance, "through": through}
