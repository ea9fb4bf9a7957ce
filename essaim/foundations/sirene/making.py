"""Makes the file of a snapshot: reads the files of a folder once or twice each, keeps the ESS and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from essaim.foundations.territory.adapters import shipped

from . import register
from .files import LIST_COLUMNS, Folder, ListFile, SourceFile, quoted, reading, view_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Perimeter:
    """The tables of one edition, as the making needs them: rows of categories and of activities outside."""

    number: int
    categories: Sequence[tuple[str, str, str, bool, bool]]
    activities: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks and the row of the snapshot need to know of what was made."""

    rows: dict[str, int]
    ess_count: int
    headcount_year: int | None
    unknown_communes: int
    unknown_brackets: int
    repeated: int
    malformed: int
    hidden: int
    unknown_days: int
    other_nomenclature: int
    active: int


def make(path: Path, folder: Folder, perimeter: Perimeter, *, scratch: Path, progress: Progress | None = None) -> Facts:
    """Write the file of a snapshot from a folder; what was there under this name is not touched before."""
    steps = list(_steps(folder))
    with register.workshop(path, scratch=scratch) as made:
        prepare(made, folder, perimeter)
        for number, (what, query) in enumerate(steps, start=1):
            if progress:
                progress(number, len(steps), what)
            register.run(made, query)
        facts = _facts(made, folder)
        _sign(made, folder.vintage, perimeter.number, folder)
        made.execute("CHECKPOINT")
    return facts


def _steps(folder: Folder) -> Iterator[tuple[str, str]]:
    yield "units", "load/units"
    yield "denominators", "load/denominators"
    yield "establishments", "load/establishments"
    yield "rules", "load/perimeter"
    yield "rules", "load/classify"
    yield "ess", "load/ess"
    if folder.has_history:
        yield "history", "load/lives"


def prepare(made: DuckDBPyConnection, folder: Folder, perimeter: Perimeter) -> None:
    """Set out what the steps read: the files by name of column, the lists, the perimeter, territories and brackets."""
    made.execute(f"SET VARIABLE vintage = DATE '{folder.vintage.isoformat()}'")
    made.execute(f"SET VARIABLE has_history = {'true' if folder.has_history else 'false'}")
    put_reference(made)
    put_perimeter(made, perimeter)
    for file, view in (
        (SourceFile.UNITS, "unit_source"),
        (SourceFile.ESTABLISHMENTS, "establishment_source"),
        (SourceFile.ESTABLISHMENT_HISTORY, "history_source"),
    ):
        if file in folder.files:
            made.execute(f"CREATE TEMP VIEW {view} AS {view_of(file, folder.files[file])}")
    for kind in ListFile:
        _put_list(made, kind, folder)


def put_reference(made: DuckDBPyConnection) -> None:
    """Write the territories, brackets and activities that a snapshot is read with."""
    register.run(
        made,
        "load/reference",
        communes=str(shipped.FOLDER / "communes_2026.csv.gz"),
        epci=str(shipped.FOLDER / "epci_2026.csv"),
        old_codes=str(shipped.FOLDER / "old_codes.csv"),
        associated=str(shipped.FOLDER / "associated_communes.csv"),
        **{
            name: str(register.REFERENCE / f"{file}.csv")
            for name, file in (
                ("districts", "districts"),
                ("naf_rev2", "naf_rev2"),
                ("divisions", "naf_rev2_divisions"),
                ("brackets", "brackets"),
            )
        },
    )


def put_perimeter(made: DuckDBPyConnection, perimeter: Perimeter, *, prefix: str = "") -> None:
    """Write the tables of an edition, where the classification looks for them; prefix sets two editions side by side."""
    made.execute(
        f"CREATE OR REPLACE TEMP TABLE {prefix}category "
        "(code VARCHAR, family VARCHAR, confidence VARCHAR, in_insee BOOLEAN, in_statutory BOOLEAN)"
    )
    if perimeter.categories:
        made.executemany(f"INSERT INTO {prefix}category VALUES (?, ?, ?, ?, ?)", perimeter.categories)  # noqa: S608
    made.execute(
        f"CREATE OR REPLACE TEMP TABLE {prefix}exclusion (nomenclature VARCHAR, code_from VARCHAR, code_to VARCHAR)"
    )
    if perimeter.activities:
        made.executemany(f"INSERT INTO {prefix}exclusion VALUES (?, ?, ?)", perimeter.activities)  # noqa: S608


