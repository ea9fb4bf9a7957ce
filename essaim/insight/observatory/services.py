"""Writes: how published figures are read, what measures an action, which published total means of brackets are brought to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.models import BracketMeans
from essaim.foundations.sirene.permissions import can_set_means
from essaim.foundations.sirene.services import calibrate_means
from essaim.foundations.sirene.states import Rule
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan.models import Action

from . import permissions
from .models import ActionMeasure, ReferenceFigure
from .queries import total_of
from .states import Measure

# What a set of means keeps of its source.
SOURCE_MAX = 500
READING_FIELDS = frozenset(
    {
        "measure",
        "place_code",
        "place_name",
        "year",
        "year_last",
        "year_is_approximate",
        "method",
        "field",
        "base",
        "note",
    }
)


@transaction.atomic
def read_figure(*, actor: User, now: datetime, **values: object) -> ReferenceFigure:
    """
    Say how a declared figure is read beside what the register gives.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is read already, or a share does not say of what
    """
    require(permissions.can_write_references(actor))
    return write_new(ReferenceFigure(**values), "reference_figure.linked", actor=actor, now=now)


@transaction.atomic
def correct_reading(
    *, reference: ReferenceFigure, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> ReferenceFigure:
    """
    Correct how a published figure is read, saying why.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody changed it since that version
    :raises ValueError: if another field is given
    """
    refuse_other_fields(values, READING_FIELDS)
    reference = ReferenceFigure.objects.select_for_update(of=("self",)).get(pk=reference.pk)
    require(permissions.can_write_references(actor))
    refuse_stale(reference, values, version)
    return write_fields(reference, "reference_figure.corrected", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def withdraw_reading(*, reference: ReferenceFigure, actor: User, now: datetime, reason: str) -> None:
    """
    No longer hold a published figure against computed ones; the declared figure stays, and the history keeps the reading.

    :raises NotAllowed: if the actor is not of the team
    """
    reference = ReferenceFigure.objects.select_for_update(of=("self",)).get(pk=reference.pk)
    require(permissions.can_write_references(actor))
    record("reference_figure.withdrawn", actor=actor, target=reference, at=now, reason=reason)
    reference.delete()


@transaction.atomic
def measure_action(*, action: Action, measures: Collection[str], actor: User, now: datetime) -> list[ActionMeasure]:
    """
    Choose the measures that follow an action: those given, and no other; one row of the trail for each change.

    :param measures: values of Measure
    :raises NotAllowed: if the actor is not of the team, or the plan is another authority's
    :raises ValueError: if one is no measure
    """
    action = Action.objects.select_for_update(of=("self",)).select_related("plan").get(pk=action.pk)
    require(permissions.can_measure_action(actor, action))
    chosen = {Measure(measure) for measure in measures}
    there = {row.measure: row for row in ActionMeasure.objects.filter(action=action)}
    for measure, row in there.items():
        if measure not in chosen:
            record("action_measure.withdrawn", actor=actor, target=row, at=now)
            row.delete()
    for measure in Measure:
        if measure in chosen and measure not in there:
            write_new(ActionMeasure(action=action, measure=measure), "action_measure.linked", actor=actor, now=now)
    return list(ActionMeasure.objects.filter(action=action).order_by("measure"))


def calibrate_on(*, reference: ReferenceFigure, rule: Rule, actor: User, now: datetime, reason: str) -> BracketMeans:
    """
    Bring the means of brackets to a total that a source publishes, in the newest month in service.

    The total is a declared figure: the set of means names it, its source and its years. What is given by the means before stays
    under their number.

    :raises NotAllowed: if the actor is not an administrator
    :raises NoSnapshot: if nothing was loaded
    :raises UnknownPlace: if the register knows no such territory
    :raises BracketWithheld: if the employees of the territory are withheld
    :raises OutOfReach: if its brackets cannot hold that many, or so few, people
    """
    require(can_set_means(actor))
    figure = reference.figure
    return calibrate_means(
        basis=sirene.basis(rule),
        place_code=reference.place_code,
        total=total_of(reference),
        years=reference.years,
        figure_key=figure.key,
        source=f"{figure.source.title} : « {figure.wording} »"[:SOURCE_MAX],
        actor=actor,
        now=now,
        reason=reason,
    )
