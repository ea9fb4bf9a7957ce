"""
Measures the business register on generated files of any size, beside a floor: DuckDB decoding the needed columns, and nothing else.

script/bench runs it small. Alone, at the size of the country (44 million establishments, half an hour to generate, once):

    python -m bench.sirene --establishments 43896818 --folder FOLDER [--growth] [--peers PYTHON] [--write]

PYTHON has requirements/peers.txt installed (pandas, polars, pyarrow: in no other list, Essaim needs none of them).
Each work is done in a process of its own, so that its memory is its own, each after a turn of the floor; with other work on the
machine, clocks tell little: processor time, of all threads, is told beside them and the ratios are of it.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.sirene_peers import peak
from config.env import ROOT

VINTAGE = date(2026, 8, 1)
SMALL = 1_000_000
MIDDLE = 10_000_000
TURNS = 3
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- national register: begin -->", "<!-- national register: end -->"
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
    """One work: how long by the clock and by processors, how much memory at most, and what it found."""

    seconds: float
    processor: float
    megabytes: float
    found: Sequence[float]


@dataclass(frozen=True, slots=True)
class Beside:
    """One work, and how many times the floor before it: by processor time, and by the clock."""

    done: Done
    ratio: float
    clock_ratio: float


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    os.environ.setdefault("DATABASE_URL", "postgresql://unused@127.0.0.1:1/unused")
    import django

    django.setup()


def floor(folder: Path) -> Sequence[float]:
    """Decode the needed columns, and nothing else."""
    from essaim.foundations.sirene import register

    with register.workshop() as connection:
        return [
            float(value)
            for query in FLOOR.format(folder=folder).split(";")
            for value in connection.execute(query).fetchall()[0]
        ]


def indicators(folder: Path) -> Sequence[float]:
    """Read the perimeter and all indicators of every EPCI from the raw files: two rules and two layers, by family, by section."""
    from essaim.foundations.sirene import register

    with tempfile.TemporaryDirectory() as scratch, register.workshop(scratch=Path(scratch)) as made:
        _prepare(made, folder)
        row: tuple[Any, ...] = ()
        for statement in (ROOT / "bench" / "sirene_indicators.sql").read_text(encoding="utf-8").split(";\n"):
            (row, *_others) = made.execute(statement).fetchall() or [()]
    # The same sums as the peers give: rows, establishments, employers, estimate, share of employers, location quotient. None
    # of them gives its rows to Python or sorts them, and neither do we.
    return [float(value) for value in row]


def load(folder: Path) -> Sequence[float]:
    """Make the file of a checked snapshot, hashes of the files included, without the history nor the verdicts of secrecy."""
    from essaim.foundations.sirene import files, making
    from essaim.foundations.sirene.checks import check

    with tempfile.TemporaryDirectory(dir=folder) as scratch, tempfile.TemporaryDirectory() as month:
        for name in (UNITS, ESTABLISHMENTS):
            (Path(month) / name).symlink_to((folder / name).resolve())
        held = files.look_into(Path(month), scratch=Path(scratch), vintage=VINTAGE)
        path = Path(scratch) / "made.duckdb"
        facts = making.make(path, held, _perimeter(), scratch=Path(scratch))
        check(facts, None)
        files.sha256_of(path)
        path.replace(folder / "made.duckdb")
    return [float(facts.ess_count)]


def verdicts(folder: Path) -> Sequence[float]:
    """Judge statistical secrecy everywhere by INSEE's rule, as a load does for each rule and layer."""
    from essaim.foundations.sirene import register
    from essaim.foundations.sirene.queries import judging
    from essaim.foundations.sirene.rows import Judged
    from essaim.foundations.sirene.states import Rule

    settings_folder(folder)
    with register.snapshot("made.duckdb") as connection:
        _open(connection, "insee")
        kept = list(judging.judgements(connection, Judged("made.duckdb", Rule.INSEE)))
    return [float(len(kept)), float(sum(text.count("\n") + bool(text) for _part, text in kept))]


