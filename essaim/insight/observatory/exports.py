"""Tables of figures as files; what each rests on stands in every row, so that no row leaves without it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.sirene import register
from essaim.foundations.sirene.rows import Basis, Filters
from essaim.foundations.ui.charts import Chart
from essaim.foundations.ui.exports import FORMATS, table_response

from . import lines

PARQUET = "parquet"
TABLE_KINDS = (*FORMATS, PARQUET)
DRAWING_KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def with_basis(
    header: Sequence[str], rows: Sequence[Sequence[object]], basis: Basis, kept: Filters
) -> tuple[list[str], list[list[object]]]:
    """Add to every row what it rests on: rule or layer, vintage, perimeter, denominator, means, filters, whether it is invented."""
    filters = lines.kept_columns(kept)
    names = [
        pgettext("basis of a figure", "Rule or layer"),
        pgettext("basis of a figure", "Vintage"),
        pgettext("basis of a figure", "Perimeter"),
        pgettext("basis of a figure", "Denominator"),
        pgettext("basis of a figure", "Means of brackets"),
        pgettext("basis of a figure", "Year of headcounts"),
        *(name for name, _value in filters),
        _("Invented data"),
    ]
    values: list[object] = [
        basis.label,
        f"{basis.vintage:%Y-%m}",
        basis.perimeter_name,
        str(basis.denominator.label),
        basis.means_name,
        basis.headcount_year,
        *(value for _name, value in filters),
        _("yes") if basis.is_generated else _("no"),
    ]
    return [*header, *names], [[*row, *values] for row in rows]


def figures_file(
    file_name: str, kind: str, header: Sequence[str], rows: Sequence[Sequence[object]], *, basis: Basis, kept: Filters
) -> HttpResponse:
    """
    Answer a table of figures as a file.

    :param kind: one of TABLE_KINDS
    :param kept: the filters that all its figures have
    """
    header, rows = with_basis(header, rows, basis, kept)
    if kind != PARQUET:
        return table_response(file_name, kind, header, rows)
    return _attached(parquet_bytes(header, rows), "application/vnd.apache.parquet", f"{file_name}.parquet")


def drawing_file(file_name: str, kind: str, chart: Chart) -> HttpResponse:
    """
    Answer a drawing as a file.

    :param kind: one of DRAWING_KINDS
    """
    content = chart.svg.encode() if kind == "svg" else chart.png
    return _attached(content, DRAWING_KINDS[kind], f"{file_name}.{kind}")


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def parquet_bytes(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Write a table as Parquet: a column is of whole numbers or numbers where all its values are, else of texts."""
    types = [_type_of([row[number] for row in rows]) for number in range(len(header))]
    columns = ", ".join(
        f'"{name.replace(chr(34), chr(34) * 2)}" {kind}' for name, kind in zip(header, types, strict=True)
    )
    with tempfile.TemporaryDirectory(prefix="essaim-parquet-") as folder:
        path = Path(folder) / "figures.parquet"
        with register.workshop() as made:
            # Rows stay in the order of the page.
            made.execute("SET preserve_insertion_order = true")
            made.execute(f"CREATE TABLE figures ({columns})")
            if rows:
                marks = ", ".join("?" for _name in header)
                made.executemany(f"INSERT INTO figures VALUES ({marks})", [list(row) for row in rows])  # noqa: S608
            made.execute(f"COPY figures TO '{path}' (FORMAT parquet)")
        return path.read_bytes()


def _type_of(values: Sequence[object]) -> str:
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int) and not isinstance(value, bool) for value in known):
        return "BIGINT"
    if known and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known):
        return "DOUBLE"
    return "VARCHAR"
