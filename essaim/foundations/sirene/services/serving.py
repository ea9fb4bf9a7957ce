"""Puts snapshots in and out of service."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene import permissions
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.states import SNAPSHOT_MOVES

from .loading import announce, set_aside_others


def accept_snapshot(*, snapshot: Snapshot, actor: User, reason: str, now: datetime) -> Snapshot:
    """
    Let a snapshot serve although a check asked for a person; the one of the same month is set aside.

    :param reason: why what the checks found is right
    :raises NotAllowed: if the actor is not an administrator, or it does not wait
    :raises ValidationError: if no reason is given
    """
    return _move(snapshot, "accept", actor, reason, now, accepted_at=now, accepted_by=actor)


def set_snapshot_aside(*, snapshot: Snapshot, actor: User, reason: str, now: datetime) -> Snapshot:
    """
    Take a snapshot out of service; its file stays.

    :raises NotAllowed: if the actor is not an administrator, or it is set aside already
    :raises ValidationError: if no reason is given
    """
    return _move(snapshot, "set_aside", actor, reason, now)


def take_snapshot_back(*, snapshot: Snapshot, actor: User, reason: str, now: datetime) -> Snapshot:
    """
    Let a snapshot that was set aside serve again; the one of the same month is set aside.

    :raises NotAllowed: if the actor is not an administrator, or it is not set aside
    :raises ValidationError: if no reason is given
    """
    return _move(snapshot, "take_back", actor, reason, now)


DONE = {"accept": "snapshot.accepted", "set_aside": "snapshot.set_aside", "take_back": "snapshot.taken_back"}


@transaction.atomic
def _move(snapshot: Snapshot, move: str, actor: User, reason: str, now: datetime, **values: object) -> Snapshot:
    held = Snapshot.objects.select_for_update(of=("self",)).get(pk=snapshot.pk)
    require(permissions.can_move(actor, held, move))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if move != "set_aside":
        set_aside_others(held, actor=actor, now=now)
    values |= {"state": SNAPSHOT_MOVES.target(move, held.state), "reason": reason.strip()}
    write_fields(held, DONE[move], values, actor=actor, now=now, reason=reason.strip())
    announce(held)
    return held
