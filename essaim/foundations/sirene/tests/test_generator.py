"""The generated stock: nobody real, the documented shares, the published names and types."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import duckdb
import pytest

from essaim.foundations.primitives.identifiers import is_siren
from essaim.foundations.sirene.files import SourceFile
from essaim.foundations.sirene.generator import Made, generate

METROPOLE = "200093201"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return generate(tmp_path_factory.mktemp("made"), establishments=20_000, vintage=date(2026, 8, 1), epci=[METROPOLE])


def _one(made: Made, file: SourceFile, what: str) -> tuple[object, ...]:
    return duckdb.sql(f"SELECT {what} FROM '{made.folder / file.parquet}'").fetchall()[0]


def test_no_generated_unit_has_the_number_of_a_real_one(made: Made) -> None:
    rows = duckdb.sql(f"SELECT siren FROM '{made.folder / SourceFile.UNITS.parquet}'").fetchall()

    assert len(rows) == len(set(rows)) == made.rows[SourceFile.UNITS.parquet]
    assert all(len(siren) == 9 and siren.isdecimal() and not is_siren(siren) for (siren,) in rows)


def test_establishments_are_distinct_and_in_the_communes_asked(made: Made) -> None:
    count, distinct, communes, outside = _one(
        made,
        SourceFile.ESTABLISHMENTS,
        "count(*), count(DISTINCT siret), count(DISTINCT codeCommuneEtablissement),"
        " count(*) FILTER (codeCommuneEtablissement NOT LIKE '59%')",
    )

    assert (count, distinct, outside) == (20_000, 20_000, 0)
    assert communes >= 90


def test_shares_are_those_documented(made: Made) -> None:
    (without_employee,) = _one(made, SourceFile.ESTABLISHMENTS, "avg((trancheEffectifsEtablissement = 'NN')::INTEGER)")
    natural, hidden = _one(
        made,
        SourceFile.UNITS,
        "avg((categorieJuridiqueUniteLegale = 1000)::INTEGER), avg((statutDiffusionUniteLegale = 'P')::INTEGER)",
    )

    assert without_employee == pytest.approx(0.947, abs=0.012)
    assert natural == pytest.approx(0.564, abs=0.02)
    assert hidden == pytest.approx(10_413_016 / 29_922_486, abs=0.02)


def test_names_and_types_are_those_of_the_published_files(made: Made) -> None:
    kinds = dict(
        duckdb.sql(
            f"SELECT column_name, column_type FROM (DESCRIBE FROM '{made.folder / SourceFile.UNITS.parquet}')"
        ).fetchall()
    )

    assert kinds["categorieJuridiqueUniteLegale"] == "BIGINT"
    assert kinds["dateCreationUniteLegale"] == "DATE"
    assert kinds["siren"] == kinds["trancheEffectifsUniteLegale"] == "VARCHAR"


def test_the_folder_and_the_files_say_they_are_generated(made: Made) -> None:
    marks = duckdb.sql(f"SELECT key, value FROM parquet_kv_metadata('{made.folder}/*.parquet')").fetchall()

    assert (made.folder / "GENERATED.txt").exists()
    assert marks.count((b"essaim", b"generated")) == len(made.rows)


def test_one_seed_gives_one_stock(made: Made, tmp_path: Path) -> None:
    again = generate(tmp_path, establishments=20_000, vintage=date(2026, 8, 1), epci=[METROPOLE])
    other = generate(tmp_path / "other", establishments=20_000, vintage=date(2026, 8, 1), epci=[METROPOLE], seed=2)

    assert _content(again) == _content(made) != _content(other)


def _content(made: Made) -> str:
    rows = duckdb.sql(f"SELECT * FROM '{made.folder / SourceFile.ESTABLISHMENTS.parquet}' ORDER BY siret").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()
