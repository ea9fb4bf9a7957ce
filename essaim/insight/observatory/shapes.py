"""Figures and published figures as data for machines."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from essaim.foundations.sirene.rows import Basis, Group, Indicators, Jobs, ShownMeans
from essaim.foundations.sirene.states import By, Withheld

from .models import ReferenceFigure
from .queries import Parts
from .states import Measure

Shape = dict[str, object]


def _basis(basis: Basis) -> Shape:
    return {
        "rule": basis.scope.value if basis.is_rule else None,
        "layer": None if basis.is_rule else basis.scope.value,
        "vintage": f"{basis.vintage:%Y-%m}",
        "perimeter": basis.perimeter,
        "denominator": basis.denominator.value,
        "means": basis.means,
        "headcount_year": basis.headcount_year,
        "generated": basis.is_generated,
    }


def values(found: Parts, *, with_parts: bool) -> list[Shape]:
    """Return the figures of a territory, then those of its parts, one row each: every row has its whole basis."""
    rows = list(_of_place(found.indicators))
    if with_parts:
        for group in found.groups:
            rows.extend(_of_part(found.place.code, group, found.selection.by, found.basis))
    return rows


def _of_place(found: Indicators) -> Iterator[Shape]:
    around = {"territory": found.place.code, "part_by": None, "part": None, "part_label": None}
    basis = _basis(found.basis)
    counts: tuple[tuple[str, float | None, float | None], ...] = (
        (Measure.ESTABLISHMENTS, found.establishments, None),
        (Measure.EMPLOYERS, found.employers, None),
    )
    for measure, value, of in counts:
        yield {**around, **_value(measure, value, of=of), **basis}
    yield {**around, **_jobs(found.jobs, found.withheld), **basis}
    yield {**around, **_value(Measure.SHARE_OF_EMPLOYERS, found.share_of_employers, of=found.all_employers), **basis}
    jobs_of = None if found.all_jobs is None else round(found.all_jobs.estimate, 1)
    yield {
        **around,
        **_value(Measure.SHARE_OF_JOBS, found.share_of_jobs, of=jobs_of, withheld=found.withheld),
        **basis,
    }
    yield {**around, **_value("location_quotient", found.location_quotient), **basis}


def _of_part(territory: str, group: Group, by: By, found: Basis) -> Iterator[Shape]:
    around = {"territory": territory, "part_by": by.value, "part": group.key, "part_label": group.label}
    basis = _basis(found)
    yield {**around, **_value(Measure.ESTABLISHMENTS, group.establishments), **basis}
    yield {**around, **_value(Measure.EMPLOYERS, group.employers), **basis}
    yield {**around, **_jobs(group.jobs, group.withheld), **basis}
    if group.all_employers is not None:
        yield {
            **around,
            **_value(Measure.SHARE_OF_EMPLOYERS, group.share_of_employers, of=group.all_employers),
            **basis,
        }


def _value(measure: str, value: float | None, *, of: float | None = None, withheld: Withheld | None = None) -> Shape:
    return {
        "measure": str(measure),
        "value": value,
        "least": None,
        "most": None,
        "withheld": withheld.value if withheld else None,
        "of": of,
    }


def _jobs(jobs: Jobs | None, withheld: Withheld | None) -> Shape:
    shape = _value(Measure.JOBS, round(jobs.estimate, 1) if jobs else None, withheld=withheld)
    return {**shape, "least": jobs.least, "most": jobs.most} if jobs else shape


def territory(found: Parts, *, with_parts: bool) -> Shape:
    """Return a territory and its figures."""
    place = found.place
    return {
        "territory": {"code": place.code, "name": place.name, "kind": place.kind.value},
        "rows_url": reverse("observatory:establishment_list") + found.selection.query(territory=place.code),
        "method_url": reverse("observatory:method"),
        "values": values(found, with_parts=with_parts),
    }


def reference(row: ReferenceFigure) -> Shape:
    """Return a published figure and how it is read."""
    figure = row.figure
    return {
        "id": row.pk,
        "figure": figure.key,
        "wording": figure.wording,
        "value": str(figure.value),
        "unit": figure.unit,
        "is_approximate": figure.is_approximate or row.year_is_approximate,
        "measure": row.measure,
        "territory": row.place_code,
        "territory_name": row.place_name,
        "year": row.year,
        "year_last": row.year_last,
        "method": row.method,
        "field": row.field,
        "base": row.base,
        "note": row.note,
        "caveat": figure.caveat,
        "source": figure.source.title,
    }


def means(row: ShownMeans) -> Shape:
    """Return a set of means of brackets and what it was brought to."""
    return {
        "number": row.number,
        "name": row.name,
        "source": row.source,
        "in_force_since": row.starts_on.isoformat(),
        "means": dict(row.means),
        "total": row.target,
        "total_of": row.place_code,
        "total_years": row.target_years,
        "figure": row.figure_key,
        "vintage": f"{row.vintage:%Y-%m}" if row.vintage else None,
        "counted_by": row.scope,
        "position": row.position,
        "generated": row.is_generated,
    }
