"""The territories of the open data, read whole: the authority and what it is made of, the EPCI it is compared with."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Basis, Group, Place
from essaim.foundations.sirene.states import By, PlaceKind
from essaim.insight.observatory.selection import Selection

from .comparison import first_proposed
from .explorer import basis_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CONTENTS = (By.FAMILY, By.SECTION, By.BRACKET)
INSIDE = {By.TERRITOIRE: PlaceKind.TERRITOIRE, By.COMMUNE: PlaceKind.COMMUNE}


@dataclass(frozen=True, slots=True)
class Opened:
    """A month of the register opened by one rule, with the territories of the open data; wholes: EPCI, the authority first."""

    register: DuckDBPyConnection
    basis: Basis
    wholes: tuple[Place, ...]

    @property
    def places(self) -> Iterator[Place]:
        """The EPCI, then the territoires and communes of the authority."""
        yield from self.wholes
        for place in self.wholes[:1]:
            parts = sirene.parts_of(self.register, place)
            yield from parts
            if parts and parts[0].kind == PlaceKind.TERRITOIRE:
                yield from sirene.places(self.register, PlaceKind.COMMUNE, within=place.code, limit=2000)

    def inside(self) -> Iterator[tuple[PlaceKind, Group]]:
        """Tell the territoires and the communes of the authority; what no list of communes knows is no territory."""
        for place in self.wholes[:1]:
            for by in sirene.splits_of(place):
                if by in INSIDE:
                    for group in sirene.breakdown(self.register, self.basis, place, by):
                        if group.key:
                            yield INSIDE[by], group

    def contents(self, place: Place) -> Iterator[tuple[By, Group]]:
        """Tell the families, sections and brackets of a place; no brackets where they would give what is withheld."""
        for by in CONTENTS:
            with contextlib.suppress(sirene.BracketWithheld):
                for group in sirene.breakdown(self.register, self.basis, place, by):
                    yield by, group


@contextlib.contextmanager
def opened_for(selection: Selection, *, today: date) -> Iterator[Opened]:
    """
    Open the month of a selection by its rule or layer, for all the territories of the open data.

    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    """
    basis = basis_of(replace(selection, family="", section="", bracket=""))
    with sirene.opened(basis) as register:
        found = []
        for code in first_proposed(today):
            with contextlib.suppress(sirene.UnknownPlace):
                found.append(sirene.place_of(register, code))
        yield Opened(register, basis, tuple(found))
