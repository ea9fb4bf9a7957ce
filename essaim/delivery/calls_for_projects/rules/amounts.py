"""The kinds of rules that limit the amount: what each needs to know, which facts it reads, how it judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from .facts import AidType, Facts
from .results import Outcome, failed, not_applicable, passed, unknown
from .specs import Cents, Choices, Permille, Spec


@dataclass(frozen=True, slots=True)
class NoCash:
    """The edition gives no money: its prizes are help, publicity, support."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {}
    READS: ClassVar[tuple[str, ...]] = ("requested_cents",)
    IS_AMOUNT: ClassVar[bool] = False

    def judge(self, facts: Facts) -> Outcome:
        """Refuse a request for money."""
        if facts.asks_for_money:
            return failed("no_money_here", requested_cents=facts.requested_cents)
        return passed("no_money_asked")

    def concerns(self, facts: Facts) -> bool:
        """Concern those who ask for money."""
        return facts.asks_for_money


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that one project may be given, for some types of aid or all."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {"cents": Cents(), "aid_types": Choices(AidType)}
    READS: ClassVar[tuple[str, ...]] = ("requested_cents",)
    IS_AMOUNT: ClassVar[bool] = True

    cents: int
    aid_types: tuple[AidType, ...]

    def judge(self, facts: Facts) -> Outcome:
        """Say the limit, and whether more is asked for."""
        if not self.concerns(facts):
            return not_applicable("another_aid_type", aid_types=self.aid_types)
        if (facts.requested_cents or 0) > self.cents:
            return passed("over_ceiling", cents=self.cents, requested_cents=facts.requested_cents)
        return passed("ceiling", cents=self.cents)

    def concerns(self, facts: Facts) -> bool:
        """Concern those who ask for one of these types of aid."""
        return facts.asks_for_one_of(self.aid_types)


@dataclass(frozen=True, slots=True)
class BudgetShare:
    """The largest share of the provisional budget that may be given; how it is rounded is not known: down, to the cent."""

    FIELDS: ClassVar[Mapping[str, Spec]] = {"permille": Permille(), "aid_types": Choices(AidType)}
    READS: ClassVar[tuple[str, ...]] = ("budget_cents", "requested_cents")
    IS_AMOUNT: ClassVar[bool] = True

    permille: int
    aid_types: tuple[AidType, ...]

    def limit_cents(self, facts: Facts) -> int | None:
        """Return the share of the budget in whole cents, rounded down; None without a budget."""
        return None if facts.budget_cents is None else facts.budget_cents * self.permille // 1000

    def judge(self, facts: Facts) -> Outcome:
        """Say the limit, and whether more is asked for."""
        if not self.concerns(facts):
            return not_applicable("another_aid_type", aid_types=self.aid_types)
        limit = self.limit_cents(facts)
        if limit is None:
            return unknown("budget_missing", permille=self.permille)
        values = {"permille": self.permille, "cents": limit, "budget_cents": facts.budget_cents}
        if (facts.requested_cents or 0) > limit:
            return passed("over_share", **values, requested_cents=facts.requested_cents)
        return passed("share", **values)

    def concerns(self, facts: Facts) -> bool:
        """Concern those who ask for one of these types of aid."""
        return facts.asks_for_one_of(self.aid_types)
