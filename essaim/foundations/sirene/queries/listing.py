"""The establishments behind a count: as many as the count says, without what would tell who asked not to be known, or jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from essaim.foundations.primitives.texts import fold
from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.rows import Basis, EstablishmentRow, Filters, Place

from .figures import ALL, NO_EMPLOYEE, BracketWithheld, asked_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def establishments(
    register: DuckDBPyConnection,
    basis: Basis,
    place: Place,
    filters: Filters = ALL,
    *,
    search: str = "",
    limit: int = 50,
    offset: int = 0,
) -> list[EstablishmentRow]:
    """
    List the establishments that a count is made of, by name; those of partial diffusion come last, without a name.

    :raises BracketWithheld: if a bracket is asked: each row would say how many employees it has
    """
    asked = _asked(place, filters, search) | {"limit": limit, "offset": offset}
    found = register.execute(files.sql("read/establishments"), asked)
    names = [column[0] for column in found.description]
    rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [EstablishmentRow(**row | {"rules": tuple(row["rules"]), "layers": tuple(row["layers"])}) for row in rows]


def count_establishments(
    register: DuckDBPyConnection, basis: Basis, place: Place, filters: Filters = ALL, *, search: str = ""
) -> int:
    """Count what establishments() lists in all."""
    query = f"SELECT count(*) FROM ({files.sql('read/establishments')})"  # noqa: S608 (a query of ours)
    asked = _asked(place, filters, search) | {"limit": 1_000_000_000, "offset": 0}
    (count,) = register.execute(query, asked).fetchall()[0]
    return int(count)


def _asked(place: Place, filters: Filters, search: str) -> dict[str, object]:
    if filters.bracket not in {"", NO_EMPLOYEE}:
        raise BracketWithheld(_("A list by bracket would say how many employees each has: it is not given."))
    return asked_of(place) | {
        "family": filters.family,
        "section": filters.section,
        "bracket": filters.bracket,
        "employers_only": filters.employers_only,
        "search": fold(search),
    }
