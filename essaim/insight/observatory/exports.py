"""Tables of figures as files; what each rests on stands in every row, so that no row leaves without it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from textwrap import wrap

import vl_convert
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.sirene import register
from essaim.foundations.sirene.rows import Basis, Filters
from essaim.foundations.ui.charts import PAPER, Chart
from essaim.foundations.ui.exports import FORMATS, table_response
from essaim.foundations.ui.maps import Map

from . import lines

PARQUET = "parquet"
PARQUET_TYPE = "application/vnd.apache.parquet"
TABLE_KINDS = (*FORMATS, PARQUET)
# A map drawn of few places still needs room for its words.
MAP_WIDTH = 560
DRAWING_KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def with_basis(
    header: Sequence[str], rows: Sequence[Sequence[object]], basis: Basis, kept: Filters, *, has_headcounts: bool = True
) -> tuple[list[str], list[list[object]]]:
    """
    Add to every row what it rests on: rule or layer, vintage, perimeter, denominator, means, filters, whether it is invented.

    :param has_headcounts: whether its figures rest on headcounts and shares too: denominator, means and year are then told
    """
    told: list[tuple[str, object]] = [
        (pgettext("basis of a figure", "Rule or layer"), basis.label),
        (pgettext("basis of a figure", "Vintage"), f"{basis.vintage:%Y-%m}"),
        (pgettext("basis of a figure", "Perimeter"), basis.perimeter_name),
    ]
    if has_headcounts:
        told += [
            (pgettext("basis of a figure", "Denominator"), str(basis.denominator.label)),
            (pgettext("basis of a figure", "Means of brackets"), basis.means_name),
            (pgettext("basis of a figure", "Year of headcounts"), basis.headcount_year),
        ]
    told += [*lines.kept_columns(kept), (_("Invented data"), _("yes") if basis.is_generated else _("no"))]
    values = [value for _name, value in told]
    return [*header, *(name for name, _value in told)], [[*row, *values] for row in rows]


def figures_file(
    file_name: str,
    kind: str,
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    basis: Basis,
    kept: Filters,
    has_headcounts: bool = True,
) -> HttpResponse:
    """
    Answer a table of figures as a file.

    :param kind: one of TABLE_KINDS
    :param kept: the filters that all its figures have
    :param has_headcounts: whether they rest on headcounts and shares
    """
    header, rows = with_basis(header, rows, basis, kept, has_headcounts=has_headcounts)
    if kind != PARQUET:
        return table_response(file_name, kind, header, rows)
    return _attached(parquet_bytes(header, rows), PARQUET_TYPE, f"{file_name}.parquet")


def drawing_file(file_name: str, kind: str, chart: Chart) -> HttpResponse:
    """
    Answer a drawing as a file.

    :param kind: one of DRAWING_KINDS
    """
    content = chart.svg.encode() if kind == "svg" else chart.png
    return _attached(content, DRAWING_KINDS[kind], f"{file_name}.{kind}")


def map_file(file_name: str, kind: str, drawn: Map, *, rests_on: str) -> HttpResponse:
    """
    Answer a map as a drawing that says by itself what it shows: title, hexagons, legend, what the figures rest on.

    :param kind: one of DRAWING_KINDS
    """
    svg = standing_alone(drawn, rests_on=rests_on)
    content = svg.encode() if kind == "svg" else bytes(vl_convert.svg_to_png(svg, scale=2))
    return _attached(content, DRAWING_KINDS[kind], f"{file_name}.{kind}")


def standing_alone(drawn: Map, *, rests_on: str) -> str:
    """Write the cartogram of a map with its title, its legend and what it rests on; addresses of the site are left out."""
    found = re.fullmatch(r'<svg [^>]*viewBox="0 0 (\d+) (\d+)"[^>]*>(.*)</svg>', drawn.cartogram, re.DOTALL)
    if found is None:
        return ""
    width, height = int(found[1]), int(found[2])
    inside = re.sub(r"</?a\b[^>]*>", "", found[3])
    page = max(width, MAP_WIDTH)
    rows, y = [], 24
    for line in wrap(drawn.title, page // 10):
        rows.append(f'<text x="8" y="{y}" font-size="17" font-weight="600">{escape(line)}</text>')
        y += 22
    rows.append(f'<g transform="translate({(page - width) / 2:.0f} {y - 10})">{inside}</g>')
    y += height + 14
    for key in drawn.legend:
        rows.append(f'<rect x="8" y="{y - 12}" width="16" height="14" fill="{key.fill}" stroke="#57605e"/>')
        rows.append(f'<text x="32" y="{y}" font-size="13">{escape(key.label)}</text>')
        y += 20
    for line in wrap(rests_on, page // 6):
        rows.append(f'<text x="8" y="{y + 4}" font-size="12">{escape(line)}</text>')
        y += 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{page}" height="{y + 10}" viewBox="0 0 {page} {y + 10}" '
        f'font-family="sans-serif" fill="#1d2928"><title>{escape(drawn.title)}</title>'
        f'<rect width="{page}" height="{y + 10}" fill="{PAPER}"/>{"".join(rows)}</svg>'
    )


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def parquet_file(file_name: str, write: Callable[[Path], None]) -> HttpResponse:
    """Answer a file of Parquet that the register writes by itself."""
    with tempfile.TemporaryDirectory(prefix="essaim-parquet-") as folder:
        path = Path(folder) / "rows.parquet"
        write(path)
        content = path.read_bytes()
    return _attached(content, PARQUET_TYPE, f"{file_name}.parquet")


def parquet_response(
    file_name: str, header: Sequence[str], rows: Sequence[Sequence[object]], *, types: Sequence[str]
) -> HttpResponse:
    """Answer a table as Parquet, whose columns have types that do not depend on what they hold."""
    return _attached(parquet_bytes(header, rows, types=types), PARQUET_TYPE, f"{file_name}.parquet")


def parquet_bytes(
    header: Sequence[str], rows: Sequence[Sequence[object]], *, types: Sequence[str] | None = None
) -> bytes:
    """
    Write a table as Parquet.

    :param types: of its columns; without them a column is of whole numbers or numbers where all its values are, else of texts
    """
    if types is None:
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
