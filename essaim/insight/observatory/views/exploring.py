"""Public pages of figures: the explorer, the comparison, a territory over time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Indicators
from essaim.foundations.sirene.states import Denominator
from essaim.foundations.ui.charts import Chart
from essaim.insight.observatory import drawings, exports, lines, queries, words
from essaim.insight.observatory.differences import Reason
from essaim.insight.observatory.queries import AGES, Comparison, Evolution, Explorer, Held, Lives, LivesCompared, Parts
from essaim.insight.observatory.selection import COMPARED_MAX, Selection
from essaim.insight.observatory.states import Measure, Series

from .asking import Asked, answer

# What the parts of a place can be drawn by; their share of employees is not given.
PART_MEASURES = tuple(measure for measure in Measure if measure != Measure.SHARE_OF_JOBS)


def around(given: Asked, found: Any) -> dict[str, object]:
    """Give what every page of figures shows around them: the selection, and what they rest on."""
    return {
        "form": given.form,
        "problems": [*given.problems.values(), *_refusals(found)],
        "selection": found.selection,
        "query": found.selection.query(),
        "place": getattr(found, "place", None),
        "basis": found.basis,
        "basis_parts": words.basis_parts(found.basis),
    }


def _refusals(found: Any) -> Iterator[str]:
    """Say what was not answered as it was asked."""
    if getattr(found, "refusal", ""):
        yield found.refusal
    if found.selection.means not in {None, found.basis.means}:
        yield _("There is no such set of means for this month: employees are estimated by those in force.")


@login_not_required
def explorer(request: HttpRequest) -> HttpResponse:
    """Show the ESS of a territory: figures, map, chart and table of one selection, which the address carries whole."""
    return answer(
        request,
        lambda given: queries.explorer(given.selection, today=given.today),
        lambda given, found: _show_explorer(request, given, found),
    )


def _show_explorer(request: HttpRequest, given: Asked, found: Explorer) -> HttpResponse:
    place, selection = found.place, found.selection
    given.form.propose(place=(place.code, place.name), sections=found.sections, brackets=found.brackets)
    chart = groups_chart(found)
    own = queries.own_territory(today=given.today)
    context = {
        **around(given, found),
        "figures": lines.figures(found.indicators, selection),
        "kept": _only(selection, "by", "measure", "means"),
        "sentence": lines.sentence(found.indicators),
        "lines": lines.lines(found.groups, selection.by, selection),
        "way": lines.way_words(selection.by),
        "ways": lines.ways(selection, found.ways),
        "measures": _measures(selection, PART_MEASURES),
        "chart": chart,
        "map": drawings.place_map(found.communes, place=place, selection=selection, today=given.today, authority=own),
        "layers": lines.layers(found.layers, selection),
        "held": _held(found.held, found.indicators),
        "files": [(kind, selection.query()) for kind in exports.TABLE_KINDS],
        "drawings": [(kind, selection.query()) for kind in exports.DRAWING_KINDS] if chart else [],
        "api_query": lines.api_query(selection),
        "definitions": {measure.value: lines.definition_url(measure.value) for measure in Measure},
        "map_files": [(kind, selection.query()) for kind in exports.DRAWING_KINDS],
    }
    is_fragment = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    return render(request, f"observatory/{'partials/_explorer' if is_fragment else 'explorer'}.html", context)


def groups_chart(found: Parts) -> Chart | None:
    """Draw the parts that an explorer shows."""
    selection = found.selection
    return drawings.groups_chart(
        found.groups,
        place=found.place,
        basis=found.basis,
        kept=selection.filters,
        measure=selection.measure,
        way=lines.way_words(selection.by),
    )


def _measures(selection: Selection, kept: tuple[Measure, ...]) -> list[tuple[str, str, bool]]:
    """List the measures a drawing can show, as words, address, and whether it is the one shown."""
    return [(str(measure.label), selection.query(measure=measure), measure == selection.measure) for measure in kept]


def _held(held: tuple[Held, ...], indicators: Indicators | None) -> list[dict[str, object]]:
    """Write published figures, each beside the computed one where the page has it, with the reasons they differ."""
    return [
        {
            "reference": row.reference,
            "label": row.measure.label,
            "computed": words.said(indicators, row.measure) if indicators else "",
            # That the register is invented is said once, at the head of the page.
            "reasons": [words.REASONS[reason] for reason in row.differs if reason != Reason.GENERATED],
        }
        for row in held
    ]


def _only(selection: Selection, *names: str) -> list[tuple[str, str]]:
    """List what a form carries along of some parameters."""
    return [(name, value) for name, value in selection.given() if name in names]


def _fields(given: Asked, *names: str) -> list[Any]:
    """Choose the filters of a page."""
    return [given.form[name] for name in names]


@login_not_required
def compare(request: HttpRequest) -> HttpResponse:
    """Put up to six territories side by side, on one basis."""
    return answer(
        request,
        lambda given: queries.comparison(given.selection, today=given.today),
        lambda given, found: _show_comparison(request, given, found),
    )


def _show_comparison(request: HttpRequest, given: Asked, found: Comparison) -> HttpResponse:
    codes = tuple(row.place.code for row in found.rows)
    selection = replace(found.selection, compared=codes, territory="")
    over_time = replace(selection, bracket="", means=None, measure=Measure.EMPLOYERS, denominator=Denominator.TOTAL)
    page = reverse("observatory:explorer")
    rows = []
    for row in found.rows:
        own = replace(selection, territory=row.place.code, compared=())
        rest = tuple(code for code in codes if code != row.place.code)
        rows.append(
            {
                "name": row.place.name,
                "url": page + own.query(),
                "remove": selection.query(compared=rest) if rest else "",
                "figures": lines.figures(row, own),
            }
        )
    context = {
        **around(given, found),
        "query": selection.query(),
        "rows": rows,
        "header": [(figure.label, figure.definition_url) for figure in rows[0]["figures"]] if rows else [],  # type: ignore[attr-defined]
        "unknown": found.unknown,
        "chart": drawings.comparison_chart(found.rows, measure=selection.measure),
        "measures": _measures(selection, tuple(Measure)),
        "compared_max": COMPARED_MAX,
        "near": _not_compared(given, codes),
        "fields": _fields(given, "rule", "vintage", "denominator", "family"),
        "kept": selection.given(),
        "kept_by_filters": _only(selection, "with", "measure", "means"),
        "held": [(place, _held(rows_held, None)) for place, rows_held in found.held if rows_held],
        "files": [(kind, selection.query()) for kind in exports.TABLE_KINDS],
        "drawings": [(kind, selection.query()) for kind in exports.DRAWING_KINDS],
        "over_time": reverse("observatory:compare_over_time") + over_time.query(),
    }
    return render(request, "observatory/compare.html", context)


@login_not_required
def compare_over_time(request: HttpRequest) -> HttpResponse:
    """Put up to six territories side by side over the years: stock, creations, closures, survival; one reading for all."""
    return answer(
        request,
        lambda given: queries.lives_compared(given.selection, today=given.today),
        lambda given, found: _show_lives(request, given, found),
    )


def _show_lives(request: HttpRequest, given: Asked, found: LivesCompared) -> HttpResponse:
    codes = tuple(row.place.code for row in found.places)
    selection = replace(found.selection, compared=codes, territory="")
    sections = sorted(sirene.labels_of_sections().items())
    given.form.propose(place=_first_place(found), sections=sections, brackets=())
    cohorts = sorted({row.cohort for lives in found.places for row in lives.survival})
    has_years = any(lives.years for lives in found.places)
    context = {
        **around(given, found),
        "basis_parts": words.lives_parts(found.basis),
        "query": selection.query(),
        "rows": lines.lives(found.places, selection),
        "has_years": has_years,
        "first_year": found.places[0].years[0].year if has_years else None,
        "last_year": found.places[0].years[-1].year if has_years else None,
        "ages": AGES,
        "unknown": found.unknown,
        "chart": drawings.series_chart(found),
        "series": [(str(one.label), selection.query(series=one), one == selection.series) for one in Series],
        "survival_chart": drawings.survival_chart(found),
        "cohorts": [
            (pgettext("years of creation", "All together"), selection.query(cohort=None), selection.cohort is None),
            *((str(year), selection.query(cohort=year), selection.cohort == year) for year in cohorts),
        ],
        "compared_max": COMPARED_MAX,
        "near": _not_compared(given, codes),
        "fields": _fields(given, "rule", "vintage", "family", "section"),
        "kept": selection.given(),
        "kept_by_filters": _only(selection, "with", "series", "cohort"),
        "files": [(kind, selection.query()) for kind in exports.TABLE_KINDS],
        "drawings": [(kind, selection.query()) for kind in exports.DRAWING_KINDS],
    }
    return render(request, "observatory/compare_over_time.html", context)


def _first_place(found: LivesCompared) -> tuple[str, str]:
    place = found.places[0].place if found.places else None
    return (place.code, place.name) if place else ("", "")


def _not_compared(given: Asked, codes: Collection[str]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """List the places that can still be added to a comparison, by groups; none once it is full."""
    if len(codes) >= COMPARED_MAX:
        return []
    return [
        (group, [(code, name) for code, name in choices if code not in codes]) for group, choices in given.form.places
    ]


@login_not_required
def evolution(request: HttpRequest) -> HttpResponse:
    """Show a territory over time, each kind of series by itself."""
    return answer(
        request,
        lambda given: queries.evolution(given.selection, today=given.today),
        lambda given, found: _show_evolution(request, given, found),
    )


def _month(row: Indicators, selection: Selection) -> tuple[str, str, list[lines.Figure]]:
    """Write a month kept: its words, its page, its figures with the rows of that month."""
    own = replace(
        selection, territory=row.place.code, vintage=row.basis.vintage, perimeter=row.basis.perimeter, compared=()
    )
    return words.vintage_of(row.basis), reverse("observatory:explorer") + own.query(), lines.figures(row, own)


def _show_evolution(request: HttpRequest, given: Asked, found: Evolution) -> HttpResponse:
    place = found.place
    given.form.propose(place=(place.code, place.name), sections=(), brackets=())
    over_time = replace(found.selection, territory="", compared=(place.code,), bracket="")
    alone = LivesCompared(over_time, found.basis, (Lives(place, found.years, found.survival),), ())
    published = [
        chart
        for measure in Measure
        if (chart := drawings.published_chart(found.held, measure=measure, place=place)) is not None
    ]
    context = {
        **around(given, found),
        "fields": _fields(given, "territory", "rule", "denominator", "family"),
        "years": found.years,
        "years_chart": drawings.years_chart(found),
        "survival": lines.survival(found.survival),
        "months": [_month(row, found.selection) for row in found.months],
        "month_header": [(measure.label, lines.definition_url(measure.value)) for measure in Measure],
        "left_out": found.left_out,
        "compare_url": reverse("observatory:compare_over_time") + over_time.query(),
        "lives_query": over_time.query(),
        "files": [(kind, over_time.query()) for kind in exports.TABLE_KINDS],
        "month_files": [(kind, found.selection.query()) for kind in exports.TABLE_KINDS],
        "drawings": [(kind, over_time.query()) for kind in exports.DRAWING_KINDS],
        "survival_chart": drawings.survival_chart(alone),
        "held": _held(found.held, None),
        "published": published,
    }
    return render(request, "observatory/evolution.html", context)
