"""
Sums of what is given, committed and paid, each from the rows that make it.

Given: the part in cash of what was decided. Committed: of that, what binds, by a signed agreement or by the act alone.
Once a grant is settled or stopped, both come down to what was paid: the rest is free again. Paid: payments, corrections
included, which the database adds to their grant as each is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, F, Value, When

from essaim.delivery.funding.models import Grant, GrantQuerySet
from essaim.delivery.funding.states import ENDED, GIVEN
from essaim.steering.action_plan.models import Action, Plan


def with_money(rows: GrantQuerySet) -> GrantQuerySet:
    """Add to each grant given_cents and committed_cents, beside its paid_cents."""
    cash = F("amount_cents") - F("in_kind_cents")
    return rows.annotate(
        given_cents=Case(
            When(state__in=ENDED, then=F("paid_cents")),
            When(state__in=GIVEN, then=cash),
            default=Value(0),
            output_field=BigIntegerField(),
        ),
        committed_cents=Case(
            When(bound_on__isnull=True, then=Value(0)),
            When(state__in=ENDED, then=F("paid_cents")),
            default=cash,
            output_field=BigIntegerField(),
        ),
    )


@dataclass(frozen=True, slots=True)
class GrantMoney:
    """What a grant comes to, in cents."""

    given_cents: int
    committed_cents: int
    paid_cents: int

    @property
    def left_cents(self) -> int:
        """What is committed and not paid yet."""
        return self.committed_cents - self.paid_cents


def money_of_grant(grant: Grant) -> GrantMoney:
    """Return what a grant comes to, as its rows say now."""
    rows: Any = with_money(Grant.objects.filter(pk=grant.pk))
    return GrantMoney(**rows.values("given_cents", "committed_cents", "paid_cents").get())


@dataclass(frozen=True, slots=True)
class ActionMoney:
    """What an action comes to over all its grants, in cents; in_kind_cents is valued and never paid."""

    given_cents: int = 0
    committed_cents: int = 0
    paid_cents: int = 0
    in_kind_cents: int = 0
    count: int = 0

    def __add__(self, other: ActionMoney) -> ActionMoney:
        """Add two of them."""
        return ActionMoney(
            self.given_cents + other.given_cents,
            self.committed_cents + other.committed_cents,
            self.paid_cents + other.paid_cents,
            self.in_kind_cents + other.in_kind_cents,
            self.count + other.count,
        )


def _summed(rows: GrantQuerySet) -> dict[int, ActionMoney]:
    found: dict[int, ActionMoney] = {}
    annotated: Any = with_money(rows.given()).order_by()
    values = annotated.values_list("action_id", "given_cents", "committed_cents", "paid_cents", "in_kind_cents")
    for action_id, given, committed, paid, in_kind in values:
        found[action_id] = found.get(action_id, ActionMoney()) + ActionMoney(given, committed, paid, in_kind, 1)
    return found


def money_of_action(action: Action) -> ActionMoney:
    """Add up the grants of an action, in one query."""
    return _summed(Grant.objects.filter(action=action)).get(action.pk, ActionMoney())


def money_of_plan(plan: Plan) -> Mapping[int, ActionMoney]:
    """Add up the grants of each action of a plan that has some, by its key, in one query."""
    return _summed(Grant.objects.filter(action__plan=plan))
