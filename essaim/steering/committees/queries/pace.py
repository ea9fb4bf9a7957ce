"""How often bodies sit, against the number of sessions a year that their rules ask for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from essaim.steering.committees.models import Body, BodyRules, Session
from essaim.steering.committees.states import HELD, TO_COME


@dataclass(frozen=True, slots=True)
class YearOfBody:
    """
    The sessions of a body in a calendar year, against what its rules ask.

    held_count: those that took place. coming_count: those planned, convened or open.
    """

    body: Body
    year: int
    asked_count: int
    held_count: int
    coming_count: int

    @property
    def missing_count(self) -> int:
        """How many sessions neither took place nor are planned."""
        return max(self.asked_count - self.held_count - self.coming_count, 0)


def years_of_bodies(*, today: date, bodies: Collection[Body] | None = None) -> list[YearOfBody]:
    """
    Count the sessions of the year of each body whose rules of that day ask for a number of them, by name; two queries.

    :param bodies: these alone; all of them otherwise
    """
    rows = BodyRules.objects.filter(starts_on__lte=today).select_related("body")
    rows = rows if bodies is None else rows.filter(body__in=bodies)
    rules: dict[int, BodyRules] = {row.body_id: row for row in rows.order_by("starts_on")}
    asked = [row for row in rules.values() if row.sessions_per_year]
    counts = {
        row["body"]: row
        for row in Session.objects.filter(body__in=[row.body_id for row in asked], day__year=today.year)
        .order_by()
        .values("body")
        .annotate(held=Count("pk", filter=Q(state__in=HELD)), coming=Count("pk", filter=Q(state__in=TO_COME)))
    }
    none = {"held": 0, "coming": 0}
    found = [(row, counts.get(row.body_id, none)) for row in asked]
    years = [
        YearOfBody(row.body, today.year, row.sessions_per_year or 0, count["held"], count["coming"])
        for row, count in found
    ]
    return sorted(years, key=lambda year: (year.body.name, year.body.pk))
