"""The establishments behind a figure: as many as it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Basis, EstablishmentRow, Place
from essaim.insight.observatory.selection import Selection

from .explorer import basis_of
from .territories import own_territory

# More rows than this are a file of the register, and not a list to read: a smaller place or a part is asked for.
ROWS_MAX = 60_000


@dataclass(frozen=True, slots=True)
class Listing:
    """
    Rows behind a figure, on its basis; total is how many there are.

    is_closed: whether they are not listed, since a bracket would say of each how many people it employs.
    """

    selection: Selection
    basis: Basis
    place: Place
    rows: Sequence[EstablishmentRow]
    total: int
    is_closed: bool = False
    is_too_long: bool = False


def listing(selection: Selection, *, employers_only: bool, today: date) -> Listing:
    """
    List the establishments behind a figure.

    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    :raises UnknownPlace: if the register knows no such territory
    """
    basis = basis_of(selection)
    filters = replace(selection.filters, employers_only=employers_only)
    with sirene.opened(basis) as register:
        place = sirene.place_of(register, selection.territory or own_territory(today=today))
        try:
            total = sirene.count_establishments(register, basis, place, filters)
        except sirene.BracketWithheld:
            return Listing(selection, basis, place, (), 0, is_closed=True)
        if total > ROWS_MAX:
            return Listing(selection, basis, place, (), total, is_too_long=True)
        rows = sirene.establishments(register, basis, place, filters, limit=ROWS_MAX, offset=0)
    return Listing(selection, basis, place, rows, total)
