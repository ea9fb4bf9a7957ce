"""The monthly files of the register: their names, the columns we read, how each is read, and what a folder of them says."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path

from django.utils.translation import gettext as _

# A file of this name in a folder says that its files are generated; Parquet files say it too.
GENERATED_MARK = "GENERATED.txt"
# What `essaim sirene fetch` and `generate` write beside the files: {"vintage": "2026-08", ...}.
MANIFEST = "sirene.json"
BLOCK = 8 * 1024 * 1024
Told = Callable[[str], None]


class SourceFile(Enum):
    """A file of the register, by the name it is published under (data.gouv.fr, dataset of the base Sirene)."""

    UNITS = "StockUniteLegale"
    ESTABLISHMENTS = "StockEtablissement"
    ESTABLISHMENT_HISTORY = "StockEtablissementHistorique"

    @property
    def parquet(self) -> str:
        """Its name as a Parquet file."""
        return f"{self.value}_utf8.parquet"

    @property
    def zipped(self) -> str:
        """Its name as a compressed CSV file."""
        return f"{self.value}_utf8.zip"


class ListFile(Enum):
    """A list that completes the register, by the name it is given in a folder; each is one CSV file."""

    ESS_FRANCE = "liste_ess_france"
    ESUS = "esus"
    SIAE = "siae"

    @property
    def csv(self) -> str:
        """Its name."""
        return f"{self.value}.csv"


# What each file must hold, by name; the order of columns and what else there is do not matter.
REQUIRED = {
    SourceFile.UNITS: (
        "siren",
        "statutDiffusionUniteLegale",
        "identifiantAssociationUniteLegale",
        "denominationUniteLegale",
        "sigleUniteLegale",
        "denominationUsuelle1UniteLegale",
        "categorieJuridiqueUniteLegale",
        "activitePrincipaleUniteLegale",
        "nomenclatureActivitePrincipaleUniteLegale",
        "economieSocialeSolidaireUniteLegale",
        "societeMissionUniteLegale",
    ),
    SourceFile.ESTABLISHMENTS: (
        "siren",
        "siret",
        "statutDiffusionEtablissement",
        "dateCreationEtablissement",
        "trancheEffectifsEtablissement",
        "anneeEffectifsEtablissement",
        "etablissementSiege",
        "etatAdministratifEtablissement",
        "codeCommuneEtablissement",
        "codePostalEtablissement",
        "numeroVoieEtablissement",
        "typeVoieEtablissement",
        "libelleVoieEtablissement",
        "enseigne1Etablissement",
        "denominationUsuelleEtablissement",
        "activitePrincipaleEtablissement",
        "nomenclatureActivitePrincipaleEtablissement",
    ),
    SourceFile.ESTABLISHMENT_HISTORY: ("siret", "dateDebut", "etatAdministratifEtablissement"),
}
# Read where it is there: the column exists since 16 December 2025, and goes once NAF 2025 is official.
OPTIONAL = {SourceFile.ESTABLISHMENTS: ("activitePrincipaleNAF25Etablissement",)}
LIST_COLUMNS = {
    ListFile.ESS_FRANCE: (("siren",), ()),
    ListFile.ESUS: (("siren",), ("starts_on", "ends_on")),
    ListFile.SIAE: (("siret", "kind"), ("ends_on",)),
}
_READ_AS = {
    "dateCreationEtablissement": "TRY_CAST({0} AS DATE)",
    "dateDebut": "TRY_CAST({0} AS DATE)",
    "anneeEffectifsEtablissement": "TRY_CAST({0} AS INTEGER)",
    "etablissementSiege": "coalesce(TRY_CAST({0} AS BOOLEAN), false)",
    # A number in Parquet, a text in CSV: as it stands in Parquet, so that nothing is worked out of each of thirty million rows.
    "categorieJuridiqueUniteLegale": "TRY_CAST({0} AS BIGINT)",
}
# Numbers that lost their zeros on the way find them again; what is a text in Parquet is taken as it stands.
_LENGTHS = {"siren": 9, "siret": 14}


class FolderRefused(Exception):
    """A folder cannot be loaded: what is missing or wrong, where, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it stands, its hash and size, and the columns it has, each with its type."""

    path: Path
    sha256: str
    size_bytes: int
    columns: Mapping[str, str]
    is_csv: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds: the month, the files of the register, the lists, and whether they are generated."""

    path: Path
    vintage: date
    is_generated: bool
    files: dict[SourceFile, Found]
    lists: dict[ListFile, Found] = field(default_factory=dict)

    @property
    def has_history(self) -> bool:
        """Whether the history of establishments is there."""
        return SourceFile.ESTABLISHMENT_HISTORY in self.files


