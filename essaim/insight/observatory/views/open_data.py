"""The open data of the room: whole tables with their dictionary, licence and changes."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.states import Layer, Rule
from essaim.foundations.ui.exports import table_response
from essaim.insight.observatory import exports
from essaim.insight.observatory.datasets import DATASETS, KINDS, Dataset
from essaim.insight.observatory.selection import Selection

from .asking import Asked, answer

FORMATS = ("csv", "ods", "xlsx", exports.PARQUET)


@login_not_required
def open_data(request: HttpRequest) -> HttpResponse:
    """Show every table that can be taken whole: what a row is, its columns, its licence, what changed."""
    context = {
        "datasets": [(found, _files(found)) for found in DATASETS.values()],
        "formats": FORMATS,
        "licence": settings.ESSAIM_DATA_LICENCE,
        "licence_url": settings.ESSAIM_DATA_LICENCE_URL,
        "snapshots": sirene.snapshots(),
        "sets": sirene.means_sets(),
    }
    return render(request, "observatory/open_data.html", context)


def _files(found: Dataset) -> list[tuple[str, list[tuple[str, str]]]]:
    """List the files of a table, by rule where it is of one."""
    if not found.has_rule:
        return [("", [(kind, reverse("observatory:dataset", args=[found.key, kind])) for kind in FORMATS])]
    return [
        (
            str(rule.label),
            [
                (kind, reverse("observatory:dataset", args=[found.key, kind]) + Selection(scope=rule).query())
                for kind in FORMATS
            ],
        )
        for rule in Rule
    ]


@login_not_required
def dataset(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Answer a whole table, by the rule or layer and of the month of its address."""
    found = DATASETS.get(key)
    if found is None or kind not in FORMATS:
        raise Http404
    return answer(request, lambda given: _table(found, given), lambda _given, table: _file(found, kind, *table))


def _table(found: Dataset, given: Asked) -> tuple[list[str], list[list[object]]]:
    # Of the whole territory of the authority, whatever part the address says.
    kept = replace(given.selection, territory="", family="", section="", bracket="")
    return found.table(kept, today=given.today)


def _file(found: Dataset, kind: str, header: list[str], rows: list[list[object]]) -> HttpResponse:
    name = f"ess-{found.key}"
    if kind == exports.PARQUET:
        return exports.parquet_response(name, header, rows, types=found.types)
    return table_response(name, kind, header, rows)


@login_not_required
def dictionary(request: HttpRequest) -> HttpResponse:
    """Answer the dictionary of all the tables as a table."""
    header = ["dataset", "a_row", "column", "type", "about"]
    rows = [
        [found.key, str(found.a_row), column.name, column.kind, str(column.about)]
        for found in DATASETS.values()
        for column in found.columns
    ]
    return table_response("ess-dictionnaire", "csv", header, rows)


@login_not_required
def package(request: HttpRequest) -> HttpResponse:
    """
    Answer the description of all the tables for programs, files in CSV.

    Source: Data Package and Table Schema of the Frictionless standards.
    """
    resources = [
        {
            "name": found.key,
            "title": str(found.title),
            "description": str(found.a_row),
            "path": request.build_absolute_uri(reverse("observatory:dataset", args=[found.key, "csv"])),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": column.name, "type": KINDS[column.kind][1], "description": str(column.about)}
                    for column in found.columns
                ]
            },
        }
        for found in DATASETS.values()
    ]
    return JsonResponse(
        {
            "name": "observatoire-ess",
            "profile": "tabular-data-package",
            "created": timezone.now().isoformat(),
            "licenses": [{"title": settings.ESSAIM_DATA_LICENCE, "path": settings.ESSAIM_DATA_LICENCE_URL}],
            "sources": [
                {
                    "title": "Insee, base Sirene des entreprises et de leurs établissements",
                    "path": "https://www.data.gouv.fr",
                }
            ],
            "rules": [rule.value for rule in Rule],
            "layers": [layer.value for layer in Layer],
            "resources": resources,
        }
    )
