"""Creations, closures, stock and survival, from the history of establishments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.rows import Basis, Filters, Place, Survival, YearOfLife

from .figures import ALL, asked_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def years_of_life(
    register: DuckDBPyConnection, basis: Basis, place: Place, filters: Filters = ALL, *, first: int | None = None
) -> list[YearOfLife]:
    """
    Tell stock, creations and closures year by year, up to the last whole year; empty without history files.

    Communes, families and rules are those of today: INSEE keeps no history of them for establishments. No filter on
    brackets applies: they have no history.

    :param first: the first year; by default, ten years before the last
    """
    if not basis.has_history:
        return []
    last = basis.vintage.year - 1
    asked = _asked(place, filters, last - 9 if first is None else first, last)
    return [YearOfLife(*row) for row in register.execute(files.sql("read/years"), asked).fetchall()]


def survival(
    register: DuckDBPyConnection, basis: Basis, place: Place, filters: Filters = ALL, *, first: int | None = None
) -> list[Survival]:
    """Tell how many of those created in a year were still active 1 to 10 years later; empty without history files."""
    if not basis.has_history:
        return []
    last = basis.vintage.year - 1
    asked = _asked(place, filters, last - 9 if first is None else first, last)
    return [Survival(*row) for row in register.execute(files.sql("read/survival"), asked).fetchall()]


def _asked(place: Place, filters: Filters, first: int, last: int) -> dict[str, object]:
    return asked_of(place) | {"family": filters.family, "section": filters.section, "first": first, "last": last}
