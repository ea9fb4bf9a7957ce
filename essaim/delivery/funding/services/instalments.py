"""Instalments and their conditions."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Sum

from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.models import Condition, Grant, Instalment
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require

from .locking import locked


class MoreThanAgreed(Exception):
    """Instalments would come to more than the grant gives in cash; cents is what is left to plan."""

    def __init__(self, cents: int) -> None:
        """Keep what is left to plan."""
        super().__init__(cents)
        self.cents = cents


class PaidAlready(Exception):
    """Something of this instalment was said to be done or paid: it keeps at least that, and does not go away."""


def _refuse_beyond(grant: Grant, cents: int, *, besides: int = 0) -> None:
    left = queries.grant_total_cents(grant) - grant.in_kind_cents - (queries.planned_cents(grant) - besides)
    if cents > left:
        raise MoreThanAgreed(left)


@transaction.atomic
def add_instalment(
    *, grant: Grant, actor: User, now: datetime, kind: str, cents: int, due_on: date | None = None
) -> Instalment:
    """
    Plan an instalment after the others.

    :raises NotAllowed: if the actor is not of the team, or instalments are as they were agreed
    :raises MoreThanAgreed: if they would come to more than the grant gives in cash
    """
    grant = locked(grant)
    require(permissions.can_plan_instalments(actor, grant))
    _refuse_beyond(grant, cents)
    last = grant.instalments.aggregate(last=Max("position"))["last"] or 0
    row = Instalment(grant=grant, position=last + 1, kind=kind, cents=cents, due_on=due_on)
    return write_new(row, "instalment.added", actor=actor, now=now)


@transaction.atomic
def update_instalment(
    *, instalment: Instalment, actor: User, now: datetime, kind: str, cents: int, due_on: date | None = None
) -> Instalment:
    """
    Change an instalment, never below what was said to be done of it.

    :raises NotAllowed: if the actor is not of the team, or instalments are as they were agreed
    :raises MoreThanAgreed: if they would come to more than the grant gives in cash
    :raises PaidAlready: if it would come to less than what was said to be done
    """
    grant = locked(instalment.grant)
    instalment = Instalment.objects.select_for_update(of=("self",)).get(pk=instalment.pk)
    require(permissions.can_plan_instalments(actor, grant))
    _refuse_beyond(grant, cents, besides=instalment.cents)
    if cents < (instalment.certifications.aggregate(cents=Sum("cents"))["cents"] or 0):
        raise PaidAlready
    values = {"kind": kind, "cents": cents, "due_on": due_on}
    return write_fields(instalment, "instalment.updated", values, actor=actor, now=now)


@transaction.atomic
def remove_instalment(*, instalment: Instalment, actor: User, now: datetime) -> None:
    """
    Take an instalment off the plan, with its conditions.

    :raises NotAllowed: if the actor is not of the team, or instalments are as they were agreed
    :raises PaidAlready: if something of it was ever said to be done
    """
    grant = locked(instalment.grant)
    require(permissions.can_plan_instalments(actor, grant))
    if instalment.certifications.exists():
        raise PaidAlready
    record("instalment.removed", actor=actor, target=instalment, at=now)
    instalment.conditions.all().delete()
    instalment.delete()


@transaction.atomic
def add_condition(*, instalment: Instalment, actor: User, now: datetime, **values: object) -> Condition:
    """
    Ask for something before an instalment is paid.

    :param values: kind, wording, day, rate_percent
    :raises NotAllowed: if the actor is not of the team, or instalments are as they were agreed
    :raises ValidationError: if its particulars are missing
    """
    grant = locked(instalment.grant)
    require(permissions.can_plan_instalments(actor, grant))
    return write_new(Condition(instalment=instalment, **values), "condition.added", actor=actor, now=now)


@transaction.atomic
def remove_condition(*, condition: Condition, actor: User, now: datetime) -> None:
    """
    Ask no longer for it.

    :raises NotAllowed: if the actor is not of the team, or instalments are as they were agreed
    """
    grant = locked(condition.instalment.grant)
    require(permissions.can_plan_instalments(actor, grant))
    record("condition.removed", actor=actor, target=condition, at=now)
    condition.delete()


@transaction.atomic
def meet_condition(*, condition: Condition, actor: User, now: datetime, met_on: date, evidence: str) -> Condition:
    """
    Say that a condition is met, since when, and what shows it.

    :raises NotAllowed: if the actor is not of the team, or the grant has ended
    :raises ValidationError: if nothing shows it, or the rows say it by themselves
    """
    grant = locked(condition.instalment.grant)
    condition = Condition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    require(permissions.can_meet_conditions(actor, grant))
    values = {"met_on": met_on, "evidence": evidence.strip(), "met_by": actor}
    return write_fields(condition, "condition.reached", values, actor=actor, now=now)