def changes(folder: Path) -> Sequence[float]:
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
    return []


def filters(folder: Path) -> Sequence[float]:
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
    return [statistics.quantiles(times[10:], n=20)[-1], statistics.median(times[10:])]


def settings_folder(folder: Path) -> None:
    """Read snapshots from the folder of the bench."""
    from django.conf import settings

    settings.ESSAIM_SIRENE_FOLDER = str(folder)


def _open(connection: Any, scope: str) -> None:
    from essaim.foundations.sirene import reference
    from essaim.foundations.sirene.queries import bases
    from essaim.foundations.sirene.states import Denominator

    connection.execute(f"SET VARIABLE scope = '{scope}'")
    means = {code: float(least) for code, (least, _most) in reference.spans_of_brackets().items()}
    bases.prepare(connection, VINTAGE, means, Denominator.TOTAL, ("", ()))


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
            file: files.Found(folder / file.parquet, "", 0, dict.fromkeys(files.REQUIRED[file], "VARCHAR"))
            for file in (files.SourceFile.UNITS, files.SourceFile.ESTABLISHMENTS)
        },
    )
    making.prepare(made, held, _perimeter())  # type: ignore[arg-type]


WORKS: dict[str, Callable[[Path], Sequence[float]]] = {
    "floor": floor,
    "indicators": indicators,
    "load": load,
    "verdicts": verdicts,
    "changes": changes,
    "filters": filters,
}


def once(name: str, folder: Path) -> Done:
    """Do one work in a process of its own."""
    return _told([sys.executable, "-m", "bench.sirene", "--one", name, "--folder", str(folder)])


def _told(command: list[str]) -> Done:
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return Done(**json.loads(told.stdout))


def beside(work: Callable[[], Done], folder: Path, turns: int = TURNS) -> Beside:
    """Do a work some times, each after a turn of the floor, and keep the middle of the ratios."""
    pairs = [(once("floor", folder), work()) for _turn in range(turns)]
    done = [pair[1] for pair in pairs]
    return Beside(
        Done(
            statistics.median(one.seconds for one in done),
            statistics.median(one.processor for one in done),
            max(one.megabytes for one in done),
            done[-1].found,
        ),
        statistics.median(one.processor / base.processor for base, one in pairs),
        statistics.median(one.seconds / base.seconds for base, one in pairs),
    )


def made(folder: Path, establishments: int) -> None:
    """Generate the files of this size, unless they are there."""
    from essaim.foundations.sirene.files import SourceFile
    from essaim.foundations.sirene.generator import generate

    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ESTABLISHMENTS).exists():
        wanted = (SourceFile.UNITS, SourceFile.ESTABLISHMENTS)
        generate(folder, establishments=establishments, vintage=VINTAGE, files=wanted)


HEAD = [
    "| what | seconds | processor seconds | times the floor (processor) | times the floor (clock) | memory, MB | target |",
    "|---|---|---|---|---|---|---|",
]


def _line(label: str, found: Beside, target: str) -> str:
    done = found.done
    return (
        f"| {label} | {done.seconds:.2f} | {done.processor:.2f} | {found.ratio:.1f} | {found.clock_ratio:.1f} "
        f"| {done.megabytes:.0f} | {target} |"
    )


