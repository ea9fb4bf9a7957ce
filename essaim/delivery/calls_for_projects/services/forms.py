"""Versions of the form of an edition: published, never changed."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions, queries
from essaim.delivery.calls_for_projects.models import Edition, FormVersion
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_new
from essaim.foundations.primitives.actors import Actor, SystemActor
from essaim.foundations.primitives.decisions import require

from .calls import locked_edition


def form_in_use(edition: Edition, *, now: datetime) -> FormVersion:
    """Return the latest version of the form of an edition; that of an edition started before forms existed is made."""
    found = queries.form_of(edition)
    return found or publish(edition, actor=SystemActor("calls forms"), now=now, number=1)


def publish(edition: Edition, *, actor: Actor, now: datetime, number: int, note: str = "") -> FormVersion:
    """Publish the questions of an edition as they are written as the version that is asked from now on."""
    row = FormVersion(edition=edition, number=number, schema=queries.schema_now(edition), published_at=now, note=note)
    return write_new(row, "form.published", actor=actor, now=now, reason=note)


@transaction.atomic
def publish_form(*, edition: Edition, actor: User, now: datetime, note: str) -> FormVersion:
    """
    Publish the questions of an edition in force, as they are now written, as the next version of its form.

    Drafts move on to it when they are next written; what was filed keeps the form it was filed with.

    :raises NotAllowed: if the actor is not of the team, or the edition is not in force
    :raises ValidationError: if no question has changed since the version before
    """
    edition = locked_edition(edition)
    require(permissions.can_publish_form(actor, edition))
    before = form_in_use(edition, now=now)
    if before.schema == queries.schema_now(edition):
        raise ValidationError(_("No question has changed since the form was published."))
    return publish(edition, actor=actor, now=now, number=before.number + 1, note=note.strip())
