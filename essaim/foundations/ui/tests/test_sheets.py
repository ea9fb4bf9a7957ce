"""Files of every kind are read alike; wrong ones are refused before anything else is read."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.utils.translation import gettext_lazy, override

from essaim.foundations.ui import sheets
from essaim.foundations.ui.exports import csv_lines, ods_bytes, xlsx_bytes
from essaim.foundations.ui.sheets import MissingColumns, places_of_columns

HEADER = ["Number", "Title", "Day"]
ROWS = [[1, "Élan coopératif", date(2026, 3, 1)], [2, "=SUM(A1)", None]]


def _file(kind: str) -> bytes:
    if kind == "xlsx":
        return xlsx_bytes(HEADER, ROWS)
    return ods_bytes(HEADER, ROWS) if kind == "ods" else "".join(csv_lines(HEADER, ROWS)).encode()


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_our_own_files_read_back(kind: str) -> None:
    sheet = sheets.read_sheet(_file(kind))

    assert sheet.header == ("Number", "Title", "Day")
    assert sheet.lines == (
        sheets.Line(2, ("1", "Élan coopératif", "2026-03-01")),
        sheets.Line(3, ("2", "=SUM(A1)", "")),
    )


def test_csv_of_windows_with_semicolons_is_read() -> None:
    sheet = sheets.read_sheet("Numéro;Intitulé\r\n1;Économie\r\n".encode("cp1252"))

    assert sheet.lines[0].cells == ("1", "Économie")


def test_empty_rows_keep_the_numbers_of_the_others() -> None:
    sheet = sheets.read_sheet(b"a,b\n1,x\n,\n2,y\n")

    assert [line.number for line in sheet.lines] == [2, 4]


@pytest.mark.parametrize("content", [b"%PDF-1.7 a,b", b"\x89PNG\x00", b"PK\x03\x04 broken", b"no separator here\n1\n"])
def test_wrong_file_is_refused(content: bytes) -> None:
    with pytest.raises(sheets.SheetUnreadable):
        sheets.read_sheet(content)


def test_huge_file_is_refused() -> None:
    with pytest.raises(sheets.SheetTooLarge):
        sheets.read_sheet(b"a," * sheets.FILE_BYTES_MAX)


def test_archive_that_unpacks_to_too_much_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (sheets.UNPACKED_BYTES_MAX + 1))

    with pytest.raises(sheets.SheetTooLarge):
        sheets.read_sheet(buffer.getvalue())


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(sheets.SheetTooLarge):
        sheets.read_sheet(b"a,b\n" + b"1,2\n" * (sheets.ROW_COUNT_MAX + 1))


def test_file_without_rows_is_refused() -> None:
    with pytest.raises(sheets.SheetEmpty):
        sheets.read_sheet(b"a,b\n")


LABELS = {"name": "Intitulé", "day": gettext_lazy("Day")}


def test_columns_are_found_by_heading_in_any_language_or_by_plain_name() -> None:
    assert places_of_columns(["JOUR", "autre", " intitule ", "Name"], LABELS) == {"day": 0, "name": 2}
    assert places_of_columns(["day", "NAME."], LABELS) == {"day": 0, "name": 1}


def test_missing_column_is_named_as_people_read_it() -> None:
    with override("fr"), pytest.raises(MissingColumns, match=r"^Jour$"):
        places_of_columns(["name"], LABELS, required=["name", "day"])
