"""The indicators of every EPCI written at once are those each would be given alone."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
from django.core.management import CommandError, call_command

from essaim.foundations.sirene import queries
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.rows import Filters
from essaim.foundations.sirene.states import By, Layer, Rule

from .small_stock import METROPOLE


@pytest.mark.parametrize("scope", [*Rule, *Layer], ids=str)
def test_every_epci_has_the_figures_of_its_own_page(snapshot: Snapshot, scope: Rule | Layer) -> None:
    basis = queries.basis(scope)
    with queries.opened(basis) as register:
        rows = list(queries.every_epci(register, basis))
        assert METROPOLE in {row.epci for row in rows}
        for row in rows:
            place = queries.place_of(register, row.epci)
            told = (row.establishments, row.employers, row.jobs, row.withheld)
            if row.section == "?":
                groups = queries.breakdown(register, basis, place, By.SECTION)
                (group,) = [group for group in groups if group.key == ""]
                assert (group.establishments, group.employers, group.jobs, group.withheld) == told
                continue
            own = queries.indicators(register, basis, place, Filters(family=row.family, section=row.section))
            assert (own.establishments, own.employers, own.jobs, own.withheld) == told
            assert own.employers_zero == row.employers_zero
            assert own.share_of_establishments == row.share_of_establishments
            assert own.share_of_employers == row.share_of_employers
            assert own.location_quotient == row.location_quotient
            if not row.family and not row.section:
                assert own.share_of_jobs == row.share_of_jobs


def test_one_command_goes_from_the_files_to_the_figures(
    db: None, stock: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "figures"

    call_command("sirene", "load", str(stock), "--figures", str(out), "--extract", METROPOLE)

    said = capsys.readouterr()
    assert "7 / 7" in said.err
    with (out / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    (whole,) = [
        row
        for row in rows
        if (row["epci"], row["rule_or_layer"], row["family"], row["section"]) == (METROPOLE, "insee", "", "")
    ]
    assert (whole["establishments"], whole["employers"], whole["jobs_least"]) == ("9", "6", "181")
    assert {row["rule_or_layer"] for row in rows} == {"insee", "annuaire", *(layer.value for layer in Layer)}
    extract = duckdb.execute(f"SELECT count(*) FROM '{out / METROPOLE}.parquet'").fetchall()
    assert extract == [(9,)]


def test_an_unknown_territory_is_said_and_nothing_is_written(snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="99999"):
        call_command("sirene", "figures", str(tmp_path / "figures"), "--extract", "99999")

    assert not (tmp_path / "figures").exists()
