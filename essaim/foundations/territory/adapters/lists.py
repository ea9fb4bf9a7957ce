"""Reads lists of communes and of EPCI, as the open administrative division publishes them, from CSV or compressed CSV."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from essaim.foundations.primitives.identifiers import is_commune_code, is_siren
from essaim.foundations.territory.states import EpciKind

from .refusals import FileRefused, RowError

BYTES_MAX = 50 * 1024 * 1024
# Our word for a column, then the headings under which it is published.
COMMUNE_COLUMNS = {
    "code": ("code",),
    "name": ("name", "nom"),
    "epci": ("epci",),
    "siren": ("siren", "siren_commune"),
    "population": ("population",),
    "postcodes": ("postcodes", "codes_postaux"),
}
EPCI_COLUMNS = {
    "siren": ("siren",),
    "name": ("name", "nom"),
    "kind": ("kind", "type"),
    "commune_count": ("commune_count", "nb_communes"),
    "population_total": ("population_total", "population_totale"),
    "population_municipal": ("population_municipal", "population_municipale"),
}


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """A commune as a list gives it; epci is the SIREN of the EPCI it is a member of, empty if none."""

    code: str
    name: str
    epci: str
    siren: str
    population: int | None
    postcodes: str


@dataclass(frozen=True, slots=True)
class EpciRow:
    """An EPCI as a list gives it."""

    siren: str
    name: str
    kind: str
    commune_count: int
    population_total: int | None
    population_municipal: int | None


@dataclass(frozen=True, slots=True)
class Lists:
    """What the files hold together: the year of the lists, their rows, and a hash over all that was read."""

    year: int
    communes: tuple[CommuneRow, ...]
    epci: tuple[EpciRow, ...]
    sha256: str
    names: tuple[str, ...]

    def only(self, sirens: Iterable[str]) -> Lists:
        """Keep some EPCI and their members."""
        kept = set(sirens)
        return Lists(
            self.year,
            tuple(row for row in self.communes if row.epci in kept),
            tuple(row for row in self.epci if row.siren in kept),
            self.sha256,
            self.names,
        )


def files_in(paths: Sequence[Path]) -> list[Path]:
    """
    List the CSV files named, or standing in the folders named.

    :raises FileRefused: if a path does not exist, or a folder holds no CSV file
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.csv*")) if path.is_dir() else [path]
        if not path.exists() or not inside:
            mend = _("Give a CSV file, or a folder that holds some.")
            raise FileRefused([RowError(str(path), 0, "", _("There is no such file."), mend)])
        found += inside
    return found


def read_lists(paths: Sequence[Path], *, year: int | None = None) -> Lists:
    """
    Read and check lists of communes and EPCI; which is which is told by their headings.

    :param year: the year of the lists; by default, the year in the name of a file such as communes_2026.csv
    :raises FileRefused: with every error of every file
    """
    reading = _Reading()
    for path in paths:
        reading.read(path, year)
    reading.check_together()
    if reading.errors:
        raise FileRefused(reading.errors)
    return Lists(
        max(reading.years),
        tuple(reading.communes.values()),
        tuple(reading.epci.values()),
        reading.digest.hexdigest(),
        tuple(path.name for path in paths),
    )


