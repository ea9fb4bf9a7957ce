"""Facts with their source: sources, statements, items, policies crossed, declared figures."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import (
    Act,
    Action,
    Axis,
    DeclaredFigure,
    Plan,
    PlanItem,
    Policy,
    PolicyCrossing,
    Source,
    Statement,
)

from .writing import erase

Subject = Act | Plan | Axis | Action


@transaction.atomic
def cite_source(*, actor: User, now: datetime, **values: object) -> Source:
    """
    Write a source.

    :raises NotAllowed: if the actor is not of the team
    """
    require(permissions.can_write_policy(actor))
    return write_new(Source(**values), "source.cited", actor=actor, now=now)


SOURCE_TEXTS = frozenset({"title", "issuer", "dated", "weight", "url", "note"})


@transaction.atomic
def update_source(
    *, source: Source, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> Source:
    """
    Correct how a source is described, saying why; its key stays, since files name it.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody changed it since that version
    :raises ValueError: if another field is given
    """
    refuse_other_fields(values, SOURCE_TEXTS)
    source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    require(permissions.can_write_policy(actor))
    refuse_stale(source, values, version)
    return write_fields(source, "source.updated", values, actor=actor, now=now, reason=reason)


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


STATEMENT_TEXTS = frozenset({"topic", "wording", "note", "source"})


@transaction.atomic
def update_statement(
    *, statement: Statement, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> Statement:
    """
    Correct how a source was quoted, saying why.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody changed it since that version
    :raises ValueError: if another field is given
    """
    refuse_other_fields(values, STATEMENT_TEXTS)
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    require(permissions.can_write_policy(actor))
    refuse_stale(statement, values, version)
    return write_fields(statement, "statement.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def add_item(*, plan: Plan, actor: User, now: datetime, **values: object) -> PlanItem:
    """
    Add a principle, a stake, a content or a result to a plan.

    :raises NotAllowed: if the actor is not of the team
    """
    require(permissions.can_document_plan(actor, plan))
    return write_new(PlanItem(plan=plan, **values), "item.added", actor=actor, now=now)


ITEM_TEXTS = frozenset({"axis", "text", "source"})


@transaction.atomic
def update_item(
    *, item: PlanItem, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> PlanItem:
    """
    Correct a principle, a stake, a content or a result of a plan, saying why; its number stays.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody changed it since that version
    :raises ValueError: if another field is given
    """
    refuse_other_fields(values, ITEM_TEXTS)
    item = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    require(permissions.can_write_policy(actor))
    refuse_stale(item, values, version)
    return write_fields(item, "item.updated", values, actor=actor, now=now, reason=reason)


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
def name_policy(*, actor: User, slug: str, name: str, now: datetime) -> Policy:
    """
    Name another policy of the authority, which plans may cross.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if its key or its name is taken
    """
    require(permissions.can_write_policy(actor))
    return write_new(Policy(slug=slug, name=name), "policy.named", actor=actor, now=now)


@transaction.atomic
def uncross_policy(*, crossing: PolicyCrossing, actor: User, reason: str, now: datetime) -> None:
    """
    Take back that a plan or an action crosses a policy; the history keeps it.

    :raises NotAllowed: if the actor is not of the team
    """
    crossing = PolicyCrossing.objects.select_for_update(of=("self",)).get(pk=crossing.pk)
    require(permissions.can_write_policy(actor))
    erase(crossing, "crossing.withdrawn", actor=actor, now=now, reason=reason)


@transaction.atomic
def declare_figure(*, actor: User, now: datetime, **values: object) -> DeclaredFigure:
    """
    Write a figure that comes from elsewhere, with its source, period, perimeter and caution.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if a share lacks its denominator
    """
    require(permissions.can_write_policy(actor))
    return write_new(DeclaredFigure(**values), "figure.declared", actor=actor, now=now)


FIGURE_FIELDS = frozenset(
    {
        "label",
        "wording",
        "value",
        "is_approximate",
        "unit",
        "period",
        "published",
        "perimeter",
        "denominator",
        "caveat",
        "status",
        "source",
    }
)


@transaction.atomic
def correct_figure(
    *, figure: DeclaredFigure, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> DeclaredFigure:
    """
    Correct how a declared figure was copied from its source, saying why; the history keeps what was shown.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody changed it since that version
    :raises ValueError: if another field is given
    """
    refuse_other_fields(values, FIGURE_FIELDS)
    figure = DeclaredFigure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    require(permissions.can_write_policy(actor))
    refuse_stale(figure, values, version)
    return write_fields(figure, "figure.corrected", values, actor=actor, now=now, reason=reason)
