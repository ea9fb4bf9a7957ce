"""One place, looked at by one rule or layer, in one vintage: its figures, its parts, what sources publish beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Basis, Group, Indicators, Place
from essaim.foundations.sirene.states import By, PlaceKind
from essaim.insight.observatory.selection import Selection
from essaim.insight.observatory.states import Measure
from essaim.insight.observatory.words import value_of

from .references import Held, held_against
from .territories import own_territory

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What each kind of place can be told apart by; a commune is not cut into communes, and the country has 35 000.
PARTS = (By.FAMILY, By.SECTION, By.BRACKET)
WAYS = {
    PlaceKind.COUNTRY: (*PARTS, By.DEPARTMENT),
    PlaceKind.REGION: (*PARTS, By.DEPARTMENT),
    PlaceKind.DEPARTMENT: (*PARTS, By.EPCI, By.COMMUNE),
    PlaceKind.EPCI: (*PARTS, By.COMMUNE),
    PlaceKind.TERRITOIRE: (*PARTS, By.COMMUNE),
    PlaceKind.COMMUNE: PARTS,
    PlaceKind.DISTRICT: PARTS,
}
# Communes that are told apart by municipal arrondissements: Lyon, Marseille, Paris.
WITH_DISTRICTS = frozenset({"69123", "13055", "75056"})
# The communes of a place this large are listed, and not drawn.
DRAWN_MAX = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """What was found of a place, on one basis."""

    basis: Basis
    place: Place
    indicators: Indicators


@dataclass(frozen=True, slots=True)
class Layers:
    """The four layers of a place, on the basis of what was asked."""

    basis: Basis
    place: Place
    layers: tuple[Indicators, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """
    A place and its parts on one basis.

    selection: what was asked, with the way to tell apart that was taken. ways: how the place can be told apart. groups: its
    parts in the way taken. refusal: what secrecy did not let be told by size, in words; it is then told without it.
    """

    selection: Selection
    basis: Basis
    place: Place
    indicators: Indicators
    ways: tuple[By, ...]
    groups: tuple[Group, ...]
    refusal: str


@dataclass(frozen=True, slots=True)
class Explorer(Parts):
    """
    All that the explorer shows, on one basis.

    communes: those of the place, for the map, whatever the way taken; none where secrecy closes them. sections, brackets: choices
    of filters, as code and words. layers: each of the four, never added up. held: what sources publish of the place.
    """

    communes: tuple[Group, ...]
    sections: tuple[tuple[str, str], ...]
    brackets: tuple[tuple[str, str], ...]
    layers: tuple[Indicators, ...]
    held: tuple[Held, ...]


def basis_of(selection: Selection) -> Basis:
    """
    Return what a selection rests on.

    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    """
    return sirene.basis(
        selection.scope,
        denominator=selection.denominator,
        vintage=selection.vintage,
        perimeter=selection.perimeter,
        means=selection.means,
    )


def indicators_of(selection: Selection, *, today: date) -> Shown:
    """
    Return the figures of a place, whatever their size.

    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    :raises UnknownPlace: if the register knows no such territory
    """
    basis = basis_of(selection)
    with sirene.opened(basis) as register:
        place = sirene.place_of(register, selection.territory or own_territory(today=today))
        return Shown(basis, place, sirene.indicators(register, basis, place, replace(selection, bracket="").filters))


def parts(selection: Selection, *, today: date, with_groups: bool = True) -> Parts:
    """
    Return a place and its parts.

    :param with_groups: whether its parts are wanted too: what secrecy closes of them then closes the whole
    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    :raises UnknownPlace: if the register knows no such territory
    """
    basis = basis_of(selection)
    with sirene.opened(basis) as register:
        return _parts(register, basis, selection, today, with_groups=with_groups)


def layers_of(selection: Selection, *, today: date) -> Layers:
    """
    Return the four layers of a place, each alone.

    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    :raises UnknownPlace: if the register knows no such territory
    """
    basis = basis_of(selection)
    with sirene.opened(basis) as register:
        place = sirene.place_of(register, selection.territory or own_territory(today=today))
        return Layers(basis, place, tuple(sirene.layers(register, basis, place)))


def mapped(selection: Selection, *, today: date) -> Parts:
    """
    Return a place and the communes that its map draws; none where it has too many, or is one.

    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    :raises UnknownPlace: if the register knows no such territory
    """
    basis = basis_of(selection)
    with sirene.opened(basis) as register:
        found = _parts(register, basis, replace(selection, by=By.COMMUNE), today)
        return replace(found, groups=_communes(register, found))


def _parts(
    register: DuckDBPyConnection, basis: Basis, selection: Selection, today: date, *, with_groups: bool = True
) -> Parts:
    authority = own_territory(today=today)
    place = sirene.place_of(register, selection.territory or authority)
    ways = ways_of(place, authority)
    by = selection.by if selection.by in ways else ways[0]
    refusal = ""
    try:
        found = sirene.indicators(register, basis, place, selection.filters)
        groups = sirene.breakdown(register, basis, place, by, selection.filters) if with_groups else []
    except sirene.BracketWithheld as withheld:
        refusal = str(withheld)
        selection = replace(selection, bracket="")
        by = ways[0] if by == By.BRACKET else by
        found = sirene.indicators(register, basis, place, selection.filters)
        groups = sirene.breakdown(register, basis, place, by, selection.filters) if with_groups else []
    return Parts(
        selection=replace(selection, by=by),
        basis=basis,
        place=place,
        indicators=found,
        ways=ways,
        groups=ordered(groups, by, selection.measure),
        refusal=refusal,
    )


def ordered(groups: Sequence[Group], by: By, measure: Measure) -> tuple[Group, ...]:
    """Put parts in the order of a measure, most first, those whose value is not given last; sizes stay in their own order."""
    if by == By.BRACKET:
        return tuple(groups)

    def place(group: Group) -> tuple[bool, float, str]:
        value = value_of(group, measure)
        return value is None, -(value or 0), group.label

    return tuple(sorted(groups, key=place))


def explorer(selection: Selection, *, today: date) -> Explorer:
    """
    Put the explorer together.

    :raises NoSnapshot: if nothing was loaded, or not that month and edition
    :raises UnknownPlace: if the register knows no such territory
    """
    basis = basis_of(selection)
    with sirene.opened(basis) as register:
        found = _parts(register, basis, selection, today)
        place = found.place
        choices = sirene.choices(register, basis, place)
        return Explorer(
            selection=found.selection,
            basis=basis,
            place=place,
            indicators=found.indicators,
            ways=found.ways,
            groups=found.groups,
            refusal=found.refusal,
            communes=_communes(register, found),
            sections=choices[By.SECTION],
            brackets=choices[By.BRACKET],
            layers=tuple(sirene.layers(register, basis, place)),
            held=held_against(place.code, basis),
        )


def ways_of(place: Place, authority: str) -> tuple[By, ...]:
    """List how a place can be told apart; only the authority has territoires."""
    ways = WAYS[place.kind]
    if place.kind == PlaceKind.EPCI and place.code == authority:
        return (*ways, By.TERRITOIRE)
    return (*ways, By.DISTRICT) if place.code in WITH_DISTRICTS else ways


def _communes(register: DuckDBPyConnection, found: Parts) -> tuple[Group, ...]:
    if By.COMMUNE not in found.ways or len(found.place.communes) > DRAWN_MAX:
        return ()
    if found.selection.by == By.COMMUNE:
        return found.groups
    try:
        return tuple(sirene.breakdown(register, found.basis, found.place, By.COMMUNE, found.selection.filters))
    except sirene.BracketWithheld:
        return ()
