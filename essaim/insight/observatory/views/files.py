"""What is taken away: tables, drawings, the sheet of a territory."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from essaim.insight.observatory import exports, lines, queries, sheet
from essaim.insight.observatory.queries import Parts

from .asking import answer
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
    """Answer the comparison as a file."""
    if kind not in exports.TABLE_KINDS:
        raise Http404
    return answer(
        request,
        lambda given: queries.comparison(given.selection, today=given.today),
        lambda _given, found: exports.figures_file(
            f"ess-comparaison-{found.basis.vintage:%Y-%m}",
            kind,
            *lines.comparison_table(found.rows),
            basis=found.basis,
            # Places are compared whatever the size.
            kept=replace(found.selection, bracket="").filters,
        ),
    )


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