def reclassify(path: Path, old: Path, perimeter: Perimeter, *, scratch: Path) -> tuple[int, bool]:
    """
    Write the file of a snapshot read with another edition of the perimeter; the first one is only read.

    :returns: how many establishments it keeps, and whether it has their history
    """
    with register.workshop(path, scratch=scratch) as made:
        made.execute(f"ATTACH {quoted(old)} AS old (READ_ONLY)")
        register.run(made, "load/reclassify")
        _judge(made, perimeter)
        register.run(made, "load/ess")
        has_history = bool(
            made.execute("FROM duckdb_tables() WHERE database_name = 'old' AND table_name = 'life'").fetchall()
        )
        if has_history:
            made.execute(
                "CREATE OR REPLACE TEMP TABLE candidate AS SELECT * EXCLUDE (family, epci, department, "
                "in_insee, in_annuaire, in_statutory, in_declared_commercial, in_esus, in_siae) FROM old.life"
            )
            _judge(made, perimeter)
            register.run(made, "load/relive")
        made.execute(
            "CREATE TABLE about AS SELECT vintage, $number::INTEGER AS perimeter, is_generated FROM old.about",
            {"number": perimeter.number},
        )
        (count,) = made.execute("SELECT count(*) FROM ess").fetchall()[0]
        made.execute("DETACH old")
        made.execute("CHECKPOINT")
    return int(count), has_history


def _judge(made: DuckDBPyConnection, perimeter: Perimeter) -> None:
    put_perimeter(made, perimeter)
    made.execute("CREATE OR REPLACE TEMP VIEW judged_unit AS FROM candidate")
    register.run(made, "load/perimeter")
    register.run(made, "load/classify")


def _put_list(made: DuckDBPyConnection, kind: ListFile, folder: Folder) -> None:
    """Write a list as a table, empty where the folder has none; SIREN that lost their zeros find them again."""
    needed, also = LIST_COLUMNS[kind]
    found = folder.lists.get(kind)
    table = f"list_{'ess_france' if kind is ListFile.ESS_FRANCE else kind.value}"
    kinds = {"starts_on": "DATE", "ends_on": "DATE"}
    if found is None:
        empty = ", ".join(f"NULL::{kinds.get(name, 'VARCHAR')} AS {name}" for name in (*needed, *also))
        made.execute(f"CREATE TEMP TABLE {table} AS SELECT {empty} WHERE false")
        return
    key = needed[0]
    length = 9 if key == "siren" else 14
    padded = f"lpad(trim({key}), {length}, '0')"
    fields = [f"{padded} AS {key}"]
    fields += [f"trim({name}) AS {name}" for name in needed[1:]]
    fields += [
        f"TRY_CAST({name} AS DATE) AS {name}" if name in found.columns else f"NULL::DATE AS {name}" for name in also
    ]
    made.execute(
        f"CREATE TEMP TABLE {table} AS SELECT {', '.join(fields)} "  # noqa: S608 (names are ours)
        f"FROM {reading(found.path, is_csv=True)}"
    )


def _facts(made: DuckDBPyConnection, folder: Folder) -> Facts:
    (row,) = made.execute(register.sql("load/facts")).fetchall()
    named = dict(zip((column[0] for column in made.description), row, strict=True))
    rows = {file.value: _row_count(made, found.path, is_csv=found.is_csv) for file, found in folder.files.items()}
    return Facts(rows=rows, **named)


def _row_count(made: DuckDBPyConnection, path: Path, *, is_csv: bool) -> int:
    (count,) = made.execute(f"SELECT count(*) FROM {reading(path, is_csv=is_csv)}").fetchall()[0]  # noqa: S608
    return int(count)


def _sign(made: DuckDBPyConnection, vintage: date, perimeter: int, folder: Folder) -> None:
    """Write inside the file what it is, so that it can be told without the database."""
    made.execute("CREATE TABLE about (vintage DATE, perimeter INTEGER, is_generated BOOLEAN)")
    made.execute("INSERT INTO about VALUES (?, ?, ?)", [vintage, perimeter, folder.is_generated])
