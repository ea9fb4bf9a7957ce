"""Writes sets of means of brackets: brought to a published total, or back to the middles."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene import permissions, queries, reference
from essaim.foundations.sirene.calibration import middles
from essaim.foundations.sirene.models import BracketMeans
from essaim.foundations.sirene.rows import Basis, Place

from .reference import MEANS_SOURCE, MIDDLES


@transaction.atomic
def calibrate_means(
    *,
    basis: Basis,
    place_code: str,
    total: int,
    years: str,
    figure_key: str,
    source: str,
    actor: User,
    now: datetime,
    reason: str,
) -> BracketMeans:
    """
    Bring the means of brackets to a published total: the next set, in force from that day on. Those before stay as they were.

    :param basis: rule, month and edition in which the brackets of the territory are counted
    :param years: the years the total describes, as its source says them
    :param figure_key: key of the declared figure that the total is
    :raises NotAllowed: if the actor is not an administrator
    :raises UnknownPlace: if the register knows no such territory
    :raises BracketWithheld: if the jobs of the territory are withheld
    :raises OutOfReach: if the brackets of the territory cannot hold that many, or so few, people
    """
    list(BracketMeans.objects.select_for_update(of=("self",)))
    require(permissions.can_set_means(actor))
    with queries.opened(basis) as register:
        place: Place = queries.place_of(register, place_code)
        found = queries.calibration(register, basis, place, total)
    return write_new(
        BracketMeans(
            number=_next_number(),
            name=_name(total, place, years),
            source=source,
            starts_on=now.date(),
            values={code: round(mean, 4) for code, mean in found.means.items()},
            target=total,
            target_place=place.name,
            target_years=years,
            figure_key=figure_key,
            place_code=place.code,
            scope=basis.scope.value,
            vintage=basis.vintage,
            perimeter=basis.perimeter,
            headcount_year=basis.headcount_year,
            position=round(found.position, 6),
            is_generated=basis.is_generated,
        ),
        "means.put_in_force",
        actor=actor,
        now=now,
        reason=reason,
    )


@transaction.atomic
def return_to_middles(*, actor: User, now: datetime, reason: str) -> BracketMeans:
    """
    Take the middles of brackets again, as the next set.

    :raises NotAllowed: if the actor is not an administrator
    """
    list(BracketMeans.objects.select_for_update(of=("self",)))
    require(permissions.can_set_means(actor))
    return write_new(
        BracketMeans(
            number=_next_number(),
            name=MIDDLES,
            source=MEANS_SOURCE,
            starts_on=now.date(),
            values=middles(reference.spans_of_brackets()),
        ),
        "means.put_in_force",
        actor=actor,
        now=now,
        reason=reason,
    )


def _next_number() -> int:
    return (BracketMeans.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _name(total: int, place: Place, years: str) -> str:
    """Name a set by what it was brought to, as every figure made with it will say."""
    thousands = f"{total:,}".replace(",", "\u202f")
    return f"Calées sur {thousands} salariés ({place.name}, {years})"