def content_of(path: Path) -> bytes:
    """
    Return the bytes of a file, decompressed if its name ends in .gz.

    :raises FileRefused: if it cannot be read, is no gzip file, or is larger than 50 MB once decompressed
    """
    try:
        with path.open("rb") as raw:
            stream = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
            content = stream.read(BYTES_MAX + 1)
    except (OSError, EOFError, zlib.error) as error:
        mend = _("Check that the file is there, can be read, and is complete.")
        raise FileRefused([RowError(path.name, 0, "", f"{error}.", mend)]) from error
    if len(content) > BYTES_MAX:
        problem = _("The file is larger than %(size)s MB.") % {"size": BYTES_MAX // 1024 // 1024}
        raise FileRefused([RowError(path.name, 0, "", problem, _("Give the list alone, without other columns."))])
    return content


@dataclass
class _Reading:
    """Everything read so far, and everything wrong so far."""

    communes: dict[str, CommuneRow] = field(default_factory=dict)
    epci: dict[str, EpciRow] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    lines: dict[str, tuple[str, int]] = field(default_factory=dict)
    # The hash of ordered contents: the same files give the same hash.
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def read(self, path: Path, year: int | None) -> None:
        """Read one file."""
        content = content_of(path)
        self.digest.update(content)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._whole(path, _("The file is not in UTF-8."), _("Save it again as CSV in UTF-8."))
            return
        found = re.search(r"(?<!\d)(20\d\d)(?!\d)", path.name)
        if year is None and found is None:
            self._whole(path, _("The year of the list is not in the name of the file."), _("Say it with --year."))
        self.years.add(year or (int(found.group(1)) if found else 0))
        reader = csv.reader(io.StringIO(text, newline=""))
        header = [heading.strip() for heading in next(reader, [])]
        is_epci = bool({"kind", "type"} & set(header))
        columns = EPCI_COLUMNS if is_epci else COMMUNE_COLUMNS
        places = self._places(path, header, columns)
        if places is None:
            return
        for line in _lines(reader, places, len(header)):
            cells = _Cells(path.name, line.number, line.cells, header, places, self.errors)
            if line.cells is None:
                problem = _("The row has %(found)s cells and the header %(wanted)s.") % {
                    "found": line.found,
                    "wanted": len(header),
                }
                self.errors.append(RowError(path.name, line.number, "", problem, _("Quote texts that hold a comma.")))
            elif is_epci:
                self._epci(cells)
            else:
                self._commune(cells)

    def check_together(self) -> None:
        """Check what only both lists can tell: each EPCI has as many communes as it says."""
        if not self.communes or not self.epci:
            return
        counted = Counter(row.epci for row in self.communes.values() if row.epci)
        for row in self.epci.values():
            if counted[row.siren] != row.commune_count:
                file, line = self.lines[row.siren]
                problem = _("%(name)s has %(said)s communes here and %(counted)s in the list of communes.") % {
                    "name": row.name,
                    "said": row.commune_count,
                    "counted": counted[row.siren],
                }
                self.errors.append(
                    RowError(file, line, "commune_count", problem, _("Load two lists of the same year."))
                )
        for commune in self.communes.values():
            if commune.epci and commune.epci not in self.epci:
                file, line = self.lines[commune.code]
                problem = _("%(siren)s is not in the list of EPCI.") % {"siren": commune.epci}
                self.errors.append(RowError(file, line, "epci", problem, _("Load two lists of the same year.")))

    def _whole(self, path: Path, problem: str, mend: str) -> None:
        self.errors.append(RowError(path.name, 0, "", problem, mend))

    def _places(self, path: Path, header: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int] | None:
        places: dict[str, int] = {}
        for name, headings in columns.items():
            found = [header.index(heading) for heading in headings if heading in header]
            if found:
                places[name] = found[0]
            else:
                problem = _("There is no column %(headings)s.") % {"headings": _(" or ").join(headings)}
                mend = _("The columns found are: %(found)s.") % {"found": ", ".join(header) or "–"}
                self.errors.append(RowError(path.name, 1, name, problem, mend))
        return places if len(places) == len(columns) else None

    def _epci(self, cells: _Cells) -> None:
        siren = cells.siren("siren")
        kind = cells.text("kind")
        if kind not in EpciKind.values:
            cells.refuse(
                "kind",
                _("%(value)s is no kind of EPCI.") % {"value": kind or "–"},
                _("Known kinds: %(kinds)s.") % {"kinds": ", ".join(EpciKind.values)},
            )
        row = EpciRow(
            siren,
            cells.name(),
            kind,
            cells.number("commune_count") or 0,
            cells.number("population_total"),
            cells.number("population_municipal"),
        )
        self._keep(self.epci, siren, row, "siren", cells)

    def _commune(self, cells: _Cells) -> None:
        code = cells.text("code")
        if not is_commune_code(code):
            cells.refuse(
                "code",
                _("%(value)s is no INSEE code.") % {"value": code or "–"},
                _("Five characters, leading zero kept, such as 01001 or 2A004."),
            )
        row = CommuneRow(
            code,
            cells.name(),
            cells.siren("epci", optional=True),
            cells.siren("siren", optional=True),
            cells.number("population"),
            cells.text("postcodes"),
        )
        self._keep(self.communes, code, row, "code", cells)

    def _keep(
        self, kept: dict[str, CommuneRow] | dict[str, EpciRow], key: str, row: object, column: str, cells: _Cells
    ) -> None:
        if key in kept:
            problem = _("%(value)s is already on line %(line)s.") % {"value": key, "line": self.lines[key][1]}
            cells.refuse(column, problem, _("Keep one of the two rows."))
            return
        kept[key] = row  # type: ignore[assignment]
        self.lines[key] = (cells.file, cells.line)


# Communes of one EPCI follow one another, and a list of the country names 35 000 of them.
_is_siren = lru_cache(maxsize=4096)(is_siren)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: dict[str, str] | None
    found: int


def _lines(reader: Iterator[list[str]], places: Mapping[str, int], width: int) -> Iterator[_Line]:
    """Yield the rows that are not blank, numbered as an editor shows them."""
    for row in reader:
        number = reader.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[place].strip() for name, place in places.items()} if len(row) == width else None
        yield _Line(number, cells, len(row))


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row, read cell by cell; what is wrong is noted and reading goes on."""

    file: str
    line: int
    cells: Mapping[str, str] | None
    header: Sequence[str]
    places: Mapping[str, int]
    errors: list[RowError]

    def text(self, name: str) -> str:
        return self.cells[name] if self.cells else ""

    def name(self) -> str:
        text = self.text("name")
        if not 0 < len(text) <= 100:
            self.refuse("name", _("The name is empty or too long."), _("From 1 to 100 characters."))
        return text

    def siren(self, name: str, *, optional: bool = False) -> str:
        text = self.text(name)
        if not _is_siren(text) and not (optional and not text):
            self.refuse(name, _("%(value)s is no SIREN.") % {"value": text or "–"}, _("Nine digits with a right key."))
        return text

    def number(self, name: str) -> int | None:
        text = self.text(name)
        if not text:
            return None
        if not text.isdecimal() or len(text) > 9:
            self.refuse(name, _("%(value)s is no whole number.") % {"value": text}, _("Digits only, without spaces."))
            return None
        return int(text)

    def refuse(self, name: str, problem: str, mend: str) -> None:
        self.errors.append(RowError(self.file, self.line, self.header[self.places[name]], problem, mend))
