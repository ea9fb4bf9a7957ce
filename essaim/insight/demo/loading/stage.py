"""What every part of the demonstration needs: the day, who acts, and what earlier parts wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.insight.demo import material
from essaim.steering.action_plan.models import Act, Action, Axis, Plan, PlanItem, Policy, Source

Found = TypeVar("Found")
# Days before loading at which the policy is said to have been entered: before the first invented progress, so that what
# changed lately is what invented people did lately.
ENTERED = -1320


class Unreadable(ValueError):
    """A reference in a file of the demonstration is not of the form it should have."""


@dataclass(slots=True)
class Stage:
    """
    The moment of loading, and a memory of what was found.

    Objects are found in the database, not passed along: a load that was stopped goes on with the next part.
    """

    now: datetime
    _found: dict[tuple[str, str], object] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of loading, to which the dates of the fiction relate."""
        return timezone.localdate(self.now)

    def day(self, offset: int) -> date:
        """Return a day by its distance to today: -3 is three days ago."""
        return self.today + timedelta(days=offset)

    def moment(self, offset: int) -> datetime:
        """Return ten in the morning of a day past, or the moment of loading; never a moment to come."""
        if offset >= 0:
            return self.now
        return timezone.make_aware(datetime.combine(self.day(offset), time(10)))

    @property
    def entered_at(self) -> datetime:
        """The moment at which the policy is said to have been entered."""
        return self.moment(ENTERED)

    @property
    def administrator(self) -> User:
        """The invented administrator, who writes the policy."""
        return self._remember("person", "the administrator", self._find_administrator)

    def _find_administrator(self) -> User:
        return self.person(str(material.read("fiction/people")["administrator"]["key"]))

    def person(self, key: str) -> User:
        """Find somebody by their key in fiction/people."""
        return self._remember("person", key, lambda: User.objects.get(email=material.address_of(key)))

    def source(self, key: str) -> Source:
        """Find a source by its key."""
        return self._remember("source", key, lambda: Source.objects.get(key=key))

    def act(self, key: str) -> Act:
        """Find an act by its key."""
        return self._remember("act", key, lambda: Act.objects.get(key=key))

    def policy(self, slug: str) -> Policy:
        """Find a policy crossed by its key."""
        return self._remember("policy", slug, lambda: Policy.objects.get(slug=slug))

    def plan(self, slug: str) -> Plan:
        """Find a plan by its short name."""
        return self._remember("plan", slug, lambda: Plan.objects.get(slug=slug))

    def axis(self, slug: str, number: int) -> Axis:
        """Find an axis by its plan and number."""
        found = Axis.objects.select_related("plan")
        return self._remember("axis", f"{slug} {number}", lambda: found.get(plan__slug=slug, number=number))

    def action(self, slug: str, number: int) -> Action:
        """Find an action by its plan and number."""
        found = Action.objects.select_related("plan", "axis")
        return self._remember("action", f"{slug} {number}", lambda: found.get(plan__slug=slug, number=number))

    def item(self, slug: str, code: str) -> PlanItem:
        """Find an item of a plan by its code."""
        found = PlanItem.objects.select_related("plan")
        return self._remember("item", f"{slug} {code}", lambda: found.get(plan__slug=slug, code=code))

    def part_of_plan(self, reference: str) -> Axis | Action | PlanItem:
        """
        Find what a reference names: "2015-2020 axe 2", "2022-2026 action 5", or "2015-2020 1.3" for an item.

        :raises Unreadable: if it is none of these
        """
        match reference.split():
            case [slug, "axe", number]:
                return self.axis(slug, int(number))
            case [slug, "action", number]:
                return self.action(slug, int(number))
            case [slug, code]:
                return self.item(slug, code)
        message = f"{reference!r} names no axis, action or item of a plan."
        raise Unreadable(message)

    def _remember(self, kind: str, key: str, find: Callable[[], Found]) -> Found:
        if (kind, key) not in self._found:
            self._found[kind, key] = find()
        return self._found[kind, key]  # type: ignore[return-value]
