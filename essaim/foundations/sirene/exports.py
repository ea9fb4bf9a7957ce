"""Writes the indicators of every EPCI, and the extract of some territories, as files that anybody may be given."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from essaim.foundations.sirene import queries
from essaim.foundations.sirene.rows import Basis, EpciRow
from essaim.foundations.sirene.states import Rule

Progress = Callable[[int, int, str], None]
HEAD = (
    "epci", "name", "rule_or_layer", "vintage", "perimeter", "means", "denominator", "generated", "family", "section",
    "establishments", "employers", "employers_zero", "jobs_least", "jobs_most", "jobs_estimate", "jobs_withheld",
    "share_of_establishments", "share_of_employers", "share_of_jobs", "location_quotient",
)  # fmt: skip


def write_figures(
    folder: Path, extracts: Sequence[str] = (), *, vintage: date | None = None, progress: Progress | None = None
) -> list[Path]:
    """
    Write indicators.csv, by each rule and layer of a month in service, and one extract for each territory asked.

    An extract holds the establishments of the territory as everybody may read them, by INSEE's rule.

    :param extracts: codes of territories
    :param vintage: first day of the month; by default the newest
    :raises NoSnapshot: if nothing was loaded
    :raises UnknownPlace: if no territory has one of the codes; nothing is written then
    """
    first = queries.basis(Rule.INSEE, vintage=vintage)
    with queries.opened(first) as register:
        places = [queries.place_of(register, code) for code in extracts]
        folder.mkdir(parents=True, exist_ok=True)
        scopes = [*Rule, *queries.layers_told(first.lists)]
        steps = len(scopes) + len(places)
        written = [folder / "indicators.csv"]
        with written[0].open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(HEAD)
            for number, scope in enumerate(scopes, start=1):
                if progress:
                    progress(number, steps, str(scope.label))
                basis = queries.basis(scope, vintage=first.vintage, perimeter=first.perimeter)
                with queries.opened(basis) as opened:
                    writer.writerows(_lines(basis, queries.every_epci(opened, basis)))
        for number, place in enumerate(places, start=len(scopes) + 1):
            if progress:
                progress(number, steps, place.name)
            written.append(folder / f"{place.code}.parquet")
            queries.write_establishments(register, first, place, path=written[-1])
    return written


def _lines(basis: Basis, rows: Iterable[EpciRow]) -> Iterable[tuple[object, ...]]:
    told = (
        basis.scope.value, f"{basis.vintage:%Y-%m}", basis.perimeter, basis.means, basis.denominator.value, basis.is_generated,
    )  # fmt: skip
    for row in rows:
        jobs = dataclasses.astuple(row.jobs) if row.jobs else (None, None, None)
        yield (
            row.epci, row.name, *told, row.family, row.section, row.establishments, row.employers, row.employers_zero,
            *jobs, row.withheld.value if row.withheld else "", row.share_of_establishments, row.share_of_employers,
            row.share_of_jobs, row.location_quotient,
        )  # fmt: skip
