"""Secrecy of all rules, layers and months at once (C88): whoever has every published table cannot find what is withheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from django.test import override_settings

from essaim.foundations.primitives.secrecy import UNITS_MIN, Sum, determined
from essaim.foundations.sirene import queries, register, services
from essaim.foundations.sirene.generator import generate
from essaim.foundations.sirene.rows import Basis, Filters, Place
from essaim.foundations.sirene.states import By, Layer, PlaceKind, Rule

from .conftest import COMMAND, NOW
from .small_stock import VINTAGE

pytestmark = pytest.mark.django_db
NEIGHBOURS = ("200093201", "200040947", "200044618")
SCOPES = (Rule.INSEE, Rule.ANNUAIRE, Layer.STATUTORY, Layer.DECLARED_COMMERCIAL)
NEXT = date(2026, 9, 1)
# A place, a family, a section; then who counts it, as months and rules.
Cross = tuple[str, str, str]
Kind = frozenset[tuple[date, str]]
Known = tuple[Cross, object]


def _load(folder: Path, vintage: date, establishments: int) -> None:
    made = generate(folder, establishments=establishments, vintage=vintage, epci=NEIGHBOURS)
    services.load_snapshot(folder=made.folder, vintage=vintage, actor=COMMAND, now=NOW)


def _told(basis: Basis) -> Iterator[tuple[Cross, bool]]:
    """Read of each place whether its jobs are given: in all, by family, by section, as its page does."""
    with queries.opened(basis) as opened:
        department = queries.place_of(opened, "59")
        places = [department, *(place for place in queries.parts_of(opened, department) if place.code in NEIGHBOURS)]
        for code in NEIGHBOURS:
            places += queries.places(opened, PlaceKind.COMMUNE, within=code, limit=500)
        for place in places:
            yield from _told_of(opened, basis, place)


def _told_of(opened: duckdb.DuckDBPyConnection, basis: Basis, place: Place) -> Iterator[tuple[Cross, bool]]:
    yield (place.code, "", ""), queries.indicators(opened, basis, place).jobs is not None
    for by in (By.FAMILY, By.SECTION):
        for group in queries.breakdown(opened, basis, place, by, Filters()):
            key = (place.code, group.key, "") if by == By.FAMILY else (place.code, "", group.key or "?")
            if group.employers:
                yield key, group.jobs is not None


def _units(vintages: tuple[date, ...]) -> dict[Cross, dict[Kind, set[str]]]:
    """Count by hand who is where, and by which rules in which months: one quantity an establishment and a bracket."""
    rows: dict[tuple[str, ...], set[tuple[date, str]]] = defaultdict(set)
    columns = ", ".join(f"in_{scope.value}" for scope in SCOPES)
    for vintage in vintages:
        with register.snapshot(queries.basis(vintage=vintage).file) as connection:
            found = connection.execute(
                f"SELECT siret, siren, bracket, commune, epci, family, section, {columns} FROM ess "
                "WHERE bracket <> 'NN' AND department = '59'"
            ).fetchall()
        for siret, siren, bracket, commune, epci, family, section, *flags in found:
            kind = {(vintage, scope.value) for scope, flag in zip(SCOPES, flags, strict=True) if flag}
            rows[siret, siren, bracket, commune, epci, family, section or "?"] |= kind
    units: dict[Cross, dict[Kind, set[str]]] = defaultdict(lambda: defaultdict(set))
    for (_siret, siren, _bracket, commune, epci, family, section), kind in rows.items():
        for place in (commune, epci, "59"):
            for crossing in ((place, "", ""), (place, family, ""), (place, "", section)):
                if kind:
                    units[crossing][frozenset(kind)].add(siren)
    return units


def _attack(vintages: tuple[date, ...]) -> tuple[int, int]:
    """Put together all that pages say of all rules and months, and solve for what they do not say."""
    units = _units(vintages)
    given: dict[tuple[Cross, tuple[date, str]], bool] = {}
    for vintage in vintages:
        for scope in SCOPES:
            for crossing, is_given in _told(queries.basis(scope, vintage=vintage)):
                if crossing in units and any((vintage, scope.value) in kind for kind in units[crossing]):
                    given[crossing, (vintage, scope.value)] = is_given
    hidden: set[Known] = {(crossing, kind) for crossing, kinds in units.items() for kind in kinds}
    withheld: set[Known] = {key for key, is_given in given.items() if not is_given}
    sums: list[Sum[Known]] = [
        Sum(
            (crossing, publication),
            tuple((crossing, kind) for kind in units[crossing] if publication in kind),
        )
        for crossing, publication in given
    ]
    sums += list(_additions(units))
    found = determined(hidden | withheld, sums)
    few = {
        (crossing, kind)
        for crossing, kinds in units.items()
        for kind, sirens in kinds.items()
        if len(sirens) < UNITS_MIN
    }
    assert not found & withheld, "a withheld figure can be worked out"
    assert not found & few, "what tells two publications apart rests on one or two employers"
    return len(withheld), len(given)


def _additions(units: dict[Cross, dict[Kind, set[str]]]) -> Iterator[Sum[Known]]:
    inside: dict[tuple[Cross, Kind, str], list[Known]] = defaultdict(list)
    epci_of = {}
    with queries.opened(queries.basis()) as opened:
        for code in NEIGHBOURS:
            epci_of |= {place.code: code for place in queries.places(opened, PlaceKind.COMMUNE, within=code, limit=500)}
    for (place, family, section), kinds in units.items():
        above = epci_of.get(place) or ("59" if place in NEIGHBOURS else "")
        for kind in kinds:
            part = ((place, family, section), kind)
            if above:
                inside[(above, family, section), kind, "places"].append(part)
            if family:
                inside[(place, "", ""), kind, "families"].append(part)
            if section:
                inside[(place, "", ""), kind, "sections"].append(part)
    for (total, kind, _way), parts in inside.items():
        yield Sum((total, kind), tuple(parts))


def test_all_rules_and_layers_together_tell_nothing_that_is_withheld(tmp_path: Path) -> None:
    _load(tmp_path / "made", VINTAGE, 12_000)

    withheld, given = _attack((VINTAGE,))

    assert 0 < withheld < given


@override_settings(ESSAIM_SIRENE_MONTHS_TOGETHER=True)
def test_two_months_together_tell_nothing_that_is_withheld(tmp_path: Path) -> None:
    _load(tmp_path / "first", VINTAGE, 7_000)
    first = _verdicts(VINTAGE)
    _load(tmp_path / "next", NEXT, 7_100)
    assert queries.basis(vintage=NEXT).headcount_year == queries.basis(vintage=VINTAGE).headcount_year

    withheld, given = _attack((VINTAGE, NEXT))

    assert 0 < withheld < given
    assert _verdicts(VINTAGE) == first, "what was published stays as it was"


def _verdicts(vintage: date) -> list[tuple[object, ...]]:
    with register.snapshot(queries.basis(vintage=vintage).file) as connection:
        return connection.execute("SELECT * FROM judgement ORDER BY ALL").fetchall()
