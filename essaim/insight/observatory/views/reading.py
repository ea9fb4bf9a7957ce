"""Pages around the figures: the rows behind them, the search of a territory, the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Place
from essaim.foundations.sirene.states import Layer, PlaceKind, Rule
from essaim.foundations.ui.lists import list_page
from essaim.insight.observatory import lines, queries, tables, words
from essaim.insight.observatory.queries import Listing
from essaim.insight.observatory.states import Measure

from .asking import Asked, answer, no_register
from .exploring import around

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOUND_MAX = 30
SEARCHED = (PlaceKind.EPCI, PlaceKind.COMMUNE, PlaceKind.DEPARTMENT)


@login_not_required
def establishment_list(request: HttpRequest) -> HttpResponse:
    """List the establishments behind a figure: as many as it counts."""
    employers_only = request.GET.get("employers") == "1"
    return answer(
        request,
        lambda given: queries.listing(given.selection, employers_only=employers_only, today=given.today),
        lambda given, found: _show_rows(request, given, found, employers_only=employers_only),
    )


def _show_rows(request: HttpRequest, given: Asked, found: Listing, *, employers_only: bool) -> HttpResponse:
    context = {
        **around(given, found),
        "back": reverse("observatory:explorer") + found.selection.query(),
        "chosen": lines.chosen(found.selection.filters),
        "employers_only": employers_only,
        "listing": found,
        "all_query": found.selection.query(),
    }
    if found.is_closed or found.is_too_long:
        return render(request, "observatory/establishment_list.html", context)
    return list_page(
        request,
        template="observatory/establishment_list.html",
        table_class=tables.EstablishmentTable,
        rows=found.rows,
        file_name="etablissements-ess",
        context=context,
    )


@login_not_required
def place_search(request: HttpRequest) -> HttpResponse:
    """Find any commune, EPCI or département of the register by its name or code; one that is found alone opens at once."""
    text = request.GET.get("q", "").strip()[:80]
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
