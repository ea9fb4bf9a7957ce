"""
Ceilings and thresholds as the texts have them, each with its days and its source.

They are what applies where the authority wrote nothing else (models.LimitRule). Days are half-open; None is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .states import LimitCode


@dataclass(frozen=True, slots=True)
class Limit:
    """A ceiling or threshold, in cents, from a day until another; note: what the source leaves open."""

    code: LimitCode
    cents: int
    starts_on: date | None
    ends_on: date | None
    source: str
    is_certain: bool = True
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether it applies on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


LAW = (
    Limit(
        LimitCode.DE_MINIMIS,
        30_000_000,
        date(2024, 1, 1),
        date(2031, 1, 1),
        "Règlement (UE) 2023/2831, jusqu’au 31 décembre 2030",
        note="Par entreprise unique, sur trois ans glissants à compter du jour d’octroi ; des plafonds sectoriels existent.",
    ),
    Limit(
        LimitCode.SIEG,
        75_000_000,
        date(2024, 1, 1),
        date(2031, 1, 1),
        "Règlement (UE) 2023/2832, jusqu’au 31 décembre 2030",
        note="Par entreprise unique, sur trois ans glissants à compter du jour d’octroi.",
    ),
    Limit(
        LimitCode.AGREEMENT,
        2_300_000,
        None,
        None,
        "Décret 2001-495",
        is_certain=False,
        note="Par an et par organisme privé. Ce qui s’additionne (toutes les subventions de l’année civile) est à confirmer.",
    ),
)


def three_years_before(day: date) -> date:
    """Return the first day of the three years that end on a day; the day after, where February has none."""
    try:
        return day.replace(year=day.year - 3)
    except ValueError:
        return day.replace(year=day.year - 3, month=3, day=1)
