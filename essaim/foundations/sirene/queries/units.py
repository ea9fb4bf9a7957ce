"""Units seen whole: what the records of structures are compared with."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.rows import Place, UnitRow

from .figures import asked_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def units(register: DuckDBPyConnection, place: Place, sirens: Collection[str] = ()) -> list[UnitRow]:
    """
    List the units of the ESS with an active establishment in a place, and those asked by number, by SIREN.

    One asked that is not in the answer has no active establishment left among what the snapshot keeps: it closed, or neither
    its legal category nor what it declares brings it into the ESS any more.
    """
    asked = {name: value for name, value in asked_of(place).items() if name != "district"}
    found = register.execute(files.sql("read/units"), asked | {"sirens": list(sirens)})
    names = [column[0] for column in found.description]
    rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [UnitRow(**row | {"siae_kinds": tuple(row["siae_kinds"] or ())}) for row in rows]
