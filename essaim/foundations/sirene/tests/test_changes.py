"""What changed between two months."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from essaim.foundations.sirene import queries, services
from essaim.foundations.sirene.files import SourceFile
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.rows import Changes
from essaim.foundations.sirene.states import Rule

from . import small_stock
from .conftest import COMMAND, NOW
from .small_stock import METROPOLE, siret

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)


def _next_month(folder: Path) -> Path:
    """Close the other body of Lille, move the association of Roubaix to Lille, take on its first employee, declare the SCOP."""
    small_stock.write(folder)
    establishments, units = folder / SourceFile.ESTABLISHMENTS.parquet, folder / SourceFile.UNITS.parquet
    duckdb.execute(f"CREATE OR REPLACE TEMP TABLE e AS FROM '{establishments}'")
    duckdb.execute(f"UPDATE e SET etatAdministratifEtablissement = 'F' WHERE siret = '{siret('08')}'")
    duckdb.execute(
        "UPDATE e SET codeCommuneEtablissement = '59350', trancheEffectifsEtablissement = '01'"
        f" WHERE siret = '{siret('01', '00028')}'"
    )
    duckdb.execute(f"COPY e TO '{establishments}' (FORMAT parquet)")
    duckdb.execute(f"CREATE OR REPLACE TEMP TABLE u AS FROM '{units}'")
    duckdb.execute("UPDATE u SET economieSocialeSolidaireUniteLegale = 'O' WHERE siren = '100000006'")
    duckdb.execute(f"COPY u TO '{units}' (FORMAT parquet)")
    return folder


def _changes(rule: Rule, code: str) -> Changes:
    after, before = queries.basis(rule, vintage=SEPTEMBER), queries.basis(rule, vintage=AUGUST)
    with queries.opened(after) as register:
        return queries.changes(register, after, before, queries.place_of(register, code))


def test_entries_exits_and_changes_are_told_apart(snapshot: Snapshot, tmp_path: Path) -> None:
    services.load_snapshot(folder=_next_month(tmp_path / "stock-2026-09"), actor=COMMAND, now=NOW)

    found = _changes(Rule.INSEE, METROPOLE)

    assert (found.entered, found.left, found.changed) == (0, 1, 2)
    told = {row.siret: (row.kind, row.fields) for row in found.rows}
    assert told == {
        siret("08"): ("left", ()),
        siret("01", "00028"): ("changed", ("commune", "is_employer")),
        siret("06"): ("changed", ("is_flagged",)),
    }


def test_a_declaration_is_an_entry_by_the_other_rule(snapshot: Snapshot, tmp_path: Path) -> None:
    services.load_snapshot(folder=_next_month(tmp_path / "stock-2026-09"), actor=COMMAND, now=NOW)

    found = _changes(Rule.ANNUAIRE, "FR")

    assert {row.siret for row in found.rows if row.kind == "entered"} == {siret("06"), siret("06", "00028")}


def test_two_rules_are_not_compared(snapshot: Snapshot) -> None:
    after, before = queries.basis(Rule.INSEE), queries.basis(Rule.ANNUAIRE)

    with queries.opened(after) as register, pytest.raises(queries.NoSnapshot):
        queries.changes(register, after, before, queries.place_of(register, "FR"))
