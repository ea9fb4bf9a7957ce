"""Plans and their axes: written, adopted, started, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan import permissions, queries, signals
from essaim.steering.action_plan.models import Act, Action, Axis, Plan
from essaim.steering.action_plan.states import PLAN_MOVES


class FateMissing(Exception):
    """A plan cannot be closed while some of its actions have no fate; actions lists them."""

    def __init__(self, actions: Sequence[Action]) -> None:
        """Keep the actions."""
        super().__init__(", ".join(str(action.number) for action in actions))
        self.actions = tuple(actions)


def _locked_plan(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


@transaction.atomic
def create_plan(*, actor: User, now: datetime, **values: object) -> Plan:
    """
    Write a new plan, as a draft.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if its short name is taken, or its dates reversed
    """
    require(permissions.can_write_policy(actor))
    return write_new(Plan(**values), "plan.created", actor=actor, now=now)


PLAN_TEXTS = frozenset({"name", "summary", "starts_on", "ends_on", "source"})


@transaction.atomic
def update_plan(*, plan: Plan, actor: User, now: datetime, reason: str, version: str = "", **values: object) -> Plan:
    """
    Change the name, the plain words, the period or the source of a plan.

    :param version: what version_of() gave when they were read; empty to write whatever they are now
    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises ChangedMeanwhile: if somebody changed them since that version
    :raises ValidationError: if its dates are reversed
    :raises ValueError: if another field is given
    """
    refuse_other_fields(values, PLAN_TEXTS)
    plan = _locked_plan(plan)
    require(permissions.can_change_plan(actor, plan))
    refuse_stale(plan, values, version)
    return write_fields(plan, "plan.updated", values, actor=actor, now=now, reason=reason)


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


AXIS_TEXTS = frozenset({"title", "intent", "source"})


@transaction.atomic
def update_axis(*, axis: Axis, actor: User, now: datetime, reason: str, version: str = "", **values: object) -> Axis:
    """
    Change the title, the intent or the source of an axis; its number stays.

    :param version: what version_of() gave when they were read; empty to write whatever they are now
    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises ChangedMeanwhile: if somebody changed them since that version
    :raises ValueError: if another field is given
    """
    refuse_other_fields(values, AXIS_TEXTS)
    axis = Axis.objects.select_for_update(of=("self",)).select_related("plan").get(pk=axis.pk)
    require(permissions.can_change_plan(actor, axis.plan))
    refuse_stale(axis, values, version)
    return write_fields(axis, "axis.updated", values, actor=actor, now=now, reason=reason)
