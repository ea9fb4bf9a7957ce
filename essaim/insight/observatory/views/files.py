"""What is taken away: tables, drawings, the sheet of a territory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from essaim.foundations.sirene.rows import Basis, Filters
from essaim.foundations.ui.charts import Chart
from essaim.insight.observatory import drawings, exports, lines, queries, sheet, words
from essaim.insight.observatory.queries import Parts

from .asking import Asked, answer
from .exploring import groups_chart


@login_not_required
def figures_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the table or the drawing of the explorer as a file, for the same selection."""
    if kind not in exports.TABLE_KINDS and kind not in exports.DRAWING_KINDS:
        raise Http404
    return answer(
        request,
        lambda given: queries.parts(given.selection, today=given.today),
        lambda _given, found: _refused(request, found) if found.refusal else _parts_file(found, kind),
    )


def _refused(request: HttpRequest, found: Parts) -> HttpResponse:
    """Say why what was asked by size is not given, rather than give other figures under its address."""
    context = {"refusal": found.refusal, "place": found.place, "query": found.selection.query()}
    return render(request, "observatory/not_given.html", context, status=400)


def _parts_file(found: Parts, kind: str) -> HttpResponse:
    name = slugify(f"ess {found.place.name} {found.selection.by} {found.basis.vintage:%Y-%m}")
    if kind in exports.DRAWING_KINDS:
        chart = groups_chart(found)
        if chart is None:
            raise Http404
        return exports.drawing_file(name, kind, chart)
    header, rows = lines.table(found.groups, found.selection.by)
    return exports.figures_file(name, kind, header, rows, basis=found.basis, kept=found.selection.filters)


@login_not_required
def comparison_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the comparison as a table or a drawing."""
    return answer(
        request,
        lambda given: queries.comparison(given.selection, today=given.today),
        lambda _given, found: _file(
            f"ess-comparaison-{found.basis.vintage:%Y-%m}",
            kind,
            lambda: lines.comparison_table(found.rows),
            found.basis,
            # Places are compared whatever the size.
            replace(found.selection, bracket="").filters,
            lambda: drawings.comparison_chart(found.rows, measure=found.selection.measure),
        ),
    )


@login_not_required
def years_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer stock, creations and closures of one or several territories as a table, or the series that is drawn of them."""
    return answer(
        request,
        lambda given: queries.lives_compared(given.selection, today=given.today),
        lambda _given, found: _file(
            f"ess-annees-{found.basis.vintage:%Y-%m}",
            kind,
            lambda: lines.years_table(found.places),
            found.basis,
            found.selection.filters,
            lambda: drawings.series_chart(found),
            has_headcounts=False,
        ),
    )


@login_not_required
def survival_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the survival of the establishments of one or several territories as a table or a drawing."""
    return answer(
        request,
        lambda given: queries.lives_compared(given.selection, today=given.today),
        lambda _given, found: _file(
            f"ess-survie-{found.basis.vintage:%Y-%m}",
            kind,
            lambda: lines.survival_table(found.places),
            found.basis,
            found.selection.filters,
            lambda: drawings.survival_chart(found),
            has_headcounts=False,
        ),
    )


@login_not_required
def months_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the figures of a territory month by month as a table."""
    return answer(
        request,
        lambda given: queries.evolution(given.selection, today=given.today),
        lambda _given, found: _file(
            slugify(f"ess mois {found.place.name}"),
            kind,
            lambda: lines.months_table(found.months),
            found.basis,
            found.selection.filters,
        ),
    )


@login_not_required
def layers_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the four layers of a territory as a table."""
    return answer(
        request,
        lambda given: queries.layers_of(given.selection, today=given.today),
        lambda _given, found: _file(
            slugify(f"ess couches {found.place.name} {found.basis.vintage:%Y-%m}"),
            kind,
            lambda: lines.layers_table(found.layers),
            found.basis,
            Filters(),
        ),
    )


@login_not_required
def map_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the map of the explorer as a drawing, with its legend and what it rests on."""
    if kind not in exports.DRAWING_KINDS:
        raise Http404
    return answer(
        request,
        lambda given: queries.mapped(given.selection, today=given.today),
        lambda given, found: _map(request, given, found, kind),
    )


def _map(request: HttpRequest, given: Asked, found: Parts, kind: str) -> HttpResponse:
    if found.refusal:
        return _refused(request, found)
    drawn = drawings.place_map(
        found.groups,
        place=found.place,
        selection=found.selection,
        today=given.today,
        authority=queries.own_territory(today=given.today),
    )
    if drawn is None:
        raise Http404
    rests_on = words.basis_line(found.basis, lines.chosen(found.selection.filters))
    name = slugify(f"ess carte {found.place.name} {found.basis.vintage:%Y-%m}")
    return exports.map_file(name, kind, drawn, rests_on=rests_on)


def _file(
    name: str,
    kind: str,
    table: Callable[[], tuple[list[str], list[list[object]]]],
    basis: Basis,
    kept: Filters,
    draw: Callable[[], Chart | None] | None = None,
    *,
    has_headcounts: bool = True,
) -> HttpResponse:
    """Answer figures as a table, or as their drawing where they have one."""
    if kind in exports.TABLE_KINDS:
        return exports.figures_file(name, kind, *table(), basis=basis, kept=kept, has_headcounts=has_headcounts)
    chart = draw() if draw is not None and kind in exports.DRAWING_KINDS else None
    if chart is None:
        raise Http404
    return exports.drawing_file(name, kind, chart)


@login_not_required
def place_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the sheet of a territory as a PDF everybody can read, for the basis of the address."""
    data = request.GET.copy()
    data["territory"] = code
    request.GET = data  # type: ignore[assignment]
    return answer(
        request,
        lambda given: queries.parts(given.selection, today=given.today),
        lambda _given, found: _refused(request, found) if found.refusal else _pdf(request, found),
    )


def _pdf(request: HttpRequest, found: Parts) -> HttpResponse:
    origin = request.build_absolute_uri("/").rstrip("/")
    held = queries.held_against(found.place.code, found.basis)
    content = sheet.pdf(found, held=held, chart=groups_chart(found), origin=origin)
    response = HttpResponse(content, content_type="application/pdf")
    name = slugify(f"fiche ess {found.place.name} {found.basis.vintage:%Y-%m}")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
