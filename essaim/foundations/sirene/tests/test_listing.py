"""Rows behind a count: their order, their search and their file tell nothing of who asked not to be diffused."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from essaim.foundations.sirene import queries, register
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.queries.listing import ORDERED
from essaim.foundations.sirene.rows import Filters

from .small_stock import METROPOLE, siren

pytestmark = pytest.mark.django_db


@pytest.fixture
def masked(snapshot: Snapshot) -> Snapshot:
    """The stock written by hand, where the SCOP, which has a public name, masked its establishments."""
    with duckdb.connect(str(register.folder() / snapshot.file)) as made:
        made.execute("UPDATE ess SET is_masked = true WHERE siren = ?", [siren("06")])
    return snapshot


@pytest.mark.parametrize(
    "order", [(), *((name,) for name in sorted(ORDERED)), *((f"-{name}",) for name in sorted(ORDERED))]
)
def test_masked_rows_stand_last_whatever_the_order(masked: Snapshot, order: tuple[str, ...]) -> None:
    basis = queries.basis()
    with queries.opened(basis) as opened:
        place = queries.place_of(opened, METROPOLE)
        rows = queries.establishments(opened, basis, place, order=order)
        again = queries.establishments(opened, basis, place, order=order, limit=2, offset=len(rows) - 2)

    named = [bool(row.name) for row in rows]
    assert named == sorted(named, reverse=True)
    assert named.count(False) == 3
    assert rows[-2:] == again


def test_order_is_made_of_what_everybody_reads(masked: Snapshot) -> None:
    basis = queries.basis()
    with queries.opened(basis) as opened:
        place = queries.place_of(opened, METROPOLE)
        days = [row.created_on for row in queries.establishments(opened, basis, place, order=("-created_on",))]
        same = queries.establishments(opened, basis, place, order=("bracket", "address; DROP TABLE ess", "tie"))
        names = [row.name for row in same if row.name]

    told = [day for day in days if day is not None]
    assert told == sorted(told, reverse=True)
    assert names == sorted(names)


@pytest.mark.parametrize("words", ["STRUCTURE 06", siren("06"), "structure 07", siren("07")])
def test_masked_rows_are_not_found_by_what_they_hide(masked: Snapshot, words: str) -> None:
    basis = queries.basis()
    with queries.opened(basis) as opened:
        place = queries.place_of(opened, METROPOLE)

        assert queries.establishments(opened, basis, place, search=words) == []
        assert queries.count_establishments(opened, basis, place, search=words) == 0


def test_file_has_the_same_rows_and_columns(masked: Snapshot, tmp_path: Path) -> None:
    basis = queries.basis()
    path = tmp_path / "rows.parquet"
    with queries.opened(basis) as opened:
        place = queries.place_of(opened, METROPOLE)
        kept = Filters(employers_only=True)
        rows = queries.establishments(opened, basis, place, kept)
        queries.write_establishments(opened, basis, place, kept, path=path)
        with pytest.raises(queries.BracketWithheld):
            queries.write_establishments(opened, basis, place, Filters(bracket="11"), path=path)

    written = duckdb.sql(f"SELECT siret, name, rule_or_layer, vintage, perimeter, generated FROM '{path}'").fetchall()
    assert [row[:2] for row in written] == [(row.siret, row.name) for row in rows]
    assert {row[2:] for row in written} == {("insee", "2026-08", 1, False)}
    assert siren("06") not in path.read_bytes().decode("latin-1")
