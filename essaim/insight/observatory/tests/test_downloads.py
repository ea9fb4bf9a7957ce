"""What leaves the pages: every table as CSV, spreadsheet and Parquet, every drawing as SVG and PNG, and each opens."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from django.test import Client

from essaim.insight.observatory import exports, queries
from essaim.insight.observatory.selection import Selection

from .conftest import LILLE, NANTES, withheld_commune
from .test_lives import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]
TABLES = ("chiffres", "comparaison", "annees", "survie", "mois", "couches")
DRAWINGS = ("chiffres", "comparaison", "annees", "survie", "carte")
QUERY = f"?territory={LILLE}&with={LILLE}&with={NANTES}"


def _content(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize("name", TABLES)
def test_every_table_opens_in_every_format_and_says_what_it_rests_on(name: str, client: Client, tmp_path: Path) -> None:
    text = _content(client, f"/observatoire/fichiers/{name}.csv{QUERY}").decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))
    for kind, part in (("xlsx", "xl/workbook.xml"), ("ods", "content.xml")):
        with zipfile.ZipFile(io.BytesIO(_content(client, f"/observatoire/fichiers/{name}.{kind}{QUERY}"))) as book:
            ElementTree.fromstring(book.read(part))
    path = tmp_path / "table.parquet"
    path.write_bytes(_content(client, f"/observatoire/fichiers/{name}.parquet{QUERY}"))
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
    (count,) = duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()[0]

    assert header == columns
    assert count == len(rows) > 0
    told = {"Règle ou couche", "Millésime", "Périmètre", "Données inventées"}
    assert told <= set(columns)
    # Brackets have no history: series over the years do not rest on their means.
    assert ("Moyennes des tranches" in columns) == (name not in {"annees", "survie"})
    assert set(duckdb.sql(f"SELECT DISTINCT \"Données inventées\" FROM '{path}'").fetchall()) == {("oui",)}


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_drawing_opens_as_svg_and_png(name: str, client: Client) -> None:
    svg = _content(client, f"/observatoire/fichiers/{name}.svg{QUERY}")
    png = _content(client, f"/observatoire/fichiers/{name}.png{QUERY}")

    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert png.startswith(b"\x89PNG\r\n\x1a\n")


def test_map_that_is_taken_away_says_what_it_shows_without_addresses(client: Client) -> None:
    svg = _content(
        client, f"/observatoire/fichiers/carte.svg?territory={LILLE}&measure=jobs&family=association"
    ).decode()

    for words in ("Salariés", "Règle", "Millésime", "Association", "Données inventées", "Roubaix"):
        assert words in svg
    assert "<a " not in svg
    assert "href" not in svg


@pytest.mark.parametrize("name", ["carte", "mois", "couches"])
@pytest.mark.parametrize("kind", ["exe", "svgz"])
def test_other_formats_are_not_found(name: str, kind: str, client: Client) -> None:
    assert client.get(f"/observatoire/fichiers/{name}.{kind}").status_code == 404


def test_place_without_communes_has_no_map_to_take(client: Client) -> None:
    assert client.get("/observatoire/fichiers/carte.svg?territory=59350").status_code == 404


def test_rows_leave_as_parquet_as_many_as_they_are_and_without_headcount(client: Client, tmp_path: Path) -> None:
    found = queries.listing(Selection(territory=LILLE), employers_only=True, today=TODAY)
    path = tmp_path / "rows.parquet"
    path.write_bytes(_content(client, f"/observatoire/etablissements/?territory={LILLE}&employers=1&export=parquet"))

    columns = {row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}

    assert duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall() == [(found.total,)]
    assert {"siret", "name", "rule_or_layer", "vintage", "perimeter", "generated"} <= columns
    assert not {"bracket", "address", "tie", "is_masked"} & columns
    # Of who asked not to be diffused, nothing tells who they are.
    hidden = duckdb.sql(
        f"SELECT siret, siren, acronym, created_on FROM '{path}' WHERE name = '' AND siren = ''"
    ).fetchall()
    assert set(hidden) <= {("", "", "", None)}


def test_rows_are_searched_and_put_in_order_by_the_register(client: Client) -> None:
    every = queries.listing(Selection(territory=LILLE), employers_only=False, today=TODAY)
    some = next(row for row in every.read(limit=every.total) if row.name)

    page = client.get("/observatoire/etablissements/", {"territory": LILLE, "q": some.siren})
    assert 0 < page.context["total"] < every.total
    assert some.siret in page.text
    none = client.get("/observatoire/etablissements/", {"territory": LILLE, "q": "zzzzzz"})
    assert "Aucun établissement" in none.text
    named = [row for row in every.read(limit=every.total, order=("-commune_name",)) if row.name]
    communes = [row.commune_name for row in named]
    assert communes == sorted(communes, reverse=True)
    pages = [row for start in range(0, every.total, 50) for row in every.read(limit=50, offset=start)]
    assert len({row.siret for row in pages if row.siret}) == len([row for row in pages if row.siret])
    assert len(pages) == every.total


def test_too_many_rows_for_a_sheet_are_refused_and_offered_as_parquet(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        queries.listing.__globals__["Listing"], "fits_a_sheet", property(lambda found: found.total < 10)
    )

    refused = client.get(f"/observatoire/etablissements/?territory={LILLE}&export=csv")

    assert refused.status_code == 400
    assert "export=parquet" in refused.text
    assert client.get(f"/observatoire/etablissements/?territory={LILLE}&export=parquet").status_code == 200


def _downloads(size: str) -> Iterator[str]:
    for name in ("chiffres", "carte"):
        for kind in (*exports.TABLE_KINDS, *exports.DRAWING_KINDS):
            if name == "chiffres" or kind in exports.DRAWING_KINDS:
                yield f"/observatoire/fichiers/{name}.{kind}?bracket={size}&by=family&territory="


def test_no_download_tells_by_size_what_is_withheld(client: Client) -> None:
    code = withheld_commune()
    for address in _downloads("11"):
        answer = client.get(address + code)
        assert answer.status_code in {400, 404}, address
    for kind in exports.TABLE_KINDS:
        rows = client.get(f"/observatoire/etablissements/?territory={LILLE}&bracket=11&export={kind}")
        assert "ne sont pas listées" in rows.text
