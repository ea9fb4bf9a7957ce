"""Units as the records of structures are compared with them."""

from __future__ import annotations

import pytest

from essaim.foundations.sirene import queries
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.rows import UnitRow

from .small_stock import LILLE, LYON, METROPOLE, ROUBAIX, siren, siret

pytestmark = pytest.mark.django_db


def _units(code: str, *asked: str) -> dict[str, UnitRow]:
    with queries.opened(queries.basis()) as register:
        found = queries.units(register, queries.place_of(register, code), [siren(key) for key in asked])
    return {unit.siren[-2:]: unit for unit in found}


def test_a_place_gives_its_units_by_either_rule(snapshot: Snapshot) -> None:
    found = _units(METROPOLE)

    # Neither the company nor the commune; the association of worship (02) is ESS by no rule.
    assert set(found) == {"01", "03", "04", "06", "07", "08", "09", "12", "13", "14"}
    assert found["01"].is_here
    assert (found["01"].seat_siret, found["01"].seat_commune) == (siret("01"), LILLE)
    assert (found["04"].in_insee, found["04"].in_annuaire, found["04"].is_flagged) == (False, True, True)
    assert found["14"].siae_kinds == ("ACI", "AI")


def test_what_is_masked_is_neither_named_nor_placed(snapshot: Snapshot) -> None:
    unit = _units(METROPOLE)["07"]

    assert (unit.name, unit.seat_address, unit.seat_is_masked) == ("", "", True)


def test_a_unit_asked_by_number_is_found_elsewhere(snapshot: Snapshot) -> None:
    found = _units(ROUBAIX, "06", "05")

    assert not found["06"].is_here
    assert found["06"].here_siret == ""
    # A company that declared nothing is not kept in a snapshot.
    assert "05" not in found


def test_the_first_establishment_of_the_place_is_told(snapshot: Snapshot) -> None:
    unit = _units(LYON)["06"]

    assert (unit.here_siret, unit.here_commune) == (siret("06", "00028"), LYON)
    assert unit.seat_commune == LILLE
