"""The establishments behind a count: as many as the count says, without what would tell who asked not to be known, or jobs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from essaim.foundations.primitives.texts import fold
from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.files import quoted as files_quoted
from essaim.foundations.sirene.rows import Basis, EstablishmentRow, Filters, Place

from .figures import ALL, NO_EMPLOYEE, BracketWithheld, asked_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What rows can be ordered by: columns as everybody reads them.
ORDERED = frozenset(
    {"name", "siret", "family", "commune_name", "naf", "legal_category", "is_employer", "is_seat", "created_on"}
)


def establishments(
    register: DuckDBPyConnection,
    basis: Basis,
    place: Place,
    filters: Filters = ALL,
    *,
    search: str = "",
    limit: int = 50,
    offset: int = 0,
    order: Sequence[str] = (),
) -> list[EstablishmentRow]:
    """
    List the establishments that a count is made of, by name; those of partial diffusion come last, without a name.

    :param order: names of fields in ORDERED, the first that counts first, with "-" for the other way round; others are left out
    :raises BracketWithheld: if a bracket is asked: each row would say how many employees it has
    """
    query = f"{_ordered(order)} LIMIT {limit:d} OFFSET {offset:d}"
    found = register.execute(query, _asked(place, filters, search))
    names = [column[0] for column in found.description]
    rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [EstablishmentRow(**row | {"rules": tuple(row["rules"]), "layers": tuple(row["layers"])}) for row in rows]


def count_establishments(
    register: DuckDBPyConnection, basis: Basis, place: Place, filters: Filters = ALL, *, search: str = ""
) -> int:
    """Count what establishments() lists in all."""
    query = f"SELECT count(*) FROM ({files.sql('read/establishments')})"  # noqa: S608 (a query of ours)
    (count,) = register.execute(query, _asked(place, filters, search)).fetchall()[0]
    return int(count)


def write_establishments(
    register: DuckDBPyConnection,
    basis: Basis,
    place: Place,
    filters: Filters = ALL,
    *,
    path: Path,
    search: str = "",
) -> None:
    """
    Write what establishments() lists in all as a Parquet file, each row with what it rests on, without going through Python.

    :raises BracketWithheld: if a bracket is asked
    """
    asked = _asked(place, filters, search) | {
        "rule": basis.scope.value,
        "month": f"{basis.vintage:%Y-%m}",
        "perimeter": basis.perimeter,
        "generated": basis.is_generated,
    }
    rows = (
        f"SELECT *, $rule AS rule_or_layer, $month AS vintage, $perimeter::INTEGER AS perimeter, "  # noqa: S608
        f"$generated::BOOLEAN AS generated FROM ({_ordered(())})"
    )
    register.execute(f"COPY ({rows}) TO {files_quoted(path)} (FORMAT parquet)", asked)


def _ordered(order: Sequence[str]) -> str:
    """Return the query of the rows in an order; those without a name last, whatever it is."""
    terms = ["name = ''"]
    for name in order:
        bare = name.removeprefix("-")
        if bare in ORDERED:
            terms.append(f"{bare} {'DESC' if name.startswith('-') else 'ASC'} NULLS LAST")
    terms += ["name", "tie"]
    rows = files.sql("read/establishments")
    return f"SELECT * EXCLUDE (tie) FROM ({rows}) ORDER BY {', '.join(terms)}"  # noqa: S608 (names of ours)


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
