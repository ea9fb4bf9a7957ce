"""Stakes in cooperatives: the book of each, what it comes to on any day, and what public authorities hold together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, DateField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from essaim.delivery.funding.equity_rules import (
    HOLDS,
    MeetingState,
    MovementKind,
    PublicCeiling,
    StakeState,
    ceiling_on,
)
from essaim.delivery.funding.models import (
    EquityMovement,
    EquityStake,
    GeneralMeeting,
    PublicShare,
    StakeRepresentative,
    StakeValuation,
)
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.steering.action_plan.models import Action


@dataclass(frozen=True, slots=True)
class StakeFigures:
    """What a stake comes to on a day, each figure the sum of rows of its book; in cents but for shares."""

    shares: int = 0
    held_cents: int = 0
    subscribed_cents: int = 0
    paid_cents: int = 0
    reimbursed_cents: int = 0
    transferred_cents: int = 0

    @property
    def to_pay_cents(self) -> int:
        """What is subscribed and not paid up yet, of the shares still held."""
        return min(self.subscribed_cents - self.paid_cents, self.held_cents)


# Which rows make each figure that the page of a stake shows.
ROWS_OF_FIGURES = {
    "held": (MovementKind.SUBSCRIPTION, MovementKind.REIMBURSEMENT, MovementKind.TRANSFER),
    "subscribed": (MovementKind.SUBSCRIPTION,),
    "paid": (MovementKind.PAYMENT,),
    "reimbursed": (MovementKind.REIMBURSEMENT,),
    "transferred": (MovementKind.TRANSFER,),
}


def figures(rows: Iterable[EquityMovement], *, on: date) -> StakeFigures:
    """Add up the rows of a book that count on a day."""
    found = [row for row in rows if row.day <= on]

    def total(kind: MovementKind) -> int:
        return sum(row.cents for row in found if row.kind == kind)

    return StakeFigures(
        sum(row.held_shares for row in found),
        sum(row.held_cents for row in found),
        total(MovementKind.SUBSCRIPTION),
        total(MovementKind.PAYMENT),
        total(MovementKind.REIMBURSEMENT),
        total(MovementKind.TRANSFER),
    )


def book_of(stake: EquityStake) -> Sequence[EquityMovement]:
    """Return the movements of a stake by day, corrections included, in one query."""
    rows = EquityMovement.objects.filter(stake=stake).select_related("act", "written_by", "corrects")
    return list(rows.order_by("day", "pk"))


@dataclass(frozen=True, slots=True)
class PublicPosition:
    """
    What public authorities hold together of a cooperative on a day, and the ceiling of that day.

    statement: the latest known by then; None when there is none. Amounts are its own, moved by what the book of the
    authority did since, and None when they are not known.
    """

    day: date
    ceiling: PublicCeiling
    statement: PublicShare | None = None
    capital_cents: int | None = None
    public_cents: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether both amounts are known."""
        return bool(self.capital_cents) and self.public_cents is not None

    @property
    def tenths(self) -> int:
        """The share in tenths of a percent, rounded up, so that what is above a ceiling never looks as if it were not."""
        return -(-(self.public_cents or 0) * 1000 // self.capital_cents) if self.capital_cents else 0

    @property
    def percent(self) -> float:
        """The share in percent, with one decimal, rounded up."""
        return self.tenths / 10

    @property
    def is_above(self) -> bool:
        """Whether it is known to be above the ceiling."""
        return self.is_known and not self.ceiling.allows(self.public_cents or 0, self.capital_cents or 0)


def public_shares_of(stake: EquityStake) -> Sequence[PublicShare]:
    """Return what was said of the public share of a stake's cooperative, the latest first."""
    rows = PublicShare.objects.filter(stake=stake).select_related("written_by").order_by("-day", "-pk")
    return list(rows)


def _came_after(row: EquityMovement, statement: PublicShare) -> bool:
    """Tell whether a statement could not count a row yet; a row that takes another back goes with it."""
    first = row.corrects or row
    if first.day != statement.day:
        return first.day > statement.day
    return first.written_at > statement.written_at


def public_deltas(row: EquityMovement) -> tuple[int, int]:
    """Return what a row adds to the capital of the cooperative, and to what public authorities hold of it, in cents."""
    capital = 0 if row.kind == MovementKind.TRANSFER else row.held_cents
    public = 0 if row.kind == MovementKind.TRANSFER and row.is_counterparty_public else row.held_cents
    return capital, public


def public_position(
    rows: Iterable[EquityMovement], statements: Iterable[PublicShare], *, on: date, new: EquityMovement | None = None
) -> PublicPosition:
    """
    Return what public authorities hold together on a day.

    :param statements: the latest first, as public_shares_of() gives them
    :param new: a row that is not written yet, counted too
    """
    position = PublicPosition(on, ceiling_on(on))
    statement = next((row for row in statements if row.day <= on), None)
    if statement is None:
        return position
    position = replace(position, statement=statement)
    if statement.capital_cents is None or statement.public_cents is None:
        return position
    counted = [row for row in rows if row.day <= on and _came_after(row, statement)]
    if new is not None and statement.day <= new.day <= on:
        counted.append(new)
    deltas = [public_deltas(row) for row in counted]
    return replace(
        position,
        capital_cents=statement.capital_cents + sum(capital for capital, _public in deltas),
        public_cents=statement.public_cents + sum(public for _capital, public in deltas),
    )


def _sum_by_day(on: date, expression: Any) -> Coalesce:
    rows = EquityMovement.objects.filter(stake=OuterRef("pk"), day__lte=on).order_by().values("stake")
    found = Subquery(rows.annotate(total=Sum(expression)).values("total"))
    return Coalesce(found, Value(0), output_field=BigIntegerField())


def _held(expression: Any) -> Case:
    signs = [When(kind=kind, then=expression * Value(sign)) for kind, sign in HOLDS.items() if sign]
    return Case(*signs, default=Value(0), output_field=BigIntegerField())


def stake_rows(*, on: date, today: date) -> QuerySet[EquityStake]:
    """
    Return the stakes with what they come to on a day, from their books.

    Each has held_shares, held_cents, paid_cents, value_cents and value_day (the latest valuation by then, or None),
    said_capital_cents and said_public_cents (the latest statement by then) and next_meeting (from today on).
    """
    valued = StakeValuation.objects.filter(stake=OuterRef("pk"), day__lte=on).order_by("-day", "-pk")
    said = PublicShare.objects.filter(stake=OuterRef("pk"), day__lte=on).order_by("-day", "-pk")
    meetings = GeneralMeeting.objects.filter(stake=OuterRef("pk"), state=MeetingState.CALLED, day__gte=today)
    paid = Case(When(kind=MovementKind.PAYMENT, then=F("cents")), default=Value(0), output_field=BigIntegerField())
    return EquityStake.objects.select_related("organization", "act").annotate(
        held_shares=_sum_by_day(on, _held(F("shares"))),
        held_cents=_sum_by_day(on, _held(F("shares") * F("par_cents"))),
        paid_cents=_sum_by_day(on, paid),
        value_cents=Subquery(valued.values("cents")[:1]),
        value_day=Subquery(valued.values("day")[:1]),
        said_capital_cents=Subquery(said.values("capital_cents")[:1]),
        said_public_cents=Subquery(said.values("public_cents")[:1]),
        next_meeting=Subquery(meetings.order_by("day", "pk").values("day")[:1], output_field=DateField()),
    )


def register_held_cents(*, on: date) -> int:
    """Return the par value of all shares held on a day, over the whole register: what the accounts should say."""
    total = EquityMovement.objects.filter(day__lte=on).aggregate(cents=Sum(_held(F("shares") * F("par_cents"))))
    return total["cents"] or 0


def stakes_for_page() -> QuerySet[EquityStake]:
    """Return the stakes with what their page names."""
    return EquityStake.objects.select_related("organization", "act", "end_act", "action__plan")


def stakes_of_organization(organization: Organization) -> QuerySet[EquityStake]:
    """Return the stakes in a structure, the latest first."""
    return EquityStake.objects.filter(organization=organization).select_related("act", "organization").order_by("-pk")


def stakes_of_action(action: Action) -> QuerySet[EquityStake]:
    """Return the stakes that serve an action."""
    rows = EquityStake.objects.filter(action=action).select_related("act", "organization")
    return rows.order_by("organization__sort_key", "-pk")


def public_stakes(rows: QuerySet[EquityStake]) -> QuerySet[EquityStake]:
    """Keep what everybody may know to be: a stake that an act founded and that is or was held."""
    return rows.filter(state__in=[StakeState.HELD, StakeState.ENDED])


def representatives_of(stake: EquityStake) -> QuerySet[StakeRepresentative]:
    """Return those who represent or represented the authority in a cooperative, the latest first."""
    rows = StakeRepresentative.objects.filter(stake=stake).select_related("person", "act")
    return rows.order_by("-starts_on", "-pk")


def meetings_of(stake: EquityStake) -> QuerySet[GeneralMeeting]:
    """Return the general meetings of a cooperative, the latest first."""
    return GeneralMeeting.objects.filter(stake=stake).order_by("-day", "-pk")


def meetings_to_come(*, today: date) -> QuerySet[GeneralMeeting]:
    """Return the general meetings that were called and are not over, in all cooperatives, the next first."""
    rows = GeneralMeeting.objects.filter(state=MeetingState.CALLED, day__gte=today)
    return rows.select_related("stake__organization").order_by("day", "pk")


def meetings_without_account(*, today: date) -> QuerySet[GeneralMeeting]:
    """Return the general meetings that are over and of which nobody said yet who attended, the oldest first."""
    rows = GeneralMeeting.objects.filter(state=MeetingState.CALLED, day__lt=today)
    return rows.select_related("stake__organization").order_by("day", "pk")


def valuations_of(stake: EquityStake) -> QuerySet[StakeValuation]:
    """Return the valuations of a stake, the latest first."""
    rows = StakeValuation.objects.filter(stake=stake).select_related("act", "written_by")
    return rows.order_by("-day", "-pk")


def representatives_for_choice(*, today: date) -> QuerySet[User]:
    """Return those who may represent the authority today: elected officials and the team, by name."""
    kinds = [RoleKind.ELECTED_OFFICIAL, RoleKind.OFFICER, RoleKind.ADMINISTRATOR]
    held = Q(role_grants__kind__in=kinds, role_grants__starts_on__lte=today)
    still = Q(role_grants__ends_on__isnull=True) | Q(role_grants__ends_on__gt=today)
    return User.objects.filter(held & still, is_active=True).distinct().order_by("full_name", "pk")
