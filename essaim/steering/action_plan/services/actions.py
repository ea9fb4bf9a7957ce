"""Actions: added, rewritten, moved between axes, opened, ended, opened again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan import permissions, signals
from essaim.steering.action_plan.models import Action, Axis, PersonInAction
from essaim.steering.action_plan.states import ACTION_MOVES, PersonRole

from .people import PilotMissing


class AxisOfAnotherPlan(Exception):
    """An action moves between the axes of its own plan; into another plan it is continued, by lineage."""


class ParentOutOfPlace(Exception):
    """An action is part of an action of the same plan which is not itself part of another: two levels, no more."""


def _locked_action(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)


@transaction.atomic
def add_action(*, axis: Axis, actor: User, now: datetime, **values: object) -> Action:
    """
    Add an action to an axis, as proposed; with parent, it is a part of another action of the plan.

    :raises NotAllowed: if the actor is not of the team
    :raises ParentOutOfPlace: if its parent is of another plan, or is itself part of another action
    :raises ValidationError: if its number is taken in this plan
    """
    require(permissions.can_document_plan(actor, axis.plan))
    action = Action(plan=axis.plan, axis=axis, **values)
    if action.parent is not None and (action.parent.plan_id != axis.plan_id or action.parent.parent_id is not None):
        raise ParentOutOfPlace
    return write_new(action, "action.created", actor=actor, now=now)


ACTION_TEXTS = frozenset({"title", "description", "plain_summary"})


@transaction.atomic
def update_action(
    *, action: Action, actor: User, now: datetime, reason: str = "", version: str = "", **values: object
) -> Action:
    """
    Change the texts of an action.

    :param version: what version_of() gave when the texts were read; empty to write whatever they are now
    :param values: title, description, plain_summary
    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises ChangedMeanwhile: if somebody changed them since that version
    :raises ValueError: if another field is given
    """
    refuse_other_fields(values, ACTION_TEXTS)
    action = _locked_action(action)
    require(permissions.can_edit_action(actor, action))
    refuse_stale(action, values, version)
    return write_fields(action, "action.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def move_action(*, action: Action, actor: User, axis: Axis, reason: str, now: datetime) -> Action:
    """
    Move an action to another axis of its plan; its number, address, history and links stay.

    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises AxisOfAnotherPlan: if the axis is not of the same plan
    """
    action = _locked_action(action)
    require(permissions.can_edit_action(actor, action))
    if axis.plan_id != action.plan_id:
        raise AxisOfAnotherPlan
    return write_fields(action, "action.moved", {"axis": axis}, actor=actor, now=now, reason=reason)


@transaction.atomic
def open_action(*, action: Action, actor: User, opened_on: date, now: datetime) -> Action:
    """
    Open an action, which must have a pilot.

    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises IllegalMove: if it is not proposed
    :raises PilotMissing: if nobody answers for it yet
    """
    action = _locked_action(action)
    require(permissions.can_edit_action(actor, action))
    state = ACTION_MOVES.target("open", action.state)
    _require_pilot(action)
    return write_fields(action, "action.opened", {"state": state, "opened_on": opened_on}, actor=actor, now=now)


def _require_pilot(action: Action) -> None:
    if not PersonInAction.objects.filter(action=action, role=PersonRole.PILOT, ends_on__isnull=True).exists():
        raise PilotMissing


@transaction.atomic
def finish_action(*, action: Action, actor: User, ended_on: date, now: datetime, reason: str = "") -> Action:
    """
    Close an action as done.

    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises IllegalMove: if it is not open
    """
    return _end(action, "finish", "action.finished", actor=actor, ended_on=ended_on, reason=reason, now=now)


@transaction.atomic
def drop_action(*, action: Action, actor: User, ended_on: date, reason: str, now: datetime) -> Action:
    """
    Drop an action, saying why.

    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises IllegalMove: if it ended already
    :raises ValidationError: if no reason is given
    """
    return _end(action, "drop", "action.dropped", actor=actor, ended_on=ended_on, reason=reason, now=now)


def _end(action: Action, move: str, verb: str, *, actor: User, ended_on: date, reason: str, now: datetime) -> Action:
    action = _locked_action(action)
    require(permissions.can_edit_action(actor, action))
    values = {"state": ACTION_MOVES.target(move, action.state), "ended_on": ended_on, "end_reason": reason}
    write_fields(action, verb, values, actor=actor, now=now, reason=reason)
    transaction.on_commit(lambda: signals.action_ended.send(Action, action_id=action.pk))
    return action


@transaction.atomic
def reopen_action(*, action: Action, actor: User, reason: str, now: datetime) -> Action:
    """
    Open an ended action again; its pilot must still be named.

    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises IllegalMove: if it did not end
    :raises PilotMissing: if nobody answers for it any more
    """
    action = _locked_action(action)
    require(permissions.can_edit_action(actor, action))
    state = ACTION_MOVES.target("reopen", action.state)
    _require_pilot(action)
    values = {
        "state": state,
        "ended_on": None,
        "end_reason": "",
        "opened_on": action.opened_on or now.date(),
    }
    return write_fields(action, "action.reopened", values, actor=actor, now=now, reason=reason)
