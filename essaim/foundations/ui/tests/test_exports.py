"""Files say what the table says, run nothing, and open in the programs they are for."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from essaim.foundations.ui.exports import UnknownFormat, csv_lines, ods_bytes, table_response, xlsx_bytes

HEADER = ("Nom", "Montant", "Jour")
ROWS = [
    ("Épicerie de l’Arbrisseau", 12, date(2026, 3, 2)),
    ("<b>Tilleuls & Cie</b>", Decimal("12.5"), None),
]
DANGEROUS = ["=1+1", "+33 3 20", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://example.org")']
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def _csv_rows(header, rows) -> list[list[str]]:
    text = "".join(csv_lines(header, rows))
    assert text.startswith("\ufeff"), "spreadsheets would not take it for UTF-8"
    return list(csv.reader(io.StringIO(text[1:])))


def _sheet(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_csv_says_what_the_table_says() -> None:
    assert _csv_rows(HEADER, ROWS) == [
        ["Nom", "Montant", "Jour"],
        ["Épicerie de l’Arbrisseau", "12", "2026-03-02"],
        ["<b>Tilleuls & Cie</b>", "12.5", ""],
    ]


def test_csv_takes_rows_one_by_one() -> None:
    assert _csv_rows(("a",), iter([(1,), (2,)])) == [["a"], ["1"], ["2"]]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_is_quoted_in_csv(text: str) -> None:
    ((_header), (cell,)) = _csv_rows(("a",), [(text,)])

    assert cell.startswith("'")
    assert cell.endswith(text.strip("\r\t\n")) or text in cell


def test_negative_numbers_stay_numbers_in_csv() -> None:
    assert _csv_rows(("a", "b"), [(-2, Decimal("-3.5"))])[1] == ["-2", "-3.5"]


@pytest.mark.parametrize("text", [text for text in DANGEROUS if text.isprintable()])
@pytest.mark.parametrize("write", [xlsx_bytes, ods_bytes])
def test_text_that_looks_like_a_formula_stays_text_in_sheets(write, text: str) -> None:
    content = write(("a",), [(text,)])

    assert _sheet(content)[1] == [text]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
    assert b"<f>" not in whole
    assert b"table:formula" not in whole


@pytest.mark.parametrize("write", [xlsx_bytes, ods_bytes])
def test_sheet_keeps_numbers_and_days_as_such(write) -> None:
    rows = _sheet(write(HEADER, ROWS))

    assert rows[0] == list(HEADER)
    assert rows[1] == ["Épicerie de l’Arbrisseau", 12.0, date(2026, 3, 2)]
    assert rows[2][:2] == ["<b>Tilleuls & Cie</b>", 12.5]


@pytest.mark.parametrize("write", [xlsx_bytes, ods_bytes])
def test_sheet_takes_moments_with_their_zone(write) -> None:
    assert len(_sheet(write(("a",), [(datetime(2026, 3, 2, 12, tzinfo=UTC),)]))) == 2


def test_ods_is_an_opendocument_package() -> None:
    content = ods_bytes(HEADER, ROWS)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        named = {
            entry.get("{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path")
            for entry in ElementTree.fromstring(archive.read("META-INF/manifest.xml"))
        }
        body = ElementTree.fromstring(archive.read("content.xml"))
    assert named >= {"/", "content.xml"}
    assert len(body.findall(f".//{TABLE}table-row")) == 3
    days = [cell.get(f"{OFFICE}date-value") for cell in body.iter(f"{TABLE}table-cell")]
    assert "2026-03-02" in days


def test_answer_is_a_file_to_download() -> None:
    answer = table_response("actions", "ods", HEADER, ROWS)

    assert answer["Content-Disposition"] == 'attachment; filename="actions.ods"'
    assert answer["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"


def test_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownFormat):
        table_response("actions", "pdf", HEADER, ROWS)
