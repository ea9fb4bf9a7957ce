"""Budget lines: written once, corrected by others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import Action, BudgetLine

from .writing import write_new


@transaction.atomic
def write_budget_line(*, action: Action, actor: User, now: datetime, **values: object) -> BudgetLine:
    """
    Write an amount planned or voted, in cents; a negative one corrects an earlier line and says why.

    :param values: year, section, funder, planned_cents, voted_cents, act, reason
    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises ValidationError: if both amounts are zero, or a correction has no reason
    """
    action = Action.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)
    require(permissions.can_edit_action(actor, action))
    return write_new(BudgetLine(action=action, written_at=now, **values), "budget.written", actor=actor, now=now)
