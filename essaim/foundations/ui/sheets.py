"""
Reads an uploaded spreadsheet (XLSX, ODS, CSV) into plain texts, and refuses what cannot be one; what rooms say of its rows.

Pure: a file in, values out.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import override
from python_calamine import CalamineError, CalamineWorkbook

from essaim.foundations.primitives.texts import sort_key

# A sheet made in one language comes back to a page in another.
LANGUAGES = ("fr", "en")

FILE_BYTES_MAX = 5 * 1024 * 1024
UNPACKED_BYTES_MAX = 60 * 1024 * 1024
ROW_COUNT_MAX = 2000
COLUMN_COUNT_MAX = 60
# The most a cell of Excel holds is 32 767.
CELL_LENGTH_MAX = 32_000
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")


class SheetUnreadable(ValueError):
    """The file is not a spreadsheet we can read."""


class SheetTooLarge(ValueError):
    """The file, what it unpacks to, or its table is over the limits of this module."""


class SheetEmpty(ValueError):
    """The file holds no row under its header."""


class MissingColumns(ValueError):
    """The header lacks columns without which no row can be read; names are as shown to people."""

    def __init__(self, names: Sequence[str]) -> None:
        """Keep the names of the missing columns."""
        super().__init__(", ".join(names))
        self.names = tuple(names)


class Outcome(StrEnum):
    """What a row of a file would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in a row: the column, the problem, and what to do about it."""

    column: str
    problem: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One value before and after, as shown."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number as the spreadsheet shows it (the header is 1), its cells as texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet of a file: its header and its rows, without the empty ones; every row as long as the header."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(content: bytes, *, row_count_max: int = ROW_COUNT_MAX) -> Sheet:
    """
    Read the first sheet of a file; the kind is told by its content, never by its name.

    :param row_count_max: how many rows a reader takes, where it takes more than most
    :raises SheetTooLarge: over 5 MB, 60 MB once unpacked, 2 000 rows (or what the reader takes) or 60 columns
    :raises SheetUnreadable: if it is no XLSX, ODS or CSV
    :raises SheetEmpty: if there is no row under the header
    """
    if len(content) > FILE_BYTES_MAX:
        raise SheetTooLarge
    table = _workbook_table(content, row_count_max) if content[:2] == b"PK" else _csv_table(content)
    if len(table) > row_count_max + 1 or max((len(row) for row in table), default=0) > COLUMN_COUNT_MAX:
        raise SheetTooLarge
    numbered = [Line(number, tuple(row)) for number, row in enumerate(table, start=1) if any(row)]
    if len(numbered) < 2:
        raise SheetEmpty
    head, *lines = numbered
    width = max((place for place, cell in enumerate(head.cells, start=1) if cell), default=0)
    return Sheet(
        head.cells[:width],
        tuple(Line(line.number, (line.cells + ("",) * width)[:width]) for line in lines if any(line.cells[:width])),
    )


def places_of_columns(
    header: Sequence[str], labels: Mapping[str, object], *, required: Sequence[str] = ()
) -> dict[str, int]:
    """
    Tell where each known column is, by its heading in any of our languages or by its plain name; the first counts.

    Case, accents and punctuation do not matter.

    :param labels: the heading of each column, translated when it is read
    :raises MissingColumns: if a required one is not there
    """
    known = {heading_key(name): name for name in labels}
    for language in LANGUAGES:
        with override(language):
            known |= {heading_key(str(label)): name for name, label in labels.items()}
    places: dict[str, int] = {}
    for place, heading in enumerate(header):
        if name := known.get(heading_key(heading)):
            places.setdefault(name, place)
    missing = [str(labels[name]) for name in required if name not in places]
    if missing:
        raise MissingColumns(missing)
    return places


def heading_key(text: str) -> str:
    """Return what two writings of the same words share: letters and digits, without case nor accents."""
    return sort_key(text).split("\t")[0]


def _workbook_table(content: bytes, row_count_max: int) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_BYTES_MAX:
                raise SheetTooLarge
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > row_count_max * 4:
            raise SheetTooLarge
        return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, zipfile.BadZipFile, IndexError) as error:
        raise SheetUnreadable from error


def _csv_table(content: bytes) -> list[list[str]]:
    if b"\x00" in content or content[:4] in {b"%PDF", b"\xd0\xcf\x11\xe0"}:
        raise SheetUnreadable
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # French spreadsheets still save CSV in the code page of Windows.
        text = content.decode("cp1252", errors="replace")
    first_line = text.partition("\n")[0]
    mark = max(";,\t", key=first_line.count)
    if not first_line.count(mark):
        raise SheetUnreadable
    try:
        return [[_unquoted(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error as error:
        raise SheetUnreadable from error


def _text(cell: object) -> str:
    """Return a cell as people read it: whole numbers without decimals, days as 2026-03-01, texts made plain."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return plain(str(cell))[: CELL_LENGTH_MAX + 1]


def plain(text: str) -> str:
    """Return a text as it survives any kind of file: one kind of line end, no tab nor control mark, no space around."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()


def _unquoted(cell: str) -> str:
    """Take away the quote that our own CSV puts before what a spreadsheet would run as a formula."""
    return _text(cell[1:] if QUOTED_FORMULA.match(cell) else cell)
