"""Versions of the form of an edition: published, never changed."""

from __future__ import annotations

from datetime import datetime

from essaim.delivery.calls_for_projects import queries
from essaim.delivery.calls_for_projects.models import Edition, FormVersion
from essaim.delivery.calls_for_projects.schema import build_schema
from essaim.foundations.audit_trail.services import write_new
from essaim.foundations.primitives.actors import Actor, SystemActor


def form_in_use(edition: Edition, *, now: datetime) -> FormVersion:
    """Return the latest version of the form of an edition; that of an edition started before forms existed is made."""
    found = queries.form_of(edition)
    return found or publish(edition, actor=SystemActor("calls forms"), now=now, number=1)


def publish(edition: Edition, *, actor: Actor, now: datetime, number: int, note: str = "") -> FormVersion:
    """Publish the questions of an edition as they are written as the version that is asked from now on."""
    schema = build_schema(edition.questions.order_by("position", "pk"))
    row = FormVersion(edition=edition, number=number, schema=schema, published_at=now, note=note)
    return write_new(row, "form.published", actor=actor, now=now, reason=note)
