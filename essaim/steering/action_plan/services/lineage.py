"""Lineage: how what a plan holds relates to what another holds, proposed then confirmed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import Action, Axis, Lineage, PlanItem, Source
from essaim.steering.action_plan.states import Certainty

from .writing import erase

LineageEnd = Axis | Action | PlanItem


class LineageBackwards(Exception):
    """A link goes from a plan to a later one: its two ends are of the same plan, or the later one comes first."""


class AlreadyConfirmed(Exception):
    """The link is confirmed already."""


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
    :raises LineageBackwards: if the plan of the target does not start after that of the origin
    :raises ValidationError: if an end is missing or too much for the kind
    """
    require(permissions.can_write_policy(actor))
    if origin is not None and target is not None and target.plan.starts_on <= origin.plan.starts_on:
        raise LineageBackwards
    link = Lineage(kind=kind, source=source, **values)
    for side, end in (("from", origin), ("to", target)):
        if end is not None:
            setattr(link, f"{side}_{'item' if isinstance(end, PlanItem) else end._meta.model_name}", end)
    return write_new(link, "lineage.stated", actor=actor, now=now)


@transaction.atomic
def confirm_link(*, link: Lineage, actor: User, reason: str, now: datetime) -> Lineage:
    """
    Record that the authority confirms a link that was a proposal, saying on what ground.

    :raises NotAllowed: if the actor is not of the team
    :raises AlreadyConfirmed: if it was confirmed before
    """
    link = Lineage.objects.select_for_update(of=("self",)).get(pk=link.pk)
    require(permissions.can_write_policy(actor))
    if link.certainty == Certainty.CONFIRMED:
        raise AlreadyConfirmed
    values = {"certainty": Certainty.CONFIRMED}
    return write_fields(link, "lineage.confirmed", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def withdraw_link(*, link: Lineage, actor: User, reason: str, now: datetime) -> None:
    """
    Take back a link that does not hold, saying why; the history keeps it.

    :raises NotAllowed: if the actor is not of the team
    """
    link = Lineage.objects.select_for_update(of=("self",)).get(pk=link.pk)
    require(permissions.can_write_policy(actor))
    erase(link, "lineage.withdrawn", actor=actor, now=now, reason=reason)
