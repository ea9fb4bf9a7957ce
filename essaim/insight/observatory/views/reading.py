"""Pages around the figures: the rows behind them, the search of a territory, the method."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Place
from essaim.foundations.sirene.states import Layer, PlaceKind, Rule
from essaim.foundations.ui.exports import FORMATS
from essaim.foundations.ui.lists import list_page
from essaim.insight.observatory import exports, lines, queries, tables, words
from essaim.insight.observatory.queries import SHEET_MAX, Listing
from essaim.insight.observatory.states import Measure

from .asking import Asked, answer, no_register
from .exploring import around

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOUND_MAX = 30
SEARCH_MAX = 80
SEARCHED = (PlaceKind.REGION, PlaceKind.EPCI, PlaceKind.COMMUNE, PlaceKind.DEPARTMENT)


@login_not_required
def establishment_list(request: HttpRequest) -> HttpResponse:
    """List the establishments behind a figure: as many as it counts, searched and put in order by the register."""
    employers_only = request.GET.get("employers") == "1"
    search = request.GET.get("q", "").strip()[:SEARCH_MAX]
    return answer(
        request,
        lambda given: queries.listing(given.selection, employers_only=employers_only, today=given.today, search=search),
        lambda given, found: _show_rows(request, given, found, employers_only=employers_only),
    )


def _show_rows(request: HttpRequest, given: Asked, found: Listing, *, employers_only: bool) -> HttpResponse:
    kind = request.GET.get("export", "")
    is_refused = kind in FORMATS and not found.fits_a_sheet
    if kind in exports.TABLE_KINDS and not found.is_closed and not is_refused:
        return _rows_file(found, kind)
    own = found.selection.query()
    listed = f"{own}&employers=1" if employers_only else own
    context = {
        **around(given, found),
        "back": reverse("observatory:explorer") + own,
        "chosen": lines.chosen(found.selection.filters),
        "employers_only": employers_only,
        "listing": found,
        "all_query": own,
        "kept_by_search": [*found.selection.given(), *([("employers", "1")] if employers_only else [])],
        "clear_query": listed,
        "parquet_query": f"{listed}&{urlencode({'q': found.search, 'export': exports.PARQUET})}",
        "sheet_max": SHEET_MAX,
        "is_refused": is_refused,
    }
    if found.is_closed or is_refused:
        return render(request, "observatory/establishment_list.html", context, status=400 if is_refused else 200)
    return list_page(
        request,
        template="observatory/establishment_list.html",
        table_class=tables.EstablishmentTable,
        rows=tables.RegisterRows(found),
        file_name="etablissements-ess",
        context=context,
    )


def _rows_file(found: Listing, kind: str) -> HttpResponse:
    """Answer all the rows as a file, each with what it rests on."""
    name = slugify(f"etablissements ess {found.place.name} {found.basis.vintage:%Y-%m}")
    if kind == exports.PARQUET:
        return exports.parquet_file(name, found.write_parquet)
    table = tables.EstablishmentTable(tables.RegisterRows(found))
    header, *rows = table.as_values()
    return exports.figures_file(
        name,
        kind,
        [str(cell) for cell in header],
        rows,
        basis=found.basis,
        kept=found.selection.filters,
        has_headcounts=False,
    )


@login_not_required
def place_search(request: HttpRequest) -> HttpResponse:
    """Find any commune, EPCI, département or region of the register by its name or code; one that is found alone opens at once."""
    text = request.GET.get("q", "").strip()[:SEARCH_MAX]
    found: list[Place] = []
    try:
        if text:
            basis = sirene.basis()
            with sirene.opened(basis) as register:
                found = _found(register, text)
    except sirene.NoSnapshot as refusal:
        return no_register(request, refusal)
    page = reverse("observatory:explorer")
    if len(found) == 1:
        return redirect(f"{page}?territory={found[0].code}")
    context = {
        "text": text,
        "found": [(place, place.kind.label, f"{page}?territory={place.code}") for place in found],
        "is_cut": len(found) >= FOUND_MAX,
    }
    return render(request, "observatory/place_search.html", context)


def _found(register: DuckDBPyConnection, text: str) -> list[Place]:
    try:
        return [sirene.place_of(register, text.replace(" ", "").upper())]
    except sirene.UnknownPlace:
        return [place for kind in SEARCHED for place in sirene.places(register, kind, search=text, limit=FOUND_MAX)][
            :FOUND_MAX
        ]


@login_not_required
def method(request: HttpRequest) -> HttpResponse:
    """Say how we count: rules, layers, perimeter, denominators, brackets, secrecy, what the figures are not."""
    context = {
        "snapshots": sirene.snapshots(),
        "rules": [(rule.label, words.RULES[rule]) for rule in Rule],
        "layers": [(layer.label, words.LAYERS[layer]) for layer in Layer],
        "definitions": [(measure.value, measure.label, words.DEFINITIONS[measure]) for measure in Measure],
    }
    return render(request, "observatory/method.html", context)
