"""
Measures the business register on generated files of any size, beside a floor: DuckDB decoding the needed columns, and nothing else.

script/bench runs it small. Alone, at the size of the country (44 million establishments, half an hour to generate, once):

    python -m bench.sirene --establishments 43896818 --folder FOLDER

Each work is done in a process of its own, so that its memory is its own; the floor is measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.env import ROOT

VINTAGE = date(2026, 8, 1)
SMALL = 1_000_000
TURNS = 3
UNITS, ESTABLISHMENTS = "StockUniteLegale_utf8.parquet", "StockEtablissement_utf8.parquet"
# Lengths are added up: a maximum would be answered from the statistics of the files, without decoding anything.
FLOOR = """
SELECT sum(strlen(siren)), sum(strlen(codeCommuneEtablissement)), sum(strlen(trancheEffectifsEtablissement)),
    sum(strlen(activitePrincipaleEtablissement)), sum(strlen(nomenclatureActivitePrincipaleEtablissement)),
    sum(strlen(etatAdministratifEtablissement))
FROM read_parquet('{folder}/StockEtablissement_utf8.parquet');
SELECT sum(strlen(siren)), sum(categorieJuridiqueUniteLegale), sum(strlen(activitePrincipaleUniteLegale)),
    sum(strlen(nomenclatureActivitePrincipaleUniteLegale)), sum(strlen(economieSocialeSolidaireUniteLegale))
