"""A place over time: stock, creations and closures from the history files, survival, and one point for each month kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Basis, Indicators, Place, Survival, YearOfLife
from essaim.insight.observatory.selection import Selection

from .explorer import basis_of
from .references import Held, held_against
from .territories import own_territory

# How many months kept are read: each is a file of its own.
MONTHS_MAX = 24


@dataclass(frozen=True, slots=True)
class Evolution:
    """
    What is known of a place over time, in kinds of series that are never drawn as one.

    years, survival: from the history files, empty where none was loaded. months: one row a vintage that was kept, of the same
    rule, edition of the perimeter and denominator, oldest first; vintages of another edition, without the list that is needed or
    whose file is gone are left out, counted in left_out.
    """

    selection: Selection
    basis: Basis
    place: Place
    years: tuple[YearOfLife, ...]
    survival: tuple[Survival, ...]
    months: tuple[Indicators, ...]
    left_out: int
    held: tuple[Held, ...]


def evolution(selection: Selection, *, today: date) -> Evolution:
    """
    Put the page of a place over time together.

    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    :raises UnknownPlace: if the register knows no such territory
    """
    selection = replace(selection, bracket="")
    basis = basis_of(selection)
    with sirene.opened(basis) as register:
        place = sirene.place_of(register, selection.territory or own_territory(today=today))
        years = tuple(sirene.years_of_life(register, basis, place, selection.filters))
        survival = tuple(sirene.survival(register, basis, place, selection.filters))
    months, left_out = _months(selection, basis, place)
    return Evolution(selection, basis, place, years, survival, months, left_out, held_against(place.code, basis))


def _months(selection: Selection, basis: Basis, place: Place) -> tuple[tuple[Indicators, ...], int]:
    """Read the same figures in each vintage kept with this edition of the perimeter and made of the same kind of files."""
    alike, left_out = sirene.months_alike(basis, limit=MONTHS_MAX)
    settings = sirene.settings_of(alike)
    found = []
    for other in alike:
        try:
            with sirene.opened(other, settings) as register:
                found.append(sirene.indicators(register, other, place, selection.filters))
        except sirene.NoSnapshot:
            left_out += 1
    return tuple(found), left_out
