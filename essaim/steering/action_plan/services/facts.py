"""Facts with their source: sources, statements, items, crossings, lineage, declared figures."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import (
    Act,
    Action,
    Axis,
    DeclaredFigure,
    Lineage,
    Plan,
    PlanItem,
    Policy,
    PolicyCrossing,
    Source,
    Statement,
)

from .writing import write_new

Subject = Act | Plan | Axis | Action
LineageEnd = Axis | Action | PlanItem


@transaction.atomic
def cite_source(*, actor: User, now: datetime, **values: object) -> Source:
    """
    Write a source.

    :raises NotAllowed: if the actor is not of the team
    """
    require(permissions.can_write_policy(actor))
    return write_new(Source(**values), "source.cited", actor=actor, now=now)


@transaction.atomic
def state_wording(
    *, subject: Subject, actor: User, topic: str, wording: str, source: Source, now: datetime, note: str = ""
) -> Statement:
    """
    Write what a source says on one topic of an act, a plan, an axis or an action.

    :raises NotAllowed: if the actor is not of the team
    """
    require(permissions.can_write_policy(actor))
    statement = Statement(topic=topic, wording=wording, source=source, note=note)
    setattr(statement, subject._meta.model_name or "", subject)
    return write_new(statement, "statement.added", actor=actor, now=now)


@transaction.atomic
def add_item(*, plan: Plan, actor: User, now: datetime, **values: object) -> PlanItem:
    """
    Add a principle, a stake, a content or a result to a plan.

    :raises NotAllowed: if the actor is not of the team
    """
    require(permissions.can_document_plan(actor, plan))
    return write_new(PlanItem(plan=plan, **values), "item.added", actor=actor, now=now)


@transaction.atomic
def name_policy(*, actor: User, slug: str, name: str, now: datetime) -> Policy:
    """
    Name another policy of the authority, which plans and actions may then cross.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if its key or its name is taken
    """
    require(permissions.can_write_policy(actor))
    return write_new(Policy(slug=slug, name=name), "policy.named", actor=actor, now=now)


@transaction.atomic
def cross_policy(
    *, plan: Plan, actor: User, policy: Policy, source: Source, now: datetime, action: Action | None = None
) -> PolicyCrossing:
    """
    State that a plan, or one of its actions, crosses another policy.

    :raises NotAllowed: if the actor is not of the team
    """
    require(permissions.can_document_plan(actor, plan))
    crossing = PolicyCrossing(plan=plan, policy=policy, action=action, source=source)
    return write_new(crossing, "crossing.stated", actor=actor, now=now)


@transaction.atomic
def link_plans(
    *,
    kind: str,
    actor: User,
    source: Source,
    now: datetime,
    origin: LineageEnd | None = None,
    target: LineageEnd | None = None,
    **values: object,
) -> Lineage:
    """
    State how something of a plan relates to something of a later one.

    :param origin: None for what is new
    :param target: None for what ends, which then needs a reason
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if an end is missing or too much for the kind
    """
    require(permissions.can_write_policy(actor))
    link = Lineage(kind=kind, source=source, **values)
    for side, end in (("from", origin), ("to", target)):
        if end is not None:
            setattr(link, f"{side}_{'item' if isinstance(end, PlanItem) else end._meta.model_name}", end)
    return write_new(link, "lineage.stated", actor=actor, now=now)


@transaction.atomic
def declare_figure(*, actor: User, now: datetime, **values: object) -> DeclaredFigure:
    """
    Write a figure that comes from elsewhere, with its source, period, perimeter and caution.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if a share lacks its denominator
    """
    require(permissions.can_write_policy(actor))
    return write_new(DeclaredFigure(**values), "figure.declared", actor=actor, now=now)
