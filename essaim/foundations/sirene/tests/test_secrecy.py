"""Statistical secrecy of a whole stock (C88): all that is published is put together, and no withheld figure comes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from essaim.foundations.primitives.secrecy import Sum, determined
from essaim.foundations.sirene import queries, services
from essaim.foundations.sirene.generator import generate
from essaim.foundations.sirene.rows import Basis, Filters, Place
from essaim.foundations.sirene.states import By, Layer, PlaceKind, Rule, Withheld

from .conftest import COMMAND, NOW
from .small_stock import METROPOLE, VINTAGE

pytestmark = pytest.mark.django_db
# The Métropole, and two others of its département: Flandre intérieure's and Douai's stand for all those beside it.
NEIGHBOURS = ("200093201", "200040947", "200044618")
BRACKETS = ("00", "11", "53")
Key = tuple[str, str, str]


@pytest.fixture
def published(tmp_path: Path, request: pytest.FixtureRequest) -> Basis:
    scope = request.param
    made = generate(tmp_path / "made", establishments=30_000, vintage=VINTAGE, epci=NEIGHBOURS)
    services.load_snapshot(folder=made.folder, vintage=VINTAGE, actor=COMMAND, now=NOW)
    return queries.basis(scope)


def _figures(register: object, basis: Basis, place: Place) -> Iterator[tuple[Key, Withheld | None, float | None]]:
    """Read all that is published of one place: in all, by family, by section."""
    whole = queries.indicators(register, basis, place)
    yield (place.code, "", ""), whole.withheld, whole.jobs.estimate if whole.jobs else None
    for by in (By.FAMILY, By.SECTION):
        for group in queries.breakdown(register, basis, place, by):
            key = (place.code, group.key, "") if by == By.FAMILY else (place.code, "", group.key or "?")
            yield key, group.withheld, group.jobs.estimate if group.jobs else None


@pytest.mark.parametrize("published", [Rule.INSEE, Layer.DECLARED_COMMERCIAL], indirect=True, ids=str)
def test_no_withheld_figure_can_be_worked_out_from_what_is_published(published: Basis) -> None:
    with queries.opened(published) as register:
        department = queries.place_of(register, "59")
        wholes = [place for place in queries.parts_of(register, department) if place.code in NEIGHBOURS]
        parts = {
            whole.code: queries.places(register, PlaceKind.COMMUNE, within=whole.code, limit=500) for whole in wholes
        }
        places = [department, *wholes, *(place for inside in parts.values() for place in inside)]
        values: dict[Key, float | None] = {}
        hidden: set[Key] = set()
        for place in places:
            for key, withheld, value in _figures(register, published, place):
                values[key] = value
                if withheld:
                    hidden.add(key)

    sums = list(
        _sums(values, department.code, {whole.code: [one.code for one in parts[whole.code]] for whole in wholes})
    )
    assert hidden
    assert len(hidden) < len(values)
    assert _wrong(sums, values) == [], "what is published adds up"
    assert determined(hidden, sums) == set()


def _sums(values: dict[Key, float | None], department: str, communes: dict[str, list[str]]) -> Iterator[Sum[Key]]:
    """Write every sum a reader knows of: families and sections of a place, communes of an EPCI, EPCI of the département."""
    codes = {code for code, _family, _section in values}
    for code in sorted(codes):
        for way in (1, 2):
            inside = tuple(sorted(key for key in values if key[0] == code and key[way] and not key[3 - way]))
            if inside:
                yield Sum((code, "", ""), inside)
    crossings = {(family, section) for _code, family, section in values}
    for total, inside in [*communes.items(), (department, list(communes))]:
        for family, section in sorted(crossings):
            found = tuple((code, family, section) for code in inside if (code, family, section) in values)
            if found and (total, family, section) in values:
                yield Sum((total, family, section), found)


def _wrong(sums: list[Sum[Key]], values: dict[Key, float | None]) -> list[Key]:
    """List the totals that their parts, all published, do not add up to."""
    wrong = []
    for line in sums:
        found = [values[key] for key in line]
        if None not in found:
            total, *rest = (value for value in found if value is not None)
            if abs(total - sum(rest)) > 0.01:
                wrong.append(line.total)
    return wrong


@pytest.mark.parametrize("published", [Rule.INSEE], indirect=True, ids=str)
def test_brackets_do_not_tell_what_is_withheld(published: Basis) -> None:
    with queries.opened(published) as register:
        withheld = [
            place
            for place in queries.places(register, PlaceKind.COMMUNE, within=METROPOLE, limit=500)
            if queries.indicators(register, published, place).withheld
        ]
        assert withheld
        for place in withheld[:10]:
            with pytest.raises(queries.BracketWithheld):
                queries.breakdown(register, published, place, By.BRACKET)
            with pytest.raises(queries.BracketWithheld):
                queries.indicators(register, published, place, Filters(bracket="01"))
            with pytest.raises(queries.BracketWithheld):
                queries.establishments(register, published, place, Filters(bracket="01"))


@pytest.mark.parametrize("published", [Rule.INSEE], indirect=True, ids=str)
@pytest.mark.parametrize("by", [By.COMMUNE, By.FAMILY, By.SECTION], ids=str)
def test_parts_of_one_bracket_do_not_tell_what_is_withheld(published: Basis, by: By) -> None:
    with queries.opened(published) as register:
        places = [queries.place_of(register, METROPOLE)]
        places += queries.places(register, PlaceKind.COMMUNE, within=METROPOLE, limit=30)
        refused = 0
        for place in places:
            if by not in queries.splits_of(place):
                continue
            parts = queries.breakdown(register, published, place, by)
            hidden = {group.key for group in parts if group.withheld}
            closed = [bracket for bracket in BRACKETS if _is_refused(register, published, place, by, bracket)]
            # All brackets are refused, or none: a refusal does not tell where an employer stands.
            assert closed == (list(BRACKETS) if any(group.employers for group in parts if group.withheld) else [])
            refused += len(closed)
            for bracket in BRACKETS[len(closed) :]:
                groups = queries.breakdown(register, published, place, by, Filters(bracket=bracket))
                assert not {group.key for group in groups if group.employers} & hidden
        assert refused
        # Who employs nobody is no secret.
        assert queries.breakdown(register, published, places[0], by, Filters(bracket="NN"))


def _is_refused(register: object, basis: Basis, place: Place, by: By, bracket: str) -> bool:
    try:
        queries.breakdown(register, basis, place, by, Filters(bracket=bracket))
    except queries.BracketWithheld:
        return True
    return False
