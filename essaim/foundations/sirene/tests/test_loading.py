"""Loading a month: what is refused, what waits, what replaces what."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from django.core.management import CommandError, call_command

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.sirene import queries, register, services
from essaim.foundations.sirene.files import FolderRefused, SourceFile
from essaim.foundations.sirene.generator import generate
from essaim.foundations.sirene.models import PerimeterEdition, Snapshot
from essaim.foundations.sirene.states import Rule, SnapshotState

from . import small_stock
from .conftest import COMMAND, NOW

pytestmark = pytest.mark.django_db


def _content(snapshot: Snapshot) -> list[tuple[object, ...]]:
    with register.snapshot(snapshot.file) as connection:
        return [
            *connection.execute("SELECT * FROM ess ORDER BY siret").fetchall(),
            *connection.execute("SELECT * FROM denominator ORDER BY ALL").fetchall(),
            *connection.execute("SELECT * FROM life ORDER BY ALL").fetchall(),
        ]


def test_a_load_makes_a_dated_snapshot_in_service(snapshot: Snapshot) -> None:
    assert snapshot.state == SnapshotState.READY
    assert snapshot.vintage == small_stock.VINTAGE
    assert snapshot.rows == {"StockUniteLegale": 14, "StockEtablissement": 20, "StockEtablissementHistorique": 41}
    assert snapshot.headcount_year == 2023
    assert not snapshot.is_generated
    assert [row.pk for row in queries.snapshots()] == [snapshot.pk]


def test_csv_and_parquet_give_the_same_snapshot(snapshot: Snapshot, tmp_path: Path) -> None:
    from_csv = services.load_snapshot(
        folder=small_stock.write(tmp_path / "csv-2026-08", as_csv=True), actor=COMMAND, now=NOW
    )

    assert _content(from_csv) == _content(snapshot)


def test_loading_a_month_again_sets_the_other_aside(snapshot: Snapshot, stock: Path) -> None:
    again = services.load_snapshot(folder=stock, actor=COMMAND, now=NOW)

    snapshot.refresh_from_db()
    assert (snapshot.state, again.state) == (SnapshotState.SET_ASIDE, SnapshotState.READY)


def test_a_missing_column_is_named_and_nothing_changes(snapshot: Snapshot, tmp_path: Path) -> None:
    folder = small_stock.write(tmp_path / "broken-2026-09", without=["economieSocialeSolidaireUniteLegale"])

    with pytest.raises(FolderRefused, match="economieSocialeSolidaireUniteLegale"):
        services.load_snapshot(folder=folder, actor=COMMAND, now=NOW)

    assert [row.pk for row in queries.snapshots()] == [snapshot.pk]
    assert [path.name for path in register.folder().iterdir()] == [snapshot.file]


def test_columns_of_naf_2025_may_be_missing(tmp_path: Path) -> None:
    folder = small_stock.write(tmp_path / "old-2025-08", without=["activitePrincipaleNAF25Etablissement"])

    loaded = services.load_snapshot(folder=folder, actor=COMMAND, now=NOW)

    assert loaded.state == SnapshotState.READY


def test_a_broken_file_is_named(tmp_path: Path, stock: Path) -> None:
    whole = (stock / SourceFile.UNITS.parquet).read_bytes()
    (stock / SourceFile.UNITS.parquet).write_bytes(whole[: len(whole) // 2])

    with pytest.raises(FolderRefused, match="StockUniteLegale_utf8"):
        services.load_snapshot(folder=stock, actor=COMMAND, now=NOW)

    assert list(register.folder().iterdir()) == []


def test_fewer_rows_than_the_month_before_wait_for_a_person(tmp_path: Path) -> None:
    before = services.load_snapshot(
        folder=small_stock.write(tmp_path / "stock-2026-07", times=2), actor=COMMAND, now=NOW
    )
    held = services.load_snapshot(folder=small_stock.write(tmp_path / "stock-2026-08"), actor=COMMAND, now=NOW)

    assert held.state == SnapshotState.HELD
    assert [check["name"] for check in held.checks if check["weight"] == "waits"] == [
        "rows StockUniteLegale",
        "rows StockEtablissement",
        "rows StockEtablissementHistorique",
        "change",
    ]
    assert [row.pk for row in queries.snapshots()] == [before.pk]


def test_an_establishment_that_stands_twice_refuses_the_load(stock: Path) -> None:
    path = stock / SourceFile.ESTABLISHMENTS.parquet
    duckdb.execute(f"CREATE OR REPLACE TABLE twice AS FROM '{path}' UNION ALL FROM '{path}'")
    duckdb.execute(f"COPY twice TO '{path}' (FORMAT parquet)")

    with pytest.raises(services.LoadRefused, match="16"):
        services.load_snapshot(folder=stock, actor=COMMAND, now=NOW)

    assert not Snapshot.objects.exists()
    assert list(register.folder().iterdir()) == []


def test_a_person_does_not_load(stock: Path) -> None:
    with pytest.raises(NotAllowed):
        services.load_snapshot(folder=stock, actor=person_with(RoleKind.ADMINISTRATOR), now=NOW)


def test_the_first_load_brings_the_perimeter_shipped(snapshot: Snapshot) -> None:
    edition = PerimeterEdition.objects.get()

    assert edition.categories.count() == 85
    assert edition.activities.filter(nomenclature="NAF2025").count() == 7
    assert edition.categories.get(code="9220").in_statutory
    assert not edition.categories.get(code="5710").in_insee


def test_generated_files_are_said_to_be(tmp_path: Path) -> None:
    made = generate(tmp_path / "made", establishments=2000, vintage=small_stock.VINTAGE)

    loaded = services.load_snapshot(folder=made.folder, vintage=small_stock.VINTAGE, actor=COMMAND, now=NOW)

    assert loaded.is_generated
    assert queries.basis(Rule.INSEE).is_generated


def test_the_command_says_what_it_found(stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sirene", "load", str(stock))

    said = capsys.readouterr()
    assert " 16 " in said.out.splitlines()[-1]
    assert "7 / 7" in said.err


def test_the_command_asks_for_the_month_where_nothing_says_it(tmp_path: Path) -> None:
    folder = small_stock.write(tmp_path / "stock")

    with pytest.raises(CommandError, match="--vintage"):
        call_command("sirene", "load", str(folder))
