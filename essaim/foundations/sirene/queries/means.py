"""Sets of means of brackets: those there are, and what bringing them to a published total would give."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from essaim.foundations.sirene.calibration import Calibration, calibrate
from essaim.foundations.sirene.models import BracketMeans
from essaim.foundations.sirene.reference import spans_of_brackets
from essaim.foundations.sirene.rows import Basis, Place, ShownMeans
from essaim.foundations.sirene.states import By

from .figures import breakdown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def means_sets() -> list[ShownMeans]:
    """List the sets of means of brackets, the one in force for each kind of files first."""
    return [_shown(row) for row in BracketMeans.objects.in_force(date.max)]


def _shown(row: BracketMeans) -> ShownMeans:
    return ShownMeans(
        number=row.number,
        name=row.name,
        source=row.source,
        starts_on=row.starts_on,
        means={str(code): float(mean) for code, mean in row.values.items()},
        target=row.target,
        target_place=row.target_place,
        target_years=row.target_years,
        figure_key=row.figure_key,
        place_code=row.place_code,
        scope=str(row.get_scope_display()) if row.scope else "",
        vintage=row.vintage,
        headcount_year=row.headcount_year,
        position=row.position,
        is_generated=row.is_generated,
    )


def calibration(register: DuckDBPyConnection, basis: Basis, place: Place, total: int) -> Calibration:
    """
    Work out the means of brackets by which the jobs of the ESS of a place are a published total.

    :raises BracketWithheld: if the jobs of the place are withheld: the means would give them
    :raises OutOfReach: if the brackets of the place cannot hold that many, or so few, people
    """
    counted = {group.key: group.employers for group in breakdown(register, basis, place, By.BRACKET)}
    return calibrate(counted, spans_of_brackets(), total)