FROM read_parquet('{folder}/StockUniteLegale_utf8.parquet')
"""


@dataclass(frozen=True, slots=True)
class Done:
    """One work: how long, how much memory at most, and something it found, so that it cannot do nothing."""

    seconds: float
    megabytes: float
    found: float


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    os.environ.setdefault("DATABASE_URL", "postgresql://unused@127.0.0.1:1/unused")
    import django

    django.setup()


def floor(folder: Path) -> float:
    """Decode the needed columns, and nothing else."""
    from essaim.foundations.sirene import register

    with register.workshop() as connection:
        for query in FLOOR.format(folder=folder).split(";"):
            connection.execute(query).fetchall()
    return 0.0


def indicators(folder: Path) -> float:
    """Read the perimeter and the indicators of every EPCI from the raw files: both rules, by family and by section."""
    from essaim.foundations.sirene import register

    with tempfile.TemporaryDirectory() as scratch, register.workshop(scratch=Path(scratch)) as made:
        _prepare(made, folder)
        register.run(made, "load/units")
        rows = []
        for statement in (ROOT / "bench" / "sirene_indicators.sql").read_text(encoding="utf-8").split(";\n"):
            rows = made.execute(statement).fetchall()
    return float(len({row[0] for row in rows}))


def load(folder: Path) -> float:
    """Make the file of a checked snapshot, hashes of the files included, without the history."""
    from essaim.foundations.sirene import files, making
    from essaim.foundations.sirene.checks import check

    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        held = files.look_into(folder, scratch=Path(scratch), vintage=VINTAGE)
        held.files.pop(files.SourceFile.ESTABLISHMENT_HISTORY, None)
        path = Path(scratch) / "made.duckdb"
        facts = making.make(path, held, _perimeter(), scratch=Path(scratch))
        check(facts, None)
        files.sha256_of(path)
        path.replace(folder / "made.duckdb")
    return float(facts.ess_count)


def changes(folder: Path) -> float:
    """Compare two months from their snapshots: the same file twice reads as much as two that are alike."""
    from essaim.foundations.sirene import files, register

    settings_folder(folder)
    with register.snapshot("made.duckdb") as connection:
        _open(connection, "insee")
        copy = folder / "before.duckdb"
        if not copy.exists():
            copy.write_bytes((folder / "made.duckdb").read_bytes())
        connection.execute(f"ATTACH {files.quoted(copy)} AS before (READ_ONLY)")
        asked = {"communes": [], "everywhere": True, "district": ""}
        query = f"SELECT kind, count(*) FROM ({register.sql('read/changes')}) GROUP BY kind"
        connection.execute(query, asked).fetchall()
    return 0.0


def filters(folder: Path) -> float:
    """Return the 95th percentile, in milliseconds, of the query behind any crossing of the explorer."""
    from essaim.foundations.sirene import register

    settings_folder(folder)
    draw = random.Random(1)
    times = []
    with register.snapshot("made.duckdb") as connection:
        _open(connection, "insee")
        epci = connection.execute("SELECT epci, list(code) FROM commune WHERE epci <> '' GROUP BY epci").fetchall()
        for turn in range(210):
            everywhere = turn % 10 == 0
            asked = {
                "communes": [] if everywhere else draw.choice(epci)[1],
                "everywhere": everywhere,
                "district": "",
                "family": draw.choice(["", "association", "cooperative", "mutual"]),
                "section": draw.choice(["", "Q", "S", "R", "P"]),
                "bracket": draw.choice(["", "NN", "11"]),
                "employers_only": draw.random() < 0.5,
            }
            started = time.perf_counter()
            connection.execute(register.sql("read/indicators"), asked).fetchall()
            times.append((time.perf_counter() - started) * 1000)
    # The first ten warm up.
    return statistics.quantiles(times[10:], n=20)[-1]


def settings_folder(folder: Path) -> None:
    """Read snapshots from the folder of the bench."""
    from django.conf import settings

    settings.ESSAIM_SIRENE_FOLDER = str(folder)


def _open(connection: object, scope: str) -> None:
    from essaim.foundations.sirene import reference, register

    connection.execute(f"SET VARIABLE scope = '{scope}'")  # type: ignore[attr-defined]
    connection.execute("SET VARIABLE denominator = 'total'")  # type: ignore[attr-defined]
    means = {code: float(least) for code, (least, _most) in reference.spans_of_brackets().items()}
    register.run(connection, "read/opened", codes=list(means), means=list(means.values()))  # type: ignore[arg-type]


def _perimeter() -> object:
    from essaim.foundations.sirene import making, reference

    return making.Perimeter(
        1,
        [
            (row["code"], row["family"], row["confidence"], row["in_insee"] == "1", row["in_statutory"] == "1")
            for row in reference.rows("legal_categories")
        ],
        [(row["nomenclature"], row["code_from"], row["code_to"]) for row in reference.rows("activity_exclusions")],
    )


def _prepare(made: object, folder: Path) -> None:
    from essaim.foundations.sirene import files, making

    held = files.Folder(
        folder,
        VINTAGE,
        is_generated=True,
        files={
            file: files.Found(folder / file.parquet, "", 0, frozenset(files.REQUIRED[file]))
            for file in (files.SourceFile.UNITS, files.SourceFile.ESTABLISHMENTS)
        },
    )
    making.prepare(made, held, _perimeter())  # type: ignore[arg-type]


WORKS: dict[str, Callable[[Path], float]] = {
    "floor": floor,
    "indicators": indicators,
    "load": load,
    "changes": changes,
    "filters": filters,
}


def measured(name: str, folder: Path) -> Done:
    """Do one work in a process of its own, three times after once for nothing, and keep the middle."""
    done = []
    turns = 1 if name == "filters" else TURNS
    for _turn in range(turns + 1):
        told = subprocess.run(
            [sys.executable, "-m", "bench.sirene", "--one", name, "--folder", str(folder)],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        done.append(Done(**json.loads(told.stdout)))
    kept = done[1:]
    return Done(
        statistics.median(one.seconds for one in kept),
        max(one.megabytes for one in kept),
        statistics.median(one.found for one in kept),
    )


def table(folder: Path, establishments: int) -> str:
    """Measure everything, and write it as a table beside the floor."""
    _start()
    from essaim.foundations.sirene.files import SourceFile
    from essaim.foundations.sirene.generator import generate

    if not (folder / ESTABLISHMENTS).exists():
        wanted = (SourceFile.UNITS, SourceFile.ESTABLISHMENTS)
        generate(folder, establishments=establishments, vintage=VINTAGE, files=wanted)
    found = {name: measured(name, folder) for name in WORKS}
    base = found["floor"].seconds
    lines = [
        f"The business register, {establishments} generated establishments, beside the decoding of the needed columns:",
        "",
        "| what | seconds | times the floor | memory, MB |",
        "|---|---|---|---|",
    ]
    names = {
        "floor": "floor: the needed columns decoded by DuckDB, nothing else",
        "indicators": f"perimeter and indicators of {found['indicators'].found:.0f} EPCI, from the raw files",
        "load": f"a month made into a checked snapshot of {found['load'].found:.0f} establishments",
        "changes": "what changed between two months, from snapshots",
    }
    lines += [
        f"| {label} | {found[name].seconds:.2f} | {found[name].seconds / base:.1f} | {found[name].megabytes:.0f} |"
        for name, label in names.items()
    ]
    lines += [
        "",
        f"Any crossing of the explorer over that snapshot: 95 % of the queries take less than {found['filters'].found:.0f} ms.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print; with --one, do one work and tell it as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--establishments", type=int, default=SMALL)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", choices=WORKS)
    asked = parser.parse_args()
    if asked.one:
        _start()
        started = time.perf_counter()
        found = WORKS[asked.one](asked.folder)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "megabytes": peak, "found": found}))
        return
    if asked.folder:
        asked.folder.mkdir(parents=True, exist_ok=True)
        print(table(asked.folder, asked.establishments))
        return
    with tempfile.TemporaryDirectory(prefix="essaim-bench-sirene-") as folder:
        print(table(Path(folder), asked.establishments))


if __name__ == "__main__":
    main()