def look_into(path: Path, *, scratch: Path, vintage: date | None = None, told: Told | None = None) -> Folder:
    """
    Find the files of a folder, and check that each has the columns that are read, by name.

    Compressed CSV files are opened into scratch, where they take about three times their size.

    :param vintage: first day of the month; by default what the folder says (sirene.json, or 2026-08 in its name)
    :raises FolderRefused: with everything that is missing
    """
    say = told or _say_nothing
    if not path.is_dir():
        raise FolderRefused(_("There is no folder %(path)s.") % {"path": path})
    files, wrong = {}, []
    for file in SourceFile:
        found = _source(path, file, scratch, say)
        if found is None:
            if file is not SourceFile.ESTABLISHMENT_HISTORY:
                wrong.append(
                    _("%(folder)s holds neither %(parquet)s nor %(zip)s.")
                    % {"folder": path, "parquet": file.parquet, "zip": file.zipped}
                )
            continue
        files[file] = found
        wrong += _missing(found, REQUIRED[file])
    lists = {}
    for kind in ListFile:
        if (path / kind.csv).exists():
            say(kind.csv)
            lists[kind] = _found(path / kind.csv, path / kind.csv, is_csv=True)
            wrong += _missing(lists[kind], LIST_COLUMNS[kind][0])
    month = vintage or _said_month(path)
    if month is None:
        wrong.append(_("Nothing says which month the files are of: give --vintage 2026-08."))
    if wrong or month is None:
        raise FolderRefused("\n".join(wrong))
    is_generated = (path / GENERATED_MARK).exists() or any(_is_generated(found) for found in files.values())
    return Folder(path, month, is_generated, files, lists)


def _say_nothing(what: str) -> None:
    """Take no notice."""


def _source(path: Path, file: SourceFile, scratch: Path, say: Told) -> Found | None:
    parquet, zipped = path / file.parquet, path / file.zipped
    if parquet.exists():
        say(file.parquet)
        return _found(parquet, parquet, is_csv=False)
    if zipped.exists():
        say(file.zipped)
        return _found(zipped, _unzipped(zipped, scratch), is_csv=True)
    return None


def _unzipped(path: Path, scratch: Path) -> Path:
    """Open the one CSV file of an archive, whatever name it stands under inside."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(names) != 1:
                raise FolderRefused(_("%(file)s must hold one CSV file.") % {"file": path.name})
            opened = scratch / f"{path.stem}.csv"
            with archive.open(names[0]) as inside, opened.open("wb") as outside:
                shutil.copyfileobj(inside, outside, BLOCK)
    except (zipfile.BadZipFile, OSError) as error:
        raise FolderRefused(
            _("%(file)s is not a whole archive (%(error)s): fetch it again.") % {"file": path.name, "error": error}
        ) from error
    return opened


def _found(original: Path, path: Path, *, is_csv: bool) -> Found:
    import duckdb

    try:
        described = duckdb.execute(f"DESCRIBE FROM {reading(path, is_csv=is_csv)}").fetchall()
    except duckdb.Error as error:
        raise FolderRefused(
            _("%(file)s cannot be read (%(error)s): fetch it again.")
            % {"file": original.name, "error": str(error).split("\n")[0]}
        ) from error
    return Found(path, sha256_of(original), original.stat().st_size, {row[0]: row[1] for row in described}, is_csv)


def reading(path: Path, *, is_csv: bool) -> str:
    """Write how DuckDB reads a file, every column of a CSV file as text."""
    return f"read_csv({quoted(path)}, all_varchar = true, header = true)" if is_csv else f"read_parquet({quoted(path)})"


def _missing(found: Found, needed: tuple[str, ...]) -> Iterator[str]:
    for name in needed:
        if name not in found.columns:
            yield _("%(file)s has no column “%(column)s”: the file changed, or is not the one expected.") % {
                "file": found.path.name,
                "column": name,
            }


def _is_generated(found: Found) -> bool:
    import duckdb

    if found.is_csv:
        return False
    query = f"SELECT value FROM parquet_kv_metadata({quoted(found.path)}) WHERE key = 'essaim'"  # noqa: S608 (a path of ours)
    marks = duckdb.execute(query).fetchall()
    return (b"generated",) in marks


def _said_month(path: Path) -> date | None:
    manifest = path / MANIFEST
    text = path.resolve().name
    if manifest.exists():
        text = str(json.loads(manifest.read_text(encoding="utf-8")).get("vintage", ""))
    said = re.search(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return date(int(said[1]), int(said[2]), 1) if said else None


def sha256_of(path: Path) -> str:
    """Hash a file, block by block."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def view_of(file: SourceFile, found: Found) -> str:
    """Write the columns of a file as they are read, whatever types it has; what may be missing is empty."""
    columns = [f"{_read_as(name, found)} AS {name}" for name in REQUIRED[file]]
    columns += [
        f"CAST({name} AS VARCHAR) AS {name}" if name in found.columns else f"NULL::VARCHAR AS {name}"
        for name in OPTIONAL.get(file, ())
    ]
    return f"SELECT {', '.join(columns)} FROM {reading(found.path, is_csv=found.is_csv)}"  # noqa: S608 (names are ours)


def _read_as(name: str, found: Found) -> str:
    if name in _LENGTHS and (found.is_csv or found.columns.get(name) != "VARCHAR"):
        return f"lpad(CAST({name} AS VARCHAR), {_LENGTHS[name]}, '0')"
    return _READ_AS.get(name, "CAST({0} AS VARCHAR)").format(name)


def quoted(path: Path | str) -> str:
    """Write a path as a literal of SQL, where no parameter can stand (COPY ... TO)."""
    return "'" + str(path).replace("'", "''") + "'"
