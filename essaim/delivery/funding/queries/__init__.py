"""Reads of the room: rows for lists, sums that every figure is made of, what an instalment still lacks."""

from __future__ import annotations

from .grants import (
    agreements_of,
    clauses_of,
    editions_for_choice,
    grant_rows,
    grant_total_cents,
    grants_visible_to,
    has_open_agreement,
    shares_of,
    shares_total_cents,
)
from .instalments import ConditionRow, InstalmentRow, instalment_rows, payment_rows, planned_cents
from .money import (
    ActionMoney,
    EnvelopeMoney,
    GrantMoney,
    envelope_money,
    envelope_rows,
    envelopes_for_choice,
    free_cents,
    money_of_action,
    money_of_grant,
    money_of_plan,
    with_money,
)
from .people import delegation_rows, duties_of, people_for_choice

__all__ = [
    "ActionMoney",
    "ConditionRow",
    "EnvelopeMoney",
    "GrantMoney",
    "InstalmentRow",
    "agreements_of",
    "clauses_of",
    "delegation_rows",
    "duties_of",
    "editions_for_choice",
    "envelope_money",
    "envelope_rows",
    "envelopes_for_choice",
    "free_cents",
    "grant_rows",
    "grant_total_cents",
    "grants_visible_to",
    "has_open_agreement",
    "instalment_rows",
    "money_of_action",
    "money_of_grant",
    "money_of_plan",
    "payment_rows",
    "people_for_choice",
    "planned_cents",
    "shares_of",
    "shares_total_cents",
    "with_money",
]
