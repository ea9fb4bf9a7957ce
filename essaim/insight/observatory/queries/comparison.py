"""Up to six places on one basis: what is compared is always counted the same way, divided by the same thing, in one month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Basis, Indicators, Place
from essaim.insight.observatory.selection import COMPARED_MAX, Selection

from .explorer import basis_of
from .references import Held, held_against
from .territories import near_places, own_territory


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Places side by side, all of one basis.

    unknown: codes that the register does not know, said and not compared. held: what sources publish, by place.
    """

    selection: Selection
    basis: Basis
    rows: tuple[Indicators, ...]
    unknown: tuple[str, ...]
    held: tuple[tuple[Place, tuple[Held, ...]], ...]


def comparison(selection: Selection, *, today: date) -> Comparison:
    """
    Put places side by side: those asked for, or the authority and the other EPCI loaded here.

    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    """
    basis = basis_of(selection)
    codes = list(dict.fromkeys(selection.compared)) or first_proposed(today)
    rows, unknown = [], []
    with sirene.opened(basis) as register:
        for code in codes[:COMPARED_MAX]:
            try:
                place = sirene.place_of(register, code)
            except sirene.UnknownPlace:
                unknown.append(code)
                continue
            rows.append(sirene.indicators(register, basis, place, replace(selection, bracket="").filters))
    held = tuple((row.place, held_against(row.place.code, basis)) for row in rows)
    return Comparison(selection, basis, tuple(rows), tuple(unknown), held)


def first_proposed(today: date) -> list[str]:
    """List the places compared before any is chosen: the authority, and the other EPCI loaded here."""
    return [own_territory(today=today), *(code for code, _name in near_places(today=today).others)][:COMPARED_MAX]
