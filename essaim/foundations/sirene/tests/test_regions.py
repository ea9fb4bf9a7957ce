"""Regions: made of their départements, and given what all of them are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from essaim.foundations.primitives.secrecy import Sum, determined
from essaim.foundations.sirene import queries, services
from essaim.foundations.sirene.generator import generate
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.reference import regions
from essaim.foundations.sirene.rows import Filters
from essaim.foundations.sirene.states import By, PlaceKind

from .conftest import COMMAND, NOW
from .small_stock import METROPOLE, VINTAGE

pytestmark = pytest.mark.django_db
# The Métropole of the Nord, Arras of the Pas-de-Calais: two départements of one region.
TWO = (METROPOLE, "200033579")


def test_every_department_is_in_one_region_at_most() -> None:
    inside = [department for _code, _name, departments in regions() for department in departments]

    assert len(regions()) == 18
    assert len(inside) == len(set(inside)) == 101


def test_region_counts_what_its_departments_count(snapshot: Snapshot) -> None:
    basis = queries.basis()
    with queries.opened(basis) as register:
        region = queries.place_of(register, "R32")
        parts = queries.parts_of(register, region)
        found = queries.indicators(register, basis, region)
        each = [queries.indicators(register, basis, part) for part in parts]
        split = queries.breakdown(register, basis, region, By.DEPARTMENT)
        everywhere = queries.places(register, PlaceKind.REGION)

    assert (region.kind, region.name, region.epci) == (PlaceKind.REGION, "Hauts-de-France", "")
    assert [part.code for part in parts] == ["02", "59", "60", "62", "80"]
    assert sum(one.establishments for one in each) == found.establishments > 0
    assert sum(one.employers for one in each) == found.employers
    assert [group.key for group in split] == ["59"]
    assert len(everywhere) == 18
    assert [place.name for place in everywhere] == sorted(
        (place.name for place in everywhere), key=lambda name: name.replace("Î", "I")
    )


def test_region_gives_nothing_that_its_departments_withhold(tmp_path: Path) -> None:
    made = generate(tmp_path / "made", establishments=8_000, vintage=VINTAGE, epci=TWO)
    services.load_snapshot(folder=made.folder, vintage=VINTAGE, actor=COMMAND, now=NOW)
    basis = queries.basis()
    values: dict[tuple[str, str, str], int | None] = {}
    with queries.opened(basis) as register:
        for code in ("R32", "59", "62"):
            place = queries.place_of(register, code)
            whole = queries.indicators(register, basis, place)
            values[code, "", ""] = whole.jobs.least if whole.jobs else None
            for by in (By.FAMILY, By.SECTION):
                for group in queries.breakdown(register, basis, place, by):
                    values[code, by.value, group.key] = group.jobs.least if group.jobs else None
        twice = queries.indicators(register, basis, queries.place_of(register, "R32"), Filters("association", "Q"))
    hidden = {key for key, value in values.items() if value is None}
    sums = [
        Sum(key, tuple(part for code in ("59", "62") if (part := (code, *key[1:])) in values))
        for key in values
        if key[0] == "R32"
    ]
    for code in ("R32", "59", "62"):
        for way in ("family", "section"):
            inside = tuple(sorted(key for key in values if key[0] == code and key[1] == way))
            sums.append(Sum((code, "", ""), inside))

    assert hidden
    assert {key for key in values if key[0] == "R32"} - hidden
    for line in sums:
        known = [values[key] for key in line]
        if None not in known:
            total, *rest = (value for value in known if value is not None)
            assert total == sum(rest)
    assert determined(hidden, sums) == set()
    assert twice.withheld
