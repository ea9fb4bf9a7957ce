"""A plan taken up as the draft of another."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_new
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import (
    Action,
    ActionCommune,
    Axis,
    Lineage,
    Plan,
    PlanItem,
    PolicyCrossing,
    Stakeholder,
)
from essaim.steering.action_plan.states import ActionState, Certainty, ItemKind, LineageKind


@transaction.atomic
def duplicate_plan(
    *,
    plan: Plan,
    actor: User,
    slug: str,
    name: str,
    starts_on: date,
    ends_on: date,
    links_actions: bool,
    now: datetime,
) -> Plan:
    """
    Start a draft from a plan: its axes and their contents, its actions as proposals, communes, bodies and policies.

    What happened in the plan stays there: people, dates, amounts, milestones, results, figures, and actions dropped.

    :param links_actions: also state that each action continues the one it was copied from, to be confirmed
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if the short name is taken, or the dates are reversed
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("source").get(pk=plan.pk)
    require(permissions.can_duplicate_plan(actor, plan))
    draft = Plan(slug=slug, name=name, summary=plan.summary, starts_on=starts_on, ends_on=ends_on, source=plan.source)
    draft.full_clean()
    draft.save(force_insert=True)
    axes = {
        axis.pk: Axis.objects.create(
            plan=draft, number=axis.number, title=axis.title, intent=axis.intent, source_id=axis.source_id
        )
        for axis in plan.axes.all()
    }
    actions = _copy_actions(plan, draft, axes)
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=draft,
            axis=axes[item.axis_id] if item.axis_id else None,
            kind=item.kind,
            code=item.code,
            text=item.text,
            source_id=item.source_id,
        )
        for item in plan.items.exclude(kind=ItemKind.RESULT)
    )
    PolicyCrossing.objects.bulk_create(
        PolicyCrossing(
            plan=draft,
            policy_id=crossing.policy_id,
            action=actions[crossing.action_id] if crossing.action_id else None,
            source_id=crossing.source_id,
        )
        for crossing in plan.crossings.all()
        if crossing.action_id is None or crossing.action_id in actions
    )
    reason = _("Copied from the plan %(slug)s.") % {"slug": plan.slug}
    if links_actions:
        for origin_pk, target in actions.items():
            link = Lineage(
                kind=LineageKind.CONTINUES,
                from_action_id=origin_pk,
                to_action=target,
                certainty=Certainty.TO_CONFIRM,
                reason=reason,
                source=plan.source,
            )
            write_new(link, "lineage.stated", actor=actor, now=now)
    for action in actions.values():
        record("action.created", actor=actor, target=action, at=now, reason=reason)
    details = {"from": plan.slug, "axes": len(axes), "actions": len(actions)}
    record("plan.duplicated", actor=actor, target=draft, at=now, reason=reason, details=details)
    return draft


def _copy_actions(plan: Plan, draft: Plan, axes: dict[int, Axis]) -> dict[int, Action]:
    """Copy the actions as proposals, each with its communes and bodies; those that are parts of others follow them."""
    originals = list(
        plan.actions.exclude(state=ActionState.DROPPED).prefetch_related("communes", "stakeholders").order_by("number")
    )
    copies: dict[int, Action] = {}
    for action in originals:
        copies[action.pk] = Action.objects.create(
            plan=draft,
            axis=axes[action.axis_id],
            number=action.number,
            title=action.title,
            description=action.description,
            plain_summary=action.plain_summary,
            state=ActionState.PROPOSED,
            source_id=action.source_id,
        )
    for action in originals:
        if action.parent_id in copies:
            copies[action.pk].parent = copies[action.parent_id]
            copies[action.pk].save(update_fields=["parent"])
    ActionCommune.objects.bulk_create(
        ActionCommune(action=copies[action.pk], commune_code=row.commune_code)
        for action in originals
        for row in action.communes.all()
    )
    Stakeholder.objects.bulk_create(
        Stakeholder(action=copies[action.pk], kind=row.kind, name=row.name)
        for action in originals
        for row in action.stakeholders.all()
    )
    return copies
