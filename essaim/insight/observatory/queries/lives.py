"""Up to six places over the years, from the history of the register: one rule, one month, one reading for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Basis, Place, Survival, YearOfLife
from essaim.insight.observatory.selection import COMPARED_MAX, Selection

from .comparison import first_proposed
from .explorer import basis_of

# The ages at which survival is told in short.
AGES = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Lives:
    """
    What the history says of a place: years and survival by year of creation; both empty without history files.

    pooled: of all those created that had the time to reach an age, how many were created and how many still active, by age.
    """

    place: Place
    years: tuple[YearOfLife, ...]
    survival: tuple[Survival, ...]

    @property
    def pooled(self) -> Mapping[int, Survival]:
        """Survival at each age, all years of creation together."""
        created, surviving = defaultdict[int, int](int), defaultdict[int, int](int)
        for row in self.survival:
            created[row.years] += row.created
            surviving[row.years] += row.surviving
        return {age: Survival(0, created[age], age, surviving[age]) for age in sorted(created)}

    @property
    def change(self) -> float | None:
        """How much the stock changed from the first year to the last, as a share of the first."""
        if len(self.years) < 2 or not self.years[0].stock:
            return None
        return self.years[-1].stock / self.years[0].stock - 1


@dataclass(frozen=True, slots=True)
class LivesCompared:
    """
    Places side by side over the years, all read in the history of one month by one rule.

    unknown: codes that the register does not know, said and not compared.
    """

    selection: Selection
    basis: Basis
    places: tuple[Lives, ...]
    unknown: tuple[str, ...]


def lives_compared(selection: Selection, *, today: date) -> LivesCompared:
    """
    Put places side by side over the years: those asked for, else the one that is, else the authority and the others loaded here.

    No size is kept to: brackets have no history.

    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    """
    selection = replace(selection, bracket="")
    basis = basis_of(selection)
    codes = list(dict.fromkeys(selection.compared)) or _alone(selection) or first_proposed(today)
    found, unknown = list[Lives](), list[str]()
    with sirene.opened(basis) as register:
        for code in codes[:COMPARED_MAX]:
            try:
                place = sirene.place_of(register, code)
            except sirene.UnknownPlace:
                unknown.append(code)
                continue
            found.append(
                Lives(
                    place,
                    tuple(sirene.years_of_life(register, basis, place, selection.filters)),
                    tuple(sirene.survival(register, basis, place, selection.filters)),
                )
            )
    return LivesCompared(selection, basis, tuple(found), tuple(unknown))


def _alone(selection: Selection) -> Sequence[str]:
    return [selection.territory] if selection.territory else []
