"""Corrections that anybody proposes, and what the team makes of each field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.ecosystem.directory import permissions, queries
from essaim.ecosystem.directory.models import SuggestedChange, Suggestion
from essaim.ecosystem.directory.states import CHANGE_MOVES, SUGGESTION_MOVES, ChangedField, ChangeState
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.services import normalized, update_organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting, write_fields, write_new
from essaim.foundations.notifications.services import write_to
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require

from .cards import update_card

PER_HOUR_MAX = 60
SUGGESTION_KIND = "directory.suggestion"


class NothingProposed(Exception):
    """Every field is as it is written already."""


class AskedTooFast(Exception):
    """More is asked in an hour than people write: the sender is asked to come back later."""


def refuse_too_fast(now: datetime) -> None:
    """
    Keep floods out.

    :raises AskedTooFast: beyond sixty demands an hour over the whole site
    """
    if queries.received_since(now - timedelta(hours=1)) >= PER_HOUR_MAX:
        raise AskedTooFast


@transaction.atomic
def suggest(
    *, organization: Organization, values: Mapping[str, str], now: datetime, note: str = "", email: str = ""
) -> Suggestion:
    """
    Propose corrections of a structure; only the fields that differ are kept.

    :param values: ChangedField to what it should be
    :raises NotAllowed: if the structure is not in the directory
    :raises AskedTooFast: if more is asked in an hour than people write
    :raises NothingProposed: if nothing differs
    :raises ValidationError: if the address or a value does not hold
    """
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    require(permissions.can_ask(organization))
    refuse_too_fast(now)
    current = queries.values_now(organization)
    asked = {str(ChangedField(name)): str(value) for name, value in normalized(values).items()}
    changed = {name: value for name, value in asked.items() if value != current[name]}
    if not changed:
        raise NothingProposed
    resident = SystemActor("resident")
    with acting(resident):
        suggestion = Suggestion(
            organization=organization, note=" ".join(note.split()), email=email.strip().lower(), received_at=now
        )
        write_new(suggestion, "suggestion.received", actor=resident, now=now)
        for name, value in changed.items():
            row = SuggestedChange(suggestion=suggestion, field=name, before=current[name], proposed=value)
            write_new(row, "change.proposed", actor=resident, now=now)
    return suggestion


@transaction.atomic
def decide_changes(
    *, suggestion: Suggestion, decisions: Mapping[int, str], actor: User, now: datetime, reason: str = ""
) -> Suggestion:
    """
    Accept some of the changes of a suggestion and leave others, each with its trace; what is not named waits.

    Whoever proposed them, if they left an address, is told once every change is answered, and their address is erased.

    :param decisions: key of a change to "accept" or "refuse"
    :param reason: needed as soon as one is not taken
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if a change was decided before
    :raises ValidationError: if a value does not hold any more, or what is not taken has no reason
    :raises AlreadyRegistered: if another record has this number
    """
    require(permissions.can_moderate(actor))
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=suggestion.organization_id)
    suggestion = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    for row in suggestion.changes.select_for_update(of=("self",)).filter(pk__in=decisions).order_by("pk"):
        move = decisions[row.pk]
        state = CHANGE_MOVES.target(move, row.state)
        if state == ChangeState.ACCEPTED:
            _apply(organization, row, actor=actor, now=now)
        values = {"state": state, "decided_at": now, "reason": reason if state == ChangeState.REFUSED else ""}
        write_fields(row, "change.decided", values, actor=actor, now=now, reason=reason)
    if not suggestion.changes.filter(state=ChangeState.WAITING).exists():
        _settle(suggestion, actor=actor, now=now)
    return suggestion


def _apply(organization: Organization, row: SuggestedChange, *, actor: User, now: datetime) -> None:
    reason = _("Suggestion %(number)s") % {"number": row.suggestion_id}
    if row.field in queries.CARD_FIELDS:
        update_card(organization=organization, actor=actor, now=now, reason=reason, **{row.field: row.proposed})
    else:
        update_organization(organization=organization, actor=actor, now=now, reason=reason, **{row.field: row.proposed})


def _settle(suggestion: Suggestion, *, actor: User, now: datetime) -> None:
    address, state = suggestion.email, SUGGESTION_MOVES.target("settle", suggestion.state)
    values = {"state": state, "settled_at": now, "email": ""}
    write_fields(suggestion, "suggestion.settled", values, actor=actor, now=now)
    if address:
        write_to(
            address=address,
            kind=SUGGESTION_KIND,
            subject=_("What became of what you proposed"),
            body=partial(_told, suggestion),
            url=reverse("directory:card", args=[suggestion.organization.key]),
            now=now,
            key=f"directory.suggestion:{suggestion.pk}",
        )


def _told(suggestion: Suggestion) -> str:
    lines = [
        _("About %(name)s, in the directory. Thank you for what you proposed.") % {"name": suggestion.organization.name}
    ]
    for row in suggestion.changes.order_by("pk"):
        lines.append(
            f"- {row.get_field_display()}: {row.get_state_display()}{f' ({row.reason})' if row.reason else ''}"
        )
    lines.append(_("Your address is erased here with this mail."))
    return "\n".join(lines)
