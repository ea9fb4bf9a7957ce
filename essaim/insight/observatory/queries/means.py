"""The means of brackets that estimates of employees rest on, and what bringing them to a published total would do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Basis, Jobs, Place
from essaim.foundations.sirene.states import By, Rule
from essaim.insight.observatory.differences import Reason, reasons
from essaim.insight.observatory.models import ReferenceFigure
from essaim.insight.observatory.states import Measure

from .references import counted_by, counted_in, reference_rows


@dataclass(frozen=True, slots=True)
class BracketLine:
    """A bracket in a calibration: its words, how many employers the territory has there, its mean now and then."""

    code: str
    label: str
    employers: int
    mean_now: float
    mean_then: float


@dataclass(frozen=True, slots=True)
class CalibrationPreview:
    """What bringing the means to a published total would do: bracket by bracket, and to the estimate of its territory."""

    reference: ReferenceFigure
    basis: Basis
    place: Place
    found: sirene.Calibration
    jobs_now: Jobs | None
    lines: tuple[BracketLine, ...]
    differs: tuple[Reason, ...]


def calibratable() -> QuerySet[ReferenceFigure]:
    """Return the published totals of employees that means can be brought to."""
    return reference_rows().filter(measure=Measure.JOBS)


def total_of(reference: ReferenceFigure) -> int:
    """Return the number of employees that a source publishes."""
    return round(reference.figure.value)


def calibration_preview(reference: ReferenceFigure, rule: Rule) -> CalibrationPreview:
    """
    Work out the means by which a published total would be the estimate, without setting anything.

    :raises NoSnapshot: if nothing was loaded
    :raises UnknownPlace: if the register knows no such territory
    :raises BracketWithheld: if the employees of the territory are withheld
    :raises OutOfReach: if its brackets cannot hold that many, or so few, people
    """
    basis = sirene.basis(rule)
    now = next(row.means for row in sirene.means_sets() if row.number == basis.means)
    with sirene.opened(basis) as register:
        place = sirene.place_of(register, reference.place_code)
        found = sirene.calibration(register, basis, place, total_of(reference))
        groups = sirene.breakdown(register, basis, place, By.BRACKET)
        jobs = sirene.indicators(register, basis, place).jobs
    counted = {group.key: group.employers for group in groups}
    labels = sirene.labels_of_brackets()
    lines = tuple(
        BracketLine(code, labels[code], counted.get(code, 0), now.get(code, 0), mean)
        for code, mean in sorted(found.means.items(), key=lambda pair: (pair[1], pair[0]))
    )
    differs = reasons(counted_in(reference), counted_by(basis, Measure.JOBS))
    return CalibrationPreview(reference, basis, place, found, jobs, lines, differs)
