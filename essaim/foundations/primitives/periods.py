"""Half-open periods of days and of moments: the start belongs to them, the end does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


class PeriodReversed(ValueError):
    """A period ends before it starts, or on the same day."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """
    Days from starts_on (included) to ends_on (excluded); None means it has no end.

    :raises PeriodReversed: if it would hold no day
    """

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a period without a single day."""
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            raise PeriodReversed

    def contains(self, day: date) -> bool:
        """Tell whether a day is in the period."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def overlaps(self, other: Period) -> bool:
        """Tell whether two periods share at least one day."""
        return (other.ends_on is None or self.starts_on < other.ends_on) and (
            self.ends_on is None or other.starts_on < self.ends_on
        )

    @classmethod
    def of_years(cls, first: int, last: int) -> Period:
        """Return the period of whole civil years, both included: 2022, 2026 ends on 1 January 2027 (excluded)."""
        return cls(date(first, 1, 1), date(last + 1, 1, 1))


def years_after(day: date, years: int) -> date:
    """Return the anniversary of a day, the last of all days at most; that of a 29 February is the 1st of March in other years."""
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
