"""Plans, axes and actions: written, adopted, moved, ended, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions, queries, signals
from essaim.steering.action_plan.models import Act, Action, Axis, PersonInAction, Plan
from essaim.steering.action_plan.states import ACTION_MOVES, PLAN_MOVES, PersonRole

from .people import PilotMissing
from .writing import write_fields, write_new


class FateMissing(Exception):
    """A plan cannot be closed while some of its actions have no fate; actions lists them."""

    def __init__(self, actions: Sequence[Action]) -> None:
        """Keep the actions."""
        super().__init__(", ".join(str(action.number) for action in actions))
        self.actions = tuple(actions)


def _locked_plan(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def _locked_action(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)


@transaction.atomic
def create_plan(*, actor: User, now: datetime, **values: object) -> Plan:
    """
    Write a new plan, as a draft.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if its short name is taken, or its dates reversed
    """
    require(permissions.can_write_policy(actor))
    return write_new(Plan(**values), "plan.created", actor=actor, now=now)


@transaction.atomic
def adopt_plan(*, plan: Plan, actor: User, act: Act, now: datetime) -> Plan:
    """
    Record that an act adopted a plan, which makes it public.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not a draft
    """
    plan = _locked_plan(plan)
    require(permissions.can_document_plan(actor, plan))
    state = PLAN_MOVES.target("adopt", plan.state)
    write_fields(plan, "plan.adopted", {"state": state, "founding_act": act}, actor=actor, now=now)
    transaction.on_commit(lambda: signals.plan_adopted.send(Plan, plan_id=plan.pk))
    return plan


@transaction.atomic
def start_plan(*, plan: Plan, actor: User, now: datetime) -> Plan:
    """
    Record that an adopted plan is in force.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not adopted
    """
    plan = _locked_plan(plan)
    require(permissions.can_document_plan(actor, plan))
    return write_fields(plan, "plan.started", {"state": PLAN_MOVES.target("start", plan.state)}, actor=actor, now=now)


@transaction.atomic
def close_plan(*, plan: Plan, actor: User, closed_on: date, now: datetime) -> Plan:
    """
    Close a plan for good, once each of its actions has a fate: ended with a reason, or continued by a later plan.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not in force
    :raises FateMissing: with the actions that have none
    """
    plan = _locked_plan(plan)
    require(permissions.can_document_plan(actor, plan))
    state = PLAN_MOVES.target("close", plan.state)
    if without := list(queries.actions_without_fate(plan)):
        raise FateMissing(without)
    return write_fields(plan, "plan.closed", {"state": state, "closed_on": closed_on}, actor=actor, now=now)


@transaction.atomic
def add_axis(*, plan: Plan, actor: User, now: datetime, **values: object) -> Axis:
    """
    Add an axis to a plan.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if its number is taken in this plan
    """
    require(permissions.can_document_plan(actor, plan))
    return write_new(Axis(plan=plan, **values), "axis.created", actor=actor, now=now)


@transaction.atomic
def add_action(*, axis: Axis, actor: User, now: datetime, **values: object) -> Action:
    """
    Add an action to an axis, as proposed.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if its number is taken in this plan
    """
    require(permissions.can_document_plan(actor, axis.plan))
    return write_new(Action(plan=axis.plan, axis=axis, **values), "action.created", actor=actor, now=now)


EDITABLE = frozenset({"title", "description", "plain_summary"})


@transaction.atomic
def update_action(*, action: Action, actor: User, now: datetime, reason: str = "", **values: object) -> Action:
    """
    Change the texts of an action.

    :param values: title, description, plain_summary
    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises ValueError: if another field is given
    """
    if unknown := values.keys() - EDITABLE:
        message = f"update_action does not change {sorted(unknown)}"
        raise ValueError(message)
    action = _locked_action(action)
    require(permissions.can_edit_action(actor, action))
    return write_fields(action, "action.updated", values, actor=actor, now=now, reason=reason)


class AxisOfAnotherPlan(Exception):
    """An action moves between the axes of its own plan; into another plan it is continued, by lineage."""


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
