"""What sources publish, beside what the register gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from essaim.foundations.sirene.rows import Basis
from essaim.foundations.sirene.states import Denominator, Layer, Rule
from essaim.insight.observatory.differences import Counted, Reason, make_a_series, reasons
from essaim.insight.observatory.models import ActionMeasure, ReferenceFigure
from essaim.insight.observatory.states import Base, Field, Measure, Method

# What each rule and layer takes for ESS, in the words of the sources. ESUS and SIAE are no field of any of them.
FIELDS: Mapping[Rule | Layer, Field] = {
    Rule.INSEE: Field.FIVE_FAMILIES,
    Rule.ANNUAIRE: Field.DECLARED,
    Layer.STATUTORY: Field.FOUR_FAMILIES,
    Layer.DECLARED_COMMERCIAL: Field.DECLARED,
    Layer.ESUS: Field.DECLARED,
    Layer.SIAE: Field.DECLARED,
}


@dataclass(frozen=True, slots=True)
class Held:
    """
    A published figure held against the computed one of the same place.

    differs: why they are not the same number, the weightiest first. series: figures of one number were counted the same way,
    as far as their sources say; a line may only be drawn within one.
    """

    reference: ReferenceFigure
    measure: Measure
    differs: tuple[Reason, ...]
    series: int


def reference_rows() -> QuerySet[ReferenceFigure]:
    """Return the published figures everybody may read, with what they are of."""
    return (
        ReferenceFigure.objects.public()
        .select_related("figure__source")
        .order_by("place_name", "measure", "year", "pk")
    )


def references_of(codes: Collection[str]) -> Mapping[str, list[ReferenceFigure]]:
    """Return the published figures of some places, by the code of each."""
    found: dict[str, list[ReferenceFigure]] = defaultdict(list)
    for row in reference_rows().filter(place_code__in=codes):
        found[row.place_code].append(row)
    return found


def held_against(code: str, basis: Basis) -> tuple[Held, ...]:
    """Hold the published figures of a place against what a basis gives: why each differs, and what makes a series."""
    rows = sorted(reference_rows().filter(place_code=code), key=lambda row: (row.measure, row.year, row.pk))
    held, firsts = [], list[tuple[str, Counted]]()
    for row in rows:
        measure, published = Measure(row.measure), counted_in(row)
        series = next(
            (
                number
                for number, (name, first) in enumerate(firsts)
                if name == row.measure and make_a_series(first, published)
            ),
            None,
        )
        if series is None:
            series = len(firsts)
            firsts.append((row.measure, published))
        held.append(Held(row, measure, reasons(published, counted_by(basis, measure)), series))
    return tuple(held)


def counted_in(row: ReferenceFigure) -> Counted:
    """Return how a source counted, as far as it says."""
    return Counted(
        years=(row.year, row.year_last or row.year),
        method=Method(row.method),
        field=Field(row.field),
        base=Base(row.base),
        is_approximate=row.figure.is_approximate or row.year_is_approximate,
    )


def counted_by(basis: Basis, measure: Measure) -> Counted:
    """Return how the register counts a measure: headcounts are those of the year of the brackets, the rest of the month."""
    year = basis.vintage.year
    if measure.rests_on_headcount and basis.headcount_year is not None:
        year = basis.headcount_year
    base = Base.NONE
    if measure.is_share:
        base = Base.PRIVATE if basis.denominator == Denominator.PRIVATE else Base.ALL
    return Counted(
        years=(year, year),
        method=Method.SIRENE,
        field=FIELDS[basis.scope],
        base=base,
        in_brackets=measure.rests_on_headcount,
        is_generated=basis.is_generated,
    )


def measures_of(action_id: int) -> list[Measure]:
    """Return what measures an action, in the order of the measures."""
    chosen = set(ActionMeasure.objects.filter(action=action_id).values_list("measure", flat=True))
    return [measure for measure in Measure if measure.value in chosen]
