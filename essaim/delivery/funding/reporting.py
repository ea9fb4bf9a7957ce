"""
When financial reports are due, and what they come to. Pure: days and cents in, days and cents out.

Source: CERFA 15059*02: the report is returned within six months of the end of the financial year of the grant; the year is
the beneficiary's own.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

# Source: domain handbook of the project, 4.6, CERFA 15059*02.
REPORT_WITHIN_MONTHS = 6


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def closing_on(year: int, month: int, day: int) -> date:
    """Return the closing day of a year; a 29 February that does not exist is the 28."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def closings_of(starts_on: date, last_on: date, *, month: int, day: int) -> list[date]:
    """
    List the ends of the financial years that a grant runs over: from the first on its first day or later to the first on
    its last day or later.

    :param month, day: of the beneficiary's own closing
    """
    found = []
    for year in range(starts_on.year, last_on.year + 2):
        closing = closing_on(year, month, day)
        if closing >= starts_on:
            found.append(closing)
            if closing >= last_on:
                break
    return found


def due_on(closing: date) -> date:
    """
    Return the last day to return a report: six months after the end of the year.

    A year that ends with a month is owed until the end of the sixth month after: 31 December gives 30 June.
    """
    due = months_after(closing, REPORT_WITHIN_MONTHS)
    is_end_of_month = closing.day == calendar.monthrange(closing.year, closing.month)[1]
    return closing_on(due.year, due.month, 31) if is_end_of_month else due


@dataclass(frozen=True, slots=True)
class Settlement:
    """
    What a report comes to, in cents: what is earned, then what is still to pay or to give back, one of them at most.

    Rule, to confirm by each agreement: earned = granted x spent / foreseen, rounded down, never above granted.
    """

    earned_cents: int
    to_pay_cents: int
    to_give_back_cents: int


def settle(*, granted_cents: int, foreseen_cents: int, spent_cents: int, paid_cents: int) -> Settlement:
    """
    Say what a report comes to.

    :param foreseen_cents: the budget of the project as foreseen, above zero
    :param spent_cents: what was spent of it, zero or more
    :raises ValueError: for amounts that cannot be
    """
    if foreseen_cents <= 0 or min(granted_cents, spent_cents, paid_cents) < 0:
        message = "A settlement needs a budget above zero, and amounts that are not negative."
        raise ValueError(message)
    earned = min(granted_cents, granted_cents * spent_cents // foreseen_cents)
    return Settlement(earned, max(earned - paid_cents, 0), max(paid_cents - earned, 0))


def claw_back(*, paid_cents: int, starts_on: date, last_on: date, breach_on: date) -> tuple[int, int, int]:
    """
    Say what is taken back for a breach: paid x days left / days of the period, rounded down.

    Days are calendar days, both ends included; the day of the breach is the first of those left. To confirm.

    :returns: what is taken back in cents, days left, days of the period
    :raises ValueError: if the breach is not in the period

    Source: law 2000-321, article 10-1; decree 2021-1947 (withdrawal in proportion to the period left).
    """
    if not starts_on <= breach_on <= last_on:
        message = "The breach is not in the period of the grant."
        raise ValueError(message)
    days, left = (last_on - starts_on).days + 1, (last_on - breach_on).days + 1
    return paid_cents * left // days, left, days
