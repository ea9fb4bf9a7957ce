"""Figures and what they rest on: whatever is chosen, nothing mixes two bases, and each count has as many rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.states import By, Denominator, Layer, Rule
from essaim.insight.observatory import drawings, queries, shapes
from essaim.insight.observatory.selection import Selection
from essaim.insight.observatory.states import Base, Field, Measure, Method

from .conftest import LILLE, MONTHS, NANTES, withheld_commune
from .factories import ReferenceFigureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]
TODAY = date(2026, 8, 10)
PLACES = (LILLE, f"{LILLE}-1", "59350", "59512", NANTES, "44109", "59", "FR")
# Layers told by a list that no file of the fixture brings are left to the room of the register.
SCOPES = (*Rule, Layer.STATUTORY, Layer.DECLARED_COMMERCIAL)
BASIS = ("rule", "layer", "vintage", "perimeter", "denominator", "means", "headcount_year", "generated")

selections = st.builds(
    Selection,
    territory=st.sampled_from(PLACES),
    scope=st.sampled_from(SCOPES),
    vintage=st.sampled_from(MONTHS),
    denominator=st.sampled_from(Denominator),
    family=st.sampled_from(["", "association", "cooperative", "company"]),
    section=st.sampled_from(["", "Q", "R", "S"]),
    by=st.sampled_from([By.FAMILY, By.SECTION, By.COMMUNE, By.BRACKET, By.TERRITOIRE]),
)
few = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@few
@given(selections)
def test_switching_rule_month_or_territory_never_mixes_denominators(selection: Selection) -> None:
    found = queries.parts(selection, today=TODAY)
    here, rows = found.indicators, shapes.values(found, with_parts=True)

    basis = found.basis
    assert (basis.scope, basis.vintage, basis.denominator) == (
        selection.scope,
        selection.vintage,
        selection.denominator,
    )
    assert here.basis == basis
    assert len({tuple(row[name] for name in BASIS) for row in rows}) == 1
    # What divides depends on the place, the month and the denominator, never on the rule that is measured.
    other = Rule.ANNUAIRE if selection.scope == Rule.INSEE else Rule.INSEE
    same = queries.parts(replace(selection, scope=other), today=TODAY).indicators
    assert (here.all_establishments, here.all_employers) == (same.all_establishments, same.all_employers)
    for one in (here, *found.groups):
        if one.share_of_employers is not None:
            assert one.all_employers
            assert one.share_of_employers == pytest.approx(one.employers / one.all_employers)
            assert 0 <= one.share_of_employers <= 1 or selection.denominator == Denominator.PRIVATE
    if here.share_of_jobs is not None:
        assert here.jobs is not None
        assert here.all_jobs is not None
        assert here.share_of_jobs == pytest.approx(here.jobs.estimate / here.all_jobs.estimate)


@few
@given(selections)
def test_every_count_has_as_many_rows(selection: Selection) -> None:
    figures = queries.parts(replace(selection, bracket=""), today=TODAY).indicators

    every = queries.listing(selection, employers_only=False, today=TODAY)
    employers = queries.listing(selection, employers_only=True, today=TODAY)

    listed = employers.read(limit=employers.total + 1)
    assert figures.establishments == every.total == len(every.read(limit=every.total + 1))
    assert figures.employers == employers.total == len(listed)
    assert all(row.is_employer for row in listed)


@few
@given(selections)
def test_parts_add_up_to_their_place(selection: Selection) -> None:
    found = queries.parts(selection, today=TODAY)

    assert sum(group.establishments for group in found.groups) == found.indicators.establishments
    assert sum(group.employers for group in found.groups) == found.indicators.employers


def test_private_establishments_are_fewer_than_all_of_them() -> None:
    total = queries.parts(Selection(denominator=Denominator.TOTAL), today=TODAY).indicators
    private = queries.parts(Selection(denominator=Denominator.PRIVATE), today=TODAY).indicators

    assert private.all_establishments < total.all_establishments
    assert private.establishments == total.establishments


def test_comparison_is_on_one_basis() -> None:
    found = queries.comparison(Selection(compared=(LILLE, NANTES, "nowhere")), today=TODAY)

    assert [row.place.code for row in found.rows] == [LILLE, NANTES]
    assert {row.basis for row in found.rows} == {found.basis}
    assert found.unknown == ("nowhere",)


def test_comparison_proposes_the_authority_and_its_peers() -> None:
    found = queries.comparison(Selection(), today=TODAY)

    assert [row.place.code for row in found.rows] == [LILLE, NANTES]


def test_comparison_has_six_places_at_most() -> None:
    codes = ("59350", "59512", "59599", "59009", LILLE, NANTES, "44109")

    found = queries.comparison(Selection(compared=codes), today=TODAY)

    assert [row.place.code for row in found.rows] == list(codes[:6])


def test_unlike_figures_are_not_drawn_together() -> None:
    july, august = (
        queries.parts(Selection(territory=LILLE, vintage=month), today=TODAY).indicators for month in MONTHS
    )

    with pytest.raises(drawings.UnlikeFigures):
        drawings.comparison_chart([july, august], measure=Measure.EMPLOYERS)


def test_months_are_those_of_one_edition_of_the_perimeter() -> None:
    found = queries.evolution(Selection(territory=LILLE), today=TODAY)

    assert [row.basis.vintage for row in found.months] == list(MONTHS)
    assert found.left_out == 0
    assert found.years
    assert found.survival


@pytest.mark.parametrize("lost", [{"lists": {}}, {"file": "gone.duckdb"}], ids=["list", "file"])
def test_month_that_cannot_be_read_is_left_out_and_counted(lost: dict[str, object]) -> None:
    Snapshot.objects.update(lists={"esus": "0" * 64})
    Snapshot.objects.filter(vintage=MONTHS[0]).update(**lost)

    found = queries.evolution(Selection(territory=LILLE, scope=Layer.ESUS), today=TODAY)

    assert [row.basis.vintage for row in found.months] == [MONTHS[1]]
    assert found.left_out == 1


def test_rows_by_size_are_not_listed() -> None:
    found = queries.listing(Selection(territory=LILLE, bracket="01"), employers_only=False, today=TODAY)

    assert found.is_closed
    assert found.read(limit=10) == []


def test_bracket_that_would_tell_a_few_employers_is_left_out_and_said() -> None:
    found = queries.parts(Selection(territory=withheld_commune(), by=By.BRACKET), today=TODAY)

    assert found.refusal
    assert found.selection.by == By.FAMILY


@pytest.mark.parametrize("by", [By.SECTION, By.BRACKET], ids=str)
def test_choices_are_the_same_and_not_read_again_when_they_are_shown(by: By, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = queries.explorer(Selection(territory=LILLE, by=By.FAMILY), today=TODAY)
    asked = list[By]()
    breakdown = sirene.breakdown
    monkeypatch.setattr(sirene, "breakdown", lambda *given: asked.append(given[3]) or breakdown(*given))

    shown = queries.explorer(Selection(territory=LILLE, by=by), today=TODAY)

    assert asked.count(by) == 1
    assert (shown.sections, shown.brackets) == (elsewhere.sections, elsewhere.brackets)
    assert "NN" in dict(shown.brackets)
    assert [code for code, _label in shown.sections] == sorted(code for code, _label in shown.sections)


def test_communes_of_one_bracket_are_not_drawn_where_one_is_withheld() -> None:
    every = queries.explorer(Selection(territory=LILLE, by=By.BRACKET), today=TODAY)
    found = queries.explorer(Selection(territory=LILLE, by=By.BRACKET, bracket="11"), today=TODAY)

    assert any(group.withheld for group in every.communes)
    assert found.selection.bracket == "11"
    assert found.communes == ()


def test_published_figures_stand_beside_with_the_reasons_they_differ() -> None:
    ReferenceFigureFactory(year=2012)
    ReferenceFigureFactory(year=2013)
    ReferenceFigureFactory(year=2019, method=Method.NOT_SAID, field=Field.NOT_SAID)
    ReferenceFigureFactory(year=2019, measure=Measure.SHARE_OF_JOBS, base=Base.NOT_SAID)

    held = queries.held_against(LILLE, sirene.basis())

    series = [(row.measure, row.reference.year, row.series) for row in held]
    assert series == [
        (Measure.JOBS, 2012, 0),
        (Measure.JOBS, 2013, 0),
        (Measure.JOBS, 2019, 1),
        (Measure.SHARE_OF_JOBS, 2019, 2),
    ]
    assert all(row.differs for row in held)
    chart = drawings.published_chart(held, measure=Measure.JOBS, place=queries.parts(Selection(), today=TODAY).place)
    assert chart is not None
    assert len({row[1] for row in chart.rows}) == 2


def test_groups_come_in_the_order_of_the_measure() -> None:
    found = queries.parts(Selection(territory=LILLE, by=By.COMMUNE), today=TODAY)

    employers = [group.employers for group in found.groups]
    assert employers == sorted(employers, reverse=True)