def table(folder: Path, establishments: int) -> str:
    """Measure everything of one size, and write it as a table beside the floor."""
    _start()
    made(folder, establishments)
    once("floor", folder)
    found = {}
    for name in WORKS:
        if name != "filters":
            # Verdicts take minutes at the size of the country.
            turns = 1 if name == "verdicts" else TURNS
            found[name] = beside(functools.partial(once, name, folder), folder, turns)
    told = once("filters", folder).found
    epci, kept, judged = (found[name].done.found for name in ("indicators", "load", "verdicts"))
    labels = {
        "floor": ("floor: the needed columns decoded by DuckDB, nothing else", ""),
        "indicators": (
            f"perimeter and all indicators of 1255 EPCI ({epci[0]:.0f} rows), from the raw files",
            "3, 800 MB",
        ),
        "load": (f"a month made into a checked snapshot of {kept[0]:.0f} establishments", "8, 1500 MB"),
        "verdicts": (f"secrecy judged everywhere by one rule ({judged[1]:.0f} crossings withheld), at a load", ""),
        "changes": ("what changed between two months, from snapshots", "1"),
    }
    return "\n".join(
        [
            f"The business register, {establishments} generated establishments, beside the decoding of the needed columns:",
            "",
            *HEAD,
            *(_line(label, found[name], target) for name, (label, target) in labels.items()),
            "",
            f"Any crossing of the explorer over that snapshot: 95 % of the queries take less than {told[0]:.0f} ms, "  # noqa: ISC004
            f"half less than {told[1]:.0f} ms (target: 50 ms).",
        ]
    )


def growth(folder: Path, establishments: int) -> str:
    """Tell how the indicators and the load grow with the files."""
    lines = [
        "How it grows, processor seconds for a million establishments:",
        "",
        "| establishments | floor | indicators | load |",
        "|---|---|---|---|",
    ]
    for count in sorted({SMALL, MIDDLE, establishments}):
        here = folder if count == establishments else folder / str(count)
        made(here, count)
        times = [
            statistics.median(once(name, here).processor for _turn in range(2)) / count * 1e6
            for name in ("floor", "indicators", "load")
        ]
        lines.append(f"| {count} | " + " | ".join(f"{one:.2f}" for one in times) + " |")
    return "\n".join(lines)


