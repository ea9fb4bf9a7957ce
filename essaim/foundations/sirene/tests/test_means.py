"""Means of brackets brought to a published total: what is worked out, what is refused, and what never depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import RoleGrantFactory
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.sirene import queries, services
from essaim.foundations.sirene.calibration import OutOfReach, calibrate, middles
from essaim.foundations.sirene.generator import generate
from essaim.foundations.sirene.models import BracketMeans, Snapshot
from essaim.foundations.sirene.queries import verdicts
from essaim.foundations.sirene.reference import spans_of_brackets
from essaim.foundations.sirene.rows import Basis
from essaim.foundations.sirene.states import By, PlaceKind

from .conftest import COMMAND, NOW
from .small_stock import METROPOLE, VINTAGE

SPANS = spans_of_brackets()
CODES = sorted(SPANS)
counts = st.dictionaries(st.sampled_from(CODES), st.integers(0, 5000))


@given(counts, st.floats(0, 1))
def test_estimate_of_calibrated_means_is_the_total(employers: dict[str, int], share: float) -> None:
    least = sum(number * SPANS[code][0] for code, number in employers.items())
    most = sum(number * (SPANS[code][1] or SPANS[code][0]) for code, number in employers.items())
    total = least + round(share * (most - least))
    if least == most:
        with pytest.raises(OutOfReach):
            calibrate(employers, SPANS, total)
        return

    found = calibrate(employers, SPANS, total)

    assert sum(number * found.means[code] for code, number in employers.items()) == pytest.approx(total)
    assert (found.least, found.most) == (least, most)
    for code, mean in found.means.items():
        low, high = SPANS[code]
        assert low <= mean <= (low if high is None else high)


@given(counts)
def test_half_way_of_each_bracket_is_its_middle(employers: dict[str, int]) -> None:
    twice = 2 * sum(number * middles(SPANS)[code] for code, number in employers.items())
    if twice % 2 or not any(SPANS[code][1] for code, number in employers.items() if number and SPANS[code][1]):
        return

    found = calibrate(employers, SPANS, round(twice / 2))

    assert found.means == pytest.approx(middles(SPANS))


@pytest.mark.parametrize("total", [9, 301])
def test_total_that_brackets_cannot_hold_is_refused_with_what_they_can(total: int) -> None:
    with pytest.raises(OutOfReach) as refused:
        calibrate({"11": 1, "NN": 40}, SPANS, total + 20)

    assert (refused.value.least, refused.value.most) == (10, 19)


def _set_means(administrator: object, basis: Basis, total: int, place: str = METROPOLE) -> BracketMeans:
    return services.calibrate_means(
        basis=basis,
        place_code=place,
        total=total,
        years="2023-2024",
        figure_key="salaries-inventes",
        source="Panorama inventé",
        actor=administrator,
        now=NOW,
        reason="le total vient de paraître",
    )


@pytest.fixture
def administrator(db: None) -> object:
    return RoleGrantFactory(kind=RoleKind.ADMINISTRATOR).person


@pytest.mark.django_db
def test_estimates_say_by_which_means_they_are_made(snapshot: Snapshot, administrator: object) -> None:
    before = queries.basis()
    with queries.opened(before) as register:
        place = queries.place_of(register, METROPOLE)
        jobs = queries.indicators(register, before, place).jobs
    assert jobs is not None
    assert jobs.most is not None
    total = (jobs.least + 2 * jobs.most) // 3

    made = _set_means(administrator, before, total)

    after = queries.basis()
    assert (before.means, after.means) == (1, made.number)
    assert after.means_name == made.name
    with queries.opened(after) as register:
        found = queries.indicators(register, after, place)
    assert found.jobs is not None
    assert found.jobs.estimate == pytest.approx(total, abs=1)
    assert (found.jobs.least, found.jobs.most) == (jobs.least, jobs.most)
    # What was said before can be said again, under the number of its means.
    again = queries.basis(means=1)
    with queries.opened(again) as register:
        assert queries.indicators(register, again, place).jobs == jobs
    assert Entry.objects.filter(verb="means.put_in_force").count() == 1
    shown = queries.means_sets()
    assert [row.number for row in shown] == [2, 1]
    assert (shown[0].target, shown[0].target_place, shown[0].figure_key) == (total, place.name, "salaries-inventes")


@pytest.mark.django_db
def test_middles_come_back_as_another_set(snapshot: Snapshot, administrator: object) -> None:
    _set_means(administrator, queries.basis(), 250)

    services.return_to_middles(actor=administrator, now=NOW, reason="le total était faux")

    assert queries.basis().means == 3
    assert BracketMeans.objects.get(number=3).values == BracketMeans.objects.get(number=1).values


@pytest.mark.django_db
def test_means_of_an_invented_month_are_for_invented_months_only(snapshot: Snapshot, administrator: object) -> None:
    made = _set_means(administrator, queries.basis(), 250)

    Snapshot.objects.update(is_generated=not snapshot.is_generated)

    assert queries.basis().means == 1
    assert queries.basis(means=made.number).means == 1


@pytest.mark.django_db
def test_total_of_a_place_whose_jobs_are_withheld_is_refused(snapshot: Snapshot, administrator: object) -> None:
    basis = queries.basis()
    with queries.opened(basis) as register:
        place = queries.place_of(register, "69123")
        assert queries.indicators(register, basis, place).withheld
    with pytest.raises(queries.BracketWithheld):
        _set_means(administrator, basis, 2, place="69123")
    assert BracketMeans.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", [RoleKind.OFFICER, RoleKind.EVALUATOR], ids=str)
def test_only_an_administrator_sets_means(snapshot: Snapshot, role: RoleKind) -> None:
    person = RoleGrantFactory(kind=role).person

    with pytest.raises(NotAllowed):
        _set_means(person, queries.basis(), 150)
    with pytest.raises(NotAllowed):
        services.return_to_middles(actor=person, now=NOW, reason="essai")


@pytest.mark.django_db
def test_what_is_withheld_does_not_depend_on_the_means(tmp_path: Path) -> None:
    """Bounds do not depend on means: a number withheld by one set and given by another would be given."""
    made = generate(tmp_path / "made", establishments=5_000, vintage=VINTAGE, epci=(METROPOLE,))
    services.load_snapshot(folder=made.folder, vintage=VINTAGE, actor=COMMAND, now=NOW)
    for number, position in ((2, 0), (3, 1)):
        BracketMeans.objects.create(
            number=number,
            name=f"bords {position}",
            source="essai",
            starts_on=NOW.date(),
            values={
                code: low if high is None else low + position * (high - low) for code, (low, high) in SPANS.items()
            },
        )
    withheld = []
    for means in (1, 2, 3):
        basis = queries.basis(means=means)
        with queries.opened(basis) as register:
            places = queries.places(register, PlaceKind.COMMUNE, within=METROPOLE, limit=40)
            places.append(queries.place_of(register, METROPOLE))
            withheld.append(
                [
                    (place.code, by, group.key, group.withheld)
                    for place in places
                    for by in (By.FAMILY, By.SECTION)
                    for group in queries.breakdown(register, basis, place, by)
                ]
            )
        # Another process would not remember what this one judged.
        verdicts._KEPT.clear()

    assert withheld[0] == withheld[1] == withheld[2]
    assert any(reason for *_cell, reason in withheld[0])
