"""Exact figures of the stock written by hand, for every rule and every layer."""

from __future__ import annotations

import pytest

from essaim.foundations.sirene import queries
from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.queries import figures
from essaim.foundations.sirene.rows import EstablishmentRow, Jobs
from essaim.foundations.sirene.states import By, Denominator, Layer, PlaceKind, Rule, Withheld

from .small_stock import LILLE, LYON, METROPOLE, ROUBAIX, siret

IN = {
    Rule.INSEE: {"01", "06", "07", "08", "12", "14"},
    Rule.ANNUAIRE: {"01", "03", "04", "07", "09", "12", "14"},
    Layer.STATUTORY: {"01", "06", "07", "12", "14"},
    Layer.DECLARED_COMMERCIAL: {"04"},
    Layer.ESUS: {"13"},
}


def _listed(scope: Rule | Layer, code: str) -> list[EstablishmentRow]:
    basis = queries.basis(scope)
    with queries.opened(basis) as register:
        return queries.establishments(register, basis, queries.place_of(register, code))


@pytest.mark.parametrize("scope", IN, ids=str)
def test_each_rule_and_layer_keeps_its_units(snapshot: Snapshot, scope: Rule | Layer) -> None:
    rows = _listed(scope, "FR")

    masked = {"07"} & IN[scope]
    assert {row.siren[-2:] for row in rows if row.siren} == IN[scope] - masked
    assert sum(row.name == "" for row in rows) == (2 if masked else 0)


def test_siae_are_told_by_establishment(snapshot: Snapshot) -> None:
    rows = _listed(Layer.SIAE, "FR")

    assert [row.siret for row in rows] == [siret("14")]


@pytest.mark.parametrize(
    ("scope", "establishments", "employers"),
    [
        # Lille, Hellemmes with it: 01, 06, 07, 08 (NN), 12, 14 (no bracket).
        (Rule.INSEE, 6, 4),
        # 01, 03, 04, 07, 09, 12, 14 (no bracket).
        (Rule.ANNUAIRE, 7, 6),
        (Layer.STATUTORY, 5, 4),
        (Layer.DECLARED_COMMERCIAL, 1, 1),
        (Layer.ESUS, 1, 1),
        (Layer.SIAE, 0, 0),
    ],
)
def test_counts_of_lille(snapshot: Snapshot, scope: Rule | Layer, establishments: int, employers: int) -> None:
    basis = queries.basis(scope)
    with queries.opened(basis) as register:
        found = queries.indicators(register, basis, queries.place_of(register, LILLE))

    assert (found.establishments, found.employers) == (establishments, employers)
    # 01 to 09 but the closed one, 10, 11, 12, 13, 14; NN or no bracket: 08, 10, 14.
    assert (found.all_establishments, found.all_employers) == (14, 11)
    assert found.share_of_employers == employers / 11