def peers(folder: Path, establishments: int, python: str) -> str:
    """
    Measure the same indicators by other means, on the same files; SQLite, which would take long, on those of ten million.

    :raises RuntimeError: if a peer finds other figures
    """
    lines = [
        "The same indicators by other means (`bench/sirene_peers.py`), ours in turn with each; “times ours” is of processor time:",
        "",
        "| by | establishments | seconds | processor | memory, MB | times ours | by the clock | memory of ours | target |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    fewer = folder if establishments <= MIDDLE else folder / str(MIDDLE)
    made(fewer, min(establishments, MIDDLE))
    targets = {"pandas": "8", "polars": "1.5, and 3 times the memory", "sqlite": "40"}
    for name, target in targets.items():
        here, count = (fewer, min(establishments, MIDDLE)) if name == "sqlite" else (folder, establishments)
        known = here / "known.json"
        known.write_text(json.dumps(_known(here)), encoding="utf-8")
        command = [python, str(ROOT / "bench" / "sirene_peers.py"), name, str(here), str(known)]
        pairs = [(once("indicators", here), _told(command)) for _turn in range(2 if name == "polars" else 1)]
        for ours, theirs in pairs:
            if any(abs(a - b) > 1e-6 * abs(a) for a, b in zip(ours.found, theirs.found, strict=True)):
                message = f"{name} finds {theirs.found}, and not {ours.found}"
                raise RuntimeError(message)
        theirs = pairs[-1][1]
        lines.append(
            f"| {name} | {count} | {theirs.seconds:.1f} | {theirs.processor:.1f} | {theirs.megabytes:.0f} "
            f"| {statistics.median(two.processor / one.processor for one, two in pairs):.1f} "
            f"| {statistics.median(two.seconds / one.seconds for one, two in pairs):.1f} "
            f"| {pairs[-1][0].megabytes:.0f} | {target} |"
        )
    return "\n".join(lines)


def _known(folder: Path) -> dict[str, object]:
    """Write down what peers must know of territories, activities, brackets and perimeter."""
    from essaim.foundations.sirene import register

    perimeter: Any = _perimeter()
    with register.workshop() as connection:
        _prepare(connection, folder)
        rows = connection.execute(
            "SELECT found, epci FROM commune_code JOIN commune ON commune.code = commune_code.commune WHERE epci <> ''"
        ).fetchall()
        sections = connection.execute("SELECT code, section FROM naf WHERE section IS NOT NULL").fetchall()
        brackets = connection.execute("SELECT code, least, most FROM bracket").fetchall()
    return {
        "epci_of": dict(rows),
        "section_of": dict(sections),
        "brackets": [code for code, _least, _most in brackets],
        "least": {code: least for code, least, _most in brackets if least is not None},
        "most": {code: most for code, _least, most in brackets if most is not None},
        "categories": [(int(code), *others) for code, *others in perimeter.categories],
        "exclusions": perimeter.activities,
    }


def kept_section() -> str:
    """Return what the page of performance says of the national register, to be kept when the rest is written again."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if BEGIN not in text or END not in text:
        return ""
    return text[text.index(BEGIN) : text.index(END) + len(END)] + "\n"


def write_section(text: str, establishments: int, *, has_peers: bool) -> None:
    """Put the section of the national register in the page of performance, in the place of the one before."""
    options = "--growth" + (" --peers PYTHON" if has_peers else "")
    section = (
        f"{BEGIN}\n## The national register\n\n"
        f"Written by `python -m bench.sirene --establishments {establishments} --folder FOLDER {options} --write`, apart\n"
        "from the rest of this page, which keeps it. The files are generated once in FOLDER: 44 million establishments and 30\n"
        "million units, half an hour. PYTHON is `PEERS/bin/python` after `python -m venv PEERS && PEERS/bin/pip install\n"
        "--require-hashes -r requirements/peers.txt`.\n\n"
        f"Two threads; meanwhile the machine had {os.getloadavg()[1]:.1f} things to do at a time with {os.cpu_count()} processors: "
        "clocks tell little, processor\ntime more. Each work is done after a turn of the floor, in a process of its own.\n\n"
        f"{text}\n{END}\n"
    )
    before = kept_section()
    page = PAGE.read_text(encoding="utf-8")
    page = page.replace(before, section) if before else page.rstrip() + "\n\n" + section
    PAGE.write_text(page, encoding="utf-8")


def main() -> None:
    """Measure and print; with --one, do one work and tell it as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--establishments", type=int, default=SMALL)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", choices=WORKS)
    parser.add_argument("--growth", action="store_true", help="also at 1 and 10 million establishments")
    parser.add_argument(
        "--peers", metavar="PYTHON", help="also by pandas, polars and SQLite: a Python that has requirements/peers.txt"
    )
    parser.add_argument("--write", action="store_true", help="put it in its section of docs/performance.md")
    asked = parser.parse_args()
    _start()
    if asked.one:
        started, worked = time.perf_counter(), time.process_time()
        found = WORKS[asked.one](asked.folder)
        seconds, processor = time.perf_counter() - started, time.process_time() - worked
        print(json.dumps({"seconds": seconds, "processor": processor, "megabytes": peak(), "found": found}))
        return
    with tempfile.TemporaryDirectory(prefix="essaim-bench-sirene-") as scratch:
        folder = asked.folder or Path(scratch)
        parts = [table(folder, asked.establishments)]
        print(parts[-1], flush=True)
        if asked.growth:
            parts.append(growth(folder, asked.establishments))
            print(parts[-1], flush=True)
        if asked.peers:
            parts.append(peers(folder, asked.establishments, asked.peers))
            print(parts[-1], flush=True)
        else:
            print(NO_PEERS)
        if asked.write:
            write_section("\n\n".join(parts), asked.establishments, has_peers=bool(asked.peers))


NO_PEERS = """
Not beside pandas, polars and SQLite: they are no requirement of Essaim. To have them:
    python -m venv PEERS && PEERS/bin/pip install --require-hashes -r requirements/peers.txt
    python -m bench.sirene --establishments 43896818 --folder FOLDER --peers PEERS/bin/python
"""

if __name__ == "__main__":
    main()
