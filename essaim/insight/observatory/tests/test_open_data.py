"""Open data (C97): every table opens, has the columns of its dictionary, and lets nothing withheld be worked out (C88)."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import duckdb
import pytest
from django.test import Client
from django.urls import reverse

from essaim.foundations.primitives.secrecy import Sum, determined
from essaim.foundations.sirene import queries as sirene
from essaim.insight.observatory.datasets import DATASETS
from essaim.insight.observatory.selection import Selection

from .conftest import LILLE, NANTES
from .factories import ReferenceFigureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]
TODAY = date(2026, 8, 10)
Key = tuple[str, str, str]


def _rows(client: Client, key: str, query: str = "") -> list[dict[str, str]]:
    answer = client.get(reverse("observatory:dataset", args=[key, "csv"]) + query)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


@pytest.mark.parametrize("key", DATASETS)
def test_every_table_has_the_columns_of_its_dictionary_in_each_format(key: str, client: Client, tmp_path: Path) -> None:
    ReferenceFigureFactory()
    dictionary = csv.DictReader(
        io.StringIO(b"".join(client.get("/observatoire/donnees/dictionnaire.csv")).decode("utf-8-sig"))
    )
    told = [(row["column"], row["type"]) for row in dictionary if row["dataset"] == key]
    rows = _rows(client, key)
    path = tmp_path / "table.parquet"
    path.write_bytes(client.get(f"/observatoire/donnees/{key}.parquet").content)
    typed = duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()

    assert rows
    assert list(rows[0]) == [name for name, _kind in told] == [row[0] for row in typed]
    kinds = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "day": "DATE"}
    assert [row[1] for row in typed] == [kinds[kind] for _name, kind in told]
    assert duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall() == [(len(rows),)]
    for kind in ("ods", "xlsx"):
        assert client.get(f"/observatoire/donnees/{key}.{kind}").content.startswith(b"PK")


READERS = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda text: {"True": True, "False": False}[text],
    "date": date.fromisoformat,
}


def test_description_for_programs_tells_what_the_files_hold(client: Client) -> None:
    described = client.get("/observatoire/donnees/datapackage.json").json()

    assert [resource["name"] for resource in described["resources"]] == list(DATASETS)
    assert described["licenses"][0]["path"].startswith("https://")
    for resource in described["resources"]:
        answer = client.get(re.sub(r"^https?://[^/]+", "", resource["path"]))
        fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for row in csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))):
            assert list(row) == list(fields)
            for name, value in row.items():
                if value:
                    READERS[fields[name]](value)


@pytest.mark.parametrize("query", ["", "?rule=annuaire&denominator=private", "?rule=statutory&vintage=2026-07"])
def test_no_withheld_figure_comes_out_of_the_tables_put_together(query: str, client: Client) -> None:
    territories, parts = _rows(client, "territoires", query), _rows(client, "parties", query)
    values: dict[Key, str] = {}
    hidden: set[Key] = set()
    for row in [*territories, *({**row, "is_part": "1"} for row in parts if row["part_by"] != "bracket")]:
        way = (row["part"] or "?") if row.get("is_part") else ""
        key = (row["territory"], row.get("part_by", ""), way)
        values[key] = row["jobs_least"]
        assert bool(row["jobs_least"]) == bool(row["jobs_estimate"]) == (not row["withheld"])
        if row["withheld"]:
            hidden.add(key)
    sums = []
    for place in {row["territory"] for row in parts}:
        for way in ("family", "section"):
            inside = tuple(sorted(key for key in values if key[0] == place and key[1] == way))
            sums.append(Sum((place, "", ""), inside))
    for total, codes in _nesting().items():
        inside = tuple(key for code in codes if (key := (code, "", "")) in values)
        sums.append(Sum((total, "", ""), inside))

    assert hidden
    for line in sums:
        known = [values[key] for key in line]
        if all(known):
            total, *rest = map(int, known)
            assert total == sum(rest)
    assert determined(hidden, sums) == set()


def _nesting() -> dict[str, list[str]]:
    """Say which communes make the authority and each of its territoires."""
    found = defaultdict[str, list[str]](list)
    basis = sirene.basis()
    with sirene.opened(basis) as register:
        authority = sirene.place_of(register, LILLE)
        for zone in sirene.parts_of(register, authority):
            found[zone.code] = list(zone.communes)
    found[LILLE] = list(authority.communes)
    return found


def test_sizes_are_left_out_where_they_would_give_what_is_withheld(client: Client) -> None:
    for row in _rows(client, "parties"):
        if row["part_by"] == "bracket":
            assert row["jobs_estimate"] == ""


def test_rows_hold_no_headcount_and_nobody_who_asked_not_to_be_named(client: Client) -> None:
    rows = _rows(client, "etablissements")
    columns = set(rows[0])

    assert not {column for column in columns if "bracket" in column or "address" in column or "tranche" in column}
    assert {row["legal_category"] for row in rows} & {"9220"}
    assert "1000" not in {row["legal_category"] for row in rows}
    text = " ".join(value for row in rows for value in row.values())
    assert not re.search(r"[\w.]+@[\w.]+\.\w+|\b0[1-9](?:[ .]?\d\d){4}\b", text)
    shown = client.get(f"/observatoire/?territory={LILLE}").context["figures"]
    assert len(rows) == int(re.sub(r"\D", "", shown[0].value))


def test_tables_give_the_figures_of_the_pages(client: Client) -> None:
    rows = {row["territory"]: row for row in _rows(client, "territoires", "?rule=annuaire&family=association")}

    for code in (LILLE, NANTES, f"{LILLE}-1", "59350"):
        values = client.get(f"/api/v1/observatory/territories/{code}?rule=annuaire").json()["values"]
        told = {row["measure"]: row for row in values}
        assert int(rows[code]["employers"]) == told["employers"]["value"]
        assert rows[code]["jobs_least"] == ("" if told["jobs"]["least"] is None else str(told["jobs"]["least"]))
        assert (rows[code]["withheld"] or None) == told["jobs"]["withheld"]


def test_page_lists_the_tables_their_licence_and_what_changed(client: Client) -> None:
    page = client.get("/observatoire/donnees/").text

    for found in DATASETS.values():
        assert f"/observatoire/donnees/{found.key}.parquet" in page
        for column in found.columns:
            assert f"<code>{column.name}</code>" in page
    for words in ("Licence", "Ce qui a changé", "août 2026", "Milieu des tranches", "inventé"):
        assert words in page
    assert reverse("observatory:open_data") in client.get("/donnees/").text
    assert client.get("/observatoire/donnees/rien.csv").status_code == 404
    assert client.get("/observatoire/donnees/territoires.exe").status_code == 404


def test_before_anything_is_loaded_the_page_says_so(client: Client, settings: object) -> None:
    from essaim.foundations.sirene.models import Snapshot

    Snapshot.objects.all().delete()

    assert client.get("/observatoire/donnees/").status_code == 200
    assert client.get("/observatoire/donnees/territoires.csv").status_code == 200
    assert DATASETS["moyennes"].table(Selection(), today=TODAY)[1]