def test_jobs_are_an_interval_and_an_estimate(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as register:
        found = queries.indicators(register, basis, queries.place_of(register, METROPOLE))

    # Brackets 11, 12, 21, 01 in Lille, 00 and 22 in Roubaix.
    assert found.jobs == Jobs(10 + 20 + 50 + 1 + 0 + 100, 19 + 49 + 99 + 2 + 0 + 199, 14.5 + 34.5 + 74.5 + 1.5 + 149.5)
    assert (found.employers, found.employers_zero) == (6, 1)
    # A bracket without maximum is among all establishments: the upper bound of the denominator is open.
    assert found.all_jobs is not None
    assert found.all_jobs.most is None
    assert found.withheld is None


def test_private_denominator_leaves_out_public_bodies(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE, denominator=Denominator.PRIVATE)
    with queries.opened(basis) as register:
        found = queries.indicators(register, basis, queries.place_of(register, LILLE))

    assert (found.all_establishments, found.all_employers) == (13, 10)
    assert found.basis.denominator == Denominator.PRIVATE


def test_location_quotient_is_the_share_here_over_the_share_in_france(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as register:
        found = queries.indicators(register, basis, queries.place_of(register, LILLE))

    # In France: 7 employers of the ESS (Lyon's with them) of 14 employers.
    assert found.location_quotient == pytest.approx((4 / 11) / (7 / 14))


def test_share_in_france_is_told_while_another_thread_forgets_what_was_kept(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class _Forgotten(dict[object, float | None]):
        def __setitem__(self, key: object, value: float | None) -> None:
            self.clear()

    monkeypatch.setattr(figures, "_SHARES", _Forgotten())
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as register:
        found = queries.indicators(register, basis, queries.place_of(register, LILLE))

    assert found.location_quotient == pytest.approx((4 / 11) / (7 / 14))


def test_arrondissement_counts_in_its_commune(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as register:
        lyon = queries.indicators(register, basis, queries.place_of(register, LYON))
        first = queries.place_of(register, "69381")
        district = queries.indicators(register, basis, first)

    assert first.kind == PlaceKind.DISTRICT
    assert lyon.establishments == district.establishments == 1


def test_fewer_than_three_employers_keep_their_jobs(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as register:
        found = queries.indicators(register, basis, queries.place_of(register, ROUBAIX))

    assert found.employers == 2
    assert (found.jobs, found.share_of_jobs, found.withheld) == (None, None, Withheld.FEW_UNITS)


def test_parts_add_up_to_the_whole(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as register:
        place = queries.place_of(register, METROPOLE)
        whole = queries.indicators(register, basis, place)
        for by in queries.splits_of(place):
            if by == By.TERRITOIRE:
                continue
            parts = queries.breakdown(register, basis, place, by)
            assert sum(part.establishments for part in parts) == whole.establishments, by
            assert sum(part.employers for part in parts) == whole.employers, by


def test_layers_are_counted_each_alone(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as register:
        found = queries.layers(register, basis, queries.place_of(register, METROPOLE))

    assert {row.basis.scope: row.establishments for row in found} == {
        Layer.STATUTORY: 8,
        Layer.DECLARED_COMMERCIAL: 1,
        Layer.ESUS: 1,
        Layer.SIAE: 1,
    }


def test_layers_are_read_in_the_file_that_is_open_and_leave_it_as_it_was(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    basis = queries.basis(Rule.ANNUAIRE)
    with queries.opened(basis) as register:
        place = queries.place_of(register, METROPOLE)
        before = queries.indicators(register, basis, place)
        monkeypatch.setattr(files, "snapshot", None)

        found = queries.layers(register, basis, place)

        assert [row.basis.scope for row in found] == list(Layer)
        assert queries.indicators(register, basis, place) == before


@pytest.mark.parametrize("scope", Layer, ids=str)
def test_layer_of_a_table_has_the_figures_of_its_own_page(snapshot: Snapshot, scope: Layer) -> None:
    alone = queries.basis(scope)
    with queries.opened(alone) as register:
        place = queries.place_of(register, METROPOLE)
        own = queries.indicators(register, alone, place)
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as register:
        (beside,) = [row for row in queries.layers(register, basis, place) if row.basis.scope == scope]

    assert beside == own


def test_unknown_and_absurd_days_are_unknown(snapshot: Snapshot) -> None:
    rows = {row.siret: row.created_on for row in _listed(Rule.INSEE, METROPOLE)}

    assert rows[siret("01", "00028")] is None
    assert str(rows[siret("01")]) == "2010-03-01"


def test_stock_creations_and_closures_come_from_the_history(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as register:
        years = queries.years_of_life(register, basis, queries.place_of(register, LILLE), first=2009)

    told = {year.year: (year.stock, year.creations, year.closures) for year in years}
    # 01 (closed one), 06, 07, 12, 14 before 2009; 01 in 2010, 08 in 2011; the closed one left in 2020.
    assert told[2009] == (5, 0, 0)
    assert told[2010] == (6, 1, 0)
    assert told[2011] == (7, 1, 0)
    assert told[2020] == (6, 0, 1)
    assert max(told) == 2025


def test_survival_follows_a_year_of_creations(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as register:
        found = queries.survival(register, basis, queries.place_of(register, LILLE), first=2001)

    after = {(row.cohort, row.years): (row.created, row.surviving) for row in found}
    assert after[2001, 10] == (1, 1)
    assert after[2010, 10] == (1, 1)
    # A cohort is told at an age that all of it had the time to reach.
    assert (2020, 6) not in after
