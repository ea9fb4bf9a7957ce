"""The establishments behind a figure: as many as it counts, searched, put in order and cut in pages by the register itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Basis, EstablishmentRow, Filters, Place
from essaim.insight.observatory.selection import Selection

from .explorer import basis_of
from .territories import own_territory

# A spreadsheet of more rows than this is not one that people read; Parquet has no such bound.
SHEET_MAX = 60_000


@dataclass(frozen=True, slots=True)
class Listing:
    """
    Rows behind a figure, on its basis; total is how many there are, of which read() gives some.

    is_closed: whether they are not listed, since a bracket would say of each how many people it employs.
    """

    selection: Selection
    basis: Basis
    place: Place
    filters: Filters
    search: str
    total: int
    is_closed: bool = False

    @property
    def fits_a_sheet(self) -> bool:
        """Whether all the rows fit in a file for spreadsheets."""
        return self.total <= SHEET_MAX

    def read(self, *, limit: int, offset: int = 0, order: Sequence[str] = ()) -> list[EstablishmentRow]:
        """Read some of the rows, in an order."""
        if self.is_closed:
            return []
        with sirene.opened(self.basis) as register:
            return sirene.establishments(
                register,
                self.basis,
                self.place,
                self.filters,
                search=self.search,
                limit=limit,
                offset=offset,
                order=order,
            )

    def write_parquet(self, path: Path) -> None:
        """Write all the rows in a file."""
        with sirene.opened(self.basis) as register:
            sirene.write_establishments(register, self.basis, self.place, self.filters, path=path, search=self.search)


def listing(selection: Selection, *, employers_only: bool, today: date, search: str = "") -> Listing:
    """
    List the establishments behind a figure.

    :param search: words of a name, an acronym or a SIREN
    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    :raises UnknownPlace: if the register knows no such territory
    """
    basis = basis_of(selection)
    filters = replace(selection.filters, employers_only=employers_only)
    with sirene.opened(basis) as register:
        place = sirene.place_of(register, selection.territory or own_territory(today=today))
        try:
            total = sirene.count_establishments(register, basis, place, filters, search=search)
        except sirene.BracketWithheld:
            return Listing(selection, basis, place, filters, search, 0, is_closed=True)
    return Listing(selection, basis, place, filters, search, total)
