"""Lives of stakes and of general meetings, what moves in the book of a stake, and how much public authorities may hold together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable


class StakeState(TextChoices):
    """Life of a stake."""

    PLANNED = "planned", pgettext_lazy("state of a stake", "In preparation")
    HELD = "held", pgettext_lazy("state of a stake", "Held")
    ENDED = "ended", pgettext_lazy("state of a stake", "Ended")
    ABANDONED = "abandoned", pgettext_lazy("state of a stake", "Given up")


STAKE_MOVES = TransitionTable(
    Move("subscribe", (StakeState.PLANNED,), StakeState.HELD),
    Move("abandon", (StakeState.PLANNED,), StakeState.ABANDONED),
    Move("end", (StakeState.HELD,), StakeState.ENDED),
    Move("reopen", (StakeState.ENDED,), StakeState.HELD),
)
OPEN_STAKES = (StakeState.PLANNED, StakeState.HELD)


class MeetingState(TextChoices):
    """Life of a general meeting, as the authority follows it."""

    CALLED = "called", pgettext_lazy("state of a general meeting", "Called")
    HELD = "held", pgettext_lazy("state of a general meeting", "Held")
    CANCELLED = "cancelled", pgettext_lazy("state of a general meeting", "Cancelled")


MEETING_MOVES = TransitionTable(
    Move("hold", (MeetingState.CALLED,), MeetingState.HELD),
    Move("cancel", (MeetingState.CALLED,), MeetingState.CANCELLED),
)


class MeetingKind(TextChoices):
    """Which general meeting it is."""

    ORDINARY = "ordinary", pgettext_lazy("general meeting", "Ordinary")
    EXTRAORDINARY = "extraordinary", pgettext_lazy("general meeting", "Extraordinary")
    BOTH = "both", pgettext_lazy("general meeting", "Ordinary and extraordinary")


class MemberCategory(TextChoices):
    """
    As what the authority is a member; a SCIC has three kinds of members at least, the first two compulsory.

    Source: law of 10 September 1947, article 19 septies.
    """

    EMPLOYEES = "employees", pgettext_lazy("member of a cooperative", "Employees or producers")
    BENEFICIARIES = "beneficiaries", pgettext_lazy("member of a cooperative", "Beneficiaries")
    PUBLIC = "public", pgettext_lazy("member of a cooperative", "Public authorities and their groupings")
    OTHER = "other", pgettext_lazy("member of a cooperative", "Another kind of members")


class MovementKind(TextChoices):
    """What moves in the book of a stake."""

    SUBSCRIPTION = "subscription", pgettext_lazy("movement of shares", "Subscription")
    PAYMENT = "payment", pgettext_lazy("movement of shares", "Payment of shares called")
    REIMBURSEMENT = "reimbursement", pgettext_lazy("movement of shares", "Reimbursement")
    TRANSFER = "transfer", pgettext_lazy("movement of shares", "Transfer to somebody else")


# By how much a row changes the number of shares held: a payment changes what is paid up, not what is held.
HOLDS = {
    MovementKind.SUBSCRIPTION: 1,
    MovementKind.PAYMENT: 0,
    MovementKind.REIMBURSEMENT: -1,
    MovementKind.TRANSFER: -1,
}


class ValuationMethod(TextChoices):
    """How a stake was valued."""

    NOMINAL = "nominal", pgettext_lazy("valuation", "Par value")
    EQUITY = "equity", pgettext_lazy("valuation", "Share of the equity of the accounts")
    IMPAIRED = "impaired", pgettext_lazy("valuation", "Par value less a loss of value")
    OTHER = "other", pgettext_lazy("valuation", "Another method")


@dataclass(frozen=True, slots=True)
class PublicCeiling:
    """How much of the capital public authorities may hold together, in percent; days are half-open, None is open."""

    percent: int
    starts_on: date | None
    ends_on: date | None
    source: str
    is_certain: bool = True
    note: object = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether it applies on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)

    def allows(self, public_cents: int, capital_cents: int) -> bool:
        """Tell whether so much of a capital may be held; both in cents, compared without rounding."""
        return public_cents * 100 <= capital_cents * self.percent


# The sources give the year of the change, not the day it took effect: that day is that of the law and stays to be confirmed.
CHANGED_ON = date(2014, 7, 31)
CEILINGS = (
    PublicCeiling(
        20,
        None,
        CHANGED_ON,
        "Loi du 10 septembre 1947, article 19 septies, avant la loi n° 2014-856 du 31 juillet 2014",
        is_certain=False,
        note=_("The day of 2014 on which the ceiling changed is to be confirmed."),
    ),
    PublicCeiling(50, CHANGED_ON, None, "Loi du 10 septembre 1947, article 19 septies"),
)


def ceiling_on(day: date, ceilings: tuple[PublicCeiling, ...] = CEILINGS) -> PublicCeiling:
    """
    Return the ceiling in force on a day.

    :raises LookupError: if none is
    """
    for ceiling in ceilings:
        if ceiling.holds_on(day):
            return ceiling
    message = f"No ceiling of public shares is known on {day}."
    raise LookupError(message)
