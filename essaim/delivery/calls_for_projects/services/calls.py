"""Calls: written, corrected."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.delivery.calls_for_projects import permissions
from essaim.delivery.calls_for_projects.models import Call, Edition
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale

CALL_FIELDS = frozenset({"name", "purpose", "audience", "support", "contact", "contact_url"})


def locked_call(call: Call) -> Call:
    """Lock the row of a call, and return it as it is now."""
    return Call.objects.select_for_update(of=("self",)).get(pk=call.pk)


def locked_edition(edition: Edition) -> Edition:
    """Lock the call of an edition, then the edition, and return it as it is now."""
    call = locked_call(edition.call)
    found = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    found.call = call
    return found


@transaction.atomic
def create_call(*, actor: User, now: datetime, slug: str, **values: object) -> Call:
    """
    Write a call; the team alone reads it until one of its editions is in force.

    :param values: among CALL_FIELDS; name at least
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if a value does not hold, or the short name is taken
    """
    require(permissions.can_write_calls(actor))
    refuse_other_fields(values, CALL_FIELDS)
    return write_new(Call(slug=slug, **values), "call.created", actor=actor, now=now)


@transaction.atomic
def update_call(*, call: Call, actor: User, now: datetime, reason: str, version: str = "", **values: object) -> Call:
    """
    Correct what is said of a call, saying why; its rules are those of its editions.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among CALL_FIELDS
    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody else changed these fields since
    :raises ValidationError: if a value does not hold
    """
    call = locked_call(call)
    require(permissions.can_write_calls(actor))
    refuse_other_fields(values, CALL_FIELDS)
    refuse_stale(call, values, version)
    return write_fields(call, "call.updated", values, actor=actor, now=now, reason=reason)
