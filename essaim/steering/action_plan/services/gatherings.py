"""Gatherings tied to actions: what carries an action out, prepares it or shows it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.ecosystem.events.models import Event
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_new
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import Action, ActionGathering

from .writing import erase


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)


@transaction.atomic
def tie_gathering(*, action: Action, event: Event, actor: User, now: datetime) -> ActionGathering:
    """
    Tie a gathering to an action, on whose page and thread it is then shown.

    :raises NotAllowed: if the actor may not steer the action
    :raises ValidationError: if it is tied to it already
    """
    action = _locked(action)
    require(permissions.can_steer_action(actor, action))
    return write_new(ActionGathering(action=action, event=event), "gathering.tied", actor=actor, now=now)


@transaction.atomic
def untie_gathering(*, gathering: ActionGathering, actor: User, reason: str, now: datetime) -> None:
    """
    Take a gathering off an action, saying why; the gathering itself stays.

    :raises NotAllowed: if the actor may not steer the action
    """
    action = _locked(gathering.action)
    require(permissions.can_steer_action(actor, action))
    gathering = ActionGathering.objects.select_for_update(of=("self",)).get(pk=gathering.pk)
    erase(gathering, "gathering.untied", actor=actor, now=now, reason=reason)
