"""Verdicts of secrecy kept in the file of a snapshot: the same as those judged when asked, and read instead of them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from essaim.foundations.sirene import queries, register, services
from essaim.foundations.sirene.generator import generate
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.queries import judging, verdicts
from essaim.foundations.sirene.states import By, PlaceKind, Rule, Withheld

from .conftest import COMMAND, NOW
from .small_stock import METROPOLE, ROUBAIX, VINTAGE

pytestmark = pytest.mark.django_db
# The Métropole, and one that lies in two départements (Redon).
PLACES = (METROPOLE, "243500741")


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "_KEPT", type(verdicts._KEPT)())


@pytest.fixture
def generated(tmp_path: Path) -> Snapshot:
    made = generate(tmp_path / "made", establishments=8_000, vintage=VINTAGE, epci=PLACES)
    return services.load_snapshot(folder=made.folder, vintage=VINTAGE, actor=COMMAND, now=NOW)


def _without_verdicts(snapshot: Snapshot) -> None:
    """Make the file what it was before verdicts were kept."""
    register.close_kept()
    with duckdb.connect(str(register.folder() / snapshot.file)) as connection:
        connection.execute("DROP TABLE judgement")


def _told(scope: Rule) -> dict[tuple[str, str, str], Withheld | None]:
    basis = queries.basis(scope)
    told: dict[tuple[str, str, str], Withheld | None] = {}
    with queries.opened(basis) as opened:
        places = [queries.place_of(opened, code) for code in ("FR", *PLACES)]
        places += queries.places(opened, PlaceKind.COMMUNE, within=METROPOLE, limit=20)
        places += [queries.place_of(opened, code) for code in sorted({place.code[:2] for place in places[3:]})]
        for place in places:
            told[place.code, "", ""] = queries.indicators(opened, basis, place).withheld
            for by in (By.FAMILY, By.SECTION):
                for group in queries.breakdown(opened, basis, place, by):
                    told[place.code, by.value, group.key] = group.withheld
    return told


@pytest.mark.parametrize("scope", Rule, ids=str)
def test_verdicts_kept_are_those_judged_when_asked(
    generated: Snapshot, scope: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(judging, "protect", None)
        kept = _told(scope)
    assert any(kept.values())
    verdicts._KEPT.clear()
    _without_verdicts(generated)

    assert _told(scope) == kept


def test_verdicts_are_kept_for_each_rule_and_layer_told(snapshot: Snapshot) -> None:
    with register.snapshot(snapshot.file) as connection:
        rows = connection.execute("SELECT scope, tables, count(*) FROM judgement GROUP BY ALL").fetchall()

    counts = {(scope, tables): count for scope, tables, count in rows}
    assert {scope for scope, _tables in counts} == {
        "insee", "annuaire", "statutory", "declared_commercial", "esus", "siae",
    }  # fmt: skip
    assert {count for (_scope, tables), count in counts.items() if tables == "country"} == {1}
    assert {count for (_scope, tables), count in counts.items() if tables == "lower"} == {1255}


def test_a_snapshot_made_before_verdicts_were_kept_is_judged_when_asked(snapshot: Snapshot) -> None:
    _without_verdicts(snapshot)

    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as opened:
        found = queries.indicators(opened, basis, queries.place_of(opened, ROUBAIX))

    assert found.withheld == Withheld.FEW_UNITS


def test_verdicts_of_other_territoires_are_not_read(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as opened:
        opened.execute("INSERT INTO territoire VALUES ('200093201-1', 'Un', '200093201', 1, ['59512'])")
        asked: list[str] = []
        judge = judging._judge_lower
        monkeypatch.setattr(
            judging,
            "_judge_lower",
            lambda rows, siren, *given, **more: (asked.append(siren), judge(rows, siren, *given, **more))[1],
        )

        found = queries.indicators(opened, basis, queries.place_of(opened, ROUBAIX))

    assert set(asked) == {METROPOLE}
    assert found.withheld == Withheld.FEW_UNITS
