"""Tables as files: CSV for programs, ODS and XLSX for people."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse

Row = Sequence[object]
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A spreadsheet runs a cell that starts so as a formula: such text is quoted (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class UnknownFormat(ValueError):
    """The format asked for is none of csv, ods, xlsx."""


def table_response(file_name: str, kind: str, header: Sequence[str], rows: Iterable[Row]) -> HttpResponse:
    """
    Answer a table as a file to download.

    :param file_name: without its ending
    :raises UnknownFormat: if kind is none of csv, ods, xlsx
    """
    if kind not in FORMATS:
        raise UnknownFormat(kind)
    response: HttpResponse
    if kind == "csv":
        response = StreamingHttpResponse(csv_lines(header, rows), content_type=FORMATS[kind])  # type: ignore[assignment]
    else:
        content = xlsx_bytes(header, rows) if kind == "xlsx" else ods_bytes(header, rows)
        response = HttpResponse(content, content_type=FORMATS[kind])
    response["Content-Disposition"] = f'attachment; filename="{file_name}.{kind}"'
    return response


def csv_lines(header: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Write lines of CSV, with the mark that tells spreadsheets it is UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    for row in (header, *rows) if isinstance(rows, Sequence) else _chain(header, rows):
        writer.writerow([_harmless(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _chain(header: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    yield header
    yield from rows


def _harmless(value: object) -> object:
    if value is None:
        return ""
    # A text that already begins so is quoted too: taking one quote away then always gives back the text as it was.
    if isinstance(value, str) and value.lstrip("'").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def xlsx_bytes(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write a workbook of one sheet, header in bold and kept in sight; texts are never taken for formulas."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, header, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, date | datetime):
                    sheet.write_datetime(number, column, value, day)
                elif value is not None:
                    sheet.write(number, column, value if isinstance(value, int | float | Decimal) else str(value))
        sheet.autofit()
    return buffer.getvalue()


ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.3">'
    '<office:body><office:spreadsheet><table:table table:name="Essaim">'
)
_ODS_SPACES = re.compile(r"^ +| {2,}")
ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{FORMATS["ods"]}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def ods_bytes(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write an OpenDocument sheet, row by row, without holding the table in memory as a tree."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        # The standard asks for the type first, and not compressed.
        archive.writestr(zipfile.ZipInfo("mimetype"), FORMATS["ods"], zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        with archive.open("content.xml", "w") as content:
            content.write(ODS_HEAD.encode())
            for row in _chain(header, rows):
                cells = "".join(_ods_cell(value) for value in row)
                content.write(f"<table:table-row>{cells}</table:table-row>".encode())
            content.write(ODS_TAIL.encode())
    return buffer.getvalue()


def _ods_cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    kind = f'office:value-type="string">{_ods_text(str(value))}'
    if isinstance(value, bool):
        pass
    elif isinstance(value, int | float | Decimal):
        kind = f'office:value-type="float" office:value={quoteattr(str(value))}><text:p>{value}</text:p>'
    elif isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"><text:p>{value.isoformat()}</text:p>'
    return f"<table:table-cell {kind}</table:table-cell>"


def _ods_text(text: str) -> str:
    """Write a text as paragraphs, one a line; runs of spaces are named, or programs would merge them."""
    lines = escape(text).split("\n")
    return "".join(f"<text:p>{_ODS_SPACES.sub(_ods_spaces, line)}</text:p>" for line in lines)


def _ods_spaces(match: re.Match[str]) -> str:
    return f'<text:s text:c="{len(match.group())}"/>'
