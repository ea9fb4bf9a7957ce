"""Budget lines: written once, corrected by others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_new
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import Action, BudgetLine


class NothingToCorrect(Exception):
    """The right amounts are those the line already comes to, its corrections included."""


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)


@transaction.atomic
def write_budget_line(*, action: Action, actor: User, now: datetime, **values: object) -> BudgetLine:
    """
    Write an amount planned or voted, in cents; a negative one corrects an earlier line and says why.

    :param values: year, section, funder, planned_cents, voted_cents, act, reason
    :raises NotAllowed: if the actor is not of the team, or the plan is closed
    :raises ValidationError: if both amounts are zero, or a correction has no reason
    """
    action = _locked(action)
    require(permissions.can_edit_action(actor, action))
    return write_new(BudgetLine(action=action, written_at=now, **values), "budget.written", actor=actor, now=now)


@transaction.atomic
def correct_budget_line(
    *, line: BudgetLine, actor: User, planned_cents: int, voted_cents: int, reason: str, now: datetime
) -> BudgetLine:
    """
    Bring a line to its right amounts by a new line, which names it and holds the difference; nothing is rewritten.

    :param planned_cents: what the line should come to, in cents
    :param voted_cents: the same for what was voted
    :raises NotAllowed: if the actor is not of the team, the plan is closed, or the line is itself a correction
    :raises NothingToCorrect: if the line comes to these amounts already
    :raises ValidationError: if no reason is given
    """
    # The action is locked, so that two corrections of one line cannot both start from the same sum.
    action = _locked(line.action)
    require(permissions.can_correct_line(actor, line))
    made = [line, *BudgetLine.objects.filter(corrects=line)]
    planned = planned_cents - sum(row.planned_cents for row in made)
    voted = voted_cents - sum(row.voted_cents for row in made)
    if not planned and not voted:
        raise NothingToCorrect
    correction = BudgetLine(
        action=action,
        corrects=line,
        year=line.year,
        section=line.section,
        funder=line.funder,
        act=line.act,
        planned_cents=planned,
        voted_cents=voted,
        reason=reason,
        written_at=now,
    )
    return write_new(correction, "budget.corrected", actor=actor, now=now)
