"""Territories of a snapshot: communes, arrondissements, EPCI, départements, regions, France, territoires of the authority."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.rows import Place
from essaim.foundations.sirene.states import PlaceKind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COUNTRY = "FR"
# Asked by every page, of a connection that is lent again: territories of a snapshot stay what they are, and have their names.
PLACES_MAX = 200
_PLACES: WeakKeyDictionary[DuckDBPyConnection, dict[tuple[str, str | None], Place]] = WeakKeyDictionary()
_ZONES: WeakKeyDictionary[DuckDBPyConnection, dict[str, list[Place]]] = WeakKeyDictionary()


class UnknownPlace(Exception):
    """No territory of the snapshot has this code."""


def place_of(register: DuckDBPyConnection, code: str) -> Place:
    """
    Find a territory by its code.

    "FR", a region ("R32"), a département, a commune, an arrondissement, the SIREN of an EPCI, or a territoire.

    :raises UnknownPlace: if there is none
    """
    if code == COUNTRY:
        return Place(PlaceKind.COUNTRY, COUNTRY, _("France"), population=None)
    kept = _PLACES.setdefault(register, {})
    asked = (code, get_language())
    if asked not in kept:
        if code.startswith("R"):
            found = _rows(register, "regions", code=code, search="", limit=1, offset=0)
        else:
            found = _rows(register, "places", kind="", code=code, search="", within="", limit=1, offset=0)
        if not found:
            raise UnknownPlace(code)
        if len(kept) >= PLACES_MAX:
            kept.clear()
        kept[asked] = found[0]
    return kept[asked]


def places(
    register: DuckDBPyConnection,
    kind: PlaceKind,
    *,
    search: str = "",
    within: str = "",
    limit: int = 50,
    offset: int = 0,
) -> list[Place]:
    """
    List territories of one kind in the order of their names, those whose name holds what is searched.

    :param within: code of a département or SIREN of an EPCI they are part of
    """
    words = sort_key(search).split("\t")[0]
    if kind == PlaceKind.REGION:
        return _rows(register, "regions", code="", search=words, limit=limit, offset=offset)
    return _rows(
        register,
        "places",
        kind=kind.value,
        code="",
        search=words,
        within=within,
        limit=limit,
        offset=offset,
    )


def parts_of(register: DuckDBPyConnection, place: Place) -> list[Place]:
    """List what a territory is made of: its territoires where it is the authority, else its communes or arrondissements."""
    if place.kind == PlaceKind.COUNTRY:
        return places(register, PlaceKind.DEPARTMENT, limit=200)
    if place.kind == PlaceKind.REGION:
        inside = set(place.communes)
        return [part for part in places(register, PlaceKind.DEPARTMENT, limit=200) if inside.issuperset(part.communes)]
    if place.kind == PlaceKind.DEPARTMENT:
        return places(register, PlaceKind.EPCI, within=place.code, limit=2000)
    if place.kind == PlaceKind.EPCI:
        return zones_of(register, place.code) or places(register, PlaceKind.COMMUNE, within=place.code, limit=2000)
    if place.kind == PlaceKind.TERRITOIRE:
        return [place_of(register, code) for code in place.communes]
    return places(register, PlaceKind.DISTRICT, within=place.code, limit=50)


def zones_of(register: DuckDBPyConnection, siren: str) -> list[Place]:
    """
    List the territoires of an EPCI: those of the authority that is served; none for the others.

    Asked for each part of a table; they are put in a connection when it is opened, and stay what they are.
    """
    if not siren:
        return []
    kept = _ZONES.setdefault(register, {})
    if siren not in kept:
        kept[siren] = places(register, PlaceKind.TERRITOIRE, within=siren)
    return kept[siren]


def _rows(register: DuckDBPyConnection, name: str, **given: object) -> list[Place]:
    found = register.execute(files.sql(f"read/{name}"), given).fetchall()
    return [
        Place(
            PlaceKind(kind),
            code,
            _("Département %(code)s") % {"code": code} if kind == PlaceKind.DEPARTMENT else label,
            tuple(communes),
            epci,
            population,
        )
        for kind, code, label, communes, epci, population in found
    ]
