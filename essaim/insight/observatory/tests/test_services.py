"""How published figures are read, and what measures an action: the team writes, each change leaves a trace."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.ui.versions import ChangedMeanwhile, version_of
from essaim.insight.observatory import services
from essaim.insight.observatory.models import ActionMeasure, ReferenceFigure
from essaim.insight.observatory.states import Base, Measure
from essaim.steering.action_plan.models import DeclaredFigure
from essaim.steering.action_plan.tests.factories import ActionFactory

from .factories import ActionMeasureFactory, DeclaredFigureFactory, ReferenceFigureFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 3, 9, tzinfo=UTC)


def _values(**changes: object) -> dict[str, object]:
    return {"measure": Measure.JOBS, "place_code": "200093201", "place_name": "MEL", "year": 2019, **changes}


def test_officer_says_how_a_figure_is_read() -> None:
    officer, figure = person_with(RoleKind.OFFICER), DeclaredFigureFactory()

    row = services.read_figure(actor=officer, now=NOW, figure=figure, **_values())

    assert ReferenceFigure.objects.get() == row
    assert Entry.objects.filter(verb="reference_figure.linked").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": Measure.SHARE_OF_JOBS},
        {"base": Base.ALL},
        {"place_code": "Lille"},
        {"year": 1850},
        {"year_last": 2019},
    ],
)
def test_reading_that_says_too_little_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        services.read_figure(
            actor=person_with(RoleKind.OFFICER), now=NOW, figure=DeclaredFigureFactory(), **_values(**changes)
        )


def test_figure_is_read_once() -> None:
    row = ReferenceFigureFactory()

    with pytest.raises(ValidationError):
        services.read_figure(actor=person_with(RoleKind.OFFICER), now=NOW, figure=row.figure, **_values())


@pytest.mark.parametrize("role", [RoleKind.ELECTED_OFFICIAL, RoleKind.EVALUATOR, RoleKind.SUPPORT])
def test_others_write_nothing(role: RoleKind) -> None:
    person, row = person_with(role), ReferenceFigureFactory()

    with pytest.raises(NotAllowed):
        services.read_figure(actor=person, now=NOW, figure=DeclaredFigureFactory(), **_values())
    with pytest.raises(NotAllowed):
        services.correct_reading(reference=row, actor=person, now=NOW, reason="faute", year=2013)
    with pytest.raises(NotAllowed):
        services.withdraw_reading(reference=row, actor=person, now=NOW, reason="faute")
    with pytest.raises(NotAllowed):
        services.measure_action(action=ActionFactory(), measures=["jobs"], actor=person, now=NOW)


def test_correction_of_what_changed_meanwhile_is_refused() -> None:
    row, officer = ReferenceFigureFactory(), person_with(RoleKind.OFFICER)
    version = version_of(row, ["year"])
    services.correct_reading(reference=row, actor=officer, now=NOW, reason="relu", version=version, year=2013)

    with pytest.raises(ChangedMeanwhile):
        services.correct_reading(reference=row, actor=officer, now=NOW, reason="relu", version=version, year=2014)


def test_withdrawn_reading_leaves_its_figure() -> None:
    row = ReferenceFigureFactory()

    services.withdraw_reading(reference=row, actor=person_with(RoleKind.OFFICER), now=NOW, reason="autre territoire")

    assert not ReferenceFigure.objects.exists()
    assert DeclaredFigure.objects.filter(pk=row.figure_id).exists()
    assert Entry.objects.filter(verb="reference_figure.withdrawn", reason="autre territoire").exists()


def test_measures_chosen_are_those_and_no_other() -> None:
    officer, row = person_with(RoleKind.OFFICER), ActionMeasureFactory(measure=Measure.JOBS)

    kept = services.measure_action(action=row.action, measures=["employers", "share_of_jobs"], actor=officer, now=NOW)

    assert {one.measure for one in kept} == {"employers", "share_of_jobs"}
    assert Entry.objects.filter(verb="action_measure.linked").count() == 2
    assert Entry.objects.filter(verb="action_measure.withdrawn").count() == 1


def test_choosing_the_same_measures_again_writes_nothing() -> None:
    officer, row = person_with(RoleKind.OFFICER), ActionMeasureFactory(measure=Measure.JOBS)

    services.measure_action(action=row.action, measures=["jobs"], actor=officer, now=NOW)

    assert ActionMeasure.objects.count() == 1
    assert not Entry.objects.filter(verb__startswith="action_measure").exists()


def test_unknown_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="happiness"):
        services.measure_action(
            action=ActionFactory(), measures=["happiness"], actor=person_with(RoleKind.OFFICER), now=NOW
        )
