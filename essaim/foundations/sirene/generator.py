"""
Makes a stock like the national one, of any size, for tests, the demonstration and the bench: nobody real is in it.

Names and types of columns are those of the published files; shares are the documented ones where there are some
(natural persons, establishments without employee, partial diffusion, declared ESS), and suppositions elsewhere. Every
SIREN has a wrong key, so that none is the number of a real unit, and the folder says that it is generated.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from essaim.foundations.territory.adapters import shipped

from . import register
from .files import GENERATED_MARK, SourceFile, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The national files of 1 August 2026.
NATIONAL_ESTABLISHMENTS = 43_896_818
NATIONAL_UNITS = 29_922_486
Progress = Callable[[str], None]
_FILES = {
    SourceFile.UNITS: "generator/stock_unite_legale",
    SourceFile.ESTABLISHMENTS: "generator/stock_etablissement",
    SourceFile.ESTABLISHMENT_HISTORY: "generator/stock_etablissement_historique",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What was generated: rows of each file, by name."""

    folder: Path
    rows: dict[str, int]


def generate(
    folder: Path,
    *,
    establishments: int,
    vintage: date,
    seed: int = 1,
    epci: Collection[str] = (),
    files: Collection[SourceFile] = tuple(_FILES),
    progress: Progress | None = None,
) -> Made:
    """
    Write generated Parquet files in a folder, streaming: memory stays small at any size.

    :param establishments: how many rows StockEtablissement has; units are as many in proportion as in the register
    :param vintage: first day of the month the files pretend to be of
    :param epci: SIREN of the EPCI whose communes are drawn from; none: the whole of France
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / GENERATED_MARK).write_text(
        "Fichiers inventés par Essaim : aucune ligne n'est celle d'une personne ou d'une structure réelle.\n"
        f"Générés pour {vintage:%Y-%m}, graine {seed}.\n",
        encoding="utf-8",
    )
    units = max(1, establishments * NATIONAL_UNITS // NATIONAL_ESTABLISHMENTS)
    rows: dict[str, int] = {}
    with (
        tempfile.TemporaryDirectory(prefix="essaim-sirene-", dir=folder) as scratch,
        register.workshop(scratch=Path(scratch)) as made,
    ):
        _prepare(made, establishments, units, vintage, seed, epci)
        for file, query in _FILES.items():
            if file not in files:
                continue
            if progress:
                progress(file.parquet)
            rows[file.parquet] = _write(made, folder / file.parquet, register.sql(query))
    return Made(folder, rows)


def _prepare(
    made: DuckDBPyConnection, establishments: int, units: int, vintage: date, seed: int, epci: Collection[str]
) -> None:
    """Draw up what files draw from, and say how big they are."""
    made.execute(register.sql("generator/draws"))
    given: dict[str, object] = {
        "communes": str(shipped.FOLDER / "communes_2026.csv.gz"),
        "old_codes": str(shipped.FOLDER / "old_codes.csv"),
        "districts": str(register.REFERENCE / "districts.csv"),
        "naf_2025": str(register.REFERENCE / "naf_2025.csv"),
        "epci": sorted(epci),
        # About sixty inhabitants a slot, so that small communes are there in their proportion.
        "slots": 1_000_000 if not epci else 60_000,
    }
    register.run(made, "generator/slots", **given)
    counts = {
        "unit_count": units,
        "establishment_count": establishments,
        "seed": seed,
        "headcount_year": vintage.year - 2 if vintage.month > 10 else vintage.year - 3,
        **{f"{name}_slots": _count(made, f"{name}_slot") for name in ("commune", "category", "bracket")},
        **{f"{kind}_slots": _count(made, "activity_slot", kind) for kind in ("ess", "other", "public")},
    }
    for name, count in counts.items():
        made.execute(f"SET VARIABLE {name} = {count:d}")
    made.execute(f"SET VARIABLE vintage = DATE '{vintage.isoformat()}'")
    made.execute(register.sql("generator/drawn_units"))
    made.execute(register.sql("generator/drawn_establishments"))


def _count(made: DuckDBPyConnection, table: str, kind: str = "") -> int:
    condition = f" WHERE kind = '{kind}'" if kind else ""
    (count,) = made.execute(f"SELECT count(*) FROM {table}{condition}").fetchall()[0]  # noqa: S608 (names are ours)
    return int(count)


def _write(made: DuckDBPyConnection, path: Path, query: str) -> int:
    """Write a Parquet file beside its place, then put it there."""
    beside = path.with_suffix(".part")
    written = made.execute(
        f"COPY ({query}) TO {quoted(beside)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{essaim: 'generated'}})"
    ).fetchall()
    beside.replace(path)
    return int(written[0][0])
